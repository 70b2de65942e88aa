/// The devices that the MIDI thread hears, each with its number.
struct MidiSourceTable {
    /// The engine's other devices are the terminal's keys, songs and JACK MIDI.
    static var capacity: Int { 13 }

    private var sources: InlineArray<13, MidiSource> = InlineArray(repeating: MidiSource())

    subscript(_ index: Int) -> MidiSource {
        get { sources[index] }
        set { sources[index] = newValue }
    }

    /// The number of who sends from a port, given now if it has none; nil when there is none left.
    mutating func number(of client: UInt8, _ port: UInt8, asking ports: borrowing SequencerPorts) -> Int? {
        for index in 0..<Self.capacity where sources[index].isUsed && sources[index].client == client && sources[index].port == port {
            return index
        }
        for index in 0..<Self.capacity where !sources[index].isUsed {
            sources[index] = MidiSource(number: UInt8(index), client: client, port: port, isUsed: true)
            if let facts = ports.facts(client: client, port: port) { sources[index].take(facts) }
            return index
        }
        return nil
    }
}
