import CRealtime
import KanonDSP
import KanonDSPv3
import KanonState

/// One of the builds of the signal path. The sound differs by rounding only.
public enum Kernel: String, CaseIterable, Sendable {
    /// Runs on every x86-64 and Arm processor.
    case baseline
    /// Needs AVX2 and FMA.
    case v3

    /// Whether this processor runs it.
    public var isAvailable: Bool { self == .baseline || kanon_cpu_has_v3() }

    /// The fastest that this processor runs.
    public static var best: Kernel { v3.isAvailable ? .v3 : .baseline }

    /// See `KanonDSP.passGridLine`.
    @_noLocks @_noAllocation
    func passGridLine(
        _ groups: UnsafeMutablePointer<VoiceGroup>, count: Int, _ parts: UnsafePointer<PartControl>,
        memory: UnsafeMutablePointer<SIMD16<Float>>
    ) {
        switch self {
        case .baseline: KanonDSP.passGridLine(groups, count: count, parts, memory: memory)
        case .v3: KanonDSPv3.passGridLine(groups, count: count, parts, memory: memory)
        }
    }

    /// See `KanonDSP.renderCell`.
    @_noLocks @_noAllocation
    func renderCell(
        _ groups: UnsafeMutablePointer<VoiceGroup>, count: Int, _ parts: UnsafePointer<PartControl>,
        steps: UnsafePointer<Float>, memory: UnsafeMutablePointer<SIMD16<Float>>, first: Int, end: Int,
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>
    ) {
        switch self {
        case .baseline:
            KanonDSP.renderCell(
                groups, count: count, parts, steps: steps, memory: memory, first: first, end: end, left: left,
                right: right)
        case .v3:
            KanonDSPv3.renderCell(
                groups, count: count, parts, steps: steps, memory: memory, first: first, end: end, left: left,
                right: right)
        }
    }
}

extension Kernel {
    /// See `KanonDSP.renderEffects`, `takeOffset` and `applyOutputGain`.
    @_noLocks @_noAllocation
    func renderEffects(
        _ state: UnsafeMutablePointer<EffectsState>, _ part: UnsafeMutablePointer<PartControl>, first: Int, end: Int,
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>
    ) {
        switch self {
        case .baseline:
            KanonDSP.renderEffects(state, &part.pointee.effects, first: first, end: end, left: left, right: right)
            KanonDSP.takeOffset(
                &state.pointee.offset, sampleRate: state.pointee.sampleRate, first: first, end: end, left: left, right: right)
            KanonDSP.applyOutputGain(part, first: first, end: end, left: left, right: right)
        case .v3:
            KanonDSPv3.renderEffects(state, &part.pointee.effects, first: first, end: end, left: left, right: right)
            KanonDSPv3.takeOffset(
                &state.pointee.offset, sampleRate: state.pointee.sampleRate, first: first, end: end, left: left, right: right)
            KanonDSPv3.applyOutputGain(part, first: first, end: end, left: left, right: right)
        }
    }

    /// See `KanonDSP.peak`.
    @_noLocks @_noAllocation
    func peak(left: UnsafePointer<Float>, right: UnsafePointer<Float>, count: Int) -> Float {
        switch self {
        case .baseline: KanonDSP.peak(left: left, right: right, count: count)
        case .v3: KanonDSPv3.peak(left: left, right: right, count: count)
        }
    }

    /// See `KanonDSP.limit`.
    @_noLocks @_noAllocation
    func limit(
        _ state: UnsafeMutablePointer<LimiterState>, left: UnsafeMutablePointer<Float>,
        right: UnsafeMutablePointer<Float>, count: Int
    ) {
        switch self {
        case .baseline: KanonDSP.limit(state, left: left, right: right, count: count)
        case .v3: KanonDSPv3.limit(state, left: left, right: right, count: count)
        }
    }
}
