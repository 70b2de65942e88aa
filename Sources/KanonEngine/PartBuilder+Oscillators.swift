import KanonDSP
import KanonState

/// The oscillators of a part: levels, shapes, copies and tuning, and which of them run.
extension PartBuilder {
    @_noLocks @_noAllocation
    func buildOscillator(_ number: Int, _ values: borrowing PartValues) {
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
    mutating func buildDrawbars(_ values: borrowing PartValues) {
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
    func buildUnison(_ number: Int, _ values: borrowing PartValues) {
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
    func gain(ofEach count: Int) -> Float {
        let gains: InlineArray<9, Float> = [
            1, 1, 0.707_106_77, 0.577_350_26, 0.5, 0.447_213_6, 0.408_248_3, 0.377_964_5, 0.353_553_4,
        ]
        return gains[count]
    }

    /// −1…1.
    @_noLocks @_noAllocation
    func position(_ index: Int, of count: Int) -> Float { 2 * Float(index) / Float(count - 1) - 1 }

    @_noLocks @_noAllocation
    func buildTuning(_ values: borrowing PartValues) {
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
    func decideWhatRuns() {
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
    func isOpen(_ target: Int) -> Bool {
        part.pointee.values[target] != 0 || part.pointee.isDue(VoiceTarget.bit(target))
    }
}
