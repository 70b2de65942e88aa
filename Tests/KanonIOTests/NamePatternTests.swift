import Testing

@testable import KanonIO

struct NamePatternTests {
    @Test(arguments: [
        ("MPK*", "MPK mini 3", true), ("mpk*3", "MPK mini 3", true), ("MPK*", "Akai MPK", false), ("*", "", true),
        ("?PK mini*", "MPK mini", true), ("mini", "MPK mini 3", true), ("mini", "Min", false),
        ("a*b*c", "aXbXbYc", true),
        ("a*b*c", "aXbXbY", false), ("", "anything", true), ("M?K", "MPPK", false), ("*3", "MPK mini 3", true),
    ]) func `a name fits as a player expects`(pattern: String, name: String, fits: Bool) {
        #expect(NamePattern(pattern).matches(name) == fits)
        name.withCString { #expect(NamePattern(pattern).matches($0) == fits) }
    }

    @Test func `a card is chosen by name, and a wrong one names those there are`() throws {
        let cards = [
            SoundCard(id: "HDMI", name: "HDA NVidia", device: 3, isHDMI: true),
            SoundCard(id: "PCH", name: "HDA Intel PCH", device: 0, isHDMI: false),
            SoundCard(id: "USB", name: "Scarlett 2i2", device: 1, isHDMI: false),
        ]
        #expect(try SoundCard.choose(nil, from: cards) == "hw:PCH")
        #expect(try SoundCard.choose("scarlett", from: cards) == "hw:USB,1")
        #expect(try SoundCard.choose("HDMI", from: cards) == "hw:HDMI,3")
        #expect(try SoundCard.choose("hw:Other", from: cards) == "hw:Other")
        #expect(try SoundCard.choose(nil, from: []) == nil)
        let failure = #expect(throws: IOFailure.self) { try SoundCard.choose("Focusrite", from: cards) }
        #expect(failure?.message.contains("PCH (HDA Intel PCH)") == true)
    }

    @Test func `a machine without a sequencer is told so in one line`() throws {
        do {
            _ = try MidiDevice.list()
        } catch {
            #expect(error.message.hasPrefix("No ALSA MIDI on this machine: "))
            #expect(!error.message.contains("\n"))
        }
    }

    @Test func `the option for MIDI means what it says`() {
        let keyboard = MidiDevice(client: "Lab Keyboard", port: "Lab Keyboard MIDI 1", isHardware: true, usb: nil)
        let program = MidiDevice(client: "Midi Through", port: "Midi Through Port-0", isHardware: false, usb: nil)
        func taken(_ options: [String]) -> [Bool] {
            [keyboard, program].map { $0.isSelected(by: MidiSelection(options: options)) }
        }
        #expect(taken([]) == [true, false])
        #expect(taken(["all"]) == [true, false])
        #expect(taken(["none"]) == [false, false])
        #expect(taken(["lab*"]) == [true, false])
        #expect(taken(["through"]) == [false, true])
    }
}
