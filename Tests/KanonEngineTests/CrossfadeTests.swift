import KanonTesting
import Testing

@testable import KanonEngine

struct CrossfadeTests {
    @Test(arguments: 0..<12) func `a saw behind a dull filter that follows an open one is not heard before its filter has closed`(
        moment: Int
    ) {
        var open = Sound.plainSine
        open["filter.cutoff"] = 20_000
        open["master.level"] = 0.1
        var dull = open
        dull["osc1.shape"] = Float(OscillatorShape.saw.rawValue)
        dull["filter.type"] = Float(FilterType.lowpass24.rawValue)
        dull["filter.cutoff"] = 300
        let stage = Stage(open)
        stage.strike([36, 43, 52, 60, 67, 76, 84, 96], velocity: 127)
        stage.render(48_000 + 37 * moment)
        let change = stage.frames
        stage.instrument.load(dull)
        let settled = change + 26_000
        stage.render(74_000)
        let steady = stage.take.roughness(in: 24_000..<change).joined(with: stage.take.roughness(in: settled..<stage.frames))
        let transition = Transition(stage.take, change..<settled, beside: steady)
        #expect(transition.highExcess == 0, "\(transition)")
    }
}
