import CALSA
import Glibc
import KanonControl

/// A card that plays sound, by the name that does not change from one boot to the next.
public struct SoundCard: Equatable, Sendable {
    /// ALSA's id of the card, such as `PCH`.
    public let id: String
    /// The name for people.
    public let name: String
    /// The device on the card that plays; not always 0.
    public let device: Int
    /// Whether it only feeds a monitor.
    public let isHDMI: Bool

    /// What ALSA calls it.
    public var hardwareName: String { device == 0 ? "hw:\(id)" : "hw:\(id),\(device)" }

    /// The cards with an output, in ALSA's order.
    public static func list() -> [SoundCard] {
        kanon_alsa_silence()
        var cards: [SoundCard] = []
        var number: Int32 = -1
        while snd_card_next(&number) == 0, number >= 0 {
            if let card = read(number) { cards.append(card) }
        }
        return cards
    }

    /// The card to play on: the one that `wish` names by id, part of its name or ALSA name, else the first that is not HDMI.
    /// Nil where there is none; throws where `wish` fits none.
    public static func choose(_ wish: String?, from cards: [SoundCard] = list()) throws(IOFailure) -> String? {
        guard let wish else { return cards.first { !$0.isHDMI }?.hardwareName }
        if wish.contains(":") { return wish }
        let pattern = NamePattern(wish)
        if let card = cards.first(where: { $0.id == wish }) ?? cards.first(where: { pattern.matches($0.name) }) {
            return card.hardwareName
        }
        let known = cards.map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
        throw IOFailure(
            "There is no sound card '\(wish)'; "
                + (known.isEmpty ? "this machine has none that plays." : "there are: \(known)."))
    }

    private static func read(_ number: Int32) -> SoundCard? {
        var control: OpaquePointer?
        guard snd_ctl_open(&control, "hw:\(number)", 0) == 0 else { return nil }
        defer { snd_ctl_close(control) }
        var info: OpaquePointer?
        guard snd_ctl_card_info_malloc(&info) == 0 else { return nil }
        defer { snd_ctl_card_info_free(info) }
        guard snd_ctl_card_info(control, info) == 0 else { return nil }
        var pcm: OpaquePointer?
        guard snd_pcm_info_malloc(&pcm) == 0 else { return nil }
        defer { snd_pcm_info_free(pcm) }

        var outputs: [(device: Int, isHDMI: Bool)] = []
        var device: Int32 = -1
        while snd_ctl_pcm_next_device(control, &device) == 0, device >= 0 {
            snd_pcm_info_set_device(pcm, UInt32(device))
            snd_pcm_info_set_subdevice(pcm, 0)
            snd_pcm_info_set_stream(pcm, SND_PCM_STREAM_PLAYBACK)
            guard snd_ctl_pcm_info(control, pcm) == 0 else { continue }
            let name = String(cString: snd_pcm_info_get_id(pcm)) + String(cString: snd_pcm_info_get_name(pcm))
            outputs.append((Int(device), name.contains("HDMI") || name.contains("DisplayPort")))
        }
        guard let output = outputs.first(where: { !$0.isHDMI }) ?? outputs.first else { return nil }
        return SoundCard(
            id: String(cString: snd_ctl_card_info_get_id(info)),
            name: String(cString: snd_ctl_card_info_get_name(info)).printable, device: output.device, isHDMI: output.isHDMI)
    }
}
