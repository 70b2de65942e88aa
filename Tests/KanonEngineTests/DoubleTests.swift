import KanonState
import Testing

@testable import KanonEngine

/// A group that sounds twice while one sound fades into another: both copies hear what the player does.
struct DoubleTests {
    /// Four keys, and 4 ms of the 40 in which they turn into a sound an octave above.
    private func turning() -> Bench {
        let bench = Bench(.plainSine)
        for key in [48, 55, 60, 64] as [UInt8] { bench.send(0x90, key, 100, at: 0) }
        bench.run(to: 4_800)
        var next = Sound.plainSine
        next["osc1.shape"] = Float(OscillatorShape.triangle.rawValue)
        bench.instrument.load(next)
        bench.run(to: 5_008, block: 16)
        return bench
    }

    private func groups(_ bench: Bench) -> (own: VoiceGroup, double: VoiceGroup) {
        let pool = bench.instrument.engine.pointee.pool
        return (pool.groups[0], pool.groups[pool.groupCount])
    }

    @Test func `keys let go end in both sounds`() {
        let bench = turning()
        #expect(groups(bench).double.active == 0b1111)
        for key in [48, 55, 60, 64] as [UInt8] { bench.send(0x80, key, 0, at: 5_013) }
        bench.run(to: 5_014)
        #expect((0..<4).allSatisfy { groups(bench).double.amp.stage[$0] == EnvelopeLanes.Stage.release })
        bench.run(to: 6_000, block: 16)
        let (own, double) = groups(bench)
        for lane in 0..<4 { #expect(double.amp.level[lane] == own.amp.level[lane] && own.amp.level[lane] < 0.5) }
    }

    @Test func `wheels bend both sounds, which stay in step`() {
        let bench = turning()
        bench.send(0xE0, 0, 127, at: 5_019)
        bench.send(0xB0, 1, 127, at: 5_019)
        bench.run(to: 6_000, block: 16)
        let (own, double) = groups(bench)
        #expect(double.active == 0b1111)
        #expect(own.bend[0] > 0.9)
        #expect(double.bend == own.bend && double.wheel == own.wheel)
        for lane in 0..<4 {
            #expect(double.oscillators[0].copies[0].phase[lane] == own.oscillators[0].copies[0].phase[lane])
            #expect(double.oscillators[0].copies[0].increment[lane] == own.oscillators[0].copies[0].increment[lane])
        }
    }

    @Test func `one voice goes to another key in both sounds`() {
        var sound = Sound.plainSine
        sound["voice.mode"] = Float(VoiceMode.legato.rawValue)
        sound["voice.glide"] = 0.02
        let bench = Bench(sound)
        bench.send(0x90, 48, 100, at: 0)
        bench.run(to: 4_800)
        sound["osc1.shape"] = Float(OscillatorShape.triangle.rawValue)
        bench.instrument.load(sound)
        bench.send(0x90, 60, 100, at: 5_003)
        bench.run(to: 6_400, block: 16)
        let (own, double) = groups(bench)
        #expect(double.active == 1 && own.glide[0] == 0)
        #expect(double.oscillators[0].copies[0].phase[0] == own.oscillators[0].copies[0].phase[0])
        #expect(double.oscillators[0].copies[0].increment[0] == own.oscillators[0].copies[0].increment[0])
    }

    @Test func `a key struck in a lane that has become free is no business of the double`() {
        var sound = Sound.plainSine
        sound[.amp(.release)] = 0.001
        let bench = Bench(sound)
        bench.send(0x90, 48, 100, at: 0)
        bench.run(to: 4_800)
        sound["osc1.shape"] = Float(OscillatorShape.triangle.rawValue)
        bench.instrument.load(sound)
        bench.send(0x80, 48, 0, at: 4_900)
        bench.send(0x90, 72, 100, at: 5_200)
        bench.send(0xE0, 0, 127, at: 5_300)
        bench.run(to: 5_400, block: 16)
        var pool = bench.instrument.engine.pointee.pool
        #expect(bench.heldKeys == [72])
        for index in 0..<16 where pool.sets[0].sounding & (1 << UInt16(index)) != 0 { #expect(pool.double(of: index) == nil) }
    }
}
