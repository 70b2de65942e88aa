import KanonDSP
import KanonState

/// Turns the parameters at a grid line into what the kernels take: ramps, factors and coefficients for the next cell.
///
/// Sections of which nothing changed are left as they are.
struct PartBuilder {
    let part: UnsafeMutablePointer<PartControl>
    private var sampleRate: Float
    private var vibratoPhase: UInt32 = 0
    private var drawbarsMove = false
    /// The preset's gain to both sides.
    private var sides: (left: Float, right: Float) = (0, 0)
    private var hasBuilt = false
    /// What of the output is left while the instrument fades out, 0…1.
    private(set) var fade: Float = 1

    /// The cell for which the fade of a voice is made: 14 of these take it to −100 dB.
    static let voiceFadeCellSeconds: Float = 1 / 3000
    /// Time in which the whole output fades out.
    static let outputFadeSeconds: Float = 0.03

    init(_ part: UnsafeMutablePointer<PartControl>, sampleRate: Double) {
        self.part = part
        self.sampleRate = Float(sampleRate)
    }

    /// A builder of another part that goes on where `other` is; the part is copied, too.
    @_noLocks @_noAllocation
    init(_ part: UnsafeMutablePointer<PartControl>, copying other: PartBuilder) {
        self.part = part
        part.pointee = other.part.pointee
        sampleRate = other.sampleRate
        vibratoPhase = other.vibratoPhase
        drawbarsMove = other.drawbarsMove
        sides = other.sides
        hasBuilt = other.hasBuilt
        fade = other.fade
    }

    @_noLocks @_noAllocation
    mutating func setSampleRate(_ rate: Double) { sampleRate = Float(rate) }

    private var cellSeconds: Float {
        @_noLocks @_noAllocation get { 16 / sampleRate }
    }

    /// A time in cells.
    @_noLocks @_noAllocation
    func cells(seconds: Float) -> Float { seconds / cellSeconds }

    /// Sets the part for the cell behind this line, whose first frame has the number `frame`. `sound`: another one that came
    /// into force.
    @_noLocks @_noAllocation
    mutating func build(from values: borrowing PartValues, sound: UnsafePointer<SoundImage>?, fadesOut: Bool, frame: UInt64) {
        part.pointee.moved = 0
        part.pointee.frame = UInt32(truncatingIfNeeded: frame)
        // A new sound changes every section.
        if let sound { takeModulations(of: sound) }
        let changed = values.changed
        if changed & ParameterSection.slot.bit != 0 { scaleModulations(values) }
        for number in 0..<3 where changed & (ParameterSection.osc1.bit &<< UInt32(truncatingIfNeeded: number)) != 0 {
            buildOscillator(number, values)
        }
        buildDrawbars(values)
        buildTuning(values)
        if changed & ParameterSection.filter.bit != 0 { buildFilter(values) }
        if changed & ParameterSection.amp.bit != 0 {
            buildEnvelope(&part.pointee.amp, first: VoiceTarget.ampAttack, section: .amp, values)
            part.pointee.velocitySensitivity = values[.amp(.velocity)]
        }
        if changed & ParameterSection.mod.bit != 0 {
            buildEnvelope(&part.pointee.mod, first: VoiceTarget.modAttack, section: .mod, values)
        }
        for number in 0..<2 { buildLfo(number, values) }
        if changed & ParameterSection.voice.bit != 0 { buildVoice(values) }
        buildVibrato(values)
        buildOutput(values, fadesOut: fadesOut)
        buildEffects(values)
        decideWhatRuns()
        hasBuilt = true
    }

    // MARK: Modulation

    @_noLocks @_noAllocation
    private func takeModulations(of image: UnsafePointer<SoundImage>) {
        part.pointee.slotCount = image.pointee.slotCount
        // What was moved before has to be aimed once more without.
        part.pointee.moved |= part.pointee.modulated
        part.pointee.modulated = image.pointee.modulated
        part.pointee.takesLift = false
        for index in 0..<image.pointee.slotCount {
            let slot = image.pointee.slots[index]
            part.pointee.slots[index] = slot
            if slot.source == ModulationSource.lift || slot.via == ModulationSource.lift { part.pointee.takesLift = true }
        }
        for number in 0..<2 {
            let source: UInt32 = 1 &<< UInt32(truncatingIfNeeded: Int(ModulationSource.lfo1) + number)
            part.pointee.lfos[number].isUsed = image.pointee.sources & source != 0
        }
    }

