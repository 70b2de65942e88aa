import CJACK

/// The terminal belongs to the player: what libjack would print there is dropped, and what matters of it Kanon says itself.
enum JackMessages {
    /// Nothing is kept either. libjack cancels its threads wherever they are, in here as well, and what they had locked would stay
    /// locked for ever.
    static func drop() {
        jack_set_error_function { _ in }
        jack_set_info_function { _ in }
    }
}
