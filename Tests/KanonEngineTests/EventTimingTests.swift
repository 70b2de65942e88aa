import Testing

@testable import KanonEngine

struct EventTimingTests {
    /// Frames from a key, struck so many frames into a block, to its first sound in the output.
    private func delay(_ timing: EventTiming, struckAt frame: Int) throws -> Int {
        var configuration = Instrument.Configuration()
        configuration.timing = timing
        let instrument = Instrument(configuration, sound: .plainSine)
        var left = [Float](repeating: 0, count: 64)
        var right = left
        var heard: [Float] = []
        for block in 0..<100 {
            // 64 frames at 48 kHz are 4000/3 µs.
            let begin = 1_000_000 + block * 4000 / 3
            instrument.engine.pointee.begin(frames: 64, microseconds: UInt64(begin))
            instrument.engine.pointee.render(left: &left, right: &right)
            if block >= 50 { heard += left }
            if block == 50 {
                let moment = UInt64(begin + (frame * 125 + 3) / 6)
                instrument.input(.alsa).push(Event(.noteOn, device: 0, channel: 0, key: 69, value: 0.8), at: moment)
            }
        }
        // A sine begins at zero: what is heard first is its second frame.
        return try #require(heard.firstIndex { $0 != 0 }) - 1 - frame - Engine.delayFrames
    }

    @Test(arguments: [0, 1, 17, 40, 63])
    func `steady is a block behind every key, as soon as possible is the next block's first frame`(frame: Int) throws {
        #expect(try abs(delay(.steady, struckAt: frame) - 64) <= 1)
        #expect(try delay(.asap, struckAt: frame) == 64 - frame)
    }
}
