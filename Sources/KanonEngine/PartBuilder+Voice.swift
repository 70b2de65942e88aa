import KanonDSP
import KanonState

/// What a part makes of its voices: filter, envelopes, and what moves them.
extension PartBuilder {
    @_noLocks @_noAllocation
    func buildFilter(_ values: borrowing PartValues) {
        set(VoiceTarget.cutoff, to: values[.filter(.cutoff)] / sampleRate)
        set(VoiceTarget.resonance, to: values[.filter(.resonance)])
        set(VoiceTarget.drive, to: values[.filter(.drive)])
        part.pointee.cutoffEnvelope = values[.filter(.envelope)]
        part.pointee.cutoffKey = values[.filter(.key)]
        part.pointee.cutoffVelocity = values[.filter(.velocity)]
        mixFilter(values)
        // Each of them moves the corner.
        part.pointee.moved |= VoiceTarget.bit(VoiceTarget.cutoff)
    }

    /// The responses of the filter, each by its share, and what its stages are damped by.
    @_noLocks @_noAllocation
    func mixFilter(_ values: borrowing PartValues) {
        let type = Int(values[.filter(.type)])
        let isLow = type == FilterType.lowpass.rawValue || type == FilterType.notch.rawValue
        let isHigh = type == FilterType.highpass.rawValue || type == FilterType.notch.rawValue
        part.pointee.lowMix = isLow ? 1 : 0
        part.pointee.highMix = isHigh ? 1 : 0
        part.pointee.bandMix = type == FilterType.bandpass.rawValue ? 1 : 0
        part.pointee.steepMix = type == FilterType.lowpass24.rawValue ? 1 : 0
        let resonance = part.pointee.values[VoiceTarget.resonance]
        let damping = dampingOfFirstStage(resonance: resonance, steep: part.pointee.steepMix)
        part.pointee.steepDamping = dampingOfSecondStage(resonance: resonance)
        if damping != part.pointee.damping {
            part.pointee.damping = damping
            part.pointee.moved |= VoiceTarget.bit(VoiceTarget.resonance)
        }
    }

    @_noLocks @_noAllocation
    func buildEnvelope(
        _ control: inout EnvelopeControl, first: Int, section: ParameterSection, _ values: borrowing PartValues
    ) {
        set(first, to: values[.envelope(section, .attack)] / cellSeconds)
        set(first + 1, to: values[.envelope(section, .decay)] / cellSeconds)
        set(first + 2, to: values[.envelope(section, .sustain)])
        set(first + 3, to: values[.envelope(section, .release)] / cellSeconds)
        let curve = values[.envelope(section, .curve)]
        // A straight line is the limit of both ways to bend.
        let bend = abs(curve) < 0.0025 ? 0.01 : 4 * curve
        let top = 1 / (1 - exponential2(bend * -1.442_695))
        if control.bend != bend { part.pointee.moved |= VoiceTarget.bit(first) }
        control.bend = bend
        control.top = top
        let cells = cellSeconds / Self.voiceFadeCellSeconds
        control.fadeStart = 0.025 * cells * cells
        control.fadeGrowth = 1 + 0.18 * cells
        control.fadeMost = 1 - exponential2(-4 * cells)
    }

    @_noLocks @_noAllocation
    func buildLfo(_ number: Int, _ values: borrowing PartValues) {
        let section: UInt32 = ParameterSection.lfo1.bit &<< UInt32(truncatingIfNeeded: number)
        if values.changed & (section | ParameterSection.master.bit) != 0 { setLfo(number, values) }
        // With the rate of this line, as the voices do.
        let phase = part.pointee.lfos[number].phase &+ part.pointee.lfos[number].increment
        if phase < part.pointee.lfos[number].phase { part.pointee.lfos[number].turns &+= 1 }
        part.pointee.lfos[number].phase = phase
    }

    @_noLocks @_noAllocation
    func setLfo(_ number: Int, _ values: borrowing PartValues) {
        let beats = values[.lfo(number, .beats)]
        let hertz = beats > 0 ? values[.master(.tempo)] / (60 * beats) : values[.lfo(number, .rate)]
        part.pointee.lfos[number].shape = Int32(values[.lfo(number, .shape)])
        part.pointee.lfos[number].isKeySynced = values[.lfo(number, .sync)] > 0
        part.pointee.lfos[number].increment = phasePerCell(hertz: hertz)
        let fade = values[.lfo(number, .fade)]
        part.pointee.lfos[number].fadeStep = fade > 0 ? cellSeconds / fade : 1
        set(VoiceTarget.lfoLevel + number, to: values[.lfo(number, .level)])
    }

    @_noLocks @_noAllocation
    func buildVoice(_ values: borrowing PartValues) {
        part.pointee.spread = values[.voice(.spread)]
        part.pointee.bendRange = values[.voice(.bend)] / 12
        part.pointee.moved |= VoiceTarget.bit(VoiceTarget.pitch)
        part.pointee.controlSmoothing = exponential2(-1.442_695 * cellSeconds / 0.004)
        set(VoiceTarget.level, to: values[.voice(.level)])
        set(VoiceTarget.pan, to: values[.voice(.pan)])
    }

    @_noLocks @_noAllocation
    mutating func buildVibrato(_ values: borrowing PartValues) {
        vibratoPhase &+= phasePerCell(hertz: values[.vibrato(.rate)])
        let depth = values[.vibrato(.depth)] / 1200
        let wheel = values[.vibrato(.wheel)] / 1200
        let height = sine(vibratoPhase)
        part.pointee.vibratoWave = height
        part.pointee.vibrato = depth * height
        part.pointee.wheelVibrato = wheel * height
    }
}
