import KanonState

/// A parameter of the instrument: a row of the table at its place.
public struct Parameter: Sendable {
    /// The number of its cell.
    public let id: ParameterID
    /// Its name everywhere outside the engine: `filter.cutoff`.
    public let key: String
    /// The block of the table it stands in.
    public let section: ParameterSection
    /// Range, unit, curve, default and help.
    public let row: ParameterRow

    /// Every parameter, in the order of the table. Not for the audio thread.
    public static let all: [Parameter] = ParameterSection.allCases.flatMap { section in
        section.rows.enumerated().map { field, row in
            Parameter(
                id: ParameterID(section: section.rawValue, field: field), key: "\(section).\(row.name)",
                section: section, row: row)
        }
    }

    private static let byKey = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })

    /// What a modulation of it moves in a voice; nil where none can.
    var voiceTarget: Int? {
        guard let target = row.target else { return nil }
        let isOscillator = section.rawValue <= ParameterSection.osc3.rawValue
        return isOscillator ? VoiceTarget.oscillator(section.rawValue, target) : target
    }

    /// The row of a parameter. Not for the audio thread.
    static func row(of id: ParameterID) -> ParameterRow {
        ParameterSection.allCases[id.index / ParameterID.fieldsPerSection].rows[id.index % ParameterID.fieldsPerSection]
    }

    /// The parameter called `key`, if there is one.
    public static func named(_ key: String) -> Parameter? { byKey[key] }
}
