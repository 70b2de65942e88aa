/// What a running instance can be told.
public enum ControlCommand: Equatable, Sendable {
    /// By the rule of `change`, if there is one.
    case preset(PresetRequest, change: ChangeRequest?)
    /// Settings as they were written, `key=value`.
    case set([String])
    case tuning(TuningRequest)
    case panic
    /// Begins a take in a file or folder; in the instance's own folder where none is named.
    case startRecording(String?)
    case stopRecording
    case status
    case help

    /// Reads a command in words, as a player types it.
    public static func parse(_ words: [String]) throws(Diagnostics) -> ControlCommand {
        guard let first = words.first else { throw wrong(words, Complaint("there is no command", word: "", names: verbs)) }
        guard let verb = ControlVerb(rawValue: first) else {
            throw wrong([first], Complaint("there is no such command", word: first, names: verbs))
        }
        let rest = Array(words.dropFirst())
        switch verb {
        case .preset: return try preset(rest)
        case .set: return .set(try settings(rest))
        case .tuning:
            do throws(Complaint) {
                return .tuning(try TuningRequest.parse(rest))
            } catch {
                throw usage(.tuning, error.problem, rest, suggestion: error.suggestion)
            }
        case .record: return try recording(rest)
        case .panic: return try alone(.panic, verb, rest)
        case .status: return try alone(.status, verb, rest)
        case .help: return try alone(.help, verb, rest)
        }
    }

    /// The words that `parse` makes the same command of.
    public var words: [String] {
        switch self {
        case .preset(let request, let change): ["preset", request.word] + (change.map { [ChangeRequest.option, $0.text] } ?? [])
        case .set(let settings): ["set"] + settings
        case .tuning(let request): ["tuning"] + request.words
        case .panic: ["panic"]
        case .startRecording(let path): ["record", "start"] + (path.map { [$0] } ?? [])
        case .stopRecording: ["record", "stop"]
        case .status: ["status"]
        case .help: ["help"]
        }
    }

    private static let verbs = ControlVerb.allCases.map(\.rawValue)

    private static func wrong(_ words: [String], _ complaint: Complaint) -> Diagnostics {
        Diagnostics(.name(words.isEmpty ? "ctl" : words.joined(separator: " ")), complaint)
    }

    private static func usage(
        _ verb: ControlVerb, _ problem: String, _ words: [String], suggestion: String? = nil
    ) -> Diagnostics {
        Diagnostics(
            .name(([verb.rawValue] + words).joined(separator: " ")), problem, allowed: "write \(verb.usage)", suggestion: suggestion)
    }

    private static func alone(_ command: ControlCommand, _ verb: ControlVerb, _ rest: [String]) throws(Diagnostics) -> ControlCommand {
        guard rest.isEmpty else { throw usage(verb, "nothing follows \(verb.rawValue)", rest) }
        return command
    }

    private static func preset(_ words: [String]) throws(Diagnostics) -> ControlCommand {
        // Names of presets may be several words, and so may times.
        let parts = words.split(separator: ChangeRequest.option, maxSplits: 1, omittingEmptySubsequences: false)
            .map { $0.joined(separator: " ") }
        let name = parts[0]
        guard !name.isEmpty else { throw usage(.preset, "no preset is named", words) }
        let change = parts.count > 1 ? try ChangeRequest.parse(parts[1]) : nil
        return .preset(Library.Step(rawValue: name).map { .step($0) } ?? .named(name), change: change)
    }

    /// A word without `=` belongs to the one before: `filter.cutoff=1.2 kHz`.
    private static func settings(_ words: [String]) throws(Diagnostics) -> [String] {
        var settings: [String] = []
        for word in words {
            if let last = settings.last, !word.contains("=") {
                settings[settings.count - 1] = last + " " + word
            } else {
                settings.append(word)
            }
        }
        guard !settings.isEmpty else { throw usage(.set, "no parameter is named", words) }
        return settings
    }

    private static func recording(_ words: [String]) throws(Diagnostics) -> ControlCommand {
        switch words.first {
        case "start": return .startRecording(words.count > 1 ? words.dropFirst().joined(separator: " ") : nil)
        case "stop" where words.count == 1: return .stopRecording
        case let word:
            let names = ["start", "stop"]
            let near = word.flatMap { Nearest.name(to: $0, among: names) }
            throw Diagnostics(
                .name((["record"] + words).joined(separator: " ")), "record starts or stops", allowed: "write \(ControlVerb.record.usage)",
                suggestion: near == word ? nil : near)
        }
    }
}
