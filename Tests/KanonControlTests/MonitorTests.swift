import KanonEngine
import Testing

@testable import KanonControl

struct MonitorTests {
    private static let mapping = """
        kanon: mapping/1
        keys:
          - {to: B3, transpose: -12, channel: 2}
        knobs:
          - {cc: 21, to: knob.1}
          - {cc: 22, channel: 3, to: knob.2, takeover: jump}
          - {cc: 7, bits: 14, to: player.volume}
          - {nrpn: 1290, to: filter.cutoff}
          - {cc: 24, relative: offset-64, to: knob.3}
        buttons:
          - {note: C5, do: preset.next}
        """

    private func reports(_ bytes: [UInt8], mapping text: String = mapping, only channel: UInt8? = nil, knobs: [Knob] = []) throws
        -> [MonitorReport]
    {
        let mapping = try Mapping.parse(text, file: "m.yaml")
        let reader = MidiReader()
        return bytes.compactMap { reader.take($0, device: 0, mapping.controllers) }.map { heard in
            MonitorReport(
                heard, time: 1_500_000, device: "Box", delayMicroseconds: 42,
                mapping: MappingVerdict(heard, mapping, path: "/x/m.yaml", only: channel, knobs: knobs))
        }
    }

    private struct Line {
        let bytes: [UInt8]
        let text: String
        var meaning: String?
        var hits: [String] = []
        var reason: String?
    }

