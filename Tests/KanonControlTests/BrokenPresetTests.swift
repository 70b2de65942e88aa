import KanonEngine
import Testing

@testable import KanonControl

/// A file and all that Kanon says about it.
struct Broken: Sendable, CustomTestStringConvertible {
    let text: String
    let says: String

    init(_ text: String, _ says: String) {
        self.text = text
        self.says = says
    }

    var testDescription: String { text.debugDescription }
}

struct BrokenPresetTests {
    static let top =
        "kanon, name, description, tags, change, lock, "
        + ParameterSection.allCases.filter { $0 != .player && $0 != .knob }.map { "\($0), " }.joined() + "modulation, knobs"
    static let filter = FilterField.allCases.map { "\($0)" }.joined(separator: ", ")
    static let hertz = "allowed is a frequency such as 440 Hz or 1.2 kHz, 20 Hz … 20 kHz"

    @Test(arguments: [
        Broken("", "p.yaml:1:1: the file is empty; a preset begins with kanon: preset/1"),
        Broken("# a comment\n", "p.yaml:1:1: the file is empty; a preset begins with kanon: preset/1"),
        Broken("hello", "p.yaml:1:1: the file is \"hello\"; a preset begins with kanon: preset/1"),
        Broken("- a\n- b", "p.yaml:1:1: the file is a list; a preset begins with kanon: preset/1"),
        Broken("name: x", "p.yaml:1:1: there is no \"kanon:\" line; a preset begins with kanon: preset/1"),
        Broken("kanon: mapping/1\ncc: 3", "p.yaml:1:8: this is a mapping; a preset begins with kanon: preset/1"),
        Broken("name: x\nkanon: preset/2", "p.yaml:2:8: preset/2 is newer than this Kanon; it reads preset/1"),
        Broken(
            "kanon: presett/1",
            "p.yaml:1:8: kanon cannot be \"presett/1\"; a preset begins with kanon: preset/1; did you mean preset/1?"),
        Broken("kanon: 1", "p.yaml:1:8: kanon cannot be \"1\"; a preset begins with kanon: preset/1"),
        Broken("kanon: [1]", "p.yaml:1:8: kanon is a list; a preset begins with kanon: preset/1"),
    ])
    func `a file that is no preset of this version is told what one begins with`(broken: Broken) {
        #expect(complaints { () throws(Diagnostics) in try Preset.parse(broken.text, file: "p.yaml") } == broken.says)
    }

    @Test(arguments: [
        Broken("fliter: {}", "p.yaml:2:1: a preset has no \"fliter\"; allowed are \(top); did you mean filter?"),
        Broken("player: {volume: 1}", "p.yaml:2:1: a preset has no \"player\"; allowed are \(top)"),
        Broken("<<: {a: 1}", "p.yaml:2:1: a preset has no \"<<\"; allowed are \(top)"),
        Broken(
            "filter: {cutof: 1 kHz, resonanc: 2}",
            """
            p.yaml:2:10: filter has no "cutof"; allowed are \(filter); did you mean cutoff?
            p.yaml:2:24: filter has no "resonanc"; allowed are \(filter); did you mean resonance?
            """),
        Broken(
            "filter:",
            "p.yaml:2:8: filter is nothing; write keys and values; allowed are \(filter)"
        ),
        Broken("tags: pad", "p.yaml:2:7: tags is \"pad\"; write a list like [pad, bright]"),
        Broken("tags: [[a]]", "p.yaml:2:8: a tag is a list; write words like [pad, bright]"),
        Broken("name: [a]", "p.yaml:2:7: name is a list; write it like name: Glass"),
        Broken("description:", "p.yaml:2:13: description is nothing; write it like description: A soft pad"),
        Broken(
            "change: {rule: morf, time: 61 s}",
            """
            p.yaml:2:16: change.rule cannot be "morf"; allowed are morph, tail, cut; did you mean morph?
            p.yaml:2:28: change.time 61 s is outside 0 ms … 60 s
            """),
    ])
    func `unknown keys and wrong shapes are told what is allowed`(broken: Broken) {
        let text = "kanon: preset/1\n" + broken.text
        #expect(complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p.yaml") } == broken.says)
    }

