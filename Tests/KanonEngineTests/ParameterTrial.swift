import KanonTesting

@testable import KanonEngine

/// A parameter, a sound in which it is heard, and values from one end of its range to the other.
struct ParameterTrial {
    let parameter: Parameter
    let sound: Sound

    init(_ key: String) {
        guard let parameter = Parameter.named(key) else { fatalError("no parameter \(key)") }
        self.parameter = parameter
        sound = Self.sound(for: parameter)
    }

    /// Every choice, every step, or eight places of a knob's travel.
    var values: [Float] {
        let range = parameter.row.range
        switch parameter.row.unit {
        case .steps where range.upperBound > 32: return places(from: range.lowerBound, to: range.upperBound).map { $0.rounded() }
        case .choice, .steps: return stride(from: range.lowerBound, through: range.upperBound, by: 1).map(\.self)
        // Not quite the ends: two tones in a whole ratio stay as they happen to stand to each other.
        case .ratio: return places(from: range.lowerBound * 1.003, to: range.upperBound * 0.997)
        default: return places(from: range.lowerBound, to: range.upperBound)
        }
    }

    private func places(from low: Float, to high: Float) -> [Float] {
        let travel = Travel(low: low, high: high, curve: parameter.row.curve)
        return (0..<8).map { min(max(travel.value(at: Float($0) / 7), low), high) }
    }

    /// What stands out of the sound with each of `some` of the values.
    ///
    /// Where sounds that differ in time are mixed, in an effect, of detuned copies, of edges or of a slow swing, all values together, and the
    /// trial's own, at which echoes fall on one another: in between they come to stand to each other in any way.
    func own(_ some: [Float]) -> [Roughness] {
        guard mixesTimes else { return some.map(own) }
        let all = (values + between + [sound[parameter.id]]).map(own).reduce(Roughness()) { $0.joined(with: $1) }
        return some.map { _ in all }
    }

    /// Values that are passed on the way and make more of the sound than those tried: widths by which the edges of a pulse of the
    /// trial's key are whole frames apart, up to where the filter tells them from each other, since edges that fall on one another
    /// are up to 6 dB more above 12 kHz; ratios at which a synced wave is cut off at its peak, and half way.
    private var between: [Float] {
        guard [.osc1, .osc2, .osc3].contains(parameter.section) else { return [] }
        let frames: Float = 48_000 / 110
        switch parameter.row.name {
        case "width": return (9...26).flatMap { [Float($0) / frames, 1 - Float($0) / frames] }
        case "sync": return (2...16).flatMap { [Float($0) - 0.01, Float($0) - 0.5] }
        default: return []
        }
    }

    private func own(_ value: Float) -> Roughness {
        let stage = HeldKey.stage(sound)
        stage.instrument.parameters.set(parameter.id, to: value)
        // What goes round in an effect has to come up, what swings slowly to come by, and the loudest moment of a noise as well.
        let seconds = mixesTimes ? Extent.choose(3, long: 12) : Extent.choose(1.5, long: mayBeNoise ? 18 : 5)
        stage.render(Int(48_000 * seconds))
        return stage.take.roughness(in: 24_000..<stage.frames)
    }

    private var mayBeNoise: Bool { [.osc1, .osc2, .osc3].contains(parameter.section) && parameter.row.name == "shape" }

    private var mixesTimes: Bool {
        switch parameter.section {
        case .chorus, .delay, .reverb: true
        case .osc1, .osc2, .osc3: ["unison", "detune", "modulator", "morph", "width", "sync"].contains(parameter.row.name)
        case .lfo1, .lfo2: ["shape", "rate", "beats"].contains(parameter.row.name)
        default: parameter.key == "master.tempo"
        }
    }

