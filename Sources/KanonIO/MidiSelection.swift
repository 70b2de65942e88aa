import KanonControl

/// Which MIDI devices Kanon connects to, now and when they are plugged in. By name, never by number: a device that comes back
/// has another number.
public enum MidiSelection: Sendable {
    /// Every keyboard of the hardware.
    case hardware
    /// Every port whose client or port name fits one of these, programs included.
    case matching([NamePattern])
    /// None; others may still connect to Kanon.
    case none

    /// From the values of `--midi`: names or globs, `all` or `none`. No value means all.
    public init(options: [String]) {
        if options.contains("none") {
            self = .none
        } else if options.isEmpty || options.contains("all") {
            self = .hardware
        } else {
            self = .matching(options.map(NamePattern.init))
        }
    }

    /// What the player is told where one of the names, or the hardware, has no device among those there are; nil where all have one.
    public func complaint(among devices: [MidiDevice]) -> String? {
        let later = "one that is plugged in plays at once."
        switch self {
        case .none: return nil
        case .hardware:
            return devices.contains { $0.isHardware } ? nil : "No MIDI keyboard is connected; \(later)"
        case .matching(let patterns):
            let missing = patterns.filter { pattern in !devices.contains { $0.isSelected(by: .matching([pattern])) } }.map(\.text)
            if missing.isEmpty { return nil }
            let names = devices.map(\.client)
            let there = names.isEmpty ? "there is none" : "there are \(names.joined(separator: ", "))"
            let near = missing.compactMap { Nearest.name(to: $0, among: names) }.first
            return "No MIDI device fits \(missing.joined(separator: ", ")): \(there); \(later)"
                + (near.map { " Did you mean \($0)?" } ?? "")
        }
    }
}
