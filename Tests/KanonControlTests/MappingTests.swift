import KanonEngine
import Testing

@testable import KanonControl

struct MappingTests {
    private func mapping(_ text: String) throws -> Mapping {
        try Mapping.parse("kanon: mapping/1\n" + text, file: "mpk.yaml")
    }

    @Test(arguments: [
        Broken(
            "buttons: []",
            "m.yaml:2:1: a mapping has no \"buttons\"; allowed are kanon, name, description, match, velocity, pedal, knobs"
        ),
        Broken("knobs:\n  - {cc: 120, to: knob.1}", "m.yaml:3:10: cc 120 is outside 0 … 119"),
        Broken("knobs:\n  - {cc: 1}", "m.yaml:3:5: a knob has no to; write it like {cc: 74, to: knob.5}"),
        Broken("knobs:\n  - {to: knob.1}", "m.yaml:3:5: a knob has no cc; write it like {cc: 74, to: knob.5}"),
        Broken(
            "knobs: [{cc: 1, to: knob.9}]", "m.yaml:2:21: to cannot be \"knob.9\"; kanon params lists the parameters"),
        Broken(
            "knobs: [{cc: 1, to: filter.cutoff, takover: jump}]",
            "m.yaml:2:36: a knob has no \"takover\"; allowed are cc, channel, to, range, curve, takeover; did you mean takeover?"),
        Broken(
            "knobs: [{cc: 1, to: knob.1, takeover: jmp}]",
            "m.yaml:2:39: takeover cannot be \"jmp\"; allowed are pickup, jump; did you mean jump?"),
        Broken("knobs: [{cc: 1, to: knob.1, takeover: }]", "m.yaml:2:39: takeover is nothing; allowed are pickup, jump"),
        Broken("knobs: [{cc: 1, to: knob.1, takeover: [jump]}]", "m.yaml:2:39: takeover is a list; allowed are pickup, jump"),
        Broken("knobs: [{cc: 1, channel: 17, to: knob.1}]", "m.yaml:2:26: channel 17 is outside 1 … 16"),
        Broken(
            "knobs: {1: 2}", "m.yaml:2:8: knobs is a map of keys and values; write a list like - {cc: 74, to: knob.5}"),
        Broken("velocity: [[1, 1], [1, 2]]", "m.yaml:2:20: velocity 1 comes after 1; points stand in rising order"),
        Broken("velocity: [[1]]", "m.yaml:2:12: a velocity point has 1 number; write two like [64, 80]"),
        Broken("velocity: [[1, 128]]", "m.yaml:2:16: velocity 128 is outside 0 … 127"),
        Broken("velocity: []", "m.yaml:2:11: velocity has no points; write a list like [[1, 1], [64, 80], [127, 127]]"),
        Broken("velocity: x", "m.yaml:2:11: velocity is \"x\"; write a list like [[1, 1], [64, 80], [127, 127]]"),
        Broken("pedal: {on: 3, off: 4}", "m.yaml:2:21: pedal.off 4 is above pedal.on 3; the same or below"),
        Broken(
            "match: {usb: 09e8}",
            "m.yaml:2:14: match.usb cannot be \"09e8\"; write vendor:product as lsusb does, like \"09e8:*\""),
        Broken("match: {nam: x}", "m.yaml:2:9: match has no \"nam\"; allowed are name, usb; did you mean name?"),
    ])
    func `a wrong mapping is told what is allowed`(broken: Broken) {
        let text = "kanon: mapping/1\n" + broken.text
        #expect(complaints { () throws(Diagnostics) in try Mapping.parse(text, file: "m.yaml") } == broken.says)
    }

    @Test func `a preset is not taken for a mapping`() {
        let said = complaints { () throws(Diagnostics) in try Mapping.parse("kanon: preset/1", file: "m.yaml") }
        #expect(said == "m.yaml:1:8: this is a preset; a mapping begins with kanon: mapping/1")
    }

    @Test func `a rule says which controller moves what over which range`() throws {
        let rules = try mapping(
            """
            knobs:
              - {cc: 71, channel: 2, to: amp.release, range: [4 s, 10 ms], curve: linear}
              - {cc: 70, to: knob.1}
              - {cc: 70, to: filter.cutoff}
            """
        ).controllers.rules
        #expect(rules.map(\.controller) == [71, 70, 70])
        #expect(rules.map(\.channel) == [1, nil, nil])
        #expect(rules.map(\.low) == [4, 0, 20])
        #expect(rules.map(\.high) == [0.01, 1, 20_000])
        #expect(rules.map(\.curve) == [.linear, .linear, .exponential])
        #expect(rules[1].parameter == .knob(0))
    }

    @Test func `a knob picks up its parameter unless the file says that it jumps`() throws {
        let rules = try mapping("knobs: [{cc: 1, to: knob.1}, {cc: 2, to: knob.2, takeover: jump}, {cc: 3, to: knob.3, takeover: pickup}]")
            .controllers.rules
        #expect(rules.map(\.takeover) == [.pickup, .jump, .pickup])
    }

    @Test func `velocity runs straight between its points and level beyond them`() throws {
        let levels = try mapping("velocity: [[10, 20], [60, 70], [110, 100]]").controllers.velocityLevels
        #expect(levels.count == 128)
        for (velocity, counts) in [(1, 20), (10, 20), (35, 45), (60, 70), (85, 85), (110, 100), (127, 100)] {
            #expect(abs(levels[velocity] - Float(counts) / 127) < 1e-6)
        }
    }

    @Test(arguments: [("{on: 64, off: 56}", 64, 56), ("{on: 40}", 40, 40), ("{off: 30}", 64, 30)])
    func `the pedal's two thresholds are kept`(text: String, down: UInt8, up: UInt8) throws {
        let map = try mapping("pedal: \(text)").controllers
        #expect(map.pedalDown == down)
        #expect(map.pedalUp == up)
    }

    @Test func `a device is matched by everything that is asked for`() throws {
        let match = try #require(try mapping("match: {name: \"MPK mini*\", usb: \"09e8:*\"}").match)
        #expect(match.matches(name: "MPK mini 3 MIDI 1", usb: "09e8:007c"))
        #expect(!match.matches(name: "MPK mini 3", usb: "1234:007c"))
        #expect(!match.matches(name: "MPK mini 3", usb: nil))
        #expect(!match.matches(name: "Keystation", usb: "09e8:007c"))
        #expect(!DeviceMatch().matches(name: "Keystation", usb: nil))
    }

    @Test(arguments: [
        ("*", "", true), ("MPK*", "mpk mini", true), ("*mini*", "MPK Mini 3", true), ("MPK", "MPK mini", false),
        ("M?K", "MPK", true), ("M?K", "MK", false), ("a*b*c", "a1b2b3c", true), ("a*b*c", "a1b2b3", false),
        ("", "x", false),
        ("***", "x", true),
    ])
    func `a glob fits whole names`(pattern: String, name: String, fits: Bool) {
        #expect(Glob(pattern).matches(name) == fits)
    }
}