    /// One oscillator through a filter, and whatever else the parameter needs to be heard.
    private static func sound(for parameter: Parameter) -> Sound {
        var sound = Sound.plainSine
        sound[.master(.level)] = 0.2
        sound[.amp(.velocity)] = 0.5
        sound[.amp(.decay)] = 0.1
        sound[.oscillator(0, .shape)] = Float(OscillatorShape.saw.rawValue)
        sound[.filter(.cutoff)] = 3000
        sound[.filter(.resonance)] = 0.2
        switch parameter.section {
        case .osc1, .osc2, .osc3: play(parameter, in: &sound)
        case .drawbars: sound[.oscillator(0, .shape)] = Float(OscillatorShape.drawbars.rawValue)
        case .filter, .mod: moveFilter(of: &sound)
        case .lfo1: sway(&sound, by: .lfo1)
        case .lfo2: sway(&sound, by: .lfo2)
        case .slot: sound.modulations = (0..<8).map { _ in .cutoff(by: .lfo1, 0.3) }
        case .vibrato: sound["vibrato.depth"] = 20
        case .voice: sound[.oscillator(1, .ratio)] = 1.498
        case .drive: sound["drive.amount"] = 6
        case .chorus, .delay, .reverb, .master: openEffects(of: &sound, for: parameter)
        case .knob: sound.macros = (0..<8).map { .init(knob: $0, parameter: .filter(.cutoff), low: 200, high: 8000, curve: .exponential) }
        case .morph:
            var other = sound
            other[.filter(.cutoff)] = 800
            other[.oscillator(0, .shape)] = Float(OscillatorShape.triangle.rawValue)
            sound.others = [other]
        case .amp, .player: break
        }
        return sound
    }

    /// The oscillator in question alone, with the shape that has the parameter.
    private static func play(_ parameter: Parameter, in sound: inout Sound) {
        let number = parameter.section.rawValue
        sound[.oscillator(0, .level)] = 0
        sound[.oscillator(number, .level)] = 1
        let shape: OscillatorShape =
            switch parameter.row.name {
            case "width": .pulse
            case "intensity", "modulator", "morph": .vortex
            case "sync": .sync
            case "index": .sine
            default: .saw
            }
        sound[.oscillator(number, .shape)] = Float(shape.rawValue)
        sound[.oscillator(number, .intensity)] = 2
        sound[.oscillator(number, .morph)] = 4
        if ["ratio", "pitch", "modulator"].contains(parameter.row.name) { sound[.filter(.cutoff)] = 20_000 }
        if ["detune", "spread"].contains(parameter.row.name) { sound[.oscillator(number, .unison)] = 3 }
    }

    private static func moveFilter(of sound: inout Sound) {
        sound["filter.envelope"] = 2
        sound["filter.key"] = 0.5
        sound["filter.velocity"] = 2
        sound["filter.cutoff"] = 800
        sound["mod.sustain"] = 0.5
        // It has come to rest before the next change.
        sound["mod.decay"] = 0.1
    }

    private static func sway(_ sound: inout Sound, by source: ModulationInput) {
        sound["\(source.name).rate"] = 5
        sound.modulations = [.cutoff(by: source, 1)]
        sound.modulate("voice.level", by: source, 0.3)
    }

    /// A dull sound, not so loud that the limiter has a part in it, and echoes that come up soon, whole periods of the key late.
    private static func openEffects(of sound: inout Sound, for parameter: Parameter) {
        let section = parameter.section
        let isTempo = parameter.key == "master.tempo"
        sound[.oscillator(0, .level)] = section == .master ? 0.1 : 0.3
        sound["filter.cutoff"] = 1000
        // At the key's own pitch, or they would not fall on one another.
        sound["voice.bend"] = 0
        sound["vibrato.wheel"] = 0
        sound["delay.time"] = 3 / 110
        sound["chorus.mix"] = section == .chorus ? 0.5 : 0
        sound["reverb.mix"] = section == .reverb ? 0.4 : 0
        sound["delay.mix"] = section == .delay || isTempo ? 0.4 : 0
        sound["delay.beats"] = isTempo ? 0.125 : 0
        sound["master.tempo"] = 0.125 * 60 * 110 / 6
    }
}

extension Sound.Modulation {
    fileprivate static func cutoff(by source: ModulationInput, _ octaves: Float) -> Self {
        Self(source: source, parameter: .filter(.cutoff), amount: octaves)
    }
}