    @_noLocks @_noAllocation
    private func scaleModulations(_ values: borrowing PartValues) {
        for index in 0..<part.pointee.slotCount {
            part.pointee.slots[index].amount = part.pointee.slots[index].full * values[.slot(index)]
        }
    }

    /// Whether the part's modulations are those of a sound.
    @_noLocks @_noAllocation
    func hasModulations(of image: UnsafePointer<SoundImage>) -> Bool {
        guard part.pointee.slotCount == image.pointee.slotCount else { return false }
        for index in 0..<image.pointee.slotCount where !part.pointee.slots[index].isSame(as: image.pointee.slots[index]) {
            return false
        }
        return true
    }

    /// Sets the value of a `VoiceTarget` and remembers when it is another one.
    @_noLocks @_noAllocation
    private func set(_ target: Int, to value: Float) {
        guard part.pointee.values[target] != value else { return }
        part.pointee.values[target] = value
        part.pointee.moved |= VoiceTarget.bit(target)
    }

    // MARK: Oscillators

    @_noLocks @_noAllocation
    private func buildOscillator(_ number: Int, _ values: borrowing PartValues) {
        let first = VoiceTarget.oscillator(number, 0)
        let shape = OscillatorShape(number: Int(values[.oscillator(number, .shape)]))
        if !part.pointee.oscillators[number].shape.isSame(as: shape) {
            part.pointee.oscillators[number].shape = shape
            part.pointee.moved |= VoiceTarget.bits(from: first, count: VoiceTarget.Oscillator.count)
        }
        part.pointee.oscillators[number].resetsPhase = values[.oscillator(number, .phase)] > 0
        // The 16′ tone of the drawbars is an octave below the note.
        part.pointee.oscillators[number].modulatorRatio =
            shape.isSame(as: .drawbars) ? 0.5 : Double(values[.oscillator(number, .modulator)])
        part.pointee.oscillators[number].morphIncrement = phasePerCell(hertz: values[.oscillator(number, .morph)])
        set(first + VoiceTarget.Oscillator.level, to: values[.oscillator(number, .level)])
        set(first + VoiceTarget.Oscillator.pan, to: values[.oscillator(number, .pan)])
        set(first + VoiceTarget.Oscillator.width, to: values[.oscillator(number, .width)])
        set(first + VoiceTarget.Oscillator.intensity, to: values[.oscillator(number, .intensity)] / (2 * Float.pi))
        set(first + VoiceTarget.Oscillator.index, to: values[.oscillator(number, .index)] / (2 * Float.pi))
        set(first + VoiceTarget.Oscillator.sync, to: values[.oscillator(number, .sync)])
        buildUnison(number, values)
        // Whatever it was that changed may have been the pitch.
        part.pointee.moved |= VoiceTarget.bit(first + VoiceTarget.Oscillator.pitch)
    }

    @_noLocks @_noAllocation
    private mutating func buildDrawbars(_ values: borrowing PartValues) {
        let isMoving = values.changed & ParameterSection.drawbars.bit != 0
        // Once more after the last change, to end the ramps.
        guard isMoving || drawbarsMove else { return }
        drawbarsMove = isMoving
        for bar in 0..<9 {
            var level = part.pointee.drawbars.value[bar]
            var step = part.pointee.drawbars.step[bar]
            ramp(&level, &step, to: values[.drawbar(bar)])
            part.pointee.drawbars.value[bar] = level
            part.pointee.drawbars.step[bar] = step
        }
    }

    /// Copies stand evenly between the outermost; neighbours in pitch stand apart in place.
    @_noLocks @_noAllocation
    private func buildUnison(_ number: Int, _ values: borrowing PartValues) {
        // The drawbars have one phase for all of them.
        let isSingle = part.pointee.oscillators[number].shape.isSame(as: .drawbars)
        let count = isSingle ? 1 : Int(values[.oscillator(number, .unison)])
        part.pointee.oscillators[number].copyCount = Int32(count)
        guard count > 1 else {
            part.pointee.oscillators[number].copyRatios[0] = 1
            part.pointee.oscillators[number].copyLeft[0] = 1
            part.pointee.oscillators[number].copyRight[0] = 1
            return
        }
        let halfOctaves = values[.oscillator(number, .detune)] / 2400
        let spread = values[.oscillator(number, .spread)]
        let gain = gain(ofEach: count)
        for copy in 0..<count {
            let place = position(copy.isMultiple(of: 2) ? copy / 2 : (count + 1) / 2 + copy / 2, of: count) * spread
            let octaves = position(copy, of: count) * halfOctaves
            part.pointee.oscillators[number].copyRatios[copy] = Double(exponential2(octaves))
            part.pointee.oscillators[number].copyLeft[copy] = gain * equalPowerGain(1 - place)
            part.pointee.oscillators[number].copyRight[copy] = gain * equalPowerGain(1 + place)
        }
    }

