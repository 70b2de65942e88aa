import CJACK
import Glibc

/// The libjack that this process was started with.
enum JackLibrary {
    /// Whether it is PipeWire's, which speaks to no JACK server.
    static let isPipeWire: Bool = {
        // By name, as not every libjack has it.
        guard let symbol = dlsym(nil, "jack_get_version_string") else { return false }
        // SAFETY: the signature is that of jack.h.
        let version = unsafeBitCast(symbol, to: (@convention(c) () -> UnsafePointer<CChar>?).self)
        guard let text = version() else { return false }
        return String(cString: text).contains("PipeWire")
    }()
}
