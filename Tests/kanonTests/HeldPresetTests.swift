import Foundation
import KanonControl
import KanonEngine
import KanonTesting
import Testing

@testable import kanon

/// What changes are measured beside must not be rough itself.
struct HeldPresetTests {
    static let names: [String] = {
        let names = Library.standard.presets.map(\.name)
        var dice = Dice(8)
        return Extent.isLong ? names : Array(names.shuffled(using: &dice).prefix(10))
    }()

    @Test(arguments: names) func `a preset whose notes turn into itself, or sound in its own effects, is what it is by itself`(
        name: String
    ) throws {
        let preset = try #require(HeldPreset.all[name])
        for rule in [SoundChange.Rule.morph, .tail] {
            let found = preset.own(in: preset, rule, age: 50_000, frames: 26_000)
            #expect(found.step.value < preset.own.roughness.step.value * 1.26 + Take.floor, "\(rule)")
            #expect(found.high.value < preset.own.roughness.high.value * 1.26 + Take.floor * 0.1, "\(rule)")
        }
    }
}
