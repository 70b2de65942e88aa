import Foundation
import Testing

struct VerbTests {
    @Test(arguments: [
        ["--help"], ["play", "--help"], ["render", "--help"], ["devices"], ["preset", "list"], ["preset", "show", "vortex"],
        ["preset", "check"], ["mapping", "list"], ["mapping", "show", "generic"], ["mapping", "check"], ["params"], ["midi"],
        ["bench", "--help"],
        ["setlist"], ["mapping", "show", "korg-nanokontrol-2"],
        ["monitor", "--help"], ["learn", "--help"],
        ["tuning"], ["tuning", "show"], ["tuning", "check", "--help"],
        ["ctl", "--help"], ["ctl", "help"], ["doctor", "--help"],
    ])
    func `every verb answers`(arguments: [String]) throws {
        let result = try Command.run(arguments)
        #expect(result.status == 0)
        #expect(!(result.output + result.errors).isEmpty)
    }

    @Test(arguments: [
        ["preset", "list", "--json"], ["mapping", "list", "--json"], ["params", "--json"], ["midi", "--json"], ["devices", "--json"],
        ["tuning", "show", "--json"], ["setlist", "list", "--json"],
    ])
    func `data for programs is JSON`(arguments: [String]) throws {
        let result = try Command.run(arguments)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(result.output.utf8)) }
    }

    @Test(arguments: [
        ["--tempo", "19"], ["--tempo", "301"], ["--polyphony", "0"], ["--polyphony", "1025"], ["--a4", "399"], ["--a4", "481"],
    ])
    func `an option outside its range is a mistake in the command`(arguments: [String]) throws {
        let result = try Command.run(["play", "sine"] + arguments)
        #expect(result.status == 64)
        #expect(result.errors.contains(arguments[0]))
    }

    @Test func `the doctor ends with what it found`() throws {
        let result = try Command.run(["doctor", "--quick", "--json"])
        let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(report["exitStatus"] as? Int == Int(result.status))
        let findings = try #require(report["findings"] as? [[String: Any]])
        #expect(findings.contains { $0["verdict"] as? String == "FAIL" } == (result.status == 2))
    }

    @Test func `a mistyped rule of change is answered with the nearest, and with what is allowed`() throws {
        for arguments in [["play", "--change", "tial"], ["ctl", "preset", "glass", "--change", "tial"]] {
            let errors = try Command.run(arguments).errors
            #expect(errors.contains("--change tial: the rule cannot be \"tial\"; allowed are morph, tail, cut; did you mean tail?"))
        }
    }

    @Test func `a mistyped setlist is answered with the nearest name, and a wrong one with its place`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/kanon/setlists", withIntermediateDirectories: true)
        let home = ["XDG_DATA_HOME": folder.path]
        _ = try folder.write("kanon/setlists/tour.yaml", "kanon: setlist/1\npresets:\n  - {program: 1, preset: glass}\n")
        for verb in [["setlist"], ["setlist", "show", "tour"]] {
            #expect(try Command.run(verb, environment: home).output.contains("tour"))
        }
        #expect(try Command.run(["setlist", "check"], environment: home).status == 0)
        let result = try Command.run(["play", "--setlist", "tuor"], environment: home)
        #expect(result.status == 1)
        #expect(result.errors.contains("did you mean tour?"))
        let path = try folder.write("s.yaml", "kanon: setlist/1\npresets:\n  - {program: 1, preset: glas}\n")
        let check = try Command.run(["setlist", "check", path])
        #expect(check.status == 1)
        #expect(check.errors.hasPrefix("\(path):3:26: preset cannot be \"glas\""))
    }

    @Test func `a mistyped preset is answered with the nearest name`() throws {
        let result = try Command.run(["play", "vortx"])
        #expect(result.status == 1)
        #expect(result.errors.contains("did you mean vortex?"))
    }

    @Test func `a mistyped parameter is answered with the nearest key`() throws {
        let result = try Command.run(["play", "sine", "--set", "filter.cutof=1kHz"])
        #expect(result.status == 1)
        #expect(result.errors.contains("did you mean filter.cutoff?"))
    }

    @Test func `what is to be learned is checked before a knob is waited for`() throws {
        let mistakes = [
            (["knb.1", "--yes"], "knb.1: there is no such parameter; kanon params lists them; did you mean knob.1?\n"),
            (["filter.cutoff", "--yes", "--range", "200 Hz"], "--range 200 Hz: a range has two ends; write it like \"20 Hz, 20 kHz\"\n"),
            (["knob.1"], "Standard input is no terminal, so nothing can be asked: --yes writes the rule without a question.\n"),
        ]
        for (arguments, says) in mistakes {
            let result = try Command.run(["learn"] + arguments)
            #expect(result.status == 1)
            #expect(result.errors == says)
        }
        #expect(try Command.run(["learn", "knob.1", "--yes", "--mapping", "generc"]).errors.contains("did you mean generic?"))
        #expect(try Command.run(["monitor", "--mapping", "generc"]).errors.contains("did you mean generic?"))
    }

    @Test(.disabled(if: FileManager.default.fileExists(atPath: "/dev/snd/seq")), arguments: [["monitor"], ["learn", "knob.1", "--yes"]])
    func `without ALSA's sequencer it is said in one sentence`(arguments: [String]) throws {
        let result = try Command.run(arguments)
        #expect(result.status == 1)
        #expect(
            result.errors
                == "No ALSA MIDI on this machine: /dev/snd/seq does not exist; sudo modprobe snd-seq makes it where the kernel has it.\n")
    }

    @Test func `a broken preset is answered with its place`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("broken.yaml", "kanon: preset/1\nname: Broken\nfilter: {cutoff: 90 kHz}\n")
        let result = try Command.run(["preset", "check", path])
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("\(path):3:"))
    }

    @Test func `what a preset says of its change is shown beside its values`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "mine.yaml", "kanon: preset/1\nchange: {rule: tail, time: 1.5 s}\nlock: [filter.cutoff, reverb]\nfilter: {cutoff: 1 kHz}\n")
        let shown = try Command.run(["preset", "show", path]).output.split(separator: "\n")
        #expect(shown.contains { $0.wholeMatch(of: /change.rule +tail +\S.*/) != nil })
        #expect(shown.contains { $0.wholeMatch(of: /change.time +1.5 s +\S.*/) != nil })
        #expect(shown.contains { $0.wholeMatch(of: /lock +filter.cutoff, reverb +\S.*/) != nil })
        #expect(try Command.run(["preset", "check", path]).output == "\(path): ok\n")
        #expect(try !Command.run(["preset", "show", "sine"]).output.contains("change."))
    }

    @Test(arguments: [
        ["play", "--polyphony", "0"], ["render"], ["ctl", "prset"], ["ctl", "record"], ["nosuch", "verb"], ["play", "--rt", "maybe"],
        ["play", "--change", "morf"], ["play", "--change", "morph:2h"], ["ctl", "preset", "glass", "--change", "tial"],
        ["ctl", "set", "filter.cutoff=1kHz", "--change", "tail"], ["ctl", "--change", "tail"], ["ctl", "tuning"],
        ["ctl", "tuning", "eqal"], ["doctor", "--json", "--fix-script"], ["ctl", "panic", "--scl", "a.scl"], ["tuning", "check"],
        ["monitor", "--channel", "17"], ["monitor", "--seconds", "0"], ["learn"], ["learn", "knob.1", "--channel", "3"],
        ["learn", "knob.1", "--takeover", "pikup"], ["learn", "knob.1", "--relative", "offset"],
    ])
    func `wrong usage ends with 64`(arguments: [String]) throws {
        #expect(try Command.run(arguments).status == 64)
    }
}
