import CJACK
import Glibc
import KanonEngine

extension JackClient {
    /// Tells JACK what this client adds to the latency between its ports, and notes how far away the card is.
    ///
    /// Not from JACK's latency callback, where it belongs by JACK's manual: in PipeWire's library before 0.3.71 a thread that sets a
    /// latency there waits for itself. So every look publishes, and a change that is made here lets all clients ask again.
    func publishLatency() {
        let isChanged = [
            publish(from: [midi], to: [left, right], JackCaptureLatency), publish(from: [left, right], to: [midi], JackPlaybackLatency),
        ]
        if isChanged.contains(true) { jack_recompute_total_latencies(client) }
        var range = jack_latency_range_t(min: 0, max: 0)
        jack_port_get_latency_range(left, JackPlaybackLatency, &range)
        notePlayback(frames: jack_port_connected(left) > 0 ? Int(range.max) : nil)
    }

    /// Publishes until the server has told how far away the card is, which it does a little after a connection was made; 0.3 s at most.
    func awaitLatency() {
        publishLatency()
        for _ in 0..<60 where playbackLatency == 0 {
            usleep(5000)
            publishLatency()
        }
    }

    /// True where the ports at the other end had another latency.
    private func publish(from origins: [OpaquePointer], to ends: [OpaquePointer], _ mode: jack_latency_callback_mode_t) -> Bool {
        let delay = UInt32(Engine.delayFrames)
        let ranges = origins.map { Self.latency($0, mode) }
        let least = (ranges.map(\.min).min() ?? 0) &+ delay
        let most = (ranges.map(\.max).max() ?? 0) &+ delay
        var isChanged = false
        for port in ends {
            let old = Self.latency(port, mode)
            guard old.min != least || old.max != most else { continue }
            var range = jack_latency_range_t(min: least, max: most)
            jack_port_set_latency_range(port, mode, &range)
            isChanged = true
        }
        return isChanged
    }

    private static func latency(_ port: OpaquePointer, _ mode: jack_latency_callback_mode_t) -> jack_latency_range_t {
        var range = jack_latency_range_t(min: 0, max: 0)
        jack_port_get_latency_range(port, mode, &range)
        return range
    }
}
