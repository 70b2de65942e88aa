import KanonDSP
import KanonDSPv3
import KanonState
import Testing

struct OffsetTests {
    @Test(arguments: EffectsTests.everywhere)
    func `direct current is taken away, and no note`(build: Build, rate: Double) {
        let seconds = Int(rate)
        let offset = OffsetRun(build, rate: rate).left([Float](repeating: 0.5, count: 2 * seconds))
        #expect(abs(offset[seconds]) < 0.000_25)
        let lowest = sine(hertz: 27.5, rate: rate, level: 0.5, frames: 2 * seconds)
        let loss = decibels(lowest.suffix(seconds)) - decibels(OffsetRun(build, rate: rate).left(lowest).suffix(seconds))
        #expect(loss > 0 && loss < 0.1)
    }

    @Test(arguments: Build.available)
    func `an offset is taken the same in blocks of any size`(build: Build) {
        let signal = noise(frames: 4000).map { $0 + 0.3 } + [Float](repeating: 0, count: 77) + noise(frames: 1000, seed: 2)
        let whole = OffsetRun(build).left(signal)
        for block in [1, 7, 16, 1000] {
            let isSame = OffsetRun(build).left(signal, block: block) == whole
            #expect(isSame)
        }
    }

    @Test(arguments: Build.available)
    func `behind a sound there is exact silence within a second, and rest`(build: Build) {
        let run = OffsetRun(build)
        _ = run.left(noise(frames: 4800).map { $0 + 0.3 })
        #expect(!run.isResting)
        let tail = run.left([Float](repeating: 0, count: 48_000 * 5 / 4))
        #expect(run.isResting)
        #expect(peak(Array(tail.suffix(12_000))) == 0)
        // Nor is there a step where it ends.
        let last = tail.last { $0 != 0 } ?? 1
        #expect(abs(last) < 1e-7)
    }

    @Test(arguments: Build.available)
    func `what is not a number leaves no offset`(build: Build) {
        var signal = noise(frames: 48_000)
        for (frame, wrong) in [(3000, Float.nan), (3100, .infinity), (3200, -.infinity), (3300, 3e38)] { signal[frame] = wrong }
        // To the limiter it is silence.
        let output = OffsetRun(build).left(signal)
        #expect(peak(Array(output.suffix(48_000 - 3312))) < 1.1)
    }
}

/// The filter alone, fed as the engine feeds it.
private final class OffsetRun {
    private let build: Build
    private let rate: Float
    private var state = OffsetState()
    private var frame = 0

    init(_ build: Build, rate: Double = 48_000) {
        self.build = build
        self.rate = Float(rate)
    }

    var isResting: Bool { state.isResting }

    /// What comes out of the left side for the same signal on both, in blocks of `block`.
    func left(_ signal: [Float], block: Int = 64) -> [Float] {
        var (left, right) = (signal, signal)
        left.withUnsafeMutableBufferPointer { left in
            right.withUnsafeMutableBufferPointer { right in
                var done = 0
                while done < signal.count {
                    let first = frame & 15
                    let frames = min(16 - first, min(signal.count, (done / block + 1) * block) - done)
                    run(first, first + frames, left.baseAddress! + done, right.baseAddress! + done)
                    frame += frames
                    done += frames
                }
            }
        }
        return left
    }

    private func run(_ first: Int, _ end: Int, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>) {
        switch build {
        case .baseline: KanonDSP.takeOffset(&state, sampleRate: rate, first: first, end: end, left: left, right: right)
        case .v3: KanonDSPv3.takeOffset(&state, sampleRate: rate, first: first, end: end, left: left, right: right)
        }
    }
}
