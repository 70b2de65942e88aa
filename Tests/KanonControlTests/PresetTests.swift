import KanonEngine
import Testing

@testable import KanonControl

struct PresetTests {
    private func sound(_ text: String) throws -> Sound {
        try Preset.parse("kanon: preset/1\n" + text, file: "glass.yaml").sound
    }

    private func value(_ key: String, in sound: Sound) throws -> Float { sound[try #require(Parameter.named(key)).id] }

    @Test func `only what differs from the default is written`() throws {
        let preset = try Preset.parse("kanon: preset/1", file: "presets/glass.yaml")
        let defaults = Sound()
        for parameter in Parameter.all where parameter.section != .knob {
            #expect(preset.sound[parameter.id] == defaults[parameter.id])
        }
        #expect(preset.name == "glass")
        #expect(preset.description.isEmpty)
        #expect(preset.tags.isEmpty)
        #expect(preset.sound.change == SoundChange())
        #expect(preset.sound.locked.isEmpty)
    }

    @Test func `everything that a preset says is kept`() throws {
        let text = """
            kanon: preset/1
            name: Glass
            description: Thin and bright
            tags: [pad, bright]
            change: {rule: tail, time: 1.5 s}
            lock: [filter.resonance, reverb]
            osc1: {shape: saw, level: -6 dB}
            filter:
              cutoff: 1.2 kHz
            """
        let preset = try Preset.parse(text, file: "p.yaml")
        #expect(preset.name == "Glass")
        #expect(preset.description == "Thin and bright")
        #expect(preset.tags == ["pad", "bright"])
        #expect(preset.sound.change.rule == .tail)
        #expect(preset.sound.change.seconds == 1.5)
        #expect(preset.sound.lockedNames == ["filter.resonance", "reverb"])
        #expect(try value("osc1.shape", in: preset.sound) == 1)
        #expect(try value("filter.cutoff", in: preset.sound) == 1200)
    }

    @Test(
        arguments: [("{rule: cut}", .cut, 0.04), ("{time: 0}", .morph, 0), ("{time: 60 s}", .morph, 60), ("{}", .morph, 0.04)]
            as [(String, SoundChange.Rule, Float)])
    func `of a change either key may be left out`(text: String, rule: SoundChange.Rule, seconds: Float) throws {
        let change = try sound("change: \(text)").change
        #expect(change.rule == rule)
        #expect(change.seconds == seconds)
    }

    @Test func `a morph names its presets, and is moved by what all voices share`() throws {
        let preset = try Preset.parse(
            """
            kanon: preset/1
            morph: {with: [choir, ./my.yaml], position: 30 %}
            modulation:
              - {from: lfo1, via: wheel, to: morph.position, amount: 50 %}
            """, file: "a.yaml")
        #expect(preset.others == ["choir", "./my.yaml"])
        #expect(preset.sound[.morphPosition] == 0.3)
        #expect(preset.sound.modulations.first?.parameter == .morphPosition)
        for (text, problem) in [
            ("morph: {with: [a, b, c, d]}", "2:15: morph.with has 4 presets; at most 3"),
            ("morph: {wiht: [a]}", "2:9: "),
            ("modulation: [{from: velocity, to: morph.position, amount: 10 %}]", "which is another of each; allowed are wheel, "),
        ] {
            let thrown = #expect(throws: Diagnostics.self) { try Preset.parse("kanon: preset/1\n" + text, file: "a.yaml") }
            #expect(thrown?.description.contains(problem) == true, "\(String(describing: thrown))")
        }
    }

    @Test func `a lock on a section is one on every parameter in it`() throws {
        let sound = try sound("lock: [reverb, filter.cutoff, reverb.mix]")
        let reverb = Parameter.all.filter { $0.section == .reverb }.map(\.id)
        #expect(sound.locked == Set(reverb + [try #require(Parameter.named("filter.cutoff")).id]))
        #expect(try self.sound("lock: []").locked.isEmpty)
    }

    @Test func `what is locked is listed as a file may write it`() throws {
        var random = Lehmer(seed: 3)
        let parameters = Parameter.all.filter { $0.section.belongsToPreset && $0.section != .knob }
        for _ in 0..<50 {
            var wanted = Sound()
            for parameter in parameters where random.below(3) > 0 { wanted.locked.insert(parameter.id) }
            for parameter in parameters where parameter.section == .filter { wanted.locked.insert(parameter.id) }
            let text = "lock: [\(wanted.lockedNames.joined(separator: ", "))]"
            #expect(text.contains("filter,"))
            #expect(try sound(text).locked == wanted.locked)
        }
    }

    @Test(arguments: Parameter.all.filter { $0.section.belongsToPreset && $0.section != .knob })
    func `every parameter of the table is a key of presets`(parameter: Parameter) throws {
        for end in [parameter.row.range.lowerBound, parameter.row.range.upperBound] {
            let text = "\(parameter.section): {\(parameter.row.name): \(parameter.quantity.print(end))}"
            #expect(try value(parameter.key, in: try sound(text)) == end)
        }
    }

    @Test func `a knob moves one parameter over the whole of it unless told otherwise`() throws {
        let macro = try #require(try sound("knobs: {3: {to: filter.cutoff}}").macros.first)
        #expect(macro.knob == 2)
        #expect(macro.low == 20)
        #expect(macro.high == 20_000)
        #expect(macro.curve == .exponential)
    }

    @Test func `a knob moves several parameters, each in its own range`() throws {
        let macros = try sound(
            """
            knobs:
              2: {name: Soft, to: [amp.attack, mod.attack], range: [10 ms, 1 s], curve: linear}
              1:
                to: [{to: filter.cutoff, range: [2 kHz, 200 Hz]}, filter.resonance]
            """
        ).macros
        #expect(macros.map(\.knob) == [0, 0, 1, 1])
        #expect(macros.map(\.low) == [2000, 0, 0.01, 0.01])
        #expect(macros.map(\.high) == [200, 1, 1, 1])
        #expect(macros.map(\.curve) == [.exponential, .linear, .linear, .linear])
    }

    @Test func `a knob stands where the sound's own value puts it`() throws {
        let sound = try sound("filter: {cutoff: 2 kHz}\nknobs: {1: {to: filter.cutoff, range: [200 Hz, 20 kHz]}}")
        #expect(abs(try value("knob.1", in: sound) - 0.5) < 1e-6)
    }

    @Test func `a preset without knobs has eight, in the order of the sound controllers`() throws {
        let preset = try Preset.parse("kanon: preset/1", file: "p.yaml")
        #expect(preset.knobs.map(\.number) == Array(1...8))
        let moved = preset.knobs.map { knob in
            Parameter.all.first { $0.id == knob.targets[0].parameter }?.key
        }
        #expect(
            moved == [
                "filter.envelope", "filter.resonance", "amp.release", "amp.attack", "filter.cutoff", "amp.decay",
                "vibrato.rate", "vibrato.depth",
            ])
    }
}
