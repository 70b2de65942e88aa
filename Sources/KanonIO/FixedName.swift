import KanonControl

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

    /// Whether it is this text, or as much of it as there was room for.
    func equals(_ text: UnsafePointer<CChar>) -> Bool {
        for index in 0..<count where UInt8(bitPattern: text[index]) != bytes[index] { return false }
        return count == 95 || text[count] == 0
    }

    /// Printable: what a device calls itself reaches terminals, rows and files.
    var text: String { String(decoding: (0..<count).map { bytes[$0] }, as: UTF8.self).printable }
}
