import KanonEngine
import Testing

@testable import KanonControl

/// Numbers of files and messages: each in its range, or a finding.
struct NumberTests {
    static let hostile = [
        "nan", ".nan", ".inf", "-.inf", "inf", "infinity", "-inf", "1e30", "1e300", "1e400", "-1e400", "0x10", "0x1p3", "1e39", "-1e39",
        "1e-400",
        "99999999999999999999", "9223372036854775807", "-9223372036854775808", "1e", "1_000", "1.5.5", "+-1", "١", "~", "true", "0b1",
    ]

    @Test(arguments: hostile)
    func `no parameter takes a number that it has not`(text: String) {
        for parameter in Parameter.all {
            for unit in [""] + UnitNotation.all(parameter.quantity.unit).map(\.symbol) {
                guard let setting = try? Setting.parse("\(parameter.key)=\(text) \(unit)") else { continue }
                #expect(setting.value.isFinite && parameter.row.range.contains(setting.value), "\(parameter.key)=\(text) \(unit)")
            }
        }
    }

    @Test func `an infinite quantity is no quantity, whatever its unit`() throws {
        for (key, text) in [
            ("filter.cutoff", "1e39"), ("filter.cutoff", "1e36 kHz"), ("amp.attack", "-inf s"), ("amp.attack", "-inf"),
            ("osc1.level", "1e30 dB"),
            ("filter.cutoff", "1e308 kHz"), ("filter.cutoff", "-1e39 Hz"),
        ] {
            let quantity = try #require(Parameter.named(key)).quantity
            #expect(Quantity.value(of: text, quantity.unit) == nil, "\(key) \(text)")
            #expect(
                complaints { () throws(Diagnostics) in try Setting.parse("\(key)=\(text)") }.contains("cannot be \"\(text)\""),
                "\(key) \(text)")
        }
        // Nothing is as soft as that, and a level may be.
        #expect(Quantity.value(of: "-inf dB", .gain) == 0)
    }

    @Test(arguments: hostile)
    func `a number of a mapping or a setlist that is none is a finding`(text: String) {
        let mappings = [
            "knobs: [{cc: \(text), to: knob.1}]", "knobs: [{cc: 1, bits: \(text), to: knob.1}]", "knobs: [{nrpn: \(text), to: knob.1}]",
            "knobs: [{cc: 1, channel: \(text), to: knob.1}]", "knobs: [{note: \(text), press: toggle, to: knob.1}]",
            "knobs: [{cc: 1, to: knob.1, dead: \(text)}]", "knobs: [{cc: 1, to: knob.1, center: \(text)}]",
            "knobs: [{cc: 1, relative: offset, to: knob.1, step: \(text)}]", "knobs: [{cc: 1, to: filter.cutoff, range: [\(text), 1 kHz]}]",
            "keys: [{from: \(text)}]", "keys: [{channel: \(text)}]", "keys: [{transpose: \(text)}]", "keys: [{velocity: [[\(text), 1]]}]",
            "velocity: [[\(text), 1], [127, 127]]", "velocity: [[1, \(text)]]", "pedal: {on: \(text)}", "pedal: {off: \(text)}",
            "buttons: [{cc: 1, do: program, program: \(text)}]",
        ]
        // Nothing at all is the least level.
        for line in mappings where !(text == "1e-400" && line.contains("dead") || text == "1e-400" && line.contains("center")) {
            let file = "kanon: mapping/1\n\(line)\n"
            guard let mapping = try? Mapping.parse(file, file: "m") else { continue }
            // What rounds to zero is zero.
            #expect(text == "1e-400", "\(line): \(mapping.controllers)")
        }
        for field in ["program: \(text)", "program: 1, bank: \(text)"] {
            let file = "kanon: setlist/1\npresets: [{\(field), preset: glass}]\n"
            let library = Library(roots: [SourceTree.path])
            guard text != "1e-400" || field.contains("program: 1e") else { continue }
            #expect((try? Setlist.parse(file, file: "s", library: library)) == nil, "\(field)")
        }
    }

    @Test(arguments: hostile)
    func `a number of a tuning that is none is a finding, or a key is silent`(text: String) throws {
        let scales = [
            "d\n\(text)\n", "d\n1\n\(text)\n", "d\n1\n\(text).0\n", "d\n1\n\(text)/1\n", "d\n1\n1/\(text)\n", "d\n2\n100.0\n-\(text)\n",
        ]
        for scale in scales {
            guard let scale = try? Scale.parse(scale, file: "s.scl") else { continue }
            let tuning = Tuning(name: "", scale: scale, mapping: KeyboardMapping())
            #expect(tuning.hertz.allSatisfy { ($0 ?? 1).isFinite && ($0 ?? 1) > 0 })
        }
        let header = ["12", "0", "127", "60", "69", "440.0", "12"]
        for index in header.indices {
            var lines = header
            lines[index] = text
            let degrees = (0..<12).map { "\($0)" }
            guard let mapping = try? KeyboardMapping.parse((lines + degrees).joined(separator: "\n"), file: "k.kbm") else { continue }
            let tuning = Tuning(name: "", scale: .equal, mapping: mapping)
            #expect(tuning.hertz.allSatisfy { ($0 ?? 1).isFinite && ($0 ?? 1) > 0 })
        }
    }

    @Test(arguments: hostile)
    func `a time of a change that is none is refused`(text: String) {
        guard let change = try? ChangeRequest.parse("morph:\(text)") else { return }
        #expect(SoundChange.time.range.contains(change.seconds ?? -1))
    }
}
