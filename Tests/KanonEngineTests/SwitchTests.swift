import KanonTesting
import Testing

@testable import KanonEngine

/// What has no values in between: shapes, filters, ways to give notes voices. Set as a parameter, and with another preset.
struct SwitchTests {
    static let shapes = OscillatorShape.allCases.flatMap { from in OscillatorShape.allCases.filter { $0 != from }.map { (from, $0) } }
    static let filters = FilterType.allCases.flatMap { from in FilterType.allCases.filter { $0 != from }.map { (from, $0) } }
    static let modes = VoiceMode.allCases.flatMap { from in VoiceMode.allCases.filter { $0 != from }.map { (from, $0) } }

    @Test(arguments: shapes, [true, false])
    func `every shape turns into every other`(shapes: (from: OscillatorShape, to: OscillatorShape), byPreset: Bool) {
        // As bright as shapes come, and dark, where nothing hides a click.
        for cutoff in [20_000, 1_500] as [Float] {
            var sound = Sound.plainSine
            sound[.master(.level)] = 0.2
            sound[.filter(.cutoff)] = cutoff
            sound[.oscillator(0, .intensity)] = 2
            sound[.oscillator(0, .sync)] = 2.5
            expectSmooth(
                sound, .oscillator(0, .shape), from: Float(shapes.from.rawValue), to: Float(shapes.to.rawValue), byPreset: byPreset)
        }
    }

    @Test(arguments: filters, [true, false])
    func `every filter turns into every other`(filters: (from: FilterType, to: FilterType), byPreset: Bool) {
        var sound = Sound.plainSine
        sound[.master(.level)] = 0.2
        sound[.oscillator(0, .shape)] = Float(OscillatorShape.saw.rawValue)
        sound[.filter(.cutoff)] = 1_200
        sound[.filter(.resonance)] = 0.5
        expectSmooth(sound, .filter(.type), from: Float(filters.from.rawValue), to: Float(filters.to.rawValue), byPreset: byPreset)
    }

    /// Loud noise behind a low filter: it must not be heard through the open one of the sound before.
    @Test func `noise turns up behind its own filter`() {
        var first = Sound.plainSine
        first[.master(.level)] = 0.07
        var second = first
        second[.master(.level)] = 2
        for number in 0..<3 {
            second[.oscillator(number, .shape)] = Float(OscillatorShape.white.rawValue)
            second[.oscillator(number, .level)] = 2
        }
        second[.filter(.type)] = Float(FilterType.lowpass24.rawValue)
        second[.filter(.cutoff)] = 100
        let own = HeldKey.own(first, seconds: 2).joined(with: HeldKey.own(second, seconds: 2))
        for moment in 0..<8 {
            let stage = HeldKey.stage(first)
            stage.render(4_800 + 37 * moment)
            let change = stage.frames
            stage.instrument.load(second)
            stage.render(9_600)
            let transition = Transition(stage.take, change..<stage.frames, beside: own)
            #expect(transition.isSmooth, "\(transition)")
        }
    }

    /// Several changes at random moments, each beside both sounds by themselves.
    private func expectSmooth(_ sound: Sound, _ id: ParameterID, from: Float, to: Float, byPreset: Bool) {
        var (first, second) = (sound, sound)
        first[id] = from
        second[id] = to
        let seconds = Extent.choose(1.5, long: 5)
        let own = HeldKey.own(first, seconds: seconds).joined(with: HeldKey.own(second, seconds: seconds))
        var dice = Dice(Int(from * 100 + to))
        for _ in 0..<Extent.choose(1, long: 64) {
            let stage = HeldKey.stage(first)
            stage.render(4_800 + dice.below(2_400))
            let change = stage.frames
            if byPreset { stage.instrument.load(second) } else { stage.instrument.parameters.set(id, to: to) }
            stage.render(9_600)
            let transition = Transition(stage.take, change..<stage.frames, beside: own)
            #expect(transition.isSmooth, "\(transition)")
        }
    }

    /// Those that sound stay, and the keys played next are given voices in the new way.
    @Test(arguments: modes, [true, false])
    func `notes sound on while the mode changes`(modes: (from: VoiceMode, to: VoiceMode), byPreset: Bool) {
        var first = Sound.plainSine
        first[.master(.level)] = 0.1
        first[.amp(.attack)] = 0.02
        first[.voice(.mode)] = Float(modes.from.rawValue)
        var second = first
        second[.voice(.mode)] = Float(modes.to.rawValue)
        var dice = Dice(modes.from.rawValue * 3 + modes.to.rawValue)
        for _ in 0..<Extent.choose(4, long: 64) {
            let stage = Stage(first)
            stage.strike([45, 52, 57, 64])
            stage.render(9_600 + dice.below(2_400))
            let change = stage.frames
            if byPreset {
                stage.instrument.load(second)
            } else {
                stage.instrument.parameters.set(.voice(.mode), to: Float(modes.to.rawValue))
            }
            stage.render(4_800)
            // A slow attack is no transition of its own, and sines have nothing above 12 kHz.
            stage.strike([69])
            stage.render(4_800)
            stage.send([[0x80, 45, 0], [0x80, 69, 0]])
            stage.render(9_600)
            // All five keys at their steepest.
            let steady = HeldKey.greatestSteps(of: [45, 52, 57, 64, 69], level: Double(peakOfOne(first)))
            let transition = Transition(stage.take, change..<stage.frames, beside: steady)
            #expect(transition.isSmooth, "\(transition)")
            #expect(stage.take.silence(in: change..<stage.frames) == nil)
        }
    }

    /// Those that sound stay until a key is struck, which then takes the voices of as many as are too many.
    @Test(arguments: [true, false]) func `notes sound on while the number of voices changes`(byPreset: Bool) {
        var first = Sound.plainSine
        first[.master(.level)] = 0.05
        first[.amp(.attack)] = 0.02
        let level = Double(peakOfOne(first))
        var dice = Dice(88)
        for _ in 0..<Extent.choose(8, long: 64) {
            let stage = Stage(first)
            stage.strike([45, 48, 52, 57, 60, 64, 69, 72])
            stage.render(9_600 + dice.below(2_400))
            let change = stage.frames
            var second = first
            second[.voice(.polyphony)] = Float(1 + dice.below(12))
            if byPreset {
                stage.instrument.load(second)
            } else {
                stage.instrument.parameters.set(.voice(.polyphony), to: second[.voice(.polyphony)])
            }
            stage.render(4_800)
            stage.strike([76])
            stage.render(9_600)
            let steady = HeldKey.greatestSteps(of: [45, 48, 52, 57, 60, 64, 69, 72, 76], level: level)
            let transition = Transition(stage.take, change..<stage.frames, beside: steady)
            #expect(transition.isSmooth, "\(second[.voice(.polyphony)]): \(transition)")
            #expect(stage.take.silence(in: change..<stage.frames) == nil)
        }
    }

    private func peakOfOne(_ sound: Sound) -> Float {
        let stage = HeldKey.stage(sound)
        stage.render(9_600)
        return peak(stage.take.left.suffix(4_800))
    }
}
