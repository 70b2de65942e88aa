import Testing

@testable import KanonEngine

struct SingleVoiceTests {
    /// A sine of one voice, with nothing that would aim the pitch anyway.
    private func bench(_ mode: VoiceMode, glide: Float, change: (inout Sound) -> Void = { _ in }) -> Bench {
        var sound = Sound.plainSine
        sound[.voice(.mode)] = Float(mode.rawValue)
        sound[.voice(.glide)] = glide
        sound[.vibrato(.wheel)] = 0
        change(&sound)
        return Bench(sound)
    }

    private func hertz(_ bench: Bench) -> Double {
        let lanes = bench.instrument.engine.pointee.pool.groups[0].oscillators[0].copies[0]
        return Double(lanes.increment[0]) / 4_294_967_296 * 48_000
    }

    @Test(arguments: [VoiceMode.mono, .legato], [0, 0.001, 0.07] as [Float])
    func `a second key is reached and held`(mode: VoiceMode, glide: Float) {
        let bench = bench(mode, glide: glide)
        bench.send(0x90, 57, 100, at: 100)
        bench.send(0x90, 69, 100, at: 4805)
        bench.run(to: 14_400)
        #expect(abs(hertz(bench) - 440) < 1e-3)
        bench.run(to: 48_000)
        #expect(abs(hertz(bench) - 440) < 1e-3)
    }

    @Test func `a second key is as loud as its velocity and stays so`() {
        let bench = bench(.mono, glide: 0) {
            $0[.amp(.velocity)] = 1
            $0[.filter(.key)] = 1
            $0[.filter(.cutoff)] = 2000
        }
        bench.send(0x90, 57, 30, at: 0)
        bench.send(0x90, 69, 127, at: 4800)
        bench.run(to: 9600)
        let soon = peak(bench.left[8000...])
        bench.run(to: 96_000)
        #expect(abs(peak(bench.left[90_000...]) - soon) < 0.01 * soon)
    }

    @Test func `a chord on the first frame sounds one note`() {
        let bench = bench(.mono, glide: 0)
        for key: UInt8 in [48, 52, 55, 60] { bench.send(0x90, key, 100, at: 0) }
        bench.run(to: 4800)
        #expect(bench.sounding.count == 1)
    }
}
