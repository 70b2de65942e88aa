import Testing

@testable import KanonEngine

/// Everything a voice can have, at once.
struct WholeVoiceTests {
    @Test(arguments: Kernel.allCases.filter(\.isAvailable), VoiceMode.allCases)
    func `the size of the block changes no bit of anything`(kernel: Kernel, mode: VoiceMode) {
        for isBent in [false, true] { compareBlocks(sound(mode, isBent), kernel) }
    }

    private func compareBlocks(_ sound: Sound, _ kernel: Kernel) {
        let outputs = [16, 64, 1000, 1, 37].map { block in
            let bench = Bench(sound, kernel: kernel, polyphony: 20, map: .cutoffOnController74)
            play(bench)
            bench.run(to: 20_000, block: block)
            return bench.left + bench.right
        }
        for output in outputs.dropFirst() {
            let firstDifference = zip(output, outputs[0]).enumerated().first { $1.0 != $1.1 }?.offset
            #expect(firstDifference == nil)
        }
        #expect(peak(outputs[0]) > 0.05)
        #expect(difference(outputs[0].prefix(20_000), outputs[0].suffix(20_000)) > 0.01)
    }

    @Test(.enabled(if: Kernel.v3.isAvailable), arguments: VoiceMode.allCases, [false, true])
    func `the kernels agree within −80 dB of full scale in everything`(mode: VoiceMode, isBent: Bool) {
        let outputs = [Kernel.baseline, .v3].map { kernel in
            let bench = Bench(sound(mode, isBent), kernel: kernel, polyphony: 20, map: .cutoffOnController74)
            play(bench)
            bench.run(to: 20_000)
            return bench.left + bench.right
        }
        #expect(difference(outputs[0], outputs[1]) < 1e-4)
    }

    private func sound(_ mode: VoiceMode, _ isBent: Bool) -> Sound {
        var sound: Sound = isBent ? .bentEverything : .everything
        sound[.voice(.mode)] = Float(mode.rawValue)
        return sound
    }

    private func play(_ bench: Bench) {
        for (number, key) in [48, 55, 60, 64, 67, 72, 50, 43].enumerated() {
            bench.send(0x90, UInt8(key), UInt8(60 + 8 * number), at: 100 + number * 701)
        }
        for number in 0..<30 { bench.send(0x90, UInt8(40 + number), 70, at: 6_000 + 31 * number) }
        bench.send(0xE0, 0, 96, at: 9_000)
        bench.send(0xB0, 1, 90, at: 9_050)
        bench.send(0xB0, 74, 90, at: 9_100)
        bench.send(0xB0, 64, 127, at: 9_200)
        bench.send(0xD0, 90, at: 9_300)
        bench.send(0xA0, 60, 120, at: 9_317)
        for number in 0..<30 where number != 20 { bench.send(0x80, UInt8(40 + number), 0, at: 12_003 + 41 * number) }
        bench.send(0xB0, 64, 0, at: 14_005)
        for number in 0..<100 { bench.send(0xB0, 74, UInt8(number), at: 15_000 + 17 * number) }
        bench.send(0xB0, 123, 0, at: 18_009)
    }
}

extension Sound {
    /// Unison in stereo, sync, noise, ring, the steep filter, drive, glide, effects and eight modulations.
    static var everything: Sound {
        var sound = Sound.movingSaw
        sound["osc1.shape"] = Float(OscillatorShape.pulse.rawValue)
        sound["osc1.unison"] = 3
        sound["osc1.spread"] = 0.8
        sound["osc2.shape"] = Float(OscillatorShape.sync.rawValue)
        sound["osc2.sync"] = 2.7
        sound["osc2.pan"] = 0.4
        sound["osc3.shape"] = Float(OscillatorShape.pink.rawValue)
        sound["voice.ring"] = 0.5
        sound["voice.glide"] = 0.05
        sound["filter.type"] = Float(FilterType.lowpass24.rawValue)
        sound["filter.drive"] = 0.5
        sound["lfo1.rate"] = 7
        sound["lfo2.rate"] = 11
        sound["lfo2.shape"] = Float(LfoShape.drift.rawValue)
        sound["lfo1.sync"] = 1
        sound["lfo1.fade"] = 0.1
        sound.modulate("osc1.pitch", by: .lfo1, 0.3)
        sound.modulate("filter.cutoff", by: .lfo2, via: .wheel, 2)
        sound.modulate("osc1.pan", by: .lfo1, 0.8)
        sound.modulate("voice.level", by: .lfo2, 0.3)
        sound.modulate("osc1.width", by: .lfo1, 0.4)
        sound.modulate("osc2.sync", by: .mod, 1.5)
        sound.modulate("amp.attack", by: .random, 2)
        sound.modulate("lfo1.rate", by: .velocity, 1)
        sound.addEffects()
        return sound
    }

    /// Phases that modulate each other, drawbars, the vortex, another response of the filter, and the other modulations.
    static var bentEverything: Sound {
        var sound = Sound.movingSaw
        sound["osc1.shape"] = Float(OscillatorShape.sine.rawValue)
        sound["osc1.index"] = 4
        sound["osc1.unison"] = 2
        sound["osc2.shape"] = Float(OscillatorShape.vortex.rawValue)
        sound["osc2.intensity"] = 3
        sound["osc2.index"] = 1
        sound["osc2.phase"] = 1
        sound["osc3.shape"] = Float(OscillatorShape.drawbars.rawValue)
        sound["drawbars.1"] = 0.5
        sound["drawbars.5"] = 0.5
        sound["filter.type"] = Float(FilterType.notch.rawValue)
        sound["voice.glide"] = 0.03
        sound["lfo1.beats"] = 0.25
        sound["lfo2.shape"] = Float(LfoShape.steps.rawValue)
        sound["lfo2.rate"] = 23
        sound.modulate("osc1.index", by: .lfo1, 3)
        sound.modulate("osc2.intensity", by: .lfo2, 2)
        sound.modulate("voice.pan", by: .lfo1, 0.7)
        sound.modulate("osc2.modulator", by: .timbre, 1)
        sound.modulate("filter.resonance", by: .pressure, 0.3)
        sound.modulate("amp.release", by: .key, -1)
        sound.modulate("lfo2.level", by: .amp, via: .bend, 1)
        sound.modulate("filter.drive", by: .mod, 0.5)
        sound.addEffects()
        return sound
    }

    private mutating func addEffects() {
        self["drive.amount"] = 6
        self["chorus.mix"] = 0.4
        self["delay.mix"] = 0.3
        self["delay.time"] = 0.05
        self["reverb.mix"] = 0.3
    }
}
