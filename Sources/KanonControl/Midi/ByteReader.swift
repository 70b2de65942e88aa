/// Walks through the bytes of a file and says where it stood when something was wrong.
struct ByteReader {
    private let bytes: [UInt8]
    private let file: String
    /// The place of the next byte.
    private(set) var offset: Int
    /// Where the part that is read ends.
    let end: Int

    init(_ bytes: [UInt8], file: String) {
        self.init(bytes, file: file, offset: 0, end: bytes.count)
    }

    private init(_ bytes: [UInt8], file: String, offset: Int, end: Int) {
        self.bytes = bytes
        self.file = file
        self.offset = offset
        self.end = end
    }

    var isAtEnd: Bool { offset == end }

    /// An error at the next byte, or at `offset`.
    func error(_ problem: String, allowed: String? = nil, at offset: Int? = nil) -> Diagnostics {
        Diagnostics(.byte(file: file, offset: offset ?? self.offset), problem, allowed: allowed)
    }

    /// The next byte, left in place.
    func peek() throws(Diagnostics) -> UInt8 {
        guard offset < end else { throw error(truncated) }
        return bytes[offset]
    }

    mutating func byte() throws(Diagnostics) -> UInt8 {
        let byte = try peek()
        offset += 1
        return byte
    }

    /// The next `count` bytes as one number, the greatest first.
    mutating func number(bytes count: Int) throws(Diagnostics) -> Int {
        var number = 0
        for _ in 0..<count { number = number << 8 | Int(try byte()) }
        return number
    }

    /// A number of one to four bytes, seven bits in each.
    mutating func variableLength() throws(Diagnostics) -> Int {
        let start = offset
        var number = 0
        for _ in 0..<4 {
            let byte = try byte()
            number = number << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return number }
        }
        throw error("a number is longer than four bytes", at: start)
    }

    /// The next `count` bytes as a reader of their own.
    mutating func part(_ count: Int) throws(Diagnostics) -> ByteReader {
        guard count <= end - offset else {
            throw error(
                "\(count) bytes should follow, but there are \(end - offset)",
                allowed: "the file is cut short or damaged")
        }
        defer { offset += count }
        return ByteReader(bytes, file: file, offset: offset, end: offset + count)
    }

    private var truncated: String {
        end == bytes.count ? "the file ends in the middle of something" : "the track ends in the middle of an event"
    }
}
