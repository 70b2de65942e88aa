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
}
