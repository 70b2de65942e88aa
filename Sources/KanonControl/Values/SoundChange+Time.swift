import KanonEngine

extension SoundChange {
    /// How the time of a change is written.
    public static let time = Quantity(unit: .seconds, range: 0...longestSeconds)
}
