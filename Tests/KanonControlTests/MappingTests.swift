import KanonEngine
import Testing

@testable import KanonControl

struct MappingTests {
    private func mapping(_ text: String) throws -> Mapping {
        try Mapping.parse("kanon: mapping/1\n" + text, file: "mpk.yaml")
    }

    @Test(arguments: [
        Broken(
            "button: []",
            "m.yaml:2:1: a mapping has no \"button\"; allowed are kanon, name, description, match, velocity, pedal, keys, knobs, buttons; did you mean buttons?"
        ),
        Broken("knobs:\n  - {cc: 120, to: knob.1}", "m.yaml:3:10: cc 120 is outside 0 … 119"),
        Broken("knobs:\n  - {cc: 1}", "m.yaml:3:5: a knob has no to; write it like {cc: 74, to: knob.5}"),
        Broken(
            "knobs:\n  - {to: knob.1}",
            "m.yaml:3:5: a knob listens to nothing; write one of cc, nrpn, note, from, like {cc: 74, to: knob.5}"),
        Broken(
            "knobs: [{cc: 1, to: knob.9}]", "m.yaml:2:21: to cannot be \"knob.9\"; kanon params lists the parameters"),
        Broken(
            "knobs: [{cc: 1, to: filter.cutoff, takover: jump}]",
            "m.yaml:2:36: a knob has no \"takover\"; allowed are cc, bits, nrpn, note, from, channel, to, range, curve, takeover, relative, press, step, dead, center; did you mean takeover?"
        ),
        Broken(
            "knobs: [{cc: 1, to: knob.1, takeover: jmp}]",
            "m.yaml:2:39: takeover cannot be \"jmp\"; allowed are pickup, jump, scale; did you mean jump?"),
        Broken("knobs: [{cc: 1, to: knob.1, takeover: }]", "m.yaml:2:39: takeover is nothing; allowed are pickup, jump, scale"),
        Broken("knobs: [{cc: 1, to: knob.1, takeover: [jump]}]", "m.yaml:2:39: takeover is a list; allowed are pickup, jump, scale"),
        Broken(
            "knobs: [{cc: 1, nrpn: 2, to: knob.1}]", "m.yaml:2:23: a knob listens to cc and nrpn; one of them"),
        Broken("knobs: [{nrpn: 16384, to: knob.1}]", "m.yaml:2:16: nrpn 16384 is outside 0 … 16383"),
        Broken(
            "knobs: [{nrpn: 1, bits: 14, to: knob.1}]", "m.yaml:2:25: bits belongs to cc; values of nrpn are of 7 or 14 bits as they come"),
        Broken(
            "knobs: [{cc: 40, bits: 14, to: knob.1}]",
            "m.yaml:2:24: cc 40 has no second part; those of 14 bits are 1 … 5 and 7 … 31, whose second part is the controller 32 above"),
        Broken("knobs: [{cc: 1, bits: 8, to: knob.1}]", "m.yaml:2:23: bits 8 are no controller's; 7 or 14"),
        Broken(
            "knobs: [{cc: 1, relative: two-complement, to: knob.1}]",
            "m.yaml:2:27: relative cannot be \"two-complement\"; allowed are twos-complement, offset-64, sign-bit; did you mean twos-complement?"
        ),
        Broken(
            "knobs: [{cc: 1, press: toggel, to: knob.1}]",
            "m.yaml:2:24: press cannot be \"toggel\"; allowed are toggle, momentary, step; did you mean toggle?"),
        Broken(
            "knobs: [{cc: 1, press: step, relative: sign-bit, to: knob.1}]",
            "m.yaml:2:24: a knob cannot be relative and pressed; one of relative and press"),
        Broken(
            "knobs: [{cc: 1, press: toggle, dead: 3 %, to: knob.1}]",
            "m.yaml:2:38: dead means nothing here; what is relative or pressed starts from where its parameter stands"),
        Broken("knobs: [{cc: 1, dead: 60 %, to: knob.1}]", "m.yaml:2:23: dead 60 % is outside 0 % … 40 %"),
        Broken(
            "knobs: [{cc: 1, press: step, step: 0, to: osc1.shape}]",
            "m.yaml:2:36: a step of nothing moves nothing; above 0, or below to go down"),
        Broken("knobs: [{note: C2, to: knob.1}]", "m.yaml:2:16: a key is no knob; write press: toggle, momentary or step"),
        Broken(
            "knobs: [{note: H2, press: toggle, to: knob.1}]",
            "m.yaml:2:16: note cannot be \"H2\"; a key is C-1 … G9, C4 in the middle, or 0 … 127"),
        Broken("knobs: [{from: bent, to: knob.1}]", "m.yaml:2:16: from cannot be \"bent\"; allowed are bend, pressure; did you mean bend?"),
        Broken(
            "knobs: [{cc: 1, to: [knob.1, {range: [0 %, 1 %]}]}]",
            "m.yaml:2:30: to moves nothing; write {to: filter.cutoff, range: [200 Hz, 12 kHz]}"),
        Broken(
            "buttons: [{cc: 1, do: preset.nxt}]",
            "m.yaml:2:23: do cannot be \"preset.nxt\"; allowed are preset.next, preset.previous, record, panic, tempo.tap, sustain.latch, octave.up, octave.down, octave.reset; did you mean preset.next?"
        ),
        Broken("buttons: [{cc: 1}]", "m.yaml:2:11: a button does nothing; write do: preset.next, or preset: glass, or program: 12"),
        Broken(
            "buttons: [{cc: 1, preset: glass, program: 3}]",
            "m.yaml:2:43: a button has preset and program; write do: preset.next, or preset: glass, or program: 12"),
        Broken("buttons: [{cc: 1, program: 0}]", "m.yaml:2:28: program 0 is outside 1 … 128"),
        Broken("buttons: [{cc: 1, do: panic, bank: 1}]", "m.yaml:2:36: bank belongs to program; write program: 12, bank: 1"),
        Broken(
            "buttons: [{do: panic}]",
            "m.yaml:2:11: a button listens to nothing; write one of cc, nrpn, note, from, like {cc: 44, do: preset.next}"),
        Broken("keys: [{from: C4, to: C3}]", "m.yaml:2:23: a zone ends at C3, below C4; from the lower key to the higher one"),
        Broken(
            "keys: [{form: C4}]",
            "m.yaml:2:9: a zone has no \"form\"; allowed are from, to, transpose, channel, velocity, controls; did you mean from?"),
        Broken("keys: [{controls: off}]", "m.yaml:2:19: a zone on the keys' own channel has their controls; give it a channel"),
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
        #expect(rules.map(\.source) == [.controller(71), .controller(70), .controller(70)])
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

    @Test func `a rule says how its controller speaks and acts`() throws {
        let rules = try mapping(
            """
            knobs:
              - {cc: 22, relative: twos-complement, step: 1 %, to: osc1.intensity}
              - {cc: 23, relative: sign-bit, step: -2, to: osc1.octave}
              - {cc: 24, relative: offset-64, to: osc1.shape}
              - {cc: 7, bits: 14, to: player.volume, dead: 3 %, takeover: scale}
              - {nrpn: 1290, to: filter.cutoff}
              - {from: bend, to: master.pan, center: 5 %}
              - {note: F#2, channel: 10, press: toggle, to: chorus.mix, range: [0 %, 40 %]}
              - {cc: 65, press: momentary, to: [delay.mix, {to: reverb.mix, range: [10 %, 60 %]}], range: [0 %, 30 %]}
              - {cc: 66, press: step, to: filter.resonance}
            """
        ).controllers.rules
        #expect(
            rules.map(\.source) == [
                .controller(22), .controller(23), .controller(24), .pair(7), .nonRegistered(1290), .bend, .note(42), .controller(65),
                .controller(65), .controller(66),
            ])
        #expect(
            rules.map(\.gesture) == [
                .relative(.twosComplement), .relative(.signBit), .relative(.offset64), .absolute, .absolute, .absolute, .toggle, .momentary,
                .momentary, .step,
            ])
        #expect(rules.prefix(3).map(\.step) == [0.01, -2, 1])
        #expect(rules[9].step == 0.25)
        #expect(abs(rules[3].dead - 0.03) < 1e-6 && abs(rules[5].center - 0.05) < 1e-6)
        #expect(rules[3].takeover == .scale)
        #expect(rules[6].channel == 9)
        #expect(zip(rules[7...8].map(\.high), [0.3, 0.6] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func `buttons do one thing each`() throws {
        let buttons = try mapping(
            """
            buttons:
              - {note: 36, channel: 10, do: preset.next}
              - {cc: 44, preset: Vortex}
              - {cc: 45, program: 12, bank: 1}
              - {cc: 46, do: octave.down}
            """
        ).controllers.buttons
        #expect(buttons.map(\.source) == [.note(36), .controller(44), .controller(45), .controller(46)])
        #expect(buttons.map(\.channel) == [9, nil, nil, nil])
        #expect(buttons.map(\.action) == [.ask(.nextPreset), .ask(.preset("Vortex")), .ask(.program(139)), .shiftOctave(-1)])
    }

    @Test func `zones split the keyboard, and where they overlap they layer it`() throws {
        let zones = try mapping(
            """
            keys:
              - {to: B3, transpose: -12, channel: 2, velocity: [[1, 127]], controls: off}
              - {from: C4}
            """
        ).controllers.zones
        #expect(zones.map(\.keys) == [0...59, 60...127])
        #expect(zones.map(\.transpose) == [-12, 0])
        #expect(zones.map(\.channel) == [1, nil])
        #expect(zones.map(\.isControlled) == [false, true])
        #expect(zones[0].velocityLevels?[20] == 1 && zones[1].velocityLevels == nil)
    }

    @Test(arguments: [("C4", 60), ("c-1", 0), ("G9", 127), ("F#2", 42), ("Bb1", 34), ("B♭1", 34), ("Cb4", 59), ("64", 64)])
    func `keys have names`(name: String, key: Int) { #expect(KeyName.parse(name) == key) }

    @Test(arguments: ["G#9", "H2", "C", "128", "-1", "C10", "Cb-1", ""])
    func `what is no key has none`(name: String) { #expect(KeyName.parse(name) == nil) }

    @Test func `every key is read by its own name`() {
        for key in 0...127 { #expect(KeyName.parse(KeyName.print(key)) == key) }
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
