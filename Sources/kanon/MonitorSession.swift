import Foundation
import KanonControl
import KanonEngine
import KanonIO

/// A look at what comes, from its beginning to its end.
struct MonitorSession {
    private let listening: MidiListening
    private var mappings: MonitorMappings
    private let channel: UInt8?
    private let json: Bool
    private let begin = ContinuousClock.now
    private var count = 0
    private var hitCount = 0
    private var arrival = ArrivalStatistics()
    /// Clock ticks and active sensing of each device.
    private var streams: [Stream: RegularStream] = [:]
    private var summedUp = ContinuousClock.now
    /// Those of the preset that a Kanon beside this one plays.
    private var knobs: [Knob] = []
    /// Mappings that cannot be read are said once.
    private var complaints: Set<String> = []

    private static let pauseMilliseconds = 10
    private static let summing = Duration.seconds(2)

    private struct Stream: Hashable {
        let device: UInt8
        let kind: Kind

        enum Kind: String { case clock, activeSensing = "active sensing" }

        /// Ticks a quarter note.
        var ticks: Int? { kind == .clock ? 24 : nil }
    }

    /// A line of JSON about a stream.
    private struct StreamReport: Encodable {
        let device: String
        let message: String
        let stream: RegularStream
    }

    /// A line of JSON about a device.
    private struct DeviceReport: Encodable {
        let device: String
        let message: String
        let mapping: String?
    }

    init(listening: MidiListening, mappings: MonitorMappings, channel: UInt8?, json: Bool) {
        self.listening = listening
        self.mappings = mappings
        self.channel = channel
        self.json = json
    }

    /// Shows what comes until a signal or the time is over, then sums up.
    mutating func run(until signals: StopSignals, seconds: Double?) throws {
        var isTold = false
        knobs = Self.playedKnobs()
        while true {
            mappings.lookAround()
            for notice in listening.notices() { try take(notice) }
            if !isTold {
                isTold = true
                if listening.connected.isEmpty { Output.say("No MIDI device is connected; one that is plugged in is heard at once.") }
            }
            for message in listening.arrivals({ (try? mapping(of: $0))?.mapping.controllers ?? ControllerMap() }) { try take(message) }
            if ContinuousClock.now - summedUp >= Self.summing {
                try sumUp()
                knobs = Self.playedKnobs()
            }
            try Output.flush()
            if signals.wait(milliseconds: Self.pauseMilliseconds) { break }
            if let seconds, ContinuousClock.now - begin >= .seconds(seconds) { break }
        }
        try sumUp()
        Output.say(closing)
    }

    private mutating func mapping(of device: UInt8) throws(Diagnostics) -> (mapping: Mapping, path: String) {
        do throws(Diagnostics) {
            return try mappings.mapping(of: device, listening.devices[device])
        } catch {
            if complaints.insert(error.description).inserted { Output.say(error.description) }
            throw error
        }
    }

    private mutating func take(_ notice: MidiNotice) throws {
        switch notice {
        case .connected(let device):
            mappings.forget(device.number)
            let path = try? mapping(of: device.number).path
            if json { try Output.jsonLine(DeviceReport(device: device.name, message: "connected", mapping: path)) }
            Output.say("\(device.name) is connected\(path.map { "; its mapping is \($0.printable)" } ?? "").")
        case .disconnected(let device):
            if json { try Output.jsonLine(DeviceReport(device: device.name, message: "disconnected", mapping: nil)) }
            Output.say("\(device.name) is gone.")
        case .silent: break
        case .overflow: Output.say("More MIDI came than ALSA could hold; some is not shown.")
        case .ended: Output.say("ALSA's sequencer is gone; no MIDI comes this way any more.")
        }
    }

    private mutating func take(_ message: MidiListening.Arrival) throws {
        count += 1
        if let delay = message.delay { arrival.add(microseconds: delay) }
        if case .message(let content) = message.heard.content, let kind = Self.stream(content) {
            streams[Stream(device: message.device, kind: kind), default: RegularStream()].add(at: message.time)
            return
        }
        guard let found = try? mapping(of: message.device) else { return }
        let verdict = MappingVerdict(message.heard, found.mapping, path: found.path, only: channel, knobs: knobs)
        if !verdict.hits.isEmpty { hitCount += 1 }
        let report = MonitorReport(
            message.heard, time: message.time, device: listening.name(of: message.device), delayMicroseconds: message.delay,
            mapping: verdict)
        if json { try Output.jsonLine(report) } else { Output.data(report.line) }
    }

    /// The knobs of the preset that plays; none where no Kanon does, or several do.
    private static func playedKnobs() -> [Knob] {
        guard let path = (try? RunningKanon(nil))?.status?.preset.path else { return [] }
        return (try? Preset.load(path: path))?.knobs ?? []
    }

    private static func stream(_ message: MidiMessage) -> Stream.Kind? {
        switch message {
        case .clock: .clock
        case .activeSensing: .activeSensing
        default: nil
        }
    }

    /// What came by itself since the last time.
    private mutating func sumUp() throws {
        summedUp = .now
        for (key, stream) in streams.sorted(by: { ($0.key.device, $0.key.kind.rawValue) < ($1.key.device, $1.key.kind.rawValue) })
        where stream.count > 0 {
            let name = listening.name(of: key.device)
            if json {
                try Output.jsonLine(StreamReport(device: name, message: key.kind.rawValue, stream: stream))
            } else {
                Output.data("\(name): \(stream.text(key.kind.rawValue, ticks: key.ticks))")
            }
            streams[key]?.restart()
        }
    }

    private var closing: String {
        var line = "\(count) messages, \(hitCount) hit the mapping"
        if let text = arrival.text { line += "; \(text)" }
        line += "; MIDI thread: \(listening.scheduling)"
        if listening.lost > 0 { line += "; \(listening.lost) found no room" }
        let unshown = TextStream.data.unsaidCount
        if unshown > 0 { line += "; \(unshown) times nobody took what there was to show" }
        return line + "."
    }
}
