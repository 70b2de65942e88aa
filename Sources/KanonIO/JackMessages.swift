import CJACK
import Synchronization

/// What libjack would print goes to a log instead: the terminal belongs to the player.
enum JackMessages {
    static let log = LineLog()
    private static let isCaught = Mutex(false)

    static func `catch`() {
        isCaught.withLock {
            guard !$0 else { return }
            $0 = true
            jack_set_error_function { text in if let text { JackMessages.log.append(String(cString: text)) } }
            jack_set_info_function { text in if let text { JackMessages.log.append(String(cString: text)) } }
        }
    }
}
