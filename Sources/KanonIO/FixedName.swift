/// A name of at most 95 bytes that is copied without allocating.
struct FixedName: BitwiseCopyable {
    private var bytes: InlineArray<96, UInt8> = InlineArray(repeating: 0)
    private var count = 0

    /// Adds a zero-terminated text, cut where there is no more room.
    mutating func append(_ text: UnsafePointer<CChar>) {
        var index = 0
        while text[index] != 0, count < 95 {
            bytes[count] = UInt8(bitPattern: text[index])
            index += 1
            count += 1
        }
    }

    var text: String { String(decoding: (0..<count).map { bytes[$0] }, as: UTF8.self) }
}
