import Foundation
import KanonState
import Testing

@testable import KanonEngine

struct SingleVoiceTests {
    private func sound(_ mode: VoiceMode, _ priority: NotePriority = .last, glide: Float = 0) -> Sound {
        var sound = Sound.plainSine
        // Nothing but the notes themselves moves a pitch.
        sound["vibrato.wheel"] = 0
        sound[.voice(.mode)] = Float(mode.rawValue)
        sound[.voice(.priority)] = Float(priority.rawValue)
        sound[.voice(.glide)] = glide
        return sound
    }

    private func hertz(_ bench: Bench) -> Double { Double(bench.increment()) / 4_294_967_296 * 48_000 }

    private func hertz(of key: Int) -> Double { 440 * exp2(Double(key - 69) / 12) }

    @Test(arguments: [VoiceMode.mono, .legato]) func `of the keys that are down the last, lowest or highest sounds`(mode: VoiceMode) {
        // Three keys go down, then up in the same order.
        let order: [(NotePriority, [Int])] = [
            (.last, [60, 67, 55, 55, 55]), (.low, [60, 60, 55, 55, 55]), (.high, [60, 67, 67, 67, 55]),
        ]
        for (priority, expected) in order {
            let bench = Bench(sound(mode, priority))
            var heard: [Int] = []
            for key in [60, 67, 55] as [UInt8] {
                bench.push(.noteOn, key: key, value: 1)
                bench.run(640)
                heard += bench.heldKeys
            }
            for key in [60, 67] as [UInt8] {
                bench.push(.noteOff, key: key)
                bench.run(640)
                heard += bench.heldKeys
            }
            #expect(heard == expected)
            bench.push(.noteOff, key: 55)
            bench.run(4800)
            #expect(bench.sounding.isEmpty)
        }
    }

    @Test(arguments: [VoiceMode.mono, .legato], Kernel.allCases.filter(\.isAvailable))
    func `a change of note arrives at its pitch and stays there`(mode: VoiceMode, kernel: Kernel) {
        let bench = Bench(sound(mode), kernel: kernel)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(640)
        for key in [72, 50, 64] {
            bench.push(.noteOn, key: UInt8(key), value: 1)
            bench.run(64)
            let tones = bench.cells(60) { 1200 * log2(hertz($0) / hertz(of: key)) }
            #expect(tones.allSatisfy { abs($0) < 0.01 })
        }
        for key in [64, 50] {
            bench.push(.noteOff, key: UInt8(key))
            bench.run(160)
        }
        #expect(abs(1200 * log2(hertz(bench) / hertz(of: 72))) < 0.01)
    }

    @Test func `velocity and place of a note come with it, in one ramp`() {
        for type in [FilterType.lowpass, .highpass] {
            var sound = sound(.mono)
            sound["amp.velocity"] = 1
            sound["voice.spread"] = 1
            sound["filter.type"] = Float(type.rawValue)
            sound["filter.cutoff"] = type == .lowpass ? 20_000 : 20
            let bench = Bench(sound)
            bench.push(.noteOn, key: 60, value: 1)
            bench.run(4800)
            bench.push(.noteOn, key: 72, value: 0.5)
            bench.run(9600)
            let alone = Bench(sound)
            alone.push(.noteOn, key: 72, value: 0.5)
            alone.run(9600)
            let levels = [bench, alone].map { (level($0.left.suffix(4000)), level($0.right.suffix(4000))) }
            #expect(abs(levels[0].0 / levels[1].0 - 1) < 0.01)
            #expect(abs(levels[0].1 / levels[1].1 - 1) < 0.01)
            #expect(largestStep(bench.right.suffix(4000)) < 1.05 * largestStep(alone.right.suffix(4000)))
        }
    }

    @Test func `the filter follows a change of note and stays there`() {
        var sound = sound(.legato)
        sound["filter.cutoff"] = 500
        sound["filter.key"] = 1
        let bench = Bench(sound)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(640)
        bench.push(.noteOn, key: 72, value: 1)
        bench.run(64)
        let corners = bench.cells(40) { atan(Double($0.groups[0].tangent.value[0])) / Double.pi * 48_000 }
        #expect(corners.allSatisfy { abs($0 / 1000 - 1) < 0.001 })
        #expect(bench.groups[0].tangent.step[0] == 0)
    }

    @Test func `legato goes on in its envelope, mono strikes anew`() {
        for mode in [VoiceMode.mono, .legato] {
            var sound = sound(mode)
            sound["amp.decay"] = 0.05
            sound["amp.sustain"] = 0.25
            sound["mod.sustain"] = 0.5
            let bench = Bench(sound)
            bench.push(.noteOn, key: 60, value: 1)
            bench.run(9600)
            bench.push(.noteOn, key: 67, value: 1)
            let levels = bench.cells(60) { $0.groups[0].amp.level[0] }
            if mode == .legato {
                #expect(levels.allSatisfy { abs($0 - 0.25) < 0.001 })
            } else {
                #expect((levels.max() ?? 0) > 0.99)
            }
            #expect(bench.sounding.count == 1)
        }
    }

    @Test func `struck anew, a note draws its own lot and its keyed movement begins`() {
        var sound = sound(.mono)
        sound["lfo1.sync"] = 1
        sound["lfo1.rate"] = 1
        sound.modulate("filter.cutoff", by: .lfo1, 1)
        let bench = Bench(sound)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(9600)
        let before = bench.groups[0].random[0]
        bench.push(.noteOn, key: 67, value: 1)
        bench.run(480)
        #expect(bench.groups[0].random[0] != before)
        #expect(abs(Double(bench.groups[0].lfos[0].phase[0]) / 4_294_967_296 - 0.01) < 0.001)
    }

