/// A preset that the player asks for.
public enum PresetRequest: Equatable, Sendable {
    /// A name, a file, or the number of a program.
    case named(String)
    /// A MIDI program, from 0.
    case program(Int)
    /// The next in the order of `kanon preset list`, or the one before; round and round.
    case step(Library.Step)

    /// As it is asked for in words.
    var word: String {
        switch self {
        case .named(let name): name
        case .program(let number): "\(number)"
        case .step(let step): step.rawValue
        }
    }
}
