/// A value on its way: exact on grid lines, straight in between.
public struct Glide: BitwiseCopyable, Sendable {
    /// Value at the last grid line.
    public var value: Float
    /// Change per frame.
    public var step: Float = 0
    /// Value at the next grid line.
    public var next: Float

    /// At rest.
    public init(_ value: Float) {
        self.value = value
        next = value
    }
}
