import KanonDSP

/// A whole preset's way to another: every value that differs goes from where it is to where it shall be, in equal steps of time.
struct Morph {
    private struct Way: BitwiseCopyable {
        var cell: Int
        /// The value at the beginning.
        var origin: Float
        /// What is added to it on the whole way, or multiplied by: in octaves.
        var span: Float
        var goal: Float
        var isExponential: Bool
    }

    private let ways: UnsafeMutablePointer<Way>
    private var count = 0
    private var line: Float = 0
    private var lines: Float = 1

    static let byteCount = ParameterID.cellCount * MemoryLayout<Way>.stride + 64

    init(in arena: inout Arena) {
        let none = Way(cell: 0, origin: 0, span: 0, goal: 0, isExponential: false)
        ways = arena.take(repeating: none, count: ParameterID.cellCount)
    }

    /// Begins anew with nothing to move; what is added arrives after `lines` grid lines.
    @_noLocks @_noAllocation
    mutating func begin(lines: Float) {
        count = 0
        line = 0
        self.lines = max(lines, 1)
    }

    /// A cell's way; frequencies and times go by equal factors.
    @_noLocks @_noAllocation
    mutating func add(_ cell: Int, from origin: Float, to goal: Float, isExponential: Bool) {
        let isExponential = isExponential && origin > 0 && goal > 0
        let span = isExponential ? logarithm2(goal / origin) : goal - origin
        ways[count] = Way(cell: cell, origin: origin, span: span, goal: goal, isExponential: isExponential)
        count += 1
    }

    /// A cell goes its own way from now on.
    @_noLocks @_noAllocation
    mutating func leave(_ cell: Int) {
        for index in 0..<count where ways[index].cell == cell {
            count -= 1
            ways[index] = ways[count]
            return
        }
    }

    /// The cells of `sections` (a bit each), all but one, arrive at once.
    @_noLocks @_noAllocation
    mutating func finish(_ targets: UnsafeMutablePointer<Float>, sections: UInt32, butCell cell: Int) {
        var kept = 0
        for index in 0..<count {
            let section = ways[index].cell / ParameterID.fieldsPerSection
            if sections & (1 &<< UInt32(truncatingIfNeeded: section)) != 0 && ways[index].cell != cell {
                targets[ways[index].cell] = ways[index].goal
            } else {
                ways[kept] = ways[index]
                kept += 1
            }
        }
        count = kept
    }

    /// Passes a grid line: sets the targets, and gives the sections that they lie in, a bit each.
    @_noLocks @_noAllocation
    mutating func passLine(_ targets: UnsafeMutablePointer<Float>) -> UInt32 {
        guard count > 0 else { return 0 }
        line += 1
        let share = min(line / lines, 1)
        var sections: UInt32 = 0
        for index in 0..<count {
            targets[ways[index].cell] = value(index, at: share)
            sections |= 1 &<< UInt32(truncatingIfNeeded: ways[index].cell / ParameterID.fieldsPerSection)
        }
        if share >= 1 { count = 0 }
        return sections
    }

    @_noLocks @_noAllocation
    private func value(_ index: Int, at share: Float) -> Float {
        if share >= 1 { return ways[index].goal }
        let way = ways[index].span * share
        return ways[index].isExponential ? ways[index].origin * exponential2(way) : ways[index].origin + way
    }

    /// Within 0.005, which the end of the way makes up for: exponent and a parabola through the mantissa.
    @_noLocks @_noAllocation
    private func logarithm2(_ x: Float) -> Float {
        let exponent = Float(Int32(truncatingIfNeeded: x.bitPattern &>> 23) &- 127)
        let mantissa = Float(bitPattern: x.bitPattern & 0x7F_FFFF | 0x3F80_0000)
        return exponent + (-0.344_845 * mantissa + 2.024_658) * mantissa - 1.674_873
    }
}
