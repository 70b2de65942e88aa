import KanonState

/// Keeps account of the phases of all voices that sound: what each began with, and what its increments have added since.
///
/// Asked to `pass` every grid line, once the cell before it was rendered. A voice may have been moved to another lane, or been
/// doubled for a crossfade; so it is found by its key, and by where its increments must have taken it.
public struct PhaseLedger {
    /// One phase of a voice.
    private struct Account {
        var start: UInt32
        var sum: UInt32 = 0
        /// What the cell that follows adds.
        var due: UInt32

        var predicted: UInt32 { start &+ sum &+ due }
    }

    /// A voice as it was at the last line.
    private struct Voice {
        let key: Float
        /// Of each oscillator its copies, then its modulator.
        let accounts: [Account]
        /// The oscillators that the cell behind the line draws, a bit each.
        let running: UInt8

        /// Whether the phase of this index is the first one of an oscillator that is drawn.
        func isDrawn(_ index: Int) -> Bool {
            let (number, copy) = index.quotientAndRemainder(dividingBy: PhaseLedger.phasesPerOscillator)
            return copy == 0 && running & (1 << UInt8(number)) != 0
        }
    }

    private let groups: UnsafeMutablePointer<VoiceGroup>
    private let groupCount: Int
    private var voices: [Voice] = []
    /// Phases that were compared with what was predicted.
    public private(set) var comparisons = 0
    /// Phases that nothing had predicted.
    public private(set) var strangers = 0

    /// The voices of `count` groups.
    public init(_ groups: UnsafeMutablePointer<VoiceGroup>, count: Int) {
        self.groups = groups
        groupCount = count
    }

    private static var phasesPerOscillator: Int { OscillatorLanes.maximumCopies + 1 }

    /// Takes the phases at a line of which the cell before has been rendered.
    public mutating func pass() {
        var next: [Voice] = []
        for number in 0..<groupCount where groups[number].active != 0 {
            for lane in 0..<16 where groups[number].active & (1 << UInt16(lane)) != 0 {
                next.append(follow(groups + number, lane))
            }
        }
        voices = next
    }

    /// The voice of a lane with the account of the voice that it was at the last line.
    private mutating func follow(_ group: UnsafeMutablePointer<VoiceGroup>, _ lane: Int) -> Voice {
        let key = group.pointee.noteOctaves[lane]
        var fewest = Int.max
        var best: Voice?
        for voice in voices where voice.key == key {
            let misses = misses(group, lane, voice)
            if misses < fewest {
                fewest = misses
                best = voice
            }
        }
        if best != nil {
            comparisons += Self.phasesPerOscillator * 3
            strangers += fewest
        }
        return record(group, lane, key, after: best)
    }

    private func misses(_ group: UnsafeMutablePointer<VoiceGroup>, _ lane: Int, _ voice: Voice) -> Int {
        var count = 0
        for index in voice.accounts.indices {
            let phase = Self.phases(group, index).phase[lane]
            let account = voice.accounts[index]
            // What is not drawn stands still; the first copy of what is drawn moves.
            let stands = phase == account.start &+ account.sum && !voice.isDrawn(index)
            if phase != account.predicted && !stands { count += 1 }
        }
        return count
    }

    private func record(_ group: UnsafeMutablePointer<VoiceGroup>, _ lane: Int, _ key: Float, after voice: Voice?) -> Voice {
        var accounts: [Account] = []
        for index in 0..<3 * Self.phasesPerOscillator {
            let lanes = Self.phases(group, index)
            let phase = lanes.phase[lane]
            // Frames 0 … 15: sixteen increments, and 0 + 1 + … + 15 times what they grow by.
            let due = 16 &* lanes.increment[lane] &+ 120 &* UInt32(bitPattern: lanes.ramp[lane])
            var account = Account(start: phase, due: due)
            // A stranger begins anew.
            if let before = voice?.accounts[index], phase == before.predicted || phase == before.start &+ before.sum {
                account.start = before.start
                account.sum = phase == before.predicted ? before.sum &+ before.due : before.sum
            }
            accounts.append(account)
        }
        return Voice(key: key, accounts: accounts, running: group.pointee.running)
    }

    private static func phases(_ group: UnsafeMutablePointer<VoiceGroup>, _ index: Int) -> PhaseLanes {
        let number = index / phasesPerOscillator
        let copy = index % phasesPerOscillator
        return copy < OscillatorLanes.maximumCopies
            ? group.pointee.oscillators[number].copies[copy] : group.pointee.oscillators[number].modulator
    }
}