    static let sections = ParameterSection.allCases.filter { $0 != .player && $0 != .knob }.map { "\($0)" }.joined(separator: ", ")
    static let names = "kanon params lists the parameters, sections are \(sections)"

    @Test(arguments: [
        Broken("change: tail", "p.yaml:2:9: change is \"tail\"; write keys and values; allowed are rule, time"),
        Broken("change: {rul: tail}", "p.yaml:2:10: change has no \"rul\"; allowed are rule, time; did you mean rule?"),
        Broken(
            "change: {time: -1 ms, rule: [cut]}",
            """
            p.yaml:2:16: change.time -1 ms is outside 0 ms … 60 s
            p.yaml:2:29: change.rule is a list; allowed are morph, tail, cut
            """),
        Broken(
            "change: {time: soon}", "p.yaml:2:16: change.time cannot be \"soon\"; allowed is a time such as 40 ms or 1.4 s, 0 ms … 60 s"),
        Broken("lock: reverb", "p.yaml:2:7: lock is \"reverb\"; write a list like [filter.cutoff, reverb]"),
        Broken("lock: {reverb: 1}", "p.yaml:2:7: lock is a map of keys and values; write a list like [filter.cutoff, reverb]"),
        Broken("lock: [[reverb], ]", "p.yaml:2:8: a lock is a list; write parameters and sections like [filter.cutoff, reverb]"),
        Broken("lock: [\"\"]", "p.yaml:2:8: a lock is nothing; write parameters and sections like [filter.cutoff, reverb]"),
        Broken(
            "lock:\n  - revreb\n  - filter.cutof\n  - cutoff\n  - modulation",
            """
            p.yaml:3:5: lock cannot be "revreb"; \(names); did you mean reverb?
            p.yaml:4:5: lock cannot be "filter.cutof"; \(names); did you mean filter.cutoff?
            p.yaml:5:5: lock cannot be "cutoff"; \(names); did you mean filter.cutoff?
            p.yaml:6:5: lock cannot be "modulation"; \(names)
            """),
        Broken(
            "lock: [player, player.volume, knob, knob.3]",
            """
            p.yaml:2:8: lock cannot be "player"; the player's settings outlast every preset
            p.yaml:2:16: lock cannot be "player.volume"; the player's settings outlast every preset
            p.yaml:2:31: lock cannot be "knob"; a knob stands where its sound puts it; name what it moves
            p.yaml:2:37: lock cannot be "knob.3"; a knob stands where its sound puts it; name what it moves
            """),
        Broken("lock: [*a]", "p.yaml:2:8: aliases (*a) are not read; \(BrokenTextTests.alias)"),
        Broken("change: {time: &a 1 s}", "p.yaml:2:16: anchors (&a) are not read; \(BrokenTextTests.anchor)"),
    ])
    func `a change or a lock that cannot be is told why`(broken: Broken) {
        let text = "kanon: preset/1\n" + broken.text
        #expect(complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p.yaml") } == broken.says)
    }

