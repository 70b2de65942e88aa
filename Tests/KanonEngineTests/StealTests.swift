import KanonTesting
import Testing

@testable import KanonEngine

/// Notes that take the voices of others.
struct StealTests {
    /// Ten thousand with each kernel. Sines, so that nothing but a click is above 12 kHz.
    @Test(arguments: Kernel.allCases.filter(\.isAvailable), [1, 5, 8, 16])
    func `ten thousand random thefts are smooth`(kernel: Kernel, polyphony: Int) {
        let level: Float = 0.05
        var sound = Sound.plainSine
        sound[.master(.level)] = level
        sound[.amp(.attack)] = 0.01
        sound[.amp(.velocity)] = 0.5
        let stage = Stage(sound, polyphony: polyphony, kernel: kernel)
        var dice = Dice(polyphony)
        for _ in 0..<2_500 + polyphony {
            stage.send([[0x90, UInt8(36 + dice.below(60)), UInt8(40 + dice.below(80))]])
            // Now and then several within the 4 ms in which one fades.
            stage.render(20 + dice.below(1_000))
        }
        // A key that is struck again takes its own voice back.
        #expect(stage.instrument.meter[.steals] >= 2_000)
        // As steep as all that sound together with as many that fade could ever be.
        let own = HeldKey.greatestSteps(of: [UInt8](repeating: 96, count: 2 * polyphony), level: Double(level))
        let transition = Transition(stage.take, 0..<stage.frames, beside: own)
        #expect(transition.isSmooth, "\(transition)")
    }
}
