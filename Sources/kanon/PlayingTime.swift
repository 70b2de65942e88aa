/// How long a verb that plays or listens may be told to go on.
enum PlayingTime {
    /// From a millisecond to a year, in seconds.
    static let seconds = 0.001...31_536_000
}