    @Test func `each message is said in words, with what hits it or why nothing does`() throws {
        let lines = [
            Line(bytes: [0x90, 48, 100], text: "note on C3 (48), velocity 100", hits: ["zone 1, -12 st, channel 2"]),
            Line(bytes: [0x90, 62, 100], text: "note on D4 (62), velocity 100", reason: "outside every zone of m.yaml"),
            Line(bytes: [0x90, 72, 9], text: "note on C5 (72), velocity 9", hits: ["key C5 -> preset.next, line 11 of m.yaml"]),
            Line(bytes: [0x90, 48, 0], text: "note off C3 (48), velocity 64"),
            Line(bytes: [0xB4, 21, 64], text: "CC 21 = 64", hits: ["CC 21 -> knob.1 (pickup), line 5 of m.yaml"]),
            Line(bytes: [0xB0, 22, 1], text: "CC 22 = 1", reason: "a rule of m.yaml names it, but for channel 3"),
            Line(bytes: [0xB2, 22, 1], text: "CC 22 = 1", hits: ["CC 22 -> knob.2 (jump), line 6 of m.yaml"]),
            Line(bytes: [0xB0, 24, 65], text: "CC 24 = 65", hits: ["CC 24 -> knob.3 (offset-64), line 9 of m.yaml"]),
            Line(bytes: [0xB0, 30, 5], text: "CC 30 = 5", reason: "no rule of m.yaml names it"),
            Line(
                bytes: [0xB0, 64, 127], text: "CC 64 Sustain pedal = 127", meaning: ControllerFunction.sustain.remark,
                reason: "the standard's own, no rule needed"),
            Line(bytes: [0xC0, 11], text: "program 12", meaning: MessageFunction.programChange.remark),
            Line(bytes: [0xE0, 0, 96], text: "pitch wheel = 4096", meaning: MessageFunction.pitchBend.remark),
            Line(bytes: [0xFC], text: "stop: FC", meaning: "not for Kanon"),
            Line(bytes: [0xF2, 1, 2], text: "song position: F2 01 02", meaning: "not for Kanon"),
            Line(
                bytes: [0xF0, 0x7E, 0x7F, 0x06, 0x01, 0xF7], text: "identity request: F0 7E 7F 06 01 F7",
                meaning: MessageFunction.identityRequest.remark),
            Line(bytes: [0xF0, 0x41, 0x10, 0xF7], text: "system exclusive: F0 41 10 F7", meaning: "not for Kanon"),
        ]
        for line in lines {
            let reports = try reports(line.bytes)
            #expect(reports.count == 1)
            #expect(reports[0].text == line.text)
            if let meaning = line.meaning { #expect(reports[0].meaning == meaning) }
            #expect(reports[0].hits == line.hits, "\(line.text)")
            #expect(reports[0].reason == line.reason, "\(line.text)")
        }
    }

    @Test func `both parts of 14 bits are put together, with a rule and without`() throws {
        let known = try reports([0xB0, 7, 64, 39, 1, 7, 65, 39, 2])
        #expect(known[1].text == "CC 39 Channel volume, second part = 1, CC 7+39 = 8193 of 16383")
        #expect(known[1].hits == ["CC 7+39 -> player.volume (pickup), line 7 of m.yaml"])
        #expect(known[2].reason == "the first part of CC 7+39; the second is waited for")
        #expect(known[3].text.hasSuffix("CC 7+39 = 8322 of 16383"))
        let unknown = try reports([0xB0, 16, 64, 48, 1])
        #expect(unknown[0].text == "CC 16 General purpose 1 = 64")
        #expect(unknown[1].text.hasSuffix("CC 16+48 = 8193 of 16383"))
        #expect(unknown[1].reason == "no rule of m.yaml names it")
    }

    @Test func `parameters by number are put together`() throws {
        let own = try reports([0xB0, 99, 10, 98, 10, 6, 64, 38, 3])
        #expect(own.map(\.hits.count) == [0, 0, 1, 1])
        #expect(own[3].text.hasSuffix("NRPN 1290 = 8195 of 16383"))
        #expect(own[3].hits == ["NRPN 1290 -> filter.cutoff (pickup), line 8 of m.yaml"])
        #expect(try reports([0xB0, 99, 9, 98, 9, 6, 64])[2].reason == "no rule of m.yaml names it")
        let range = try reports([0xB0, 101, 0, 100, 0, 6, 12])
        #expect(range[2].text.hasSuffix("Pitch bend sensitivity = 12"))
        #expect(range[2].meaning == RegisteredParameter.bendRange.remark)
        let step = try reports([0xB0, 99, 10, 98, 10, 97, 0])
        #expect(step[2].text.hasSuffix("NRPN 1290 down") && step[2].hits.count == 1)
    }

    @Test func `a macro has the name that the preset gives it`() throws {
        let knobs = try Preset.parse("kanon: preset/1\nknobs: {1: {name: Bright, to: filter.cutoff}}\n", file: "p.yaml").knobs
        #expect(try reports([0xB0, 21, 64], knobs: knobs)[0].hits == ["CC 21 -> knob.1 Bright (pickup), line 5 of m.yaml"])
    }

    @Test func `a channel that is not heard is told`() throws {
        #expect(try reports([0xB4, 21, 64], only: 0)[0].reason == "channel 5 is not heard, only 1")
        #expect(try reports([0xB4, 21, 64], only: 4)[0].hits.count == 1)
    }

    @Test func `a message of any length is read, one that is too long by its length`() throws {
        let long: [UInt8] = [0xF0] + [UInt8](repeating: 1, count: 2000) + [0xF7]
        let found = try reports(long + [0x90, 48, 1])
        #expect(found[0].text == "system exclusive of 2002 bytes")
        #expect(found[1].message == "note on")
    }

    @Test func `a line has time, device, channel and delay in columns`() throws {
        let line = try reports([0xB4, 21, 64])[0].line
        #expect(line == "    1.500  Box               ch 5   42 µs     CC 21 = 64 | CC 21 -> knob.1 (pickup), line 5 of m.yaml")
    }

    @Test func `regular messages are summed up with their spread`() {
        var clock = RegularStream()
        for time in [0, 20_000, 41_000, 62_000, 83_000] as [UInt64] { clock.add(at: time) }
        #expect(clock.text("clock", ticks: 24) == "clock: 5, every 20.750 ms (20.000 … 21.000, deviation 0.433), 120.48 bpm")
        clock.restart()
        #expect(clock.text("clock") == "clock: 0")
        clock.add(at: 103_000)
        #expect(clock.meanMilliseconds == 20)
        clock.add(at: 9_000_000)
        #expect(clock.greatestMilliseconds == 20)
    }

    @Test func `delays have a median and a greatest`() {
        var arrival = ArrivalStatistics()
        #expect(arrival.text == nil)
        for delay in [5, 90, 7, 6, 8] { arrival.add(microseconds: delay) }
        #expect(arrival.text == "from the kernel to Kanon 7 µs (median), 90 µs at most")
    }
}
