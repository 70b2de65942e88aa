import CALSA
import Glibc
import KanonControl

/// A port from which MIDI comes, as ALSA's sequencer knows it.
public struct MidiDevice: Equatable, Sendable {
    /// The name of the device or program, printable.
    public let client: String
    /// The name of its port, printable.
    public let port: String
    /// Whether it is a device and not a program.
    public let isHardware: Bool
    /// Vendor and product such as `09e8:007c`; nil where it is not on USB.
    public let usb: String?

    /// What there is now, without Kanon's own ports. Throws, in one sentence, where the machine has no ALSA sequencer.
    public static func list() throws(IOFailure) -> [MidiDevice] {
        let sequencer = try Sequencer.open(name: "kanon-list")
        defer { snd_seq_close(sequencer) }
        let ports = SequencerPorts(sequencer)
        let own = UInt8(snd_seq_client_id(sequencer))
        var devices: [MidiDevice] = []
        ports.forEach { client, _, facts in
            guard client != own else { return }
            devices.append(
                MidiDevice(
                    client: String(cString: facts.client).printable, port: String(cString: facts.port).printable,
                    isHardware: facts.isHardware, usb: usb(card: facts.card)))
        }
        return devices
    }

    /// Vendor and product of a sound card by ALSA's number; nil where it is not on USB.
    static func usb(card: Int) -> String? {
        guard card >= 0 else { return nil }
        return TextFile.read("/proc/asound/card\(card)/usbid").map { String($0.prefix { !$0.isWhitespace }) }
    }

    /// Whether `selection` takes it.
    public func isSelected(by selection: MidiSelection) -> Bool {
        switch selection {
        case .hardware: isHardware
        case .matching(let patterns): patterns.contains { $0.matches(client) || $0.matches(port) }
        case .none: false
        }
    }
}

/// ALSA's sequencer, opened.
enum Sequencer {
    static func open(name: String) throws(IOFailure) -> OpaquePointer {
        kanon_alsa_silence()
        var sequencer: OpaquePointer?
        let status = snd_seq_open(&sequencer, "default", SND_SEQ_OPEN_DUPLEX, SND_SEQ_NONBLOCK)
        guard status >= 0, let sequencer else {
            let reason = String(cString: strerror(-status))
            let advice =
                access("/dev/snd/seq", F_OK) == 0
                ? "/dev/snd/seq: \(reason); sudo usermod -aG audio $USER, then log in again, opens it to you"
                : "/dev/snd/seq does not exist; sudo modprobe snd-seq makes it where the kernel has it"
            throw IOFailure("No ALSA MIDI on this machine: \(advice).")
        }
        snd_seq_set_client_name(sequencer, name)
        return sequencer
    }
}
