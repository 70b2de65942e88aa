import KanonEngine

/// A line of `kanon monitor`: a message in words and numbers, and what the mapping makes of it.
public struct MonitorReport: Sendable, Encodable {
    /// µs since the monitor began.
    public let timeMicroseconds: UInt64
    /// The device's name.
    public let device: String
    /// 1…16; nil where the message is for none.
    public let channel: Int?
    /// What kind of message it is: `note on`.
    public let message: String
    /// The key, controller or program that it names.
    public let number: Int?
    /// What it says: velocity, position, pressure.
    public let value: Int?
    /// All of it in words: `CC 74 Brightness = 64`.
    public let text: String
    /// The bytes of a system message, in hexadecimal.
    public let bytes: String?
    /// µs from the kernel's stamp until the MIDI thread had it; nil where there is no stamp.
    public let delayMicroseconds: Int?
    /// What Kanon makes of it by the standard.
    public let meaning: String?
    /// Rules, buttons and zones of the mapping that it hit.
    public let hits: [String]
    /// Why it hit none.
    public let reason: String?

    /// A report of `heard`, which came `time` µs after the beginning.
    public init(_ heard: HeardMessage, time: UInt64, device: String, delayMicroseconds: Int?, mapping: MappingVerdict) {
        let words = MessageWords(heard)
        timeMicroseconds = time
        self.device = device
        channel = heard.channel.map { Int($0) + 1 }
        message = words.kind
        number = words.number
        value = words.value
        text = words.text
        bytes = words.bytes
        self.delayMicroseconds = delayMicroseconds
        meaning = words.meaning
        hits = mapping.hits
        reason = mapping.reason
    }

    /// For people, on one line: the figures in columns, then the words.
    public var line: String {
        let place = channel.map { "ch \($0)" } ?? ""
        let delay = delayMicroseconds.map { "\($0) µs" } ?? ""
        var line = "\(Self.seconds(timeMicroseconds))  \(Self.pad(device, 16))  \(Self.pad(place, 5))  \(Self.pad(delay, 8))  \(text)"
        if let meaning { line += " (\(meaning))" }
        if !hits.isEmpty { line += " | " + hits.joined(separator: "; ") }
        if let reason { line += " | \(reason)" }
        return line.printable
    }

    /// Seconds with milliseconds, in nine columns.
    private static func seconds(_ microseconds: UInt64) -> String {
        let thousandths = (microseconds + 500) / 1000
        let fraction = String(thousandths % 1000)
        let text = "\(thousandths / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
        return String(repeating: " ", count: max(0, 9 - text.count)) + text
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
