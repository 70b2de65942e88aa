import Testing

@testable import KanonEngine

struct SampleRateTests {
    @Test(arguments: [384_000.0, 768_000, 4_294_967_295, .infinity]) func `there is memory for every rate that an instrument is given`(
        rate: Double
    ) {
        var configuration = Instrument.Configuration()
        configuration.sampleRate = rate
        // Made with it, then told it: two ways in, one range.
        let told = Instrument(.init(), sound: Sound())
        told.setSampleRate(rate)
        for instrument in [Instrument(configuration, sound: Sound()), told] {
            withExtendedLifetime(instrument) {
                #expect(instrument.engine.pointee.effects.pointee.sampleRate == 192_000)
                #expect(instrument.engine.pointee.pool.sampleRate == 192_000)
            }
        }
    }

    @Test(arguments: [0.0, -1, .nan]) func `a rate that is none is the least`(rate: Double) {
        let instrument = Instrument(.init(), sound: Sound())
        instrument.setSampleRate(rate)
        withExtendedLifetime(instrument) { #expect(instrument.engine.pointee.pool.sampleRate == 8_000) }
    }

    @Test func `messages of a song that wait are as far away in seconds after a change of rate`() throws {
        let instrument = Instrument(.init(), sound: Sound())
        for (number, frame) in [480, 960, 4_800].enumerated() {
            let bytes: [UInt8] = [0x90, 60 + UInt8(number), 100]
            #expect(bytes.withUnsafeBufferPointer { instrument.song.push($0.baseAddress!, count: 3, atFrame: UInt64(frame)) })
        }
        instrument.setSampleRate(96_000)
        let frames = withExtendedLifetime(instrument) { (0..<3).compactMap { _ in instrument.song.ring.pointee.pop()?.frame } }
        #expect(frames == [960, 1_920, 9_600])
    }
}
