import KanonDSP
import KanonState

/// Turns the parameters at a grid line into what the kernels take: ramps, factors and coefficients for the next cell.
struct PartBuilder {
    private var sampleRate: Float
    private var vibratoPhase: UInt32 = 0
    private var hasBuilt = false
    /// What of the output is left while the instrument fades out, 0…1.
    private(set) var fade: Float = 1

    /// Time in which a stolen voice falls from full level.
    static let voiceFadeSeconds: Float = 0.004
    /// Time in which the whole output fades out.
    static let outputFadeSeconds: Float = 0.03

    init(sampleRate: Double) { self.sampleRate = Float(sampleRate) }

    @_noLocks @_noAllocation
    mutating func setSampleRate(_ rate: Double) { sampleRate = Float(rate) }

    private var cellSeconds: Float {
        @_noLocks @_noAllocation get { 16 / sampleRate }
    }

    /// Sets `part` for the cell behind this line.
    @_noLocks @_noAllocation
    mutating func build(_ part: UnsafeMutablePointer<PartControl>, from values: ParameterState, fadesOut: Bool) {
        for number in 0..<3 { buildOscillator(&part.pointee.oscillators[number], number, values) }
        buildFilter(part, values)
        part.pointee.amp = envelope(
            attack: values[.amp(.attack)], decay: values[.amp(.decay)], sustain: values[.amp(.sustain)],
            release: values[.amp(.release)])
        part.pointee.mod = envelope(
            attack: values[.mod(.attack)], decay: values[.mod(.decay)], sustain: values[.mod(.sustain)],
            release: values[.mod(.release)])
        part.pointee.velocitySensitivity = values[.amp(.velocity)]
        part.pointee.spread = values[.voice(.spread)]
        part.pointee.bendRange = values[.voice(.bend)] / 12
        part.pointee.bendSmoothing = exponential2(-cellSeconds / 0.004)

        vibratoPhase &+= phasePerCell(hertz: values[.vibrato(.rate)])
        part.pointee.vibrato = values[.vibrato(.depth)] / 1200 * sine(vibratoPhase)
        buildOutput(part, values, fadesOut: fadesOut)
        hasBuilt = true
    }

    @_noLocks @_noAllocation
    private func buildOscillator(_ control: inout OscillatorControl, _ number: Int, _ values: ParameterState) {
        let octaves =
            values[.oscillator(number, .octave)] + values[.oscillator(number, .semitone)] / 12
            + values[.oscillator(number, .cent)] / 1200
        let tuning = Double(values[.player(.tuning)]) / 440
        control.shape = Int32(values[.oscillator(number, .shape)])
        control.level += control.levelStep * 16
        ramp(&control.level, &control.levelStep, to: values[.oscillator(number, .level)])
        control.ratio = Double(exponential2(octaves)) * Double(values[.oscillator(number, .ratio)]) * tuning
        control.modulatorRatio = Double(values[.oscillator(number, .modulator)])
        control.intensity = values[.oscillator(number, .intensity)] / (2 * Float.pi)
        control.morphIncrement = phasePerCell(hertz: values[.oscillator(number, .morph)])
    }

    @_noLocks @_noAllocation
    private func buildFilter(_ part: UnsafeMutablePointer<PartControl>, _ values: ParameterState) {
        let type = Int(values[.filter(.type)])
        let isLow: Float = type == FilterType.lowpass.rawValue || type == FilterType.notch.rawValue ? 1 : 0
        let isHigh: Float = type == FilterType.highpass.rawValue || type == FilterType.notch.rawValue ? 1 : 0
        let isBand: Float = type == FilterType.bandpass.rawValue ? 1 : 0
        // Another response fades in over some cells.
        part.pointee.lowMix += (isLow - part.pointee.lowMix) * 0.1
        part.pointee.highMix += (isHigh - part.pointee.highMix) * 0.1
        part.pointee.bandMix += (isBand - part.pointee.bandMix) * 0.1
        part.pointee.cutoff = values[.filter(.cutoff)] / sampleRate
        // From √2 (flat) down to 0.03 (30 dB of emphasis), equal travel for equal factors.
        part.pointee.damping = exponential2(0.5 - 5.5 * values[.filter(.resonance)])
        part.pointee.cutoffEnvelope = values[.filter(.envelope)]
        part.pointee.cutoffKey = values[.filter(.key)]
        part.pointee.cutoffVelocity = values[.filter(.velocity)]
    }

    @_noLocks @_noAllocation
    private mutating func buildOutput(
        _ part: UnsafeMutablePointer<PartControl>, _ values: ParameterState, fadesOut: Bool
    ) {
        let step = cellSeconds / Self.outputFadeSeconds
        fade = fadesOut ? max(fade - step, 0) : min(fade + step, 1)
        let gain =
            values[.master(.level)] * values[.player(.volume)] * values[.player(.expression)] * fade
        let pan = values[.master(.pan)]
        part.pointee.left += part.pointee.leftStep * 16
        part.pointee.right += part.pointee.rightStep * 16
        ramp(&part.pointee.left, &part.pointee.leftStep, to: gain * equalPowerGain(1 - pan))
        ramp(&part.pointee.right, &part.pointee.rightStep, to: gain * equalPowerGain(1 + pan))
    }

    @_noLocks @_noAllocation
    private func envelope(attack: Float, decay: Float, sustain: Float, release: Float) -> EnvelopeControl {
        var control = EnvelopeControl()
        control.attackStep = cellSeconds / attack
        control.decayFactor = factor(seconds: decay)
        control.sustain = sustain
        control.releaseFactor = factor(seconds: release)
        control.fadeStep = cellSeconds / Self.voiceFadeSeconds
        return control
    }

    /// What is left after a cell of something that falls by 60 dB in `seconds`.
    @_noLocks @_noAllocation
    private func factor(seconds: Float) -> Float { exponential2(-9.965_784 * cellSeconds / seconds) }

    @_noLocks @_noAllocation
    private func phasePerCell(hertz: Float) -> UInt32 {
        UInt32(truncatingIfNeeded: Int64(Double(hertz * cellSeconds) * 4_294_967_296))
    }

    @_noLocks @_noAllocation
    private func ramp(_ value: inout Float, _ step: inout Float, to target: Float) {
        // There is nothing to ramp from in the first cell, and a ramp that arrived stays exactly there.
        if !hasBuilt || abs(target - value) < 1e-6 { value = target }
        step = (target - value) / 16
    }
}
