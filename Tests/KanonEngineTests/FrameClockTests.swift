import Testing

@testable import KanonEngine

/// A server whose wake-ups are off by chance, and a clock that listens to it.
private struct Server {
    var clock = FrameClock(sampleRate: 48_000)
    var frames: Int
    /// Frames a second, as they really pass.
    var rate = 48_000.0
    var noiseMicroseconds = 50.0
    var time = 5e9
    /// When it was last woken.
    var woken = 0.0
    var dice: Dice

    init(frames: Int, seed: Int) {
        self.frames = frames
        dice = Dice(seed)
    }

    var period: Double { Double(frames) / rate * 1e6 }

    mutating func pass(seconds: Double) { for _ in 0..<Int(seconds * 1e6 / period) { step() } }

    mutating func step() {
        time += period
        let late = (Double(dice.share()) * 2 - 1) * noiseMicroseconds
        woken = time + late
        clock.advance(to: UInt64(woken), frames: frames)
    }

    /// Over some blocks, how far off events that happened in the period before are placed: deviation and range in frames.
    mutating func jitter(blocks: Int) -> (deviation: Double, range: Double, mean: Double) {
        var errors: [Double] = []
        for _ in 0..<blocks {
            step()
            for _ in 0..<4 {
                let share = Double(dice.share())
                let stamp = UInt64(time - share * period)
                errors.append(Double(clock.frame(of: stamp)) - (1 - share) * Double(frames))
            }
        }
        let mean = errors.reduce(0, +) / Double(errors.count)
        let variance = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(errors.count)
        return (variance.squareRoot(), errors.max()! - errors.min()!, mean)
    }
}

struct FrameClockTests {
    @Test(arguments: [64, 256, 1024], [48_000, 48_004.8, 47_995.2])
    func `noisy wake-ups move no onset by more than a frame or two`(frames: Int, rate: Double) {
        for seed in 1...3 {
            var server = Server(frames: frames, seed: seed)
            server.rate = rate
            server.pass(seconds: 1)
            let jitter = server.jitter(blocks: 500)
            #expect(jitter.deviation <= (frames > 256 ? 0.55 : 0.36))
            #expect(jitter.range <= (frames > 256 ? 4 : 2.5))
            // Counted from the earliest wake-ups, 50 µs or 2.4 frames before the time; rounded down, half a frame less.
            #expect(abs(jitter.mean - 1.9) < 0.5)
        }
    }

    @Test(arguments: [16, 64, 256, 1024]) func `no event misses its block, however early the server was woken`(frames: Int) {
        var server = Server(frames: frames, seed: 12)
        server.pass(seconds: 1)
        var late = 0
        for _ in 0..<2000 {
            // Just after the server was woken: for the next block.
            let moment = UInt64(server.woken) + 1
            server.step()
            if server.clock.frame(of: moment) < 0 { late += 1 }
        }
        #expect(late == 0)
    }

    @Test(arguments: [64, 256, 1024]) func `a stall of 150 ms is forgotten at once`(frames: Int) {
        var server = Server(frames: frames, seed: 7)
        server.pass(seconds: 10)
        server.time += 150_000
        server.pass(seconds: 1)
        let jitter = server.jitter(blocks: 500)
        #expect(jitter.deviation <= (frames > 256 ? 0.55 : 0.36))
        #expect(jitter.range <= (frames > 256 ? 4 : 2.5))
    }

    @Test func `a slip of two periods that stays is followed`() {
        var server = Server(frames: 1024, seed: 8)
        server.pass(seconds: 10)
        server.time += 2 * server.period
        server.pass(seconds: 1)
        #expect(server.jitter(blocks: 200).range <= 4)
    }

    @Test func `one late wake-up moves nothing`() {
        var server = Server(frames: 256, seed: 9)
        server.pass(seconds: 10)
        server.noiseMicroseconds = 0
        server.clock.advance(to: UInt64(server.time + server.period + 4000), frames: 256)
        server.time += server.period
        #expect(server.jitter(blocks: 100).range <= 2.5)
    }

    @Test func `another block size is taken at once`() {
        var server = Server(frames: 64, seed: 10)
        server.noiseMicroseconds = 0
        server.pass(seconds: 1)
        server.frames = 512
        server.step()
        #expect(server.jitter(blocks: 100).range <= 1.1)
    }

    @Test func `what came too early or too late says so`() {
        var server = Server(frames: 64, seed: 11)
        server.noiseMicroseconds = 0
        server.pass(seconds: 1)
        let now = server.time
        #expect(server.clock.frame(of: UInt64(now - 3 * server.period)) < 0)
        #expect(server.clock.frame(of: UInt64(now + 10)) >= 64)
        #expect(server.clock.frame(of: 0) < 0)
        #expect(server.clock.frame(of: .max) >= 64)
    }
}
