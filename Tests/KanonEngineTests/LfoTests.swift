import Foundation
import KanonState
import Testing

@testable import KanonEngine

struct LfoTests {
    private func sound(_ shape: LfoShape = .sine, hertz: Float = 10) -> Sound {
        var sound = Sound.plainSine
        sound["lfo1.shape"] = Float(shape.rawValue)
        sound["lfo1.rate"] = hertz
        sound["lfo1.sync"] = 1
        sound.modulate("filter.cutoff", by: .lfo1, 0.1)
        return sound
    }

    private func outputs(_ sound: Sound, cells: Int, rate: Double = 48_000) -> [Float] {
        let bench = Bench(sound, rate: rate)
        bench.push(.noteOn, key: 60, value: 1)
        return bench.cells(cells) { $0.groups[0].lfos[0].output[0] }
    }

    @Test func `each shape has its form`() {
        let forms: [(LfoShape, (Double) -> Double)] = [
            (.sine, { sin(2 * Double.pi * $0) }),
            (.triangle, { $0 < 0.25 ? 4 * $0 : $0 < 0.75 ? 2 - 4 * $0 : 4 * $0 - 4 }),
            (.saw, { 2 * $0 - 1 }),
            (.square, { $0 < 0.5 ? 1 : -1 }),
        ]
        for (shape, form) in forms {
            let heights = outputs(sound(shape, hertz: 7.3), cells: 3000)
            var wrong = 0
            for (cell, height) in heights.enumerated() {
                let turns = Double(cell + 1) * 7.3 / 3000
                let phase = turns - turns.rounded(.down)
                // On an edge either side is right.
                let isAtEdge = min(abs(phase - 0.5), phase, 1 - phase) < 1e-4
                if abs(Double(height) - form(phase)) > 1e-3 && !isAtEdge { wrong += 1 }
            }
            #expect(wrong == 0)
        }
    }

    @Test func `steps hold one height a turn, drift goes from height to height`() {
        let steps = outputs(sound(.steps, hertz: 30), cells: 3000)
        let heights = stride(from: 50, to: 3000, by: 100).map { steps[$0] }
        #expect(Set(heights).count == 30)
        let changes = zip(steps, steps.dropFirst()).count { $0 != $1 }
        #expect((28...30).contains(changes))
        let drift = outputs(sound(.drift, hertz: 30), cells: 3000)
        #expect(largestStep(drift) < 2 * 1.5 / 100 + 0.001)
        #expect((drift.max() ?? 0) > 0.5 && (drift.min() ?? 0) < -0.5)
        for all in [steps, drift] { #expect(all.allSatisfy { abs($0) <= 1 }) }
    }

    @Test(arguments: [44_100.0, 48_000, 192_000]) func `it turns as often as its rate says`(rate: Double) {
        let bench = Bench(sound(hertz: 12.5), rate: rate)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(Int(rate) * 4, block: 4096)
        let group = bench.groups[0]
        let turns = Double(group.lfos[0].turns[0]) + Double(group.lfos[0].phase[0]) / 4_294_967_296
        // The cell at hand is counted in full.
        let cells = (Double(bench.left.count) / 16).rounded(.up)
        #expect(abs(turns - 12.5 * cells * 16 / rate) < 1e-4)
    }

    @Test func `beats go by the tempo`() {
        var sound = sound(hertz: 50)
        sound["lfo1.beats"] = 1.5
        sound["master.tempo"] = 90
        let bench = Bench(sound)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(48_000)
        let group = bench.groups[0]
        let turns = Double(group.lfos[0].turns[0]) + Double(group.lfos[0].phase[0]) / 4_294_967_296
        #expect(abs(turns - 1) < 1e-4)
    }

    @Test(arguments: [1e-20, 1e-6, 0.001] as [Float]) func `beats next to nothing do no harm`(beats: Float) {
        var sound = sound()
        sound["lfo1.beats"] = beats
        let bench = Bench(sound)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(640)
        let isFinite = bench.left.allSatisfy(\.isFinite)
        #expect(isFinite)
    }

    @Test func `a free one has the same phase in all voices, whenever they begin and however its rate is turned`() {
        var sound = sound(hertz: 3)
        sound["lfo1.sync"] = 0
        let bench = Bench(sound)
        for number in 0..<20 {
            bench.send(0x90, UInt8(40 + number), 100, at: 100 + 1003 * number)
        }
        bench.run(to: 10_000)
        bench.instrument.parameters.set(.lfo(0, .rate), to: 11)
        bench.run(to: 22_000)
        let phases = (0..<20).map { bench.groups[$0 / 16].lfos[0].phase[$0 % 16] }
        #expect(Set(phases).count == 1)
    }

    @Test func `a free one is heard from a note's first frame on`() {
        var sound = sound(.square, hertz: 0.5)
        sound["lfo1.sync"] = 0
        sound["filter.cutoff"] = 1000
        sound.modulations[0].amount = 2
        let bench = Bench(sound)
        bench.send(0x90, 60, 100, at: 1605)
        bench.run(to: 1606, block: 1)
        let corner = atan(Double(bench.groups[0].tangent.value[0])) / Double.pi * 48_000
        #expect(abs(corner / 4000 - 1) < 0.001)
    }

    @Test func `a keyed one begins with its note`() {
        let bench = Bench(sound(hertz: 3))
        for number in 0..<3 { bench.send(0x90, UInt8(60 + number), 100, at: 4800 * number) }
        bench.run(to: 14_400)
        let phases = (0..<3).map { Double(bench.groups[0].lfos[0].phase[$0]) / 4_294_967_296 }
        for (number, phase) in phases.enumerated() { #expect(abs(phase - 0.3 * Double(3 - number)) < 0.001) }
    }

    @Test func `it fades in in its time, and level scales it`() {
        var sound = sound(.square, hertz: 0.1)
        sound["lfo1.fade"] = 0.2
        sound["lfo1.level"] = 0.5
        let heights = outputs(sound, cells: 900)
        let top = heights.firstIndex { $0 >= 0.499_99 } ?? 0
        #expect(abs(Double(top) * 16 / 48_000 - 0.2) < 0.001)
        #expect(abs(heights[299] - 0.25) < 0.002)
        #expect(heights.max() == 0.5)
    }

    @Test func `its rate and level are modulated for each voice by its own, in every group`() {
        var sound = sound(hertz: 4)
        sound["lfo1.level"] = 0
        sound.modulate("lfo1.rate", by: .velocity, 1)
        sound.modulate("lfo1.level", by: .velocity, 1)
        let bench = Bench(sound, polyphony: 64)
        let velocities: [Float] = (0..<40).map { Float($0) / 40 }
        for (number, velocity) in velocities.enumerated() { bench.push(.noteOn, key: UInt8(30 + number), value: velocity) }
        bench.run(2_400)
        var wrong = 0
        for (number, velocity) in velocities.enumerated() {
            let lanes = bench.groups[number / 16].lfos[0]
            let phase = Double(lanes.phase[number % 16]) / 4_294_967_296
            let hertz = 4 * exp2(Double(velocity))
            if abs(phase - hertz * 0.05) > 0.005 { wrong += 1 }
            if abs(Double(lanes.output[number % 16]) - Double(velocity) * sin(2 * Double.pi * phase)) > 0.01 { wrong += 1 }
        }
        #expect(wrong == 0)
    }
}
