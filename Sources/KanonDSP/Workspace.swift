/// Memory that cells are rendered in: rows of 16 floats. The first are shared by all groups.
typealias Workspace = UnsafeMutablePointer<SIMD16<Float>>

/// Rows of 16 floats that `renderCell` and `passGridLine` work in, for `groupCount` groups.
public func workspaceRowCount(groupCount: Int) -> Int { sharedRowCount + groupCount * 32 }

private var sharedRowCount: Int { @_noLocks @_noAllocation get { 180 } }

extension UnsafeMutablePointer<SIMD16<Float>> {
    /// What the modulations add to each `VoiceTarget`.
    @inline(__always) var offsets: UnsafeMutablePointer<SIMD16<Float>> {
        @_noLocks @_noAllocation get { self }
    }
    /// A voice a row, a frame a lane; and the same for the right side.
    @inline(__always) var voices: UnsafeMutablePointer<SIMD16<Float>> {
        @_noLocks @_noAllocation get { self + 64 }
    }
    /// What the oscillators of one group have drawn: a frame a row, a voice a lane; and the same for the right side.
    @inline(__always) @_noLocks @_noAllocation
    func frames(ofGroup index: Int) -> UnsafeMutablePointer<SIMD16<Float>> { self + (sharedRowCount + 32 * index) }
    /// The sums of all groups: a frame a row, left.
    @inline(__always) var left: UnsafeMutablePointer<SIMD16<Float>> {
        @_noLocks @_noAllocation get { self + 128 }
    }
    /// The same, right.
    @inline(__always) var right: UnsafeMutablePointer<SIMD16<Float>> {
        @_noLocks @_noAllocation get { self + 144 }
    }
    /// What the saws of a group need: `SawRow`.
    @inline(__always) var saws: UnsafeMutablePointer<SIMD16<Float>> {
        @_noLocks @_noAllocation get { self + 160 }
    }
    /// What all saws of a group are between their edges: the four coefficients of `addSawLine`, a voice a lane; and the same for
    /// the right side.
    @inline(__always) var sawLines: UnsafeMutablePointer<SIMD16<Float>> {
        @_noLocks @_noAllocation get { self + 172 }
    }
}
