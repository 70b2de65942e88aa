import Foundation
import KanonState
import Testing

@testable import KanonEngine

struct UnisonTests {
    private func sound(_ copies: Int, shape: OscillatorShape = .saw, detune: Float = 30, spread: Float = 0) -> Sound {
        var sound = Sound.plainSine
        sound["osc1.shape"] = Float(shape.rawValue)
        sound["osc1.unison"] = Float(copies)
        sound["osc1.detune"] = detune
        sound["osc1.spread"] = spread
        sound["master.level"] = 0.2
        return sound
    }

    @Test(arguments: 2...8) func `the copies lie evenly over the width of the detuning`(copies: Int) {
        let bench = Bench(sound(copies))
        bench.push(.noteOn, key: 69, value: 1)
        bench.run(64)
        for copy in 0..<copies {
            let cents = 1200 * log2(Double(bench.increment(copy: copy)) / 4_294_967_296 * 48_000 / 440)
            let expected = 30 * (Double(copy) / Double(copies - 1) - 0.5)
            #expect(abs(cents - expected) < 0.001)
        }
    }

    @Test func `each copy's phase is the exact sum of its increments`() {
        var sound = sound(8)
        sound["vibrato.wheel"] = 0
        let bench = Bench(sound)
        bench.send(0x90, 61, 100, at: 0)
        bench.run(to: 48_001, block: 512)
        for copy in 0..<8 {
            let expected = OscillatorLanes.startPhase(copy: copy) &+ 48_000 &* bench.increment(copy: copy)
            #expect(bench.groups[0].oscillators[0].copies[copy].phase[0] == expected)
        }
    }

    /// Over many notes, because neighbours beat against each other.
    private func loudness(_ sound: Sound) -> (left: Double, right: Double) {
        let bench = Bench(sound)
        for key in UInt8(0)..<8 { bench.push(.noteOn, key: 50 + 2 * key, value: 1) }
        bench.run(144_000, block: 512)
        return (level(bench.left), level(bench.right))
    }

    @Test func `their number leaves the loudness as it is`() {
        let alone = loudness(sound(1)).left
        for copies in 2...8 {
            let decibels = 20 * log10(loudness(sound(copies, detune: 60)).left / alone)
            #expect(abs(decibels) < 1)
        }
    }

    @Test func `spread places them on both sides alike`() {
        for copies in 2...8 {
            let (left, right) = loudness(sound(copies, detune: 60, spread: 1))
            #expect(abs(20 * log10(left / right)) < 2)
            let bench = Bench(sound(copies, spread: 1))
            bench.push(.noteOn, key: 60, value: 1)
            bench.run(64)
            let control = bench.instrument.engine.pointee.layers.parts.pointee.oscillators[0]
            let gains = (0..<copies).map { (control.copyLeft[$0], control.copyRight[$0]) }
            let lefts = gains.map(\.0).sorted()
            let rights = gains.map(\.1).sorted()
            #expect(difference(lefts, rights) < 1e-6)
            #expect(gains.contains { $0.0 < 1e-6 } && gains.contains { $0.1 < 1e-6 })
        }
    }

    @Test func `a reset puts every copy at its own start, free leaves it where it is`() {
        for isReset in [false, true] {
            var sound = sound(5)
            sound["osc1.phase"] = isReset ? 1 : 0
            let bench = Bench(sound, polyphony: 1)
            bench.send(0x90, 61, 100, at: 3)
            bench.send(0x80, 61, 0, at: 2003)
            bench.run(to: 24_000)
            #expect(bench.sounding.isEmpty)
            let rested = (0..<5).map { bench.groups[0].oscillators[0].copies[$0].phase[0] }
            bench.send(0x90, 65, 100, at: 24_007)
            bench.run(to: 24_017, block: 1)
            for copy in 0..<5 {
                let start = isReset ? OscillatorLanes.startPhase(copy: copy) : rested[copy]
                #expect(bench.groups[0].oscillators[0].copies[copy].phase[0] == start &+ 9 &* bench.increment(copy: copy))
            }
        }
    }

    @Test(arguments: Kernel.allCases.filter(\.isAvailable)) func `a modulator's copies are heard alike on one side and on two`(
        kernel: Kernel
    ) {
        let outputs = [false, true].map { isStereo in
            var sound = Sound.plainSine
            sound["osc1.index"] = 3
            sound["osc2.unison"] = 3
            sound["osc2.spread"] = 1
            if isStereo { sound.modulate("osc1.pan", by: .velocity, 0) }
            let bench = Bench(sound, kernel: kernel)
            bench.push(.noteOn, key: 60, value: 1)
            bench.run(4800)
            return bench.left
        }
        #expect(difference(outputs[0], outputs[1]) < 1e-4)
    }
}
