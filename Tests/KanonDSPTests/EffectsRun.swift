import Foundation
import KanonDSP
import KanonDSPv3
import KanonState

/// The effects with memory of their own, fed as the engine feeds them.
final class EffectsRun {
    let rate: Double
    var control = EffectsControl()
    private let build: Build
    private let memory: UnsafeMutablePointer<Float>
    private let state: UnsafeMutablePointer<EffectsState>
    private var frame = 0

    init(_ build: Build, rate: Double = 48_000) {
        self.build = build
        self.rate = rate
        memory = .allocate(capacity: EffectsState.floatCount(sampleRate: rate))
        state = .allocate(capacity: 1)
        state.initialize(to: EffectsState(sampleRate: rate, memory: memory))
    }

    deinit {
        memory.deallocate()
        state.deallocate()
    }

    /// Whether every effect is off and has rung out.
    var isResting: Bool {
        let state = state.pointee
        return state.drive.isResting && state.chorus.isResting && state.delay.isResting && state.reverb.isResting
    }

    /// Renders in place in blocks of `block`; before each cell `turn` may change the control for the cell at that frame.
    func render(
        _ left: inout [Float], _ right: inout [Float], block: Int = 64,
        turn: (Int, inout EffectsControl) -> Void = { _, _ in }
    ) {
        let count = left.count
        left.withUnsafeMutableBufferPointer { left in
            right.withUnsafeMutableBufferPointer { right in
                var done = 0
                while done < count {
                    let blockEnd = min(count, (done / block + 1) * block)
                    let first = frame & 15
                    if first == 0 { turn(frame, &control) }
                    let frames = min(16 - first, blockEnd - done)
                    run(first, first + frames, left.baseAddress! + done, right.baseAddress! + done)
                    frame += frames
                    done += frames
                }
            }
        }
    }

    /// What comes out of the left side for the same signal on both, in blocks of 64.
    func left(_ signal: [Float]) -> [Float] {
        var (left, right) = (signal, signal)
        render(&left, &right)
        return left
    }

    private func run(_ first: Int, _ end: Int, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>) {
        switch build {
        case .baseline: KanonDSP.renderEffects(state, &control, first: first, end: end, left: left, right: right)
        case .v3: KanonDSPv3.renderEffects(state, &control, first: first, end: end, left: left, right: right)
        }
    }
}

/// White noise, −1…1, the same in every run.
func noise(frames: Int, seed: UInt64 = 1) -> [Float] {
    var random = Lehmer(seed: seed)
    return (0..<frames).map { _ in Float(random.below(1 << 24)) * 0x1p-23 - 1 }
}

/// A sine of level `level`.
func sine(hertz: Double, rate: Double, level: Float, frames: Int) -> [Float] {
    (0..<frames).map { frame in
        let angle = 2 * Double.pi * hertz / rate * Double(frame)
        return level * Float(sin(angle))
    }
}

/// The mean square of a part of a signal, in decibels.
func decibels(_ signal: some Collection<Float>) -> Double {
    var sum = 0.0
    for sample in signal { sum += Double(sample) * Double(sample) }
    return 10 * log10(sum / Double(signal.count) + 1e-30)
}

/// The greatest sample without its sign; infinite if one is not a number. A pointer, because arrays are slow in a debug build.
func peak(_ signal: [Float]) -> Float {
    signal.withUnsafeBufferPointer { signal in
        var greatest: Float = 0
        var index = 0
        while index < signal.count {
            let level = abs(signal[index])
            if !(level <= greatest) { greatest = level.isNaN ? .infinity : level }
            index &+= 1
        }
        return greatest
    }
}
