import KanonState

/// The sounds at work, a part each: the player's own (number 0), and older ones that fade out behind it or whose notes ring out.
struct Layers {
    /// One sound at work.
    struct Layer {
        var values: PartValues
        var builder: PartBuilder
        var use = Use.none
    }

    /// What an older sound is there for.
    enum Use {
        case none
        /// The player's own sound fades in over it.
        case fading
        /// Its notes end as they are.
        case ringing
    }

    private let layers: UnsafeMutablePointer<Layer>
    let parts: UnsafeMutablePointer<PartControl>
    /// The older sounds in the order in which they were left.
    private var order: InlineArray<3, Int> = InlineArray(repeating: 0)

    static let count = 4
    static let byteCount =
        count * (MemoryLayout<Layer>.stride + MemoryLayout<PartControl>.stride + PartValues.byteCount) + 2 * 64

    init(sampleRate: Double, in arena: inout Arena) {
        parts = arena.take(repeating: PartControl(), count: Self.count)
        layers = arena.take(Layer.self, count: Self.count)
        for number in 0..<Self.count {
            let values = PartValues(in: &arena)
            (layers + number).initialize(
                to: Layer(values: values, builder: PartBuilder(parts + number, sampleRate: sampleRate)))
        }
    }

    /// The player's own sound.
    var own: UnsafeMutablePointer<Layer> {
        @_noLocks @_noAllocation get { layers }
    }

    @_noLocks @_noAllocation
    func use(of number: Int) -> Use { layers[number].use }

    func setSampleRate(_ rate: Double) {
        for number in 0..<Self.count {
            layers[number].builder.setSampleRate(rate)
            layers[number].values.stir()
        }
    }

    /// Whether an older sound has room.
    var hasRoom: Bool {
        @_noLocks @_noAllocation get { room != nil }
    }

    private var room: Int? {
        @_noLocks @_noAllocation get {
            for number in 1..<Self.count where layers[number].use == .none { return number }
            return nil
        }
    }

    /// The sound whose notes have rung out for longest.
    var oldestRinging: Int? {
        @_noLocks @_noAllocation get {
            for place in 0..<order.count where order[place] != 0 && layers[order[place]].use == .ringing { return order[place] }
            return nil
        }
    }

    /// Leaves the player's own sound as it is in another layer, whose number this is. There must be room.
    @_noLocks @_noAllocation
    mutating func leave(for use: Use) -> Int {
        guard let number = room else { return 0 }
        layers[number].values.copy(layers[0].values)
        layers[number].builder = PartBuilder(parts + number, copying: layers[0].builder)
        layers[number].use = use
        append(number)
        return number
    }

    /// An older sound has ended.
    @_noLocks @_noAllocation
    mutating func end(_ number: Int) {
        layers[number].use = .none
        remove(number)
    }

    /// Passes a grid line, the first frame of whose cell has the number `frame`. `modulations`: the sound whose modulations the player's own takes up. `keeps`: it keeps what can
    /// only be crossfaded for now.
    @_noLocks @_noAllocation
    func passLine(
        _ parameters: borrowing ParameterState, modulations: UnsafePointer<SoundImage>?, keeps: Bool, fadesOut: Bool, frame: UInt64
    ) {
        layers[0].values.passLine(
            to: parameters.targets, shares: keeps ? parameters.keepingShares : parameters.shares, stirred: parameters.stirred,
            sections: .max)
        layers[0].builder.build(
            from: layers[0].values, sound: modulations, fadesOut: fadesOut, frame: frame)
        // The player's settings reach every note; otherwise older sounds stay as they were left.
        for number in 1..<Self.count where layers[number].use != .none {
            layers[number].values.passLine(
                to: parameters.targets, shares: parameters.shares, stirred: parameters.stirred,
                sections: ParameterSection.player.bit)
            layers[number].builder.build(from: layers[number].values, sound: nil, fadesOut: false, frame: frame)
        }
    }

    @_noLocks @_noAllocation
    private mutating func append(_ number: Int) {
        for place in 0..<order.count where order[place] == 0 {
            order[place] = number
            return
        }
    }

    @_noLocks @_noAllocation
    private mutating func remove(_ number: Int) {
        var kept = 0
        for place in 0..<order.count where order[place] != number {
            order[kept] = order[place]
            kept += 1
        }
        while kept < order.count {
            order[kept] = 0
            kept += 1
        }
    }
}
