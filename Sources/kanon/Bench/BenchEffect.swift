import KanonDSP
import KanonDSPv3
import KanonEngine
import KanonState

/// The stages behind the voices, each alone, and all of them.
enum BenchEffect: String, CaseIterable {
    case off, drive, chorus, delay, reverb, all, offset, limiter
    case limiterWorking = "limiter, working"

    /// What the effects are asked for.
    var control: EffectsControl {
        var control = EffectsControl()
        if self == .drive || self == .all {
            control.drive.decibels = 12
            control.drive.toneHertz = 8000
        }
        if self == .chorus || self == .all { control.chorus.mix = 0.5 }
        if self == .delay || self == .all { control.delay.mix = 0.5 }
        if self == .reverb || self == .all { control.reverb.mix = 0.5 }
        return control
    }
}

/// One stage at work on noise that is the same every time.
final class EffectRun {
    private let effect: BenchEffect
    private let kernel: Kernel
    private var control: EffectsControl
    private var limiter = LimiterState()
    private let memory: AlignedMemory<Float>
    private let state: AlignedMemory<EffectsState>
    private let noise = AlignedMemory<Float>(repeating: 0, count: noiseFrames)
    private let sides = AlignedMemory<Float>(repeating: 0, count: 2 * frames)
    private var position = 0

    /// Frames that are worked on at once, and noise to choose them from.
    static let frames = BenchInstrument.framesPerBlock
    private static let noiseFrames = 4096

    init(_ effect: BenchEffect, kernel: Kernel) {
        self.effect = effect
        self.kernel = kernel
        control = effect.control
        memory = AlignedMemory(repeating: 0, count: EffectsState.floatCount(sampleRate: BenchInstrument.sampleRate))
        state = AlignedMemory(repeating: EffectsState(sampleRate: BenchInstrument.sampleRate, memory: memory.start), count: 1)
        var random: UInt32 = 1
        for index in 0..<Self.noiseFrames {
            random = random &* 1_664_525 &+ 1_013_904_223
            noise.start[index] = Float(Int32(bitPattern: random)) * 0x1p-31 * (effect == .limiterWorking ? 4 : 0.3)
        }
    }

    /// Works on `blocks` blocks.
    func render(blocks: Int) {
        let (left, right) = (sides.start, sides.start + Self.frames)
        for _ in 0..<blocks {
            left.update(from: noise.start + position, count: Self.frames)
            right.update(from: noise.start + (position + 2048) % Self.noiseFrames, count: Self.frames)
            position = (position + Self.frames) % Self.noiseFrames
            switch effect {
            case .limiter, .limiterWorking: limit(left, right)
            case .offset:
                for frame in stride(from: 0, to: Self.frames, by: 16) { takeOffset(left + frame, right + frame) }
            default:
                for frame in stride(from: 0, to: Self.frames, by: 16) { renderEffects(left + frame, right + frame) }
            }
        }
    }

    private func renderEffects(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>) {
        switch kernel {
        case .baseline: KanonDSP.renderEffects(state.start, &control, first: 0, end: 16, left: left, right: right)
        case .v3: KanonDSPv3.renderEffects(state.start, &control, first: 0, end: 16, left: left, right: right)
        }
    }

    private func takeOffset(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>) {
        let rate = Float(BenchInstrument.sampleRate)
        switch kernel {
        case .baseline: KanonDSP.takeOffset(&state.start.pointee.offset, sampleRate: rate, first: 0, end: 16, left: left, right: right)
        case .v3: KanonDSPv3.takeOffset(&state.start.pointee.offset, sampleRate: rate, first: 0, end: 16, left: left, right: right)
        }
    }

    private func limit(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>) {
        switch kernel {
        case .baseline: KanonDSP.limit(&limiter, left: left, right: right, count: Self.frames)
        case .v3: KanonDSPv3.limit(&limiter, left: left, right: right, count: Self.frames)
        }
    }
}
