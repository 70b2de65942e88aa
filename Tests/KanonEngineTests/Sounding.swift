import KanonState
import KanonTesting

@testable import KanonEngine

/// A voice as a test sees it.
struct Sounding {
    var key: Int
    var stage: Int32
    var level: Float

    /// Whether its key or the pedal holds it.
    var isHeld: Bool { stage < EnvelopeLanes.Stage.release }
}

extension Bench {
    /// The voices that sound, in the order of their lanes.
    var sounding: [Sounding] {
        let pool = instrument.engine.pointee.pool
        return (0..<pool.groupCount * 16).compactMap { index in
            let group = pool.groups[index / 16]
            let lane = index % 16
            guard group.active & (1 << UInt16(lane)) != 0 else { return nil }
            return Sounding(
                key: Int((group.noteOctaves[lane] * 12 + 60).rounded()), stage: group.amp.stage[lane],
                level: group.amp.level[lane])
        }
    }

    /// The keys that are held by a finger or a pedal, in order.
    var heldKeys: [Int] { sounding.filter(\.isHeld).map(\.key).sorted() }

    /// Renders `frames` more.
    func run(_ frames: Int, block: Int = 64) { run(to: left.count + frames, block: block) }

    /// Hands over an event as if it came late: it counts from the next block's first frame.
    func push(_ kind: Event.Kind, device: UInt8 = 0, channel: UInt8 = 0, key: UInt8 = 0, value: Float = 0) {
        instrument.input(.alsa).push(
            Event(kind, device: device, channel: channel, key: key, value: value), at: 0)
    }
}

/// The largest difference between two neighbours.
func largestStep(_ signal: some Collection<Float>) -> Float {
    var last = signal.first ?? 0
    var largest: Float = 0
    for sample in signal {
        largest = max(largest, abs(sample - last))
        last = sample
    }
    return largest
}

/// The loudest sample.
func peak(_ signal: some Collection<Float>) -> Float {
    var loudest: Float = 0
    for sample in signal { loudest = max(loudest, abs(sample)) }
    return loudest
}

/// Random numbers that are the same in every run.
typealias Dice = KanonTesting.Dice