    @Test(arguments: [
        Broken("filter:\n  cutoff: 30 kHz", "p.yaml:3:11: filter.cutoff 30 kHz is outside 20 Hz … 20 kHz"),
        Broken("filter: {cutoff: -1}", "p.yaml:2:18: filter.cutoff -1 is outside 20 Hz … 20 kHz"),
        Broken("filter: {cutoff: 3 parsecs}", "p.yaml:2:18: filter.cutoff cannot be \"3 parsecs\"; \(hertz)"),
        Broken("filter: {cutoff: 40 ms}", "p.yaml:2:18: filter.cutoff cannot be \"40 ms\"; \(hertz)"),
        Broken(
            "filter: {cutoff: 1.2 kz}",
            "p.yaml:2:18: filter.cutoff cannot be \"1.2 kz\"; \(hertz); did you mean 1.2 kHz?"),
        Broken(
            "filter:\n  cutoff: 1,2 kHz",
            "p.yaml:3:11: filter.cutoff cannot be \"1,2 kHz\"; \(hertz); did you mean 1.2 kHz?"
        ),
        Broken("filter: {cutoff: nan}", "p.yaml:2:18: filter.cutoff cannot be \"nan\"; \(hertz)"),
        Broken("filter: {cutoff: 1e999}", "p.yaml:2:18: filter.cutoff cannot be \"1e999\"; \(hertz)"),
        Broken("filter: {cutoff: 0x10}", "p.yaml:2:18: filter.cutoff cannot be \"0x10\"; \(hertz)"),
        Broken("filter: {cutoff: }", "p.yaml:2:18: filter.cutoff is nothing; \(hertz)"),
        Broken("filter: {cutoff: [1]}", "p.yaml:2:18: filter.cutoff is a list; \(hertz)"),
        Broken(
            "osc1: {shape: saww}",
            "p.yaml:2:15: osc1.shape cannot be \"saww\"; allowed are \(OscillatorShape.allCases.map { "\($0)" }.joined(separator: ", ")); did you mean saw?"
        ),
        Broken("osc1: {octave: 1.5}", "p.yaml:2:16: osc1.octave cannot be \"1.5\"; allowed is a whole number, -4 … 4"),
        Broken("osc1: {level: +7 dB}", "p.yaml:2:15: osc1.level +7 dB is outside 0 % … 200 %"),
    ])
    func `a wrong value is told the unit and the range`(broken: Broken) {
        let text = "kanon: preset/1\n" + broken.text
        #expect(complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p.yaml") } == broken.says)
    }

    @Test(arguments: [
        Broken("knobs: {9: {to: a}}", "p.yaml:2:9: knobs has no \"9\"; allowed are 1, 2, 3, 4, 5, 6, 7, 8"),
        Broken("knobs: [a]", "p.yaml:2:8: knobs is a list; write keys and values; allowed are 1, 2, 3, 4, 5, 6, 7, 8"),
        Broken(
            "knobs: {1: {name: x}}",
            "p.yaml:2:9: knobs.1 moves nothing; write to: filter.cutoff, or a list of parameters"),
        Broken(
            "knobs: {1: {to: cutoff}}",
            "p.yaml:2:17: knobs.1.to cannot be \"cutoff\"; kanon params lists the parameters; did you mean filter.cutoff?"
        ),
        Broken(
            "knobs: {1: {to: knob.2}}",
            "p.yaml:2:17: knobs.1.to cannot be \"knob.2\"; a preset's knob moves a parameter of the sound"),
        Broken(
            "knobs: {1: {to: player.volume}}",
            "p.yaml:2:17: knobs.1.to cannot be \"player.volume\"; a preset's knob moves a parameter of the sound"),
        Broken(
            "knobs: {1: {to: filter.cutoff, range: [1 kHz]}}",
            "p.yaml:2:39: knobs.1.range has 1 value; write two like [20 Hz, 20 kHz]"),
        Broken(
            "knobs: {1: {to: filter.cutoff, range: [1 Hz, 2 s]}}",
            """
            p.yaml:2:40: filter.cutoff 1 Hz is outside 20 Hz … 20 kHz
            p.yaml:2:46: filter.cutoff cannot be "2 s"; \(hertz)
            """),
        Broken(
            "knobs: {1: {to: filter.envelope, curve: exp}}",
            "p.yaml:2:41: knobs.1.curve exp cannot reach -8 oct; a range above zero, or curve linear or squared"),
        Broken(
            "knobs: {1: {to: filter.envelope, curve: log}}",
            "p.yaml:2:41: knobs.1.curve cannot be \"log\"; allowed are linear, exp, squared"),
        Broken(
            "knobs: {1: {to: [{range: [1 kHz, 2 kHz]}]}}",
            "p.yaml:2:18: knobs.1 moves nothing; write {to: filter.cutoff, range: [200 Hz, 12 kHz]}"),
        Broken(
            "knobs: {1: {to: [\(Array(repeating: "filter.cutoff", count: 65).joined(separator: ", "))]}}",
            "p.yaml:2:8: the knobs move too much; at most 64 targets together"),
    ])
    func `a knob that cannot be is told why`(broken: Broken) {
        let text = "kanon: preset/1\n" + broken.text
        #expect(complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p.yaml") } == broken.says)
    }
}
