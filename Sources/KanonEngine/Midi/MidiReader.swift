/// Reads what devices send as the router does, for an onlooker. Not for the MIDI thread.
public final class MidiReader {
    private struct Device {
        var decoder = MidiDecoder()
        var channels = [ChannelReading](repeating: ChannelReading(), count: 16)
        /// Bytes of the system exclusive message that is under way.
        var exclusiveCount = 0
        /// The system common message that is under way.
        var common: [UInt8] = []
    }

    private let arena: Arena
    private var exclusive: SystemExclusive
    private var devices = [Device](repeating: Device(), count: 16)
    private let functions = ControllerFunction.ofControllers

    /// Nothing was heard yet.
    public init() {
        var arena = Arena(byteCount: SystemExclusive.byteCount)
        exclusive = SystemExclusive(in: &arena)
        self.arena = arena
    }

    /// Takes the next byte of a device (0…15), whose mapping is `map`; a message where it was its last.
    public func take(_ byte: UInt8, device: UInt8, _ map: ControllerMap) -> HeardMessage? {
        let number = Int(device & 15)
        _ = exclusive.take(byte, device: device & 15)
        if byte == 0xFF { devices[number] = Device() }
        if byte < 0xF8, let heard = system(byte, number) { return heard }
        if let message = devices[number].decoder.next(byte) { return heard(message, number, map) }
        // Stop, and what the standard leaves open.
        return byte >= 0xF8 ? HeardMessage(.other([byte])) : nil
    }

    /// A device is gone: its next byte begins anew.
    public func forget(device: UInt8) {
        devices[Int(device & 15)] = Device()
        exclusive.forget(device: device & 15)
    }

    /// The end of a message for the whole system.
    private func system(_ byte: UInt8, _ number: Int) -> HeardMessage? {
        if byte == 0xF7, devices[number].exclusiveCount > 0 {
            let count = devices[number].exclusiveCount + 1
            devices[number].exclusiveCount = 0
            return HeardMessage(exclusive.next().map(HeardMessage.Content.exclusive) ?? .longExclusive(byteCount: count))
        }
        if byte >= 0x80 {
            devices[number].exclusiveCount = byte == 0xF0 ? 1 : 0
            devices[number].common = (0xF1...0xF6).contains(byte) ? [byte] : []
        } else if devices[number].exclusiveCount > 0 {
            devices[number].exclusiveCount += 1
        } else if !devices[number].common.isEmpty {
            devices[number].common.append(byte)
        }
        guard let status = devices[number].common.first, devices[number].common.count == Self.length(ofCommon: status) else { return nil }
        defer { devices[number].common = [] }
        return HeardMessage(.other(devices[number].common))
    }

    /// Bytes of a system common message with its status.
    private static func length(ofCommon status: UInt8) -> Int {
        switch status {
        case 0xF1, 0xF3: 2
        case 0xF2: 3
        default: 1
        }
    }

    private func heard(_ message: MidiMessage, _ number: Int, _ map: ControllerMap) -> HeardMessage {
        var heard = HeardMessage(.message(message))
        switch message {
        case .noteOn(let channel, let key, let velocity):
            heard.channel = channel
            heard.move(.note(key), velocity, .sevenBits)
        case .noteOff(let channel, let key, _):
            heard.channel = channel
            heard.move(.note(key), 0, .sevenBits)
        case .keyPressure(let channel, _, _), .programChange(let channel, _): heard.channel = channel
        case .channelPressure(let channel, let value):
            heard.channel = channel
            heard.move(.pressure, value, .sevenBits)
        case .pitchBend(let channel, let value):
            heard.channel = channel
            heard.move(.bend, value, .fourteenBits)
        case .controlChange(let channel, let controller, let value):
            heard.channel = channel
            heard.function = functions[Int(controller)]
            heard.move(.controller(controller), value, .sevenBits)
            control(&heard, controller, value, number, map)
        case .clock, .clockStart, .activeSensing, .systemReset: break
        }
        return heard
    }

    /// What the router would make of a controller; and pairs are put together whose parts the mapping does not name.
    private func control(_ heard: inout HeardMessage, _ controller: UInt8, _ value: UInt8, _ number: Int, _ map: ControllerMap) {
        let channel = heard.channel ?? 0
        let isSecond = controller & 0x60 == 32
        if isSecond, map.names(.controller(controller), on: channel) { return }
        let isPair =
            controller < 64 && (heard.function == nil || heard.function == .wheel || map.names(.pair(controller & 31), on: channel))
        switch devices[number].channels[Int(channel)].take(controller, value, heard.function, isPair: isPair) {
        case .number(let whole):
            if isSecond || map.names(.pair(controller & 31), on: channel) { heard.move(.pair(controller & 31), whole, .fourteenBits) }
        case .entry(.registered(let parameter, let data)):
            heard.parameter = parameter
            heard.parameterValue = parameter.value(of: data)
        case .entry(.nonRegistered(let parameter, let data)): heard.move(.nonRegistered(parameter), data, .fourteenBits)
        case .entry(.nonRegisteredStep(let parameter, let steps)): heard.move(.nonRegistered(parameter), steps, .step)
        case .function(.resetControllers): devices[number].channels[Int(channel)].reset()
        case .nothing, .function: break
        }
    }
}

extension ControllerMap {
    /// Whether a rule or a button listens to `source` on `channel` (0…15).
    func names(_ source: ControllerSource, on channel: UInt8) -> Bool {
        rules.contains { $0.hears(source, on: channel) } || buttons.contains { $0.hears(source, on: channel) }
    }
}

extension ControllerMap.Rule {
    /// Whether it listens to `source` on `channel` (0…15).
    public func hears(_ source: ControllerSource, on channel: UInt8) -> Bool {
        self.source == source && (self.channel ?? channel) == channel
    }
}

extension ControllerMap.Button {
    /// Whether it listens to `source` on `channel` (0…15).
    public func hears(_ source: ControllerSource, on channel: UInt8) -> Bool {
        self.source == source && (self.channel ?? channel) == channel
    }
}
