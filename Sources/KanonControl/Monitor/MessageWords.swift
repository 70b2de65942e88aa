import KanonEngine

/// A message in words and numbers.
struct MessageWords {
    let kind: String
    var number: Int?
    var value: Int?
    let text: String
    var bytes: String?
    /// What Kanon makes of it by the standard.
    var meaning: String?

    init(_ heard: HeardMessage) {
        switch heard.content {
        case .message(let message): self.init(message, heard)
        case .exclusive(let bytes): self.init(exclusive: bytes)
        case .longExclusive(let count):
            self.init("system exclusive", "system exclusive of \(count) bytes")
            meaning = "too long for Kanon"
        case .other(let bytes): self.init(other: bytes)
        }
    }

    private init(_ kind: String, _ text: String, number: Int? = nil, value: Int? = nil, _ function: MessageFunction? = nil) {
        self.kind = kind
        self.text = text
        self.number = number
        self.value = value
        if let function { meaning = Self.meaning(function) }
    }

    private static func meaning(_ function: MessageFunction) -> String? {
        function.isRecognized ? (function.remark.isEmpty ? nil : function.remark) : "not for Kanon"
    }

    private init(_ message: MidiMessage, _ heard: HeardMessage) {
        switch message {
        case .noteOn(_, let key, let velocity):
            self.init("note on", "note on \(Self.name(key)), velocity \(velocity)", number: Int(key), value: Int(velocity))
        case .noteOff(_, let key, let velocity):
            self.init("note off", "note off \(Self.name(key)), velocity \(velocity)", number: Int(key), value: Int(velocity))
        case .keyPressure(_, let key, let value):
            self.init("key pressure", "pressure of \(Self.name(key)) = \(value)", number: Int(key), value: Int(value), .keyPressure)
        case .controlChange(_, let controller, let value): self.init(controller, value, heard)
        case .programChange(_, let program):
            self.init("program change", "program \(program + 1)", number: Int(program), value: nil, .programChange)
        case .channelPressure(_, let value):
            self.init("channel pressure", "pressure of the channel = \(value)", value: Int(value), .channelPressure)
        case .pitchBend(_, let value):
            self.init("pitch bend", "pitch wheel = \(Int(value) - 8192)", value: Int(value), .pitchBend)
        case .clock: self.init("clock", "clock", .clock)
        case .clockStart: self.init("start", "start or continue", .start)
        case .activeSensing: self.init("active sensing", "active sensing", .activeSensing)
        case .systemReset: self.init("system reset", "system reset", .systemReset)
        }
    }

    private init(_ controller: UInt8, _ value: UInt8, _ heard: HeardMessage) {
        var text = "CC \(controller)"
        if let name = ControllerName.of(controller) { text += " \(name)" }
        text += " = \(value)"
        for movement in heard.movements.dropFirst() {
            switch movement.kind {
            case .step: text += ", \(movement.source.name) \(movement.value > 0 ? "up" : "down")"
            default: text += ", \(movement.source.name) = \(movement.value) of 16383"
            }
        }
        if let parameter = heard.parameter, let value = heard.parameterValue {
            text += ", \(parameter.name) = \(Quantity(unit: .ratio, range: -128...128).print(value, digits: 5))"
        }
        self.init("control change", text, number: Int(controller), value: Int(value))
        meaning = heard.parameter?.remark ?? heard.function?.remark
    }

    private init(exclusive bytes: [UInt8]) {
        var name = "system exclusive"
        var meaning: String?
        do throws(Diagnostics) {
            switch try UniversalMessage.parse(bytes) {
            case .tuning?: (name, meaning) = ("tuning message", "another tuning")
            case .identityRequest?: (name, meaning) = ("identity request", Self.meaning(.identityRequest))
            case .volume(let volume)?: (name, meaning) = ("master volume \(Int((volume * 100).rounded())) %", Self.meaning(.masterVolume))
            case .fineTuning(let cents)?: (name, meaning) = ("master fine tuning \(cents) ct", Self.meaning(.masterTuning))
            case .coarseTuning(let semitones)?: (name, meaning) = ("master coarse tuning \(semitones) st", Self.meaning(.masterTuning))
            case .reset?: (name, meaning) = ("reset of the instrument", Self.meaning(.systemReset))
            case nil: meaning = "not for Kanon"
            }
        } catch {
            meaning = error.list[0].problem
        }
        let hex = Self.hex(bytes)
        self.init("system exclusive", "\(name): \(hex)")
        self.bytes = hex
        self.meaning = meaning
    }

    private init(other bytes: [UInt8]) {
        let function: MessageFunction?
        switch bytes[0] {
        case 0xF1: function = .quarterFrame
        case 0xF2: function = .songPosition
        case 0xF3: function = .songSelect
        case 0xF6: function = .tuneRequest
        case 0xFC: function = .stop
        default: function = nil
        }
        let name = function?.name.lowercased() ?? "a message that the standard leaves open"
        let hex = Self.hex(bytes)
        self.init(function?.name.lowercased() ?? "undefined", "\(name): \(hex)", function)
        self.bytes = hex
    }

    private static func name(_ key: UInt8) -> String { "\(KeyName.print(Int(key))) (\(key))" }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    }
}
