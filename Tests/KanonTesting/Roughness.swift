/// What a click would have to stand out of in a stretch of sound, and where that was.
public struct Roughness: Sendable {
    /// The largest difference of two neighbouring samples.
    public var step = Extreme()
    /// The largest sample behind the high-pass.
    public var high = Extreme()

    /// That of silence.
    public init() {}

    /// The larger of both, of each.
    public func joined(with other: Roughness) -> Roughness {
        var both = self
        both.step.raise(to: other.step.value, at: other.step.frame)
        both.high.raise(to: other.high.value, at: other.high.frame)
        return both
    }
}

/// The largest of several values.
public struct Extreme: Sendable {
    /// How large, of full scale.
    public private(set) var value = 0.0
    /// Where it was met first.
    public private(set) var frame = 0

    /// None yet.
    public init() {}

    /// One more value.
    public mutating func raise(to value: Double, at frame: Int) {
        guard value > self.value else { return }
        self.value = value
        self.frame = frame
    }
}
