import Foundation
import KanonTesting

@testable import KanonEngine

/// One low A that is held, with whatever wheels a sound listens to half way up.
enum HeldKey {
    /// 110 Hz: edges fall on every part of a frame within a dozen periods.
    static let key: UInt8 = 45

    /// A stage on which the key was struck.
    static func stage(_ sound: Sound) -> Stage {
        let stage = Stage(sound)
        stage.send([[0xE0, 0, 90], [0xB0, 1, 64], [0xD0, 64], [0xB0, 74, 90]])
        stage.strike([key])
        return stage
    }

    /// What stands out of `sound` by itself, from half a second behind its beginning on.
    static func own(_ sound: Sound, seconds: Double) -> Roughness {
        let stage = stage(sound)
        stage.render(Int(48_000 * seconds))
        return stage.take.roughness(in: 24_000..<stage.frames)
    }
}

extension HeldKey {
    /// The steps of sines of `keys` that are steepest at once, each with the peak `level`; they have nothing above 12 kHz.
    static func greatestSteps(of keys: [UInt8], level: Double) -> Roughness {
        var roughness = Roughness()
        let slope = keys.reduce(0.0) { $0 + 2 * .pi * 440 * exp2((Double($1) - 69) / 12) / 48_000 }
        roughness.step.raise(to: level * slope, at: 0)
        return roughness
    }
}
