import Foundation
import KanonDSP
import KanonDSPv3

/// One of the builds of the waveforms, called as the engine calls them: nothing wider than a Float crosses by value.
enum Build: CaseIterable {
    case baseline
    case v3

    /// The builds that this processor runs.
    static let available: [Build] = {
        let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        return processor.contains(" avx2 ") && processor.contains(" fma ") ? [.baseline, .v3] : [.baseline]
    }()

    /// A filled table of steps, which lives as long as the tests.
    nonisolated(unsafe) static let steps: UnsafePointer<Float> = {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: KanonDSP.StepTable.floatCount)
        KanonDSP.StepTable.fill(memory)
        return UnsafePointer(memory)
    }()

    /// The frames of one saw at constant or ramped pitch; `cells` times 16 of them.
    func saw(phase: UInt32, increment: UInt32, ramp: Int32 = 0, cells: Int) -> [Float] {
        var state = (phase, increment)
        return saw(&state.0, &state.1, ramp: ramp, cells: cells)
    }

    /// As above; phase and increment are carried on.
    func saw(_ phase: inout UInt32, _ increment: inout UInt32, ramp: Int32, cells: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: 16 * cells) { frames, count in
            let target = frames.baseAddress!
            switch self {
            case .baseline:
                KanonDSP.renderSaw(
                    phase: &phase, increment: &increment, ramp: ramp, cells: cells, steps: Self.steps, into: target)
            case .v3:
                KanonDSPv3.renderSaw(
                    phase: &phase, increment: &increment, ramp: ramp, cells: cells, steps: Self.steps, into: target)
            }
            count = 16 * cells
        }
    }

    /// The frames of one triangle.
    func triangle(phase: UInt32, increment: UInt32, ramp: Int32 = 0, cells: Int) -> [Float] {
        var (phase, increment) = (phase, increment)
        return Self.frames(cells) {
            switch self {
            case .baseline:
                KanonDSP.renderTriangle(
                    phase: &phase, increment: &increment, ramp: ramp, cells: cells, steps: Self.steps, into: $0)
            case .v3:
                KanonDSPv3.renderTriangle(
                    phase: &phase, increment: &increment, ramp: ramp, cells: cells, steps: Self.steps, into: $0)
            }
        }
    }

    /// The frames of one pulse.
    func pulse(
        phase: UInt32, increment: UInt32, ramp: Int32 = 0, width: Float, widthStep: Float = 0, cells: Int
    ) -> [Float] {
        var (phase, increment, width) = (phase, increment, width)
        return Self.frames(cells) {
            switch self {
            case .baseline:
                KanonDSP.renderPulse(
                    phase: &phase, increment: &increment, ramp: ramp, width: &width, widthStep: widthStep, cells: cells,
                    steps: Self.steps, into: $0)
            case .v3:
                KanonDSPv3.renderPulse(
                    phase: &phase, increment: &increment, ramp: ramp, width: &width, widthStep: widthStep, cells: cells,
                    steps: Self.steps, into: $0)
            }
        }
    }

    /// The phases of the frames of a cell.
    static func phases(_ phase: UInt32, _ increment: UInt32, _ ramp: Int32 = 0) -> [UInt32] {
        (0..<16).map { k in
            phase &+ k &* increment &+ UInt32(bitPattern: ramp) &* (k &* (k &- 1) / 2)
        }
    }

    static func frames(_ cells: Int, _ draw: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
        [Float](unsafeUninitializedCapacity: 16 * cells) { frames, count in
            draw(frames.baseAddress!)
            count = 16 * cells
        }
    }

    /// The frames of one sine at constant pitch.
    func sine(phase: UInt32, increment: UInt32, frames: Int) -> [Float] {
        (0..<UInt32(frames)).map {
            switch self {
            case .baseline: KanonDSP.sine(phase &+ $0 &* increment)
            case .v3: KanonDSPv3.sine(phase &+ $0 &* increment)
            }
        }
    }
}

/// A phase as 0…1 turns.
func turns(_ phase: UInt32) -> Double { Double(phase) * 0x1p-32 }

func decibels(_ ratio: Double) -> Double { 20 * log10(ratio) }
