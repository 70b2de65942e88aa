import CALSA

/// When the kernel's sequencer took an event, and how long ago that was.
struct SequencerStamp {
    /// µs since the queue began.
    var time: UInt64
    /// µs.
    var delay: UInt32
}

/// A queue of ALSA's sequencer, for its clock alone: the kernel stamps with it what comes to a port.
struct SequencerQueue: ~Copyable {
    private let sequencer: OpaquePointer
    private let number: Int32
    /// Holds the answer, so that asking allocates nothing.
    private let status: OpaquePointer

    /// Starts a queue that stamps what comes to `port`; nil where there is none to be had.
    init?(_ sequencer: OpaquePointer, stamping port: UInt8) {
        let number = snd_seq_alloc_queue(sequencer)
        var status: OpaquePointer?
        var info: OpaquePointer?
        guard number >= 0, snd_seq_queue_status_malloc(&status) == 0, let status, snd_seq_port_info_malloc(&info) == 0, let info else {
            return nil
        }
        snd_seq_get_port_info(sequencer, Int32(port), info)
        snd_seq_port_info_set_timestamping(info, 1)
        snd_seq_port_info_set_timestamp_real(info, 1)
        snd_seq_port_info_set_timestamp_queue(info, number)
        snd_seq_set_port_info(sequencer, Int32(port), info)
        snd_seq_port_info_free(info)
        snd_seq_control_queue(sequencer, number, Int32(SND_SEQ_EVENT_START.rawValue), 0, nil)
        snd_seq_drain_output(sequencer)
        self.sequencer = sequencer
        self.number = number
        self.status = status
    }

    deinit { snd_seq_queue_status_free(status) }

    /// Asks the queue for its time: it is the clock of the stamps, which no other clock is exactly.
    func stamp(of event: UnsafeMutablePointer<snd_seq_event_t>) -> SequencerStamp? {
        guard Int32(event.pointee.queue) == number, Int32(event.pointee.flags) & SND_SEQ_TIME_STAMP_MASK == SND_SEQ_TIME_STAMP_REAL,
            snd_seq_get_queue_status(sequencer, number, status) == 0, let now = snd_seq_queue_status_get_real_time(status)
        else { return nil }
        let time = Self.microseconds(event.pointee.time.time)
        let read = Self.microseconds(now.pointee)
        return SequencerStamp(time: time, delay: UInt32(clamping: read > time ? read - time : 0))
    }

    private static func microseconds(_ time: snd_seq_real_time_t) -> UInt64 {
        UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
    }
}
