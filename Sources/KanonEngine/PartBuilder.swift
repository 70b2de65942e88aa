import KanonDSP
import KanonState

/// Turns the parameters at a grid line into what the kernels take: ramps, factors and coefficients for the next cell.
///
/// Sections of which nothing changed are left as they are.
struct PartBuilder {
    let part: UnsafeMutablePointer<PartControl>
    var sampleRate: Float
    var vibratoPhase: UInt32 = 0
    var drawbarsMove = false
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

    var cellSeconds: Float {
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
    func set(_ target: Int, to value: Float) {
        guard part.pointee.values[target] != value else { return }
        part.pointee.values[target] = value
        part.pointee.moved |= VoiceTarget.bit(target)
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
    func phasePerCell(hertz: Float) -> UInt32 {
        UInt32(min(Double(hertz * cellSeconds), 0.45) * 4_294_967_296)
    }

    @_noLocks @_noAllocation
    func ramp(_ value: inout Float, _ step: inout Float, to target: Float) {
        value += step * 16
        // There is nothing to ramp from in the first cell, and a ramp that arrived stays exactly there.
        if !hasBuilt || abs(target - value) < 1e-6 { value = target }
        step = (target - value) / 16
    }
}
