import Testing

@testable import KanonIO

struct MidiSelectionTests {
    private let through = MidiDevice(client: "Midi Through", port: "Midi Through Port-0", isHardware: false, usb: nil)
    private let nano = MidiDevice(client: "nanoKEY2", port: "nanoKEY2 MIDI 1", isHardware: true, usb: "0944:0115")

    @Test func `where all that is wanted is there, nothing is said`() {
        #expect(MidiSelection(options: []).complaint(among: [through, nano]) == nil)
        #expect(MidiSelection(options: ["none"]).complaint(among: []) == nil)
        #expect(MidiSelection(options: ["nano*", "through"]).complaint(among: [through, nano]) == nil)
    }

    @Test func `no keyboard at all is said`() {
        let said = "No MIDI keyboard is connected; one that is plugged in plays at once."
        #expect(MidiSelection(options: []).complaint(among: [through]) == said)
        #expect(MidiSelection(options: ["all"]).complaint(among: []) == said)
    }

    @Test func `a name that fits no device is said, with those there are and the nearest`() {
        #expect(
            MidiSelection(options: ["nanokye2", "Through"]).complaint(among: [through, nano])
                == "No MIDI device fits nanokye2: there are Midi Through, nanoKEY2; one that is plugged in plays at once. Did you mean nanoKEY2?"
        )
        #expect(
            MidiSelection(options: ["x", "y"]).complaint(among: [])
                == "No MIDI device fits x, y: there is none; one that is plugged in plays at once.")
    }
}
