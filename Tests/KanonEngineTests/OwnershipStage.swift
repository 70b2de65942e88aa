@testable import KanonEngine

/// Hands, feet and cables at an instrument: knows which keys and pedals are down, and lets go of them all.
struct OwnershipStage {
    private let instrument: Instrument
    private let left = UnsafeMutablePointer<Float>.allocate(capacity: 32)
    private var microseconds: UInt64 = 1_000_000
    /// What is down, as the message that lets go of it.
    private var owed: [[UInt8]: Void] = [:]

    init() {
        var configuration = Instrument.Configuration()
        configuration.polyphony = 16
        instrument = Instrument(configuration, sound: .plainSine)
    }

    /// Plays `acts` from a reset on, then lets go of everything that is down; whether a voice is still held.
    mutating func holdsNotes(after acts: [OwnershipAct]) -> Bool {
        owed.removeAll(keepingCapacity: true)
        for device in 0..<OwnershipAct.devices { send([0xFF], device: device) }
        instrument.parameters.set(.voice(.mode), to: 0)
        instrument.parameters.set(.voice(.polyphony), to: 16)
        render(1)
        for act in acts { perform(act) }
        for bytes in owed.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) { send(Array(bytes.dropFirst()), device: bytes[0]) }
        // What found no room comes when there is some.
        repeat {
            instrument.input(.alsa).flush()
            render(1)
        } while instrument.input(.alsa).holdsBack
        return holdsNotes
    }

    /// The fewest of `acts` after which an instrument of its own still holds a note: leaves out what can be left out, in ever
    /// smaller pieces. Empty where that needs what came before.
    static func shortest(_ acts: [OwnershipAct]) -> [OwnershipAct] {
        func fails(_ acts: [OwnershipAct]) -> Bool {
            var stage = OwnershipStage()
            return stage.holdsNotes(after: acts)
        }
        guard fails(acts) else { return [] }
        var acts = acts
        var length = acts.count / 2
        while length > 0 {
            var start = 0
            while start < acts.count {
                var fewer = acts
                fewer.removeSubrange(start..<min(start + length, acts.count))
                if fails(fewer) { acts = fewer } else { start += length }
            }
            length /= 2
        }
        return acts
    }

    private mutating func perform(_ act: OwnershipAct) {
        switch act {
        case .message(let bytes, let device):
            send(bytes, device: device)
            note(bytes, device)
        case .lost(let bytes, let device): note(bytes, device)
        case .flood(let key, let channel, let device):
            for _ in 0..<700 { send([0x90 | channel, key, 100, 0x80 | channel, key, 64], device: device) }
            owed[[device, 0x80 | channel, key, 64]] = nil
        case .unplug(let device):
            instrument.input(.alsa).release(device: device, at: 0)
            owed = owed.filter { $0.key[0] != device }
        case .preset(let rule, let mode):
            var sound = Sound.plainSine
            sound[.voice(.mode)] = Float(mode.rawValue)
            sound.change.rule = rule
            sound.change.seconds = 0.002
            instrument.load(sound)
        case .mode(let mode): instrument.parameters.set(.voice(.mode), to: Float(mode.rawValue))
        case .polyphony(let count): instrument.parameters.set(.voice(.polyphony), to: Float(count))
        case .wait(let cells): render(cells)
        case .panic: instrument.input(.control).push(Event(.panic), at: 0)
        }
    }

    /// Keeps in mind what has to be let go of.
    private mutating func note(_ bytes: [UInt8], _ device: UInt8) {
        let channel = bytes[0] & 0x0F
        switch bytes[0] & 0xF0 {
        case 0x90: owed[[device, 0x80 | channel, bytes[1], 64]] = ()
        case 0x80: owed[[device, 0x80 | channel, bytes[1], 64]] = nil
        case 0xB0 where (64...69).contains(bytes[1]):
            owed[[device, 0xB0 | channel, bytes[1], 0]] = bytes[2] > 0 ? () : nil
        default: break
        }
    }

    private func send(_ bytes: [UInt8], device: UInt8) {
        bytes.withUnsafeBufferPointer { instrument.input(.alsa).receive($0.baseAddress!, count: $0.count, device: device, at: 0) }
    }

    private mutating func render(_ cells: Int) {
        for _ in 0..<cells {
            instrument.engine.pointee.begin(frames: 16, microseconds: microseconds)
            instrument.engine.pointee.render(left: left, right: left + 16)
            microseconds += 333
        }
        instrument.collect()
    }

    private var holdsNotes: Bool {
        let sets = instrument.engine.pointee.pool.sets
        for number in 0..<instrument.engine.pointee.pool.groupCount {
            for lane in 0..<16 {
                let state = sets[number].states[lane]
                if state == VoiceState.held || state == VoiceState.pedalled { return true }
            }
        }
        return false
    }
}
