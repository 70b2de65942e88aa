import Glibc
import KanonEngine
import Testing

@testable import KanonIO

extension WorldTests {
    struct RealTimeTests {
        @Test func `a thread reports what it was granted`() throws {
            let highest = RealTime.highestPriority()
            let ordinary = try WorkerThread(name: "test", body: { _ in })
            ordinary.join()
            #expect(ordinary.scheduling == .ordinary)
            let wanted = try WorkerThread(name: "test", priority: 75) { _ in }
            wanted.join()
            #expect(wanted.scheduling == (highest >= 75 ? .fifo(75) : .ordinary))
        }

        @Test func `the MIDI thread stands above the audio, and never at the kernel's own priorities`() {
            #expect(RealTime.midiPriority(audio: 65) == 75)
            #expect(RealTime.midiPriority(audio: 88) == 95)
            #expect(RealTime.serverPriority(highest: 95) == 70)
            #expect(RealTime.serverPriority(highest: 20) == 15)
            #expect(RealTime.serverPriority(highest: 10) == nil)
            #expect(RealTime.serverPriority(highest: 0) == nil)
        }

        @Test(.enabled(if: RealTime.highestPriority() >= 75))
        func `a server of our own runs in real time where that is granted`() throws {
            var options = AudioSession.Options()
            options.driver = .dummy
            let session = try AudioSession(options)
            defer { session.stop() }
            let instrument = Instrument.plain()
            try session.start(instrument)
            #expect(session.client?.scheduling == .fifo(65))
            #expect(session.midiPriority() == 75)
            #expect(session.midiPriority(99) == 95)
        }

        @Test func `what is missing is said in one sentence`() {
            var missing = RealTimeReport(
                audio: .ordinary, midi: .ordinary, midiPriorityWanted: 75, memory: .nothing("the limit is 8192 KB"))
            #expect(!missing.isComplete)
            #expect(
                missing.lines == [
                    "audio thread: ordinary scheduling", "MIDI thread: ordinary scheduling (FIFO 75 was asked for)",
                    "memory: not locked (the limit is 8192 KB)",
                ])
            #expect(
                missing.advice?.hasPrefix(
                    "Not granted: real-time priority for audio, real-time priority for MIDI, locked memory.") == true)
            missing.distribution = .arch
            #expect(
                missing.advice?.hasSuffix(
                    " To get it: sudo pacman -S --needed realtime-privileges, sudo usermod -aG realtime $USER, then log in again."
                        + " kanon doctor says more.") == true)
            missing.distribution = .other
            #expect(missing.advice?.contains("To get it") == false)
            let complete = RealTimeReport(
                audio: .fifo(65), midi: .fifo(75), midiPriorityWanted: 75, memory: .everything)
            #expect(complete.isComplete)
            #expect(complete.advice == nil)
        }

        @Test func `the engine's memory can be locked by anyone`() async {
            await #expect(processExitsWith: .success) {
                // As an ordinary user's limit is.
                var limit = rlimit(rlim_cur: 8 << 20, rlim_max: 8 << 20)
                setrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit)
                guard setgid(65534) == 0, setuid(65534) == 0 else { exit(geteuid() == 0 ? 2 : 0) }
                guard case .engine = RealTime.lockMemory(of: .plain()) else { exit(3) }
                guard RealTime.highestPriority() == 0 else { exit(4) }
            }
        }
    }
}
