import CALSA

/// Asks the ALSA sequencer about ports. Holds the structures for the answers, so that asking allocates nothing.
struct SequencerPorts: ~Copyable {
    /// What it found out about a port.
    struct Facts {
        /// Valid until the next question.
        var client: UnsafePointer<CChar>
        /// Valid until the next question.
        var port: UnsafePointer<CChar>
        /// A keyboard, or another device that plays; not a program, not Midi Through.
        var isHardware: Bool
        /// Anyone may read from it. Programs such as aplaymidi connect themselves and keep their port to themselves.
        var isReadable: Bool
        /// ALSA's number of the card, below 0 where there is none.
        var card: Int
    }

    let sequencer: OpaquePointer
    private let clientInfo: OpaquePointer
    private let portInfo: OpaquePointer

    init(_ sequencer: OpaquePointer) {
        self.sequencer = sequencer
        var info: OpaquePointer?
        snd_seq_client_info_malloc(&info)
        clientInfo = info!
        info = nil
        snd_seq_port_info_malloc(&info)
        portInfo = info!
    }

    deinit {
        snd_seq_client_info_free(clientInfo)
        snd_seq_port_info_free(portInfo)
    }

    /// Facts about a port; nil when there is no such port.
    func facts(client: UInt8, port: UInt8) -> Facts? {
        // The system's own client announces, it does not play.
        guard client != UInt8(SND_SEQ_CLIENT_SYSTEM),
            snd_seq_get_any_port_info(sequencer, Int32(client), Int32(port), portInfo) == 0,
            snd_seq_get_any_client_info(sequencer, Int32(client), clientInfo) == 0
        else { return nil }
        return answer
    }

    /// Calls `body` with every port from which anyone may read.
    func forEach(_ body: (_ client: UInt8, _ port: UInt8, Facts) -> Void) {
        snd_seq_client_info_set_client(clientInfo, -1)
        while snd_seq_query_next_client(sequencer, clientInfo) == 0 {
            let client = snd_seq_client_info_get_client(clientInfo)
            guard client != Int32(SND_SEQ_CLIENT_SYSTEM) else { continue }
            snd_seq_port_info_set_client(portInfo, client)
            snd_seq_port_info_set_port(portInfo, -1)
            while snd_seq_query_next_port(sequencer, portInfo) == 0 {
                let port = snd_seq_port_info_get_port(portInfo)
                let facts = answer
                if facts.isReadable { body(UInt8(client), UInt8(port), facts) }
            }
        }
    }

    private var answer: Facts {
        let capability = snd_seq_port_info_get_capability(portInfo)
        let needed = UInt32(SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_SUBS_READ)
        let forbidden = UInt32(SND_SEQ_PORT_CAP_NO_EXPORT)
        let isKernel = snd_seq_client_info_get_type(clientInfo) == SND_SEQ_KERNEL_CLIENT
        let type = snd_seq_port_info_get_type(portInfo)
        return Facts(
            client: snd_seq_client_info_get_name(clientInfo), port: snd_seq_port_info_get_name(portInfo),
            isHardware: isKernel && type & UInt32(SND_SEQ_PORT_TYPE_HARDWARE) != 0,
            isReadable: capability & (needed | forbidden) == needed,
            card: Int(snd_seq_client_info_get_card(clientInfo)))
    }
}
