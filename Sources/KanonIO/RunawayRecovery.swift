import CRealtime
import Glibc
import KanonEngine

/// What follows when a thread in real time ran so long that the kernel's limit stopped it: it was demoted and the audio muted, at once
/// and where it happened (`Runaway.c`). Here, on the control thread, it is told, and undone when the thread is back.
struct RunawayRecovery {
    private var seen = kanon_runaway_count()
    /// Whether what a runaway left is still to be undone.
    private var isActive = false
    private var hasSaidStuck = false
    /// The length of the blocks that the limit was set for; nil where none was.
    private var watchedSeconds: Double?
    private var thread: RunawayWatch?

    /// A real-time thread that has run for so long without waiting is stopped; longer only where blocks are.
    private static let limitSeconds = 0.05
    /// A callback that takes longer is waited for: its thread must not be left behind, as it still works on the instrument.
    private static let stuckNanoseconds: UInt64 = 200_000_000
    /// So long, and it is said that it does not come back.
    private static let lostNanoseconds: UInt64 = 2_000_000_000

    /// Sets the limit for blocks of `periodSeconds`; where the kernel refuses, there is nothing to be done about it.
    mutating func watch(periodSeconds: Double) {
        watchedSeconds = periodSeconds
        thread?.setPeriod(seconds: periodSeconds)
        _ = kanon_runaway_watch(UInt64(max(Self.limitSeconds, 2 * periodSeconds) * 1e6))
    }

    /// Looks for itself, too, from a thread of `priority`, which is above the audio thread's. After `watch`.
    mutating func look(priority: Int) throws(IOFailure) {
        thread = try RunawayWatch(priority: priority, periodSeconds: watchedSeconds ?? 0)
    }

    /// Watches no more.
    mutating func stop() {
        thread = nil
        kanon_runaway_unwatch()
    }

    /// Whether the audio thread is in a callback that does not end.
    static var isStuck: Bool { kanon_callback_nanoseconds() > stuckNanoseconds }

    /// One look; tells `notices` what happened. `periodSeconds`: what blocks are long now; nil while there is no server.
    mutating func supervise(_ instrument: Instrument, periodSeconds: Double?, notices: inout [AudioNotice]) {
        if kanon_runaway_count() != seen { begin(instrument, &notices) }
        guard !Self.isStuck else { return sayStuck(&notices) }
        hasSaidStuck = false
        if isActive {
            // Silent after blocks that ended in time.
            guard restore(&notices), instrument.meter[.isSilent] == 1 else { return }
            isActive = false
            kanon_runaway_unmute()
            instrument.fade(out: false)
            notices.append(.recovered)
            // The kernel has raised the limit by a second.
            if let watchedSeconds { watch(periodSeconds: watchedSeconds) }
        }
        if let periodSeconds, let watchedSeconds, periodSeconds != watchedSeconds { watch(periodSeconds: periodSeconds) }
    }

    private mutating func begin(_ instrument: Instrument, _ notices: inout [AudioNotice]) {
        seen = kanon_runaway_count()
        isActive = true
        // From silence it can come back without a click.
        instrument.fade(out: true)
        for slot in 0..<UInt32(KANON_RUNAWAY_SLOTS) {
            guard let thread = ThreadReport(id: kanon_runaway_thread(slot)) else { continue }
            let nanoseconds = kanon_runaway_nanoseconds(slot)
            notices.append(.ranAway(thread: thread.name, milliseconds: nanoseconds > 0 ? Int(nanoseconds / 1_000_000) : nil))
        }
    }

    private mutating func sayStuck(_ notices: inout [AudioNotice]) {
        guard !hasSaidStuck, kanon_callback_nanoseconds() > Self.lostNanoseconds else { return }
        hasSaidStuck = true
        notices.append(.warning("The audio thread has not come back for 2 s; Kanon waits for it. Ctrl-C ends Kanon."))
    }

    /// True when all threads have their priorities back, or are gone. One that runs keeps what it has until it waits.
    private func restore(_ notices: inout [AudioNotice]) -> Bool {
        var isDone = true
        for slot in 0..<UInt32(KANON_RUNAWAY_SLOTS) where kanon_runaway_thread(slot) != 0 {
            guard ThreadReport(id: kanon_runaway_thread(slot))?.isWaiting != false else {
                isDone = false
                continue
            }
            let status = kanon_runaway_restore(slot)
            guard status != 0 else { continue }
            notices.append(
                .warning("A real-time priority could not be given back (\(String(cString: strerror(status)))): start Kanon again."))
        }
        return isDone
    }
}
