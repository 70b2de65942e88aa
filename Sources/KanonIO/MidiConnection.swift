/// A device, or another program, that is connected.
public struct MidiConnection: Equatable, Sendable {
    /// As the player is told.
    public let name: String
    /// The name of the device or program without its port's.
    public let client: String
    /// Vendor and product such as `09e8:007c`; nil where it is not on USB.
    public let usb: String?
    /// The engine's number of it, 0…12, until it is gone.
    public let number: UInt8

    /// Not for the MIDI thread: it asks the system.
    init(_ source: MidiSource) {
        name = source.name.text
        client = source.clientName.text
        usb = MidiDevice.usb(card: source.card)
        number = source.number
    }
}