    /// Copies of one sound add up as their power does: 1 / √count.
    @_noLocks @_noAllocation
    private func gain(ofEach count: Int) -> Float {
        let gains: InlineArray<9, Float> = [
            1, 1, 0.707_106_77, 0.577_350_26, 0.5, 0.447_213_6, 0.408_248_3, 0.377_964_5, 0.353_553_4,
        ]
        return gains[count]
    }

    /// −1…1.
    @_noLocks @_noAllocation
    private func position(_ index: Int, of count: Int) -> Float { 2 * Float(index) / Float(count - 1) - 1 }

    @_noLocks @_noAllocation
    private func buildTuning(_ values: borrowing PartValues) {
        let oscillators = ParameterSection.osc1.bit | ParameterSection.osc2.bit | ParameterSection.osc3.bit
        let others = ParameterSection.player.bit | ParameterSection.voice.bit
        guard values.changed & (oscillators | others) != 0 else { return }
        let tuning = Double(values[.player(.tuning)]) / 440
        let shared = values[.voice(.pitch)] / 12
        for number in 0..<3 {
            let octaves =
                values[.oscillator(number, .octave)] + values[.oscillator(number, .semitone)] / 12
                + values[.oscillator(number, .cent)] / 1200 + values[.oscillator(number, .pitch)] / 12 + shared
            let ratio = Double(exponential2(octaves)) * Double(values[.oscillator(number, .ratio)]) * tuning
            guard part.pointee.oscillators[number].ratio != ratio else { continue }
            part.pointee.oscillators[number].ratio = ratio
            part.pointee.moved |= VoiceTarget.bit(VoiceTarget.pitch)
        }
    }

    /// An oscillator is drawn while it is heard, or modulates one that is drawn; in the cell in which it falls silent too.
    @_noLocks @_noAllocation
    private func decideWhatRuns() {
        var isStereo = false
        var isNeeded = false
        let hasRing = part.pointee.ring != 0 || part.pointee.ringStep != 0
        for number in 0..<3 {
            let level = VoiceTarget.oscillator(number, VoiceTarget.Oscillator.level)
            let isHeard = isOpen(level) || hasRing && number < 2
            part.pointee.oscillators[number].isRunning = isHeard || isNeeded
            let index = VoiceTarget.oscillator(number, VoiceTarget.Oscillator.index)
            isNeeded = (isHeard || isNeeded) && number < 2 && isOpen(index)
            part.pointee.oscillators[number].takesModulation = isNeeded
            let isSpread =
                part.pointee.oscillators[number].copyCount > 1
                && part.pointee.oscillators[number].copyLeft[0]
                    != part.pointee.oscillators[number].copyRight[0]
            if isHeard && (isSpread || isOpen(VoiceTarget.oscillator(number, VoiceTarget.Oscillator.pan))) { isStereo = true }
        }
        part.pointee.isStereo = isStereo
    }

    /// Whether a target is not at zero, or was not until now, or is moved by a modulation.
    @_noLocks @_noAllocation
    private func isOpen(_ target: Int) -> Bool {
        part.pointee.values[target] != 0 || part.pointee.isDue(VoiceTarget.bit(target))
    }

    // MARK: Filter and envelopes

