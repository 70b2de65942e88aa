/// Both sides of a sound that was rendered, 48,000 frames a second.
public struct Take: Sendable {
    /// The left side.
    public var left: [Float] = []
    /// The right side, as long as the left one.
    public var right: [Float] = []

    /// Nothing.
    public init() {}

    /// What both sides have in common with `left` and `right`, which are equally long.
    public init(left: [Float], right: [Float]) {
        self.left = left
        self.right = right
    }

    /// How many there are.
    public var frames: Int { left.count }

    /// Frames below which nothing is heard: −72 dB of full scale.
    public static let floor: Double = 0.000_251_188_643

    /// The first of sixteen frames in a row of `window` that nobody hears on either side; nil where there is always something.
    ///
    /// A cell: a wave that passes zero is not as long beside it.
    public func silence(in window: Range<Int>) -> Int? {
        var length = 0
        for frame in window {
            length = max(abs(left[frame]), abs(right[frame])) < Float(Self.floor) ? length + 1 : 0
            if length == 16 { return frame - 15 }
        }
        return nil
    }

    /// What stands out of a stretch of it.
    public func roughness(in window: Range<Int>) -> Roughness {
        precondition(window.lowerBound >= 0 && window.upperBound <= frames)
        return Self.roughness(of: left, in: window).joined(with: Self.roughness(of: right, in: window))
    }

    private static func roughness(of side: [Float], in window: Range<Int>) -> Roughness {
        side.withUnsafeBufferPointer { side in
            var highpass = Highpass()
            var found = Roughness()
            var last = 0.0
            for frame in max(window.lowerBound - Highpass.memoryFrames, 0)..<window.upperBound {
                let sample = Double(side[frame])
                let high = highpass.next(sample)
                if frame >= window.lowerBound {
                    found.step.raise(to: abs(sample - last), at: frame)
                    found.high.raise(to: abs(high), at: frame)
                }
                last = sample
            }
            return found
        }
    }
}
