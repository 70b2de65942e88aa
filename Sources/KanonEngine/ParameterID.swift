/// The number of a parameter's cell: sections of `fieldsPerSection` cells, one after another.
public struct ParameterID: Hashable, Sendable, BitwiseCopyable {
    /// 0 ..< `cellCount`.
    public let index: Int

    /// Cells reserved for one section.
    @inlinable public static var fieldsPerSection: Int { 32 }
    /// Cells of all sections together; a multiple of the SIMD width.
    @inlinable public static var cellCount: Int { sectionCount * fieldsPerSection }
    /// Sections that there is room for.
    @inlinable public static var sectionCount: Int { 24 }

    /// The cell of the `field`th row of `section`.
    @_noLocks @_noAllocation
    public init(section: Int, field: Int) { index = section * Self.fieldsPerSection + field }

    @_noLocks @_noAllocation
    static func oscillator(_ number: Int, _ field: OscillatorField) -> ParameterID {
        ParameterID(section: ParameterSection.osc1.rawValue + number, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func filter(_ field: FilterField) -> ParameterID {
        ParameterID(section: ParameterSection.filter.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func amp(_ field: AmpField) -> ParameterID {
        ParameterID(section: ParameterSection.amp.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func mod(_ field: EnvelopeField) -> ParameterID {
        ParameterID(section: ParameterSection.mod.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func lfo(_ number: Int, _ field: LfoField) -> ParameterID {
        ParameterID(section: ParameterSection.lfo1.rawValue + number, field: field.rawValue)
    }
    /// What the two envelopes, the sections `amp` and `mod`, have in common.
    @_noLocks @_noAllocation
    static func envelope(_ section: ParameterSection, _ field: EnvelopeField) -> ParameterID {
        ParameterID(section: section.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func drawbar(_ number: Int) -> ParameterID { ParameterID(section: ParameterSection.drawbars.rawValue, field: number) }
    @_noLocks @_noAllocation
    static func drive(_ field: DriveField) -> ParameterID {
        ParameterID(section: ParameterSection.drive.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func chorus(_ field: ChorusField) -> ParameterID {
        ParameterID(section: ParameterSection.chorus.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func delay(_ field: DelayField) -> ParameterID {
        ParameterID(section: ParameterSection.delay.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func reverb(_ field: ReverbField) -> ParameterID {
        ParameterID(section: ParameterSection.reverb.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func slot(_ number: Int) -> ParameterID {
        ParameterID(section: ParameterSection.slot.rawValue, field: number)
    }
    @_noLocks @_noAllocation
    static func vibrato(_ field: VibratoField) -> ParameterID {
        ParameterID(section: ParameterSection.vibrato.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func voice(_ field: VoiceField) -> ParameterID {
        ParameterID(section: ParameterSection.voice.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func master(_ field: MasterField) -> ParameterID {
        ParameterID(section: ParameterSection.master.rawValue, field: field.rawValue)
    }
    @_noLocks @_noAllocation
    static func player(_ field: PlayerField) -> ParameterID {
        ParameterID(section: ParameterSection.player.rawValue, field: field.rawValue)
    }
    /// Where the sound is between presets.
    public static var morphPosition: ParameterID {
        @_noLocks @_noAllocation get { ParameterID(section: ParameterSection.morph.rawValue, field: MorphField.position.rawValue) }
    }
    /// The player's volume.
    public static var volume: ParameterID { player(.volume) }
    /// The preset's tempo.
    public static var tempo: ParameterID { master(.tempo) }
    /// The player's tuning: the frequency of the A above middle C.
    public static var tuning: ParameterID { player(.tuning) }

    /// The macro `number` (0…7) of the preset.
    @_noLocks @_noAllocation
    public static func knob(_ number: Int) -> ParameterID {
        ParameterID(section: ParameterSection.knob.rawValue, field: number)
    }
}
