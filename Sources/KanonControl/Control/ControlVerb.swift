/// The first word of a command for a running instance.
public enum ControlVerb: String, CaseIterable, Sendable {
    case preset, set, tuning, panic, record, status, help

    /// What may follow it.
    public var usage: String {
        switch self {
        case .preset: "preset NAME|FILE|next|previous|N"
        case .set: "set KEY=VALUE..."
        case .tuning: "tuning FILE.scl [FILE.kbm]|equal"
        case .panic: "panic"
        case .record: "record start [FILE.wav|FOLDER/]|stop"
        case .status: "status"
        case .help: "help"
        }
    }

    /// One line for the player.
    public var help: String {
        switch self {
        case .preset: "Another sound; also with --change RULE."
        case .set: "As in set filter.cutoff=1.2kHz."
        case .tuning: "Another tuning; held notes go there."
        case .panic: "Let go of everything."
        case .record: "Begin a take, or end it."
        case .status: "What plays, on what, and how well."
        case .help: "These lines."
        }
    }

    /// Every command with its line, for people.
    public static var overview: String {
        let width = allCases.map(\.usage.count).max() ?? 0
        return allCases.map { verb in
            verb.usage + String(repeating: " ", count: width + 2 - verb.usage.count) + verb.help
        }
        .joined(separator: "\n")
    }
}
