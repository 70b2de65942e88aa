/// Who sends: a number for the engine from the first event, or the connection, to its end.
struct MidiSource: BitwiseCopyable {
    /// The engine's number of it.
    var number: UInt8 = 0
    var client: UInt8 = 0
    var port: UInt8 = 0
    var isUsed = false
    /// Told to the player; others send without a connection.
    var isConnected = false
    /// Until when it is tried to have it alone, in µs; 0 where it is not.
    var deadline: UInt64 = 0
    /// ALSA's number of the card, below 0 where there is none.
    var card = -1
    /// The name of the device or program.
    var clientName = FixedName()
    /// The same with the port's, where there are several.
    var name = FixedName()

    /// Takes what ALSA says of it.
    mutating func take(_ facts: SequencerPorts.Facts) {
        card = facts.card
        clientName.append(facts.client)
        name.append(facts.client)
        guard port != 0 else { return }
        name.append(": ")
        name.append(facts.port)
    }

    /// Whether that is what ALSA said of it before.
    func fits(_ facts: SequencerPorts.Facts) -> Bool { card == facts.card && clientName.equals(facts.client) }
}
