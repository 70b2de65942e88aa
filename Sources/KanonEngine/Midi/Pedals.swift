/// The pedals of a channel that are down, a bit each.
struct Pedals: BitwiseCopyable, Equatable {
    private(set) var rawValue: UInt8 = 0

    @inline(__always) static var sustain: Pedals {
        @_noLocks @_noAllocation get { Pedals(rawValue: 1) }
    }
    @inline(__always) static var sostenuto: Pedals {
        @_noLocks @_noAllocation get { Pedals(rawValue: 2) }
    }
    @inline(__always) static var soft: Pedals {
        @_noLocks @_noAllocation get { Pedals(rawValue: 4) }
    }
    @inline(__always) static var legato: Pedals {
        @_noLocks @_noAllocation get { Pedals(rawValue: 8) }
    }
    /// The second sustain pedal.
    @inline(__always) static var hold: Pedals {
        @_noLocks @_noAllocation get { Pedals(rawValue: 16) }
    }
    /// A button that holds as the sustain pedal does.
    @inline(__always) static var latch: Pedals {
        @_noLocks @_noAllocation get { Pedals(rawValue: 32) }
    }

    /// Whether none is down.
    var isUp: Bool {
        @_noLocks @_noAllocation get { rawValue == 0 }
    }

    /// Whether one that sustains is down.
    var holds: Bool {
        @_noLocks @_noAllocation get { contains(.sustain) || contains(.hold) || contains(.latch) }
    }

    @_noLocks @_noAllocation
    func contains(_ pedal: Pedals) -> Bool { rawValue & pedal.rawValue != 0 }

    @_noLocks @_noAllocation
    mutating func set(_ pedal: Pedals, isDown: Bool) {
        rawValue = isDown ? rawValue | pedal.rawValue : rawValue & ~pedal.rawValue
    }
}
