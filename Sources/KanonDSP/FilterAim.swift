import KanonState

/// Aims the filters at the corner, emphasis and drive that parameters, envelope, key, velocity and modulation ask for.
@inline(__always) @_noLocks @_noAllocation
func aimFilter(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim
) {
    aimCorner(group, part, work, aim)
    aimDamping(group, part, work, aim)
    aimDrive(group, part, work, aim)
}

/// g = tan(π·corner/rate), as the quotient of two sines; the corner stays between 0.0001 and 0.45 of the rate.
@inline(__always) @_noLocks @_noAllocation
private func aimCorner(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim
) {
    let isMoving =
        part.pointee.isDue(VoiceTarget.bit(VoiceTarget.cutoff)) || aim.isAll || group.pointee.notesMove || part.pointee.cutoffEnvelope != 0
        || (part.pointee.cutoffKey != 0 && group.pointee.pitchMoves)
    guard isMoving || group.pointee.filterMoves || aim.fresh != 0 else { return }
    if aim.isLine { group.pointee.filterMoves = isMoving }

    let softness = SIMD16<Float>(repeating: 1) - group.pointee.velocity
    var octaves = levelAtNextLine(group.pointee.mod) * part.pointee.cutoffEnvelope
    octaves = multiplyAdd(
        group.pointee.noteOctaves + group.pointee.glide, SIMD16(repeating: part.pointee.cutoffKey), octaves)
    octaves -= softness * part.pointee.cutoffVelocity
    if part.pointee.modulated & VoiceTarget.bit(VoiceTarget.cutoff) != 0 { octaves += work.offsets[VoiceTarget.cutoff] }
    let asked = exponential2(octaves) * part.pointee.values[VoiceTarget.cutoff]
    let corner = minimum(maximum(asked, SIMD16(repeating: 1e-4)), SIMD16(repeating: 0.45))
    let tangent = sineOfHalfTurns(corner) / sineOfHalfTurns(SIMD16(repeating: 0.5) - corner)
    move(&group.pointee.tangent, to: tangent, aim)
}

@inline(__always) @_noLocks @_noAllocation
private func aimDamping(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim
) {
    let bit = VoiceTarget.bit(VoiceTarget.resonance)
    let isMoving = part.pointee.isDue(bit) || aim.isAll
    guard isMoving || group.pointee.dampingMoves || aim.fresh != 0 else { return }
    if aim.isLine { group.pointee.dampingMoves = isMoving }

    guard part.pointee.modulated & bit != 0 else {
        move(&group.pointee.damping, to: SIMD16(repeating: part.pointee.damping), aim)
        move(&group.pointee.steepDamping, to: SIMD16(repeating: part.pointee.steepDamping), aim)
        return
    }
    let resonance = minimum(maximum(modulated(VoiceTarget.resonance, part, work), .zero), SIMD16(repeating: 1))
    let steep = SIMD16<Float>(repeating: part.pointee.steepMix)
    let damping = dampingOfOneStage(resonance)
    move(&group.pointee.damping, to: multiplyAdd(SIMD16(repeating: dampingOfFirstOfTwo) - damping, steep, damping), aim)
    move(&group.pointee.steepDamping, to: dampingOfSecondStage(resonance), aim)
}

/// The damping of a 12 dB filter: from √2 (flat) down to 0.03 (30 dB of emphasis), equal travel for equal factors.
@inline(__always) @_noLocks @_noAllocation
func dampingOfOneStage(_ resonance: SIMD16<Float>) -> SIMD16<Float> { exponential2(0.5 - 5.5 * resonance) }

/// The damping of the second stage of a 24 dB filter; flat, the two are a Butterworth filter of fourth order.
@inline(__always) @_noLocks @_noAllocation
func dampingOfSecondStage(_ resonance: SIMD16<Float>) -> SIMD16<Float> {
    exponential2(SIMD16(repeating: -0.385_776_6) - 4.6 * resonance)
}

/// The damping of the first stage of a 24 dB filter, which does not change.
@inline(__always) var dampingOfFirstOfTwo: Float {
    @_noLocks @_noAllocation get { 1.847_759_1 }
}

@inline(__always) @_noLocks @_noAllocation
private func aimDrive(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim
) {
    let isMoving = part.pointee.isDue(VoiceTarget.bit(VoiceTarget.drive)) || aim.isAll
    guard isMoving || group.pointee.driveMoves || aim.fresh != 0 else { return }
    if aim.isLine { group.pointee.driveMoves = isMoving }

    let amount = minimum(maximum(modulated(VoiceTarget.drive, part, work), .zero), SIMD16(repeating: 1))
    let gain = amount * amount * 20
    move(&group.pointee.drive, to: gain, aim)
    // A signal of −10 dB keeps its level.
    let bent = gain * 0.316_227_77
    move(&group.pointee.makeup, to: multiplyAdd(bent, bent, bent + 1) / (bent + 1), aim)
}

/// Aims the gains of whole voices: velocity, place and modulation.
@inline(__always) @_noLocks @_noAllocation
func aimGains(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim
) {
    let isMoving =
        group.pointee.notesMove || aim.isAll || part.pointee.isDue(VoiceTarget.bits(from: VoiceTarget.level, count: 2))
    guard isMoving || group.pointee.gainMoves || aim.fresh != 0 else { return }
    if aim.isLine { group.pointee.gainMoves = isMoving }
    let level = group.pointee.loudness * maximum(modulated(VoiceTarget.level, part, work), .zero)
    let place = group.pointee.place + modulated(VoiceTarget.pan, part, work)
    // Voices in another part are heard little by little.
    var aim = aim
    aim.fresh = group.pointee.fresh
    move(&group.pointee.left, to: level * equalPowerGain(1 - place), aim)
    move(&group.pointee.right, to: level * equalPowerGain(1 + place), aim)
}
