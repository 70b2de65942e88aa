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
        let isWhole =
            switch parameter.row.unit {
            case .choice, .steps: true
            default: false
            }
        if isWhole { return stride(from: range.lowerBound, through: range.upperBound, by: 1).map(\.self) }
        let travel = Travel(low: range.lowerBound, high: range.upperBound, curve: parameter.row.curve)
        return (0..<8).map { min(max(travel.value(at: Float($0) / 7), range.lowerBound), range.upperBound) }
    }

    /// What stands out of the sound with `value`.
    func own(_ value: Float) -> Roughness {
        var sound = sound
        sound[parameter.id] = value
        // What goes round in an effect has to come up, and what swings slowly to come by.
        let isSlow = [.delay, .reverb, .chorus].contains(parameter.section)
        return HeldKey.own(sound, seconds: isSlow ? Extent.choose(4, long: 15) : Extent.choose(1.5, long: 5))
    }

    /// One oscillator through a filter, and whatever else the parameter needs to be heard.
    private static func sound(for parameter: Parameter) -> Sound {
        var sound = Sound.plainSine
        sound[.master(.level)] = 0.2
        sound[.amp(.velocity)] = 0.5
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
        case .voice: sound[.oscillator(1, .ratio)] = 1.5
        case .drive: sound["drive.amount"] = 6
        case .chorus: sound["chorus.mix"] = 0.5
        case .delay, .reverb, .master, .amp: openEffects(of: &sound, for: parameter.section)
        case .knob: sound.macros = (0..<8).map { .init(knob: $0, parameter: .filter(.cutoff), low: 200, high: 8000, curve: .exponential) }
        case .player: break
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
        if ["detune", "spread"].contains(parameter.row.name) { sound[.oscillator(number, .unison)] = 3 }
    }

    private static func moveFilter(of sound: inout Sound) {
        sound["filter.envelope"] = 2
        sound["filter.key"] = 0.5
        sound["filter.velocity"] = 2
        sound["filter.cutoff"] = 800
        sound["mod.sustain"] = 0.5
    }

    private static func sway(_ sound: inout Sound, by source: ModulationInput) {
        sound["\(source.name).rate"] = 5
        sound.modulations = [.cutoff(by: source, 1)]
        sound.modulate("voice.level", by: source, 0.3)
    }

    private static func openEffects(of sound: inout Sound, for section: ParameterSection) {
        if section == .delay || section == .master {
            sound["delay.mix"] = 0.4
            sound["delay.time"] = 0.03
        }
        if section == .master { sound["delay.beats"] = 0.125 }
        if section == .reverb { sound["reverb.mix"] = 0.4 }
    }
}

extension Sound.Modulation {
    fileprivate static func cutoff(by source: ModulationInput, _ octaves: Float) -> Self {
        Self(source: source, parameter: .filter(.cutoff), amount: octaves)
    }
}
