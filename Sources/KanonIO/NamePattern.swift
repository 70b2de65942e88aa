/// A name as a player writes it: with `*` and `?` it stands for the whole name, without them for a part of it. Case does not
/// matter. Matching allocates nothing, so that the MIDI thread may do it.
public struct NamePattern: Sendable {
    /// As the player wrote it.
    public let text: String
    private let bytes: [UInt8]
    private let isGlob: Bool

    /// A pattern such as `MPK*` or `keystation`.
    public init(_ text: String) {
        self.text = text
        bytes = text.utf8.map(Self.lowered)
        isGlob = text.contains { $0 == "*" || $0 == "?" }
    }

    /// Whether `name` fits.
    public func matches(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { fits($0) }
    }

    /// Whether the zero-terminated `name` fits.
    func matches(_ name: UnsafePointer<CChar>) -> Bool {
        var count = 0
        while name[count] != 0 { count += 1 }
        return name.withMemoryRebound(to: UInt8.self, capacity: count) {
            fits(UnsafeBufferPointer(start: $0, count: count))
        }
    }

    private func fits(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { pattern in
            if isGlob { return Self.globs(pattern, name) }
            guard pattern.count <= name.count else { return false }
            return (0...(name.count - pattern.count)).contains { start in
                (0..<pattern.count).allSatisfy { Self.lowered(name[start + $0]) == pattern[$0] }
            }
        }
    }

    /// Greedy with one point to come back to: linear for one star, bounded by the product of the lengths for many.
    private static func globs(_ pattern: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = 0
        var index = 0
        var star = -1
        var starIndex = 0
        while index < name.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                star = position
                starIndex = index
                position += 1
            } else if position < pattern.count,
                pattern[position] == UInt8(ascii: "?") || pattern[position] == lowered(name[index])
            {
                position += 1
                index += 1
            } else if star >= 0 {
                position = star + 1
                starIndex += 1
                index = starIndex
            } else {
                return false
            }
        }
        while position < pattern.count, pattern[position] == UInt8(ascii: "*") { position += 1 }
        return position == pattern.count
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
    }
}
