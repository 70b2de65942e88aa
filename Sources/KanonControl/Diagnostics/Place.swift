/// Where a user's error stands.
public enum Place: Sendable, Hashable, CustomStringConvertible {
    /// A character of a text file; lines and columns count from 1.
    case text(file: String, line: Int, column: Int)
    /// A byte of a binary file; offsets count from 0.
    case byte(file: String, offset: Int)
    /// A whole file, or an argument of the command line as it was typed.
    case name(String)

    /// The file, or the argument.
    var file: String {
        switch self {
        case .text(let file, _, _), .byte(let file, _), .name(let file): file
        }
    }

    /// As error messages begin: `glass.yaml:4:11`, `song.mid: byte 37`, `--set filter.cutof=1 kHz`.
    public var description: String {
        switch self {
        case .text(let file, let line, let column): "\(file):\(line):\(column)"
        case .byte(let file, let offset): "\(file): byte \(offset)"
        case .name(let name): name
        }
    }

    /// For sorting within one file; `index` decides between equal places.
    func order(among index: Int) -> (Int, Int, Int) {
        switch self {
        case .text(_, let line, let column): (line, column, index)
        case .byte(_, let offset): (0, offset, index)
        case .name: (0, 0, index)
        }
    }
}