    @Test(arguments: [0.05, 0.5] as [Float], VoiceMode.allCases) func `a glide takes its time and is straight in octaves`(
        seconds: Float, mode: VoiceMode
    ) {
        let bench = Bench(sound(mode, glide: seconds))
        bench.push(.noteOn, key: 48, value: 1)
        bench.run(4_800)
        if mode == .poly {
            bench.push(.noteOff, key: 48)
            bench.run(9_600)
        }
        bench.push(.noteOn, key: 72, value: 1)
        let cells = Int(seconds * 3000)
        let octaves = bench.cells(cells + 60) { log2(hertz($0) / hertz(of: 48)) }
        let end = octaves.firstIndex { $0 > 1.9999 } ?? 0
        #expect(abs(Float(end) / 3000 / seconds - 1) < 0.05)
        #expect(abs(octaves[cells / 2] - 1) < 0.1)
        #expect(largestStep(octaves.map(Float.init)) < 2.2 / Float(cells))
        #expect(abs((octaves.last ?? 0) - 2) < 1e-5)
    }

    @Test(arguments: [VoiceMode.mono, .legato]) func `a glide that is turned round goes on from where it is`(mode: VoiceMode) {
        let bench = Bench(sound(mode, glide: 0.1))
        bench.push(.noteOn, key: 48, value: 1)
        bench.run(640)
        bench.push(.noteOn, key: 72, value: 1)
        var octaves = bench.cells(100) { Float(log2(hertz($0) / 440)) }
        bench.push(.noteOn, key: 50, value: 1)
        octaves += bench.cells(150) { Float(log2(hertz($0) / 440)) }
        bench.push(.noteOff, key: 50)
        octaves += bench.cells(150) { Float(log2(hertz($0) / 440)) }
        bench.push(.noteOff, key: 72)
        octaves += bench.cells(400) { Float(log2(hertz($0) / 440)) }
        #expect(largestStep(octaves) < 2.2 / 300)
        #expect(abs(Double(octaves.last ?? 0) - log2(hertz(of: 48) / 440)) < 1e-5)
    }

    @Test func `the next note after silence glides from the one that sounded last`() {
        let bench = Bench(sound(.legato, glide: 0.1))
        for key in [48, 72] as [UInt8] {
            bench.push(.noteOn, key: key, value: 1)
            bench.run(9600)
        }
        for key in [48, 72] as [UInt8] { bench.push(.noteOff, key: key) }
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(33, block: 1)
        #expect(hertz(bench) > hertz(of: 71))
    }

    @Test func `the pedal holds the single note, and the next key takes it over`() {
        for mode in [VoiceMode.mono, .legato] {
            let bench = Bench(sound(mode))
            bench.push(.sustain, value: 1)
            bench.push(.noteOn, key: 60, value: 1)
            bench.run(640)
            bench.push(.noteOff, key: 60)
            bench.run(4800)
            #expect(bench.heldKeys == [60])
            bench.push(.noteOn, key: 64, value: 1)
            bench.run(640)
            #expect(bench.heldKeys == [64])
            bench.push(.noteOff, key: 64)
            bench.run(4800)
            #expect(bench.heldKeys == [64])
            bench.push(.sustain, value: 0)
            bench.run(4800)
            #expect(bench.sounding.isEmpty)
        }
    }

    @Test func `a note of another channel takes that channel's wheels`() {
        let bench = Bench(sound(.legato))
        bench.push(.bend, channel: 1, value: 1)
        bench.push(.noteOn, channel: 1, key: 60, value: 1)
        bench.run(640)
        bench.push(.noteOn, channel: 2, key: 60, value: 1)
        bench.run(9600)
        #expect(abs(1200 * log2(hertz(bench) / hertz(of: 60))) < 0.01)
    }

    @Test func `a device that is gone leaves the note to a key that another still holds`() {
        let bench = Bench(sound(.mono))
        bench.push(.noteOn, device: 0, key: 60, value: 1)
        bench.push(.noteOn, device: 1, key: 67, value: 1)
        bench.run(640)
        bench.push(.releaseDevice, device: 1)
        bench.run(4800)
        #expect(bench.heldKeys == [60])
        bench.push(.noteOff, device: 0, key: 60)
        bench.run(4800)
        #expect(bench.sounding.isEmpty)
    }

    @Test(arguments: [VoiceMode.mono, .legato]) func `keys held while the mode changes let go of all voices`(mode: VoiceMode) {
        let bench = Bench(sound(.poly))
        for key in [60, 64, 67] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
        bench.run(640)
        bench.instrument.parameters.set(.voice(.mode), to: Float(mode.rawValue))
        bench.run(64)
        for key in [67, 64, 60] as [UInt8] {
            bench.push(.noteOff, key: key)
            bench.run(640)
        }
        bench.run(4800)
        #expect(bench.sounding.isEmpty)
    }

    @Test(arguments: [VoiceMode.mono, .legato], [FilterType.lowpass, .lowpass24, .bandpass])
    func `no change of note steps more than the notes do`(mode: VoiceMode, type: FilterType) {
        var sound = sound(mode)
        sound["filter.type"] = Float(type.rawValue)
        sound["filter.cutoff"] = 2000
        let steps = [57, 69].map { key in
            let bench = Bench(sound)
            bench.push(.noteOn, key: UInt8(key), value: 1)
            bench.run(9600)
            return largestStep(bench.left)
        }
        let bench = Bench(sound)
        for number in 0..<40 { bench.send(0x90, number.isMultiple(of: 2) ? 57 : 69, 127, at: 1003 * number) }
        bench.run(to: 42_000)
        #expect(largestStep(bench.left) < steps[0] + steps[1])
    }
}
