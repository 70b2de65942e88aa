/// Makes lines of bytes that come in pieces. Bounded: a line that is too long is passed over and told once.
struct LineBuffer {
    /// What has come.
    enum Line: Equatable {
        case whole([UInt8])
        case tooLong
    }

    /// The longest line, without its end.
    static let longest = 65536

    private var bytes: [UInt8] = []
    private var isSkipping = false

    /// Whether it has to be emptied before more fits.
    var isFull: Bool { bytes.count > Self.longest }

    /// Whether `next` has a line to give.
    var hasLine: Bool { isFull || bytes.contains(UInt8(ascii: "\n")) }

    /// Takes what came; not while it is full.
    mutating func append(_ new: some Collection<UInt8>) {
        guard isSkipping else { return bytes.append(contentsOf: new) }
        guard let end = new.firstIndex(of: UInt8(ascii: "\n")) else { return }
        isSkipping = false
        bytes.append(contentsOf: new[new.index(after: end)...])
    }

    /// No more comes: what is there counts as a line.
    mutating func end() {
        if !bytes.isEmpty, bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    }

    /// The next line; nil while none is whole.
    mutating func next() -> Line? {
        if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(bytes[..<end])
            bytes.removeSubrange(...end)
            return line.count > Self.longest ? .tooLong : .whole(line)
        }
        guard isFull else { return nil }
        bytes = []
        isSkipping = true
        return .tooLong
    }
}