    @_noLocks @_noAllocation
    private func buildFilter(_ values: borrowing PartValues) {
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
    private func mixFilter(_ values: borrowing PartValues) {
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
    private func buildEnvelope(
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

    // MARK: Movement

    @_noLocks @_noAllocation
    private func buildLfo(_ number: Int, _ values: borrowing PartValues) {
        let section: UInt32 = ParameterSection.lfo1.bit &<< UInt32(truncatingIfNeeded: number)
        if values.changed & (section | ParameterSection.master.bit) != 0 { setLfo(number, values) }
        // With the rate of this line, as the voices do.
        let phase = part.pointee.lfos[number].phase &+ part.pointee.lfos[number].increment
        if phase < part.pointee.lfos[number].phase { part.pointee.lfos[number].turns &+= 1 }
        part.pointee.lfos[number].phase = phase
    }

    @_noLocks @_noAllocation
    private func setLfo(_ number: Int, _ values: borrowing PartValues) {
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
    private func buildVoice(_ values: borrowing PartValues) {
        part.pointee.spread = values[.voice(.spread)]
        part.pointee.bendRange = values[.voice(.bend)] / 12
        part.pointee.moved |= VoiceTarget.bit(VoiceTarget.pitch)
        part.pointee.controlSmoothing = exponential2(-1.442_695 * cellSeconds / 0.004)
        set(VoiceTarget.level, to: values[.voice(.level)])
        set(VoiceTarget.pan, to: values[.voice(.pan)])
    }

    @_noLocks @_noAllocation
    private mutating func buildVibrato(_ values: borrowing PartValues) {
        vibratoPhase &+= phasePerCell(hertz: values[.vibrato(.rate)])
        let depth = values[.vibrato(.depth)] / 1200
        let wheel = values[.vibrato(.wheel)] / 1200
        let height = sine(vibratoPhase)
        part.pointee.vibratoWave = height
        part.pointee.vibrato = depth * height
        part.pointee.wheelVibrato = wheel * height
    }

    // MARK: Output

    @_noLocks @_noAllocation
    private func buildEffects(_ values: borrowing PartValues) {
        guard values.changed & (ParameterSection.effectBits | ParameterSection.master.bit) != 0 else { return }
        part.pointee.effects.drive = DriveControl(decibels: values[.drive(.amount)], toneHertz: values[.drive(.tone)])
        part.pointee.effects.chorus = ChorusControl(
            mix: values[.chorus(.mix)], rateHertz: values[.chorus(.rate)], depthSeconds: values[.chorus(.depth)])
        let beats = values[.delay(.beats)]
        let seconds = beats > 0 ? beats * 60 / values[.master(.tempo)] : values[.delay(.time)]
        let offset = values[.delay(.offset)]
        part.pointee.effects.delay = DelayControl(
            mix: values[.delay(.mix)], leftFrames: seconds * sampleRate * (1 - min(offset, 0)),
            rightFrames: seconds * sampleRate * (1 + max(offset, 0)), feedback: values[.delay(.feedback)],
            dampingHertz: values[.delay(.damping)], lowCutHertz: values[.delay(.lowcut)], pingPong: values[.delay(.pingpong)])
        part.pointee.effects.reverb = ReverbControl(
            mix: values[.reverb(.mix)], size: values[.reverb(.size)], decaySeconds: values[.reverb(.decay)],
            dampingHertz: values[.reverb(.damping)], preDelaySeconds: values[.reverb(.predelay)],
            lowCutHertz: values[.reverb(.lowcut)], width: values[.reverb(.width)])
    }

    @_noLocks @_noAllocation
    private mutating func buildOutput(_ values: borrowing PartValues, fadesOut: Bool) {
        let step = cellSeconds / Self.outputFadeSeconds
        fade = fadesOut ? max(fade - step, 0) : min(fade + step, 1)
        let volume = values[.player(.volume)] * values[.player(.expression)] * fade
        let width = values[.master(.width)]
        ramp(&part.pointee.output, &part.pointee.outputStep, to: volume * 0.5 * (1 + width))
        ramp(&part.pointee.across, &part.pointee.acrossStep, to: volume * 0.5 * (1 - width))
        if values.changed & ParameterSection.master.bit != 0 {
            let gain = values[.master(.level)]
            let pan = values[.master(.pan)]
            sides = (gain * equalPowerGain(1 - pan), gain * equalPowerGain(1 + pan))
        }
        ramp(&part.pointee.left, &part.pointee.leftStep, to: sides.left)
        ramp(&part.pointee.right, &part.pointee.rightStep, to: sides.right)
        ramp(&part.pointee.ring, &part.pointee.ringStep, to: values[.voice(.ring)])
    }

    /// Below half a turn; a turn may be asked for in next to no time.
    @_noLocks @_noAllocation
    private func phasePerCell(hertz: Float) -> UInt32 {
        UInt32(min(Double(hertz * cellSeconds), 0.45) * 4_294_967_296)
    }

    @_noLocks @_noAllocation
    private func ramp(_ value: inout Float, _ step: inout Float, to target: Float) {
        value += step * 16
        // There is nothing to ramp from in the first cell, and a ramp that arrived stays exactly there.
        if !hasBuilt || abs(target - value) < 1e-6 { value = target }
        step = (target - value) / 16
    }
}
