/// Tells the player that voices were ended because there are too many for the processor: at once, and then every few seconds.
struct OverloadWatch {
    private var told: UInt64 = 0
    private var lastTime: ContinuousClock.Instant?

    private static let pause = Duration.seconds(4)

    /// What is to be said now that `shed` voices in all were ended and `fitting` fit.
    mutating func next(shed: UInt64, fitting: Int, at now: ContinuousClock.Instant) -> String? {
        guard shed > told, lastTime.map({ now >= $0 + Self.pause }) ?? true else { return nil }
        let count = shed - told
        told = shed
        lastTime = now
        let voices = count == 1 ? "1 voice was" : "\(count) voices were"
        return "Too much for the processor: \(voices) ended early; \(fitting) fit in a block."
    }
}
