/// The values of one sound, on their way to their targets from grid line to grid line.
struct PartValues {
    private let values: UnsafeMutablePointer<Float>
    /// The sections in which something is on its way, a bit each.
    private var moving: UInt32 = .max
    /// The sections of which a value may be another than at the line before, a bit each.
    private(set) var changed: UInt32 = .max

    static let byteCount = ParameterID.cellCount * 4 + 64

    init(in arena: inout Arena) { values = arena.take(repeating: 0, count: ParameterID.cellCount) }

    /// The value of a parameter at this grid line, in its unit.
    @_noLocks @_noAllocation
    subscript(_ id: ParameterID) -> Float {
        @inline(__always) get { values[id.index] }
    }

    /// The value of a cell.
    @_noLocks @_noAllocation
    subscript(cell index: Int) -> Float {
        @inline(__always) get { values[index] }
    }

    /// Everything that follows from the values is derived anew at the next line.
    @_noLocks @_noAllocation
    mutating func stir() { moving = .max }

    /// Takes the values of another sound.
    @_noLocks @_noAllocation
    mutating func copy(_ other: borrowing PartValues) {
        for index in 0..<ParameterID.cellCount { values[index] = other.values[index] }
        moving = .max
    }

    /// A cell is where it should be, at once.
    @_noLocks @_noAllocation
    mutating func set(cell index: Int, to value: Float) { values[index] = value }

    /// Moves the values of `sections` towards `targets`: those in which targets moved (`stirred`) or something is on its way.
    /// `shares`: what of its way a cell covers at a line.
    @_noLocks @_noAllocation
    mutating func passLine(
        to targets: UnsafePointer<Float>, shares: UnsafePointer<Float>, stirred: UInt32, sections: UInt32
    ) {
        moving = (moving | stirred) & sections
        changed = moving
        var left = moving
        while left != 0 {
            let section = left.trailingZeroBitCount
            left &= left &- 1
            if section >= ParameterID.sectionCount || hasArrived(section, targets, shares) {
                moving &= ~(1 &<< UInt32(truncatingIfNeeded: section))
            }
        }
    }

    /// Moves a section's values; true when all of them are where they should be.
    @_noLocks @_noAllocation
    private func hasArrived(_ section: Int, _ targets: UnsafePointer<Float>, _ shares: UnsafePointer<Float>) -> Bool {
        let first = section * ParameterID.fieldsPerSection
        let targets = UnsafeRawPointer(targets + first).assumingMemoryBound(to: SIMD16<Float>.self)
        let values = UnsafeMutableRawPointer(values + first).assumingMemoryBound(to: SIMD16<Float>.self)
        let shares = UnsafeRawPointer(shares + first).assumingMemoryBound(to: SIMD16<Float>.self)
        var rest = SIMD16<Float>.zero
        for index in 0..<ParameterID.fieldsPerSection / 16 {
            let target = targets[index]
            let way = target - values[index]
            let glided = values[index] + way * shares[index]
            // The last hundred-thousandth is taken at once: a smaller step can be less than a Float tells.
            let distance = way.replacing(with: -way, where: way .< 0)
            let small = (target * 1e-5).replacing(with: target * -1e-5, where: target .< 0) + 1e-9
            let value = glided.replacing(with: target, where: (distance .<= small) .| (shares[index] .>= 1))
            values[index] = value
            rest.replace(with: SIMD16(repeating: 1), where: value .!= target)
        }
        return rest == .zero
    }
}
