import KanonEngine

/// Finds out which control a player moves, and how it speaks: first it is turned to the right, then, if that leaves a choice, to
/// the left.
///
/// Clock, keys and pressure are passed over, and so is what trembles. A position shows as a way: on and on, hardly ever the same
/// value twice. A knob without ends repeats small steps, which by one of the encodings are all of one sign, and of the other when it
/// is turned back.
public struct KnobReading: Sendable {
    /// What was found.
    public enum Verdict: Sendable, Equatable {
        /// Nothing has moved.
        case nothing
        /// This one; whether it says positions or steps shows when it is turned to the left.
        case undecided(KnobControl)
        /// This one, which sends what nothing known does.
        case unclear(KnobControl)
        /// Several have moved about as far.
        case several([KnobControl])
        /// This one.
        case found(KnobControl)
    }

    private var tracks: [KnobControl: KnobTrack] = [:]
    /// Controllers of each channel of each device, in the order in which they came.
    private var orders: [UInt16: [UInt8]] = [:]
    /// The channels of devices on which a parameter was selected by number.
    private var selecting: Set<UInt16> = []
    private var isTurningBack = false
    /// Whether keys were played.
    public private(set) var heardKeys = false

    /// Movement below this is none.
    private static let least = 3
    /// What is pressed, or comes by itself, while a hand looks for a knob.
    private static let noise = [ControllerFunction.sustain, .sostenuto, .soft, .legato, .hold].flatMap(\.controllers)
    private static let banks = ControllerFunction.bankSelect.controllers

    /// Nothing was heard yet.
    public init() {}

    /// From now on it is turned to the left.
    public mutating func turnBack() { isTurningBack = true }

    /// The control that has moved most, and how many messages it has sent: when that rests the turn is over.
    public var progress: (control: KnobControl, count: Int)? {
        ranking.first.map { ($0.control, $0.track.count) }
    }

    /// Takes a message of a device, read with an empty mapping.
    public mutating func take(_ heard: HeardMessage, device: UInt8) {
        guard let channel = heard.channel else { return }
        if case .message(.noteOn) = heard.content { heardKeys = true }
        let place = UInt16(device) << 8 | UInt16(channel)
        if let entry = heard.movements.first(where: { if case .nonRegistered = $0.source { true } else { false } }) {
            return record(entry, KnobControl(device: device, channel: channel, source: entry.source))
        }
        guard let movement = heard.movements.first else { return }
        switch movement.source {
        case .controller(let number):
            if heard.function == .nonRegistered || heard.function == .registered { selecting.insert(place) }
            let isData = [.dataEntry, .dataIncrement, .dataDecrement].contains(heard.function)
            guard number < 120, ![.nonRegistered, .registered].contains(heard.function), !(isData && selecting.contains(place)) else {
                return
            }
            orders[place, default: []].append(number)
            record(movement, KnobControl(device: device, channel: channel, source: movement.source))
        case .bend: record(movement, KnobControl(device: device, channel: channel, source: .bend))
        default: break
        }
    }

    private mutating func record(_ movement: HeardMessage.Movement, _ control: KnobControl) {
        var track = tracks[control] ?? KnobTrack()
        switch movement.kind {
        case .step: track.steps = (track.steps ?? 0) + (isTurningBack ? -movement.value : movement.value)
        case .sevenBits: track.append(movement.value, isTurningBack)
        case .fourteenBits:
            track.append(movement.value >> 7, isTurningBack)
            // Devices that only send the first part fill the second with it.
            if movement.value != (movement.value >> 7) * 129 { track.isFine = true }
        }
        tracks[control] = track
    }

    /// What is known by now.
    public var verdict: Verdict {
        let ranking = ranking
        guard let first = ranking.first else { return .nothing }
        let rivals = ranking.filter { $0.movement * 2 > first.movement }
        if rivals.count > 1 { return .several(rivals.map(\.control)) }
        var control = first.control
        switch first.track.kind {
        case .known(let manner, let isReversed):
            control.manner = manner
            control.isReversed = isReversed
            return .found(control)
        case .undecided: return .undecided(control)
        case .unclear, .jitter: return .unclear(control)
        }
    }

    /// Whether a knob without ends, which speaks by `encoding`, counts down when it is turned to the right.
    public func isReversed(_ control: KnobControl, by encoding: RelativeEncoding) -> Bool {
        guard let track = tracks[KnobControl(device: control.device, channel: control.channel, source: control.source)] else {
            return false
        }
        func steps(_ values: [Int]) -> Int { values.reduce(0) { $0 + encoding.steps(of: UInt8($1)) } }
        return steps(track.right) < steps(track.left)
    }

    private struct Rank {
        let control: KnobControl
        let track: KnobTrack
        let movement: Int
    }

    /// What has moved, the farthest first: wheels only where no knob has, and what hardly moved, or was pressed, only where nothing
    /// else did.
    private var ranking: [Rank] {
        let ranks = joined.map { Rank(control: $0, track: $1, movement: $1.movement) }.filter { !isOne(of: Self.noise, $0) }
        let far = ranks.filter { $0.movement >= Self.least }
        let near = ranks.filter { $0.control.source != .bend && $0.track.kind != .jitter && !isOne(of: Self.banks, $0) }
        let chosen = [far.filter { $0.control.source != .bend }, far, near].first { !$0.isEmpty } ?? []
        return chosen.sorted { ($0.movement, $1.control.title) > ($1.movement, $0.control.title) }
    }

    private func isOne(of controllers: [UInt8], _ rank: Rank) -> Bool {
        if case .controller(let number) = rank.control.source { controllers.contains(number) } else { false }
    }

    /// The tracks, those of two parts made one.
    private var joined: [(KnobControl, KnobTrack)] {
        var joined = tracks
        for (control, track) in tracks {
            guard case .controller(let number) = control.source, (1...31).contains(number), number != 6 else { continue }
            let second = KnobControl(device: control.device, channel: control.channel, source: .controller(number + 32))
            guard let other = tracks[second], arePair(control, number) else { continue }
            joined[control] = nil
            joined[second] = nil
            var whole = track
            whole.isFine = other.count > 0
            joined[KnobControl(device: control.device, channel: control.channel, source: .pair(number))] = whole
        }
        return joined.map { ($0, $1) }
    }

    /// Whether a first part comes with a second one, right before or after it: not always the other way round, as the first part
    /// need not be sent while it stays.
    private func arePair(_ control: KnobControl, _ number: UInt8) -> Bool {
        let order = orders[UInt16(control.device) << 8 | UInt16(control.channel)] ?? []
        let firsts = order.indices.filter { order[$0] == number }
        let seconds = order.filter { $0 == number + 32 }.count
        let together = firsts.filter { index in
            (index > 0 && order[index - 1] == number + 32) || (index + 1 < order.count && order[index + 1] == number + 32)
        }
        return seconds * 5 >= firsts.count * 4 && together.count * 5 >= firsts.count * 4
    }
}

extension KnobTrack {
    fileprivate mutating func append(_ value: Int, _ isTurningBack: Bool) {
        if isTurningBack { left.append(value) } else { right.append(value) }
    }
}
