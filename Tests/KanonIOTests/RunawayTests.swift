import CRealtime
import Glibc
import KanonEngine
import Synchronization
import Testing

@testable import KanonIO

extension WorldTests {
    /// Threads in real time that do not come back in time.
    @Suite(.enabled(if: RealTime.highestPriority() >= 75))
    struct RunawayTests {
        @Test func `a thread that runs away loses its priority within 100 ms, and gets it back when it waits`() async {
            await #expect(processExitsWith: .success) {
                var recovery = RunawayRecovery()
                recovery.watch(periodSeconds: 0.001)
                let before = kanon_runaway_count()
                let isDone = Shared(false)
                let thread = try WorkerThread(name: "away", priority: 40) { _ in
                    let begin = JackClock.microseconds
                    while JackClock.microseconds < begin + 400_000 {}
                    while !isDone.value.load(ordering: .relaxed) { usleep(1_000) }
                }
                let begin = JackClock.microseconds
                while kanon_runaway_count() == before, JackClock.microseconds < begin + 400_000 { usleep(500) }
                #expect(JackClock.microseconds - begin < 100_000)
                let number = kanon_runaway_thread(0)
                let report = ThreadReport(id: number)
                #expect(report?.name == "away")
                #expect(report?.scheduling == .ordinary)

                while JackClock.microseconds < begin + 450_000 { usleep(1_000) }
                #expect(kanon_runaway_restore(0) == 0)
                #expect(kanon_runaway_thread(0) == 0)
                #expect(ThreadReport(id: number)?.scheduling == .fifo(40))
                isDone.value.store(true, ordering: .relaxed)
                thread.join()
                // The limit is that of before for those that come after.
                kanon_runaway_unwatch()
                #expect(ResourceLimit(.time).soft == nil)
            }
        }

        /// Also where the kernel's count does not find it.
        @Test(arguments: [true, false])
        func `a callback that runs away is muted and demoted, comes back with its priority, and the key is still down`(
            kernelCounts: Bool
        ) throws {
            var options = AudioSession.Options()
            options.driver = .dummy
            options.fault = FaultInjection("burn=0.4@0.5")
            let session = try AudioSession(options)
            defer { session.stop() }
            let instrument = Instrument.plain()
            try session.start(instrument)
            if !kernelCounts {
                var limit = rlimit()
                let kind = __rlimit_resource_t(__RLIMIT_RTTIME.rawValue)
                getrlimit(kind, &limit)
                limit.rlim_cur = limit.rlim_max
                setrlimit(kind, &limit)
            }
            instrument.input(.control).push(Event(.noteOn, device: 1, key: 69, value: 1), at: JackClient.microseconds)
            var notices: [AudioNotice] = []
            #expect(
                eventually {
                    notices += session.supervise()
                    return !notices.isEmpty
                })
            guard case .ranAway("kanon-audio", let milliseconds?) = notices.first else {
                Issue.record("\(notices)")
                return
            }
            #expect((40..<100).contains(milliseconds))
            #expect(ThreadReport.all().allSatisfy { $0.scheduling != .fifo(65) })
            #expect(
                eventually {
                    notices += session.supervise()
                    return notices.count == 2
                })
            #expect(notices.last == .recovered)
            #expect(ThreadReport.scheduling(of: "kanon-audio") == .fifo(65))
            #expect(ResourceLimit(.time).soft == 50_000)
            #expect(instrument.meter[.voices] == 1)
            _ = instrument.meter.takePeak()
            #expect(eventually { instrument.meter.takePeak() > 0.1 })
        }

        @Test func `where the limit would kill, nothing is started in real time`() async {
            await #expect(processExitsWith: .success) {
                var limit = rlimit(rlim_cur: 0, rlim_max: 0)
                setrlimit(__rlimit_resource_t(__RLIMIT_RTTIME.rawValue), &limit)
                var options = AudioSession.Options()
                options.driver = .dummy
                let session = try AudioSession(options)
                try session.start(.plain())
                guard session.client?.scheduling == .ordinary, session.midiPriority() == nil else { exit(2) }
                guard ThreadReport.all().allSatisfy({ $0.scheduling == .ordinary }) else { exit(3) }
                session.stop()
            }
        }

        @Test func `a server of Kanon's own is not under the limit`() throws {
            var options = AudioSession.Options()
            options.driver = .dummy
            let session = try AudioSession(options)
            defer { session.stop() }
            try session.start(.plain())
            session.stop()
            #expect(ResourceLimit(.time).soft == nil)
            try session.start(.plain())
            let other = try JackServer.start(.dummy)
            defer { other.stop() }
            let limits = try require(TextFile.read("/proc/\(other.processIdentifier)/limits"))
            let line = try require(limits.split(separator: "\n").first { $0.hasPrefix("Max realtime timeout") })
            #expect(line.split(separator: " ").dropFirst(3).prefix(2) == ["unlimited", "unlimited"])
        }
    }
}

private final class Shared: Sendable {
    let value: Atomic<Bool>
    init(_ value: Bool) { self.value = Atomic(value) }
}
