/// What a channel of a device has sent of messages that only make sense together: numbers in two parts, parameters by number.
struct ChannelReading: BitwiseCopyable {
    /// A parameter by number, and what its data came to.
    enum Entry: BitwiseCopyable, Equatable {
        case registered(RegisteredParameter, data: UInt16)
        case nonRegistered(UInt16, data: UInt16)
        /// One step up (1) or down (−1).
        case nonRegisteredStep(UInt16, Int8)
    }

    /// What a controller comes to besides itself.
    enum Outcome: BitwiseCopyable, Equatable {
        case nothing
        /// Of a controller that comes in two parts, 0…16383.
        case number(UInt16)
        case entry(Entry)
        case function(ControllerFunction)
    }

    private(set) var pedals = Pedals()
    /// 14 bits.
    private(set) var bank: UInt16 = 0

    /// The first parts of controllers 0…31.
    private var firsts: InlineArray<32, UInt8> = InlineArray(repeating: 0)
    /// The controllers that were seen to come in two parts, and those whose second part is waited for, a bit each.
    private var pairs: UInt32 = 0
    private var waiting: UInt32 = 0

    /// The parameter that was selected, 14 bits; all set where none is.
    private var number: UInt16 = 0x3FFF
    private var isRegistered = false
    private var data: UInt16 = 0

    /// What registered parameters tuned the channel to, in semitones.
    private var fineTuning: Float = 0
    private var coarseTuning: Float = 0

    /// A controller that does `function` by the standard has come. `isPair`: it is one of two parts that mean something together.
    @_noLocks @_noAllocation
    mutating func take(_ controller: UInt8, _ value: UInt8, _ function: ControllerFunction?, isPair: Bool) -> Outcome {
        if isPair {
            guard let number = number(controller, value) else { return .nothing }
            return .number(number)
        }
        let entry: Entry?
        switch function {
        case nil: return .nothing
        case .bankSelect?:
            selectBank(controller, value)
            return .nothing
        case .nonRegistered?, .registered?:
            select(controller, value)
            return .nothing
        case .dataEntry?: entry = enter(controller, value)
        case .dataIncrement?: entry = step(1)
        case .dataDecrement?: entry = step(-1)
        case let function?: return .function(function)
        }
        guard let entry else { return .nothing }
        return .entry(entry)
    }

    /// One of two parts of a number, of controller 0…31 or its second part, 32…63; the number as far as it is known, 0…16383.
    ///
    /// Many devices only ever send the first part, which then means what it says: 127 is the end. A device that was seen to send
    /// both is waited for, so that nothing steps back between them.
    @_noLocks @_noAllocation
    private mutating func number(_ controller: UInt8, _ value: UInt8) -> UInt16? {
        let index = Int(controller & 31)
        let bit: UInt32 = 1 &<< UInt32(controller & 31)
        if controller & 32 != 0 {
            pairs |= bit
            waiting &= ~bit
            return UInt16(firsts[index]) &<< 7 | UInt16(value)
        }
        firsts[index] = value
        if pairs & bit != 0 {
            if waiting & bit == 0 {
                waiting |= bit
                return nil
            }
            // The second part did not come after all.
            pairs &= ~bit
            waiting &= ~bit
        }
        return UInt16(value) &* 129
    }

    @_noLocks @_noAllocation
    private mutating func selectBank(_ controller: UInt8, _ value: UInt8) {
        bank = controller == 0 ? UInt16(value) &<< 7 | bank & 0x7F : bank & 0x3F80 | UInt16(value)
    }

    /// Controllers 98…101: a parameter is selected.
    @_noLocks @_noAllocation
    private mutating func select(_ controller: UInt8, _ value: UInt8) {
        let wasRegistered = isRegistered
        let before = number
        isRegistered = controller >= 100
        number = controller & 1 == 1 ? UInt16(value) &<< 7 | number & 0x7F : number & 0x3F80 | UInt16(value)
        guard number != before || isRegistered != wasRegistered else { return }
        data = 0
        pairs &= ~(1 &<< 6)
        waiting &= ~(1 &<< 6)
    }

    /// Controllers 6 and 38: data for it.
    @_noLocks @_noAllocation
    private mutating func enter(_ controller: UInt8, _ value: UInt8) -> Entry? {
        guard number != 0x3FFF else { return nil }
        if isRegistered {
            data = controller == 6 ? UInt16(value) &<< 7 : data & 0x3F80 | UInt16(value)
            return entry
        }
        guard let whole = number(controller, value) else { return nil }
        data = whole
        return entry
    }

    /// Controllers 96 and 97: one step.
    @_noLocks @_noAllocation
    private mutating func step(_ steps: Int) -> Entry? {
        guard number != 0x3FFF else { return nil }
        guard isRegistered else { return .nonRegisteredStep(number, Int8(truncatingIfNeeded: steps)) }
        guard let parameter = RegisteredParameter(rawValue: number) else { return nil }
        data = parameter.stepped(data, by: steps)
        return entry
    }

    /// The channel is tuned; both tunings together, in semitones.
    @_noLocks @_noAllocation
    mutating func tune(_ parameter: RegisteredParameter, to semitones: Float) -> Float {
        if parameter == .fineTuning { fineTuning = semitones } else { coarseTuning = semitones }
        return fineTuning + coarseTuning
    }

    /// A pedal is at `value`: it goes down at one threshold and comes up below the other.
    @_noLocks @_noAllocation
    mutating func move(_ pedal: Pedals, _ value: UInt8, down: UInt8 = 64, up: UInt8 = 64) {
        let wasDown = pedals.contains(pedal)
        pedals.set(pedal, isDown: wasDown ? value >= up : value >= down)
    }

    /// As RP-015 has it: what is held and what was selected is forgotten, the bank is not.
    @_noLocks @_noAllocation
    mutating func reset() {
        pedals = Pedals()
        number = 0x3FFF
        waiting = 0
    }

    private var entry: Entry? {
        @_noLocks @_noAllocation get {
            guard isRegistered else { return .nonRegistered(number, data: data) }
            guard let parameter = RegisteredParameter(rawValue: number) else { return nil }
            return .registered(parameter, data: data)
        }
    }
}
