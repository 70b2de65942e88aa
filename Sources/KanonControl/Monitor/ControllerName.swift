/// What the MIDI standard calls the controllers.
///
/// Source: "MIDI 1.0 Control Change Messages", MIDI Association; controllers 0 to 31 have a second part 32 above.
public enum ControllerName {
    private static let names: [UInt8: String] = [
        0: "Bank select", 1: "Modulation wheel", 2: "Breath controller", 4: "Foot controller", 5: "Portamento time", 6: "Data entry",
        7: "Channel volume", 8: "Balance", 10: "Pan", 11: "Expression", 12: "Effect control 1", 13: "Effect control 2",
        16: "General purpose 1", 17: "General purpose 2", 18: "General purpose 3", 19: "General purpose 4",
        64: "Sustain pedal", 65: "Portamento on/off", 66: "Sostenuto", 67: "Soft pedal", 68: "Legato footswitch", 69: "Hold 2",
        70: "Sound variation", 71: "Timbre", 72: "Release time", 73: "Attack time", 74: "Brightness", 75: "Decay time",
        76: "Vibrato rate", 77: "Vibrato depth", 78: "Vibrato delay", 79: "Sound controller 10",
        80: "General purpose 5", 81: "General purpose 6", 82: "General purpose 7", 83: "General purpose 8", 84: "Portamento control",
        88: "High resolution velocity prefix", 91: "Reverb send", 92: "Tremolo depth", 93: "Chorus send", 94: "Celeste depth",
        95: "Phaser depth", 96: "Data increment", 97: "Data decrement", 98: "Non-registered parameter, second part",
        99: "Non-registered parameter", 100: "Registered parameter, second part", 101: "Registered parameter", 120: "All sound off",
        121: "Reset all controllers", 122: "Local on/off", 123: "All notes off", 124: "Omni off", 125: "Omni on", 126: "Mono", 127: "Poly",
    ]

    /// The name of controller `number`, 0…127; nil for what the standard leaves open.
    public static func of(_ number: UInt8) -> String? {
        if let name = names[number] { return name }
        guard (32...63).contains(number), let first = names[number - 32] else { return nil }
        return "\(first), second part"
    }
}
