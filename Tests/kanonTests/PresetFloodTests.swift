import KanonControl
import KanonEngine
import KanonTesting
import Testing

@testable import kanon

struct PresetFloodTests {
    /// Presets that have next to nothing above 12 kHz, where a click would stand out.
    private static let crowd = ["tide", "trumpet", "turbine", "warm-pad", "synth-brass", "tonewheel", "pythagoras", "horn"]

    @Test func `presets that follow each other before the changes between them are over do not click`() throws {
        let crowd = try Self.crowd.map { try #require(HeldPreset.all[$0]) }
        let first = try #require(HeldPreset.all["sine"])
        let stage = Stage(first.sound)
        stage.strike(HeldPreset.keys)
        stage.render(48_000)
        let start = stage.frames
        var dice = Dice(100)
        for _ in 0..<Extent.choose(200, long: 5_000) {
            stage.instrument.load(crowd[dice.below(crowd.count)].sound)
            stage.render(240 + dice.below(1_200))
            stage.instrument.collect()
        }
        var known = first.own.roughness
        for preset in crowd { known = known.joined(with: preset.own(withNotesOf: first).roughness) }
        let transition = Transition(stage.take, start..<stage.frames, beside: known)
        #expect(transition.isSmooth, "\(transition)")
        #expect(stage.take.silence(in: start..<stage.frames) == nil)
    }
}
