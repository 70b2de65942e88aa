/// A pattern for names: `*` stands for any characters, `?` for one; upper and lower case count the same.
public struct Glob: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as it was written.
    public let description: String
    private let pattern: [Character]

    /// The pattern `text`.
    public init(_ text: String) {
        description = text
        pattern = Array(text.lowercased())
    }

    /// Whether the whole of `name` fits.
    public func matches(_ name: String) -> Bool {
        let name = Array(name.lowercased())
        var star: (pattern: Int, name: Int)?
        var p = 0
        var n = 0
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
                p += 1
                n += 1
            } else if let last = star {
                // Let the last star take one more character.
                star = (last.pattern, last.name + 1)
                p = last.pattern + 1
                n = last.name + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
