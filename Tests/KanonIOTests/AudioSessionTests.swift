import Glibc
import KanonEngine
import Testing

@testable import KanonIO

extension WorldTests {
    struct AudioSessionTests {
        @Test func `a session plays, says what it took, and leaves nothing behind`() throws {
            let session = try AudioSession.ofDummy()
            let instrument = Instrument.plain()
            try session.start(instrument)
            #expect(instrument.meter[.blocks] > 0)
            #expect(session.source == .own(.dummy))
            #expect(
                session.description
                    == "Kanon's own JACK server without a sound card, 64 frames at 48000 Hz: 1.33 ms a block")
            #expect(session.midiPriority() == nil)
            #expect(session.connectedPorts == ["system:playback_1", "system:playback_2"])
            let process = try require(session.server?.processIdentifier)
            let name = try require(session.server?.name)
            session.stop()
            #expect(kill(process, 0) == -1)
            #expect(Folder.entries("/dev/shm").filter { $0.contains("_\(name)_") } == [])
        }

        @Test func `a server that dies is brought back, with the key still down`() throws {
            let session = try AudioSession.ofDummy()
            defer { session.stop() }
            let instrument = Instrument.plain()
            try session.start(instrument)
            instrument.input(.control).push(
                Event(.noteOn, device: 1, key: 69, value: 1), at: JackClient.microseconds)
            #expect(eventually { instrument.meter[.voices] == 1 })
            #expect(session.supervise() == [])

            for _ in 0..<3 {
                kill(try require(session.server?.processIdentifier), SIGKILL)
                var notices: [AudioNotice] = []
                #expect(
                    eventually {
                        notices += session.supervise()
                        return notices.count >= 2
                    })
                #expect(notices == [.lost("the JACK server stopped"), .back(session.description)])
                _ = instrument.meter.takePeak()
                #expect(eventually { instrument.meter.takePeak() > 0.1 })
                #expect(instrument.meter[.voices] == 1)
            }
        }

        @Test func `a server that hangs is replaced`() throws {
            let session = try AudioSession.ofDummy()
            defer { session.stop() }
            let instrument = Instrument.plain()
            try session.start(instrument)
            #expect(session.supervise() == [])
            kill(try require(session.server?.processIdentifier), SIGSTOP)
            var notices: [AudioNotice] = []
            #expect(
                eventually(within: 10) {
                    notices += session.supervise()
                    return notices.count >= 2
                })
            #expect(notices == [.lost("the JACK server does not call Kanon any more"), .back(session.description)])
            let rendered = instrument.meter[.frames]
            #expect(eventually { instrument.meter[.frames] > rendered + 4_800 })
        }

        @Test func `a running server is waited for when it goes`() throws {
            let name = TestServer.name
            let first = try TestServer.start()
            var options = AudioSession.Options()
            options.server = name
            let session = try AudioSession(options)
            defer { session.stop() }
            let instrument = Instrument.plain()
            try session.start(instrument)
            #expect(session.source == .running)
            instrument.recording.arm(true)
            first.stop()
            var notices: [AudioNotice] = []
            #expect(
                eventually {
                    notices += session.supervise()
                    return notices.count == 2
                })
            #expect(
                notices == [.lost("the JACK server stopped"), .warning("No JACK server called '\(name)' answers.")])
            // Said once.
            usleep(1_100_000)
            #expect(session.supervise() == [])

            let recorded = instrument.recordedFrames
            let second = try JackServer.start(.dummy, name: name, sampleRate: 44_100, blocks: [(128, 2)])
            defer { second.stop() }
            notices = []
            #expect(
                eventually {
                    notices += session.supervise()
                    return !notices.isEmpty
                })
            #expect(notices == [.rateChanged(44_100), .back(session.description)])
            #expect(session.block?.frames == 128)
            // A take has frames of one rate.
            #expect(recorded > 0)
            #expect(instrument.recordedFrames == recorded)
            let rendered = instrument.meter[.frames]
            #expect(eventually { instrument.meter[.frames] > rendered + 4_800 })
            session.stop()
        }

        @Test func `a server that hangs is said to, and played on when it goes on`() throws {
            let server = try TestServer.start()
            defer { server.stop() }
            var options = AudioSession.Options()
            options.server = TestServer.name
            let session = try AudioSession(options)
            defer { session.stop() }
            let instrument = Instrument.plain()
            try session.start(instrument)
            kill(server.processIdentifier, SIGSTOP)
            var notices: [AudioNotice] = []
            #expect(
                eventually(within: 10) {
                    notices += session.supervise()
                    return !notices.isEmpty
                })
            #expect(notices == [.lost("the JACK server does not call Kanon any more")])
            // No look at it waits for the server.
            let begin = ContinuousClock.now
            for _ in 0..<20 { notices += session.supervise() }
            #expect(ContinuousClock.now - begin < .seconds(1))
            kill(server.processIdentifier, SIGCONT)
            #expect(
                eventually(within: 10) {
                    notices += session.supervise()
                    return notices.count == 2
                })
            #expect(notices.last == .back(session.description))
            let rendered = instrument.meter[.frames]
            #expect(eventually { instrument.meter[.frames] > rendered + 4_800 })
        }

        @Test func `neither a start nor an end waits for a server that hangs, nor for its ports`() throws {
            let server = try TestServer.start()
            defer { server.stop() }
            var options = AudioSession.Options()
            options.server = TestServer.name
            let session = try AudioSession(options)
            let instrument = Instrument.plain()
            try session.start(instrument)
            kill(server.processIdentifier, SIGSTOP)
            defer { kill(server.processIdentifier, SIGCONT) }
            #expect(!session.stop())
            let failure = #expect(throws: IOFailure.self) { try AudioSession(options) }
            #expect(failure?.message.contains("does not answer") == true)
            #expect(throws: IOFailure.self) { try JackPort.list(server: TestServer.name) }
            #expect(JackServerStatus.read(server: TestServer.name) == nil)
        }

        @Test func `a start at a server that hangs is refused once`() throws {
            let server = try TestServer.start()
            defer { server.stop() }
            var options = AudioSession.Options()
            options.server = TestServer.name
            let begin: ContinuousClock.Instant
            do {
                let session = try AudioSession(options)
                kill(server.processIdentifier, SIGSTOP)
                begin = .now
                let failure = #expect(throws: IOFailure.self) { try session.start(.plain()) }
                #expect(failure?.message.contains("does not answer for 4 s") == true)
                #expect(session.supervise() == [])
                #expect(!session.stop())
            }
            // The end of the session does not wait once more.
            #expect(ContinuousClock.now - begin < .seconds(2 * ServerCallLimit.seconds))
            kill(server.processIdentifier, SIGCONT)
            try ServerThread.run {}
        }

        @Test func `a rate that Kanon does not play at is refused in a sentence`() throws {
            let server = try JackServer.start(.dummy, name: TestServer.name, sampleRate: 384_000, blocks: [(1024, 2)])
            defer { server.stop() }
            var options = AudioSession.Options()
            options.server = TestServer.name
            let session = try AudioSession(options)
            let failure = #expect(throws: IOFailure.self) { try session.start(.plain()) }
            #expect(failure?.message == "The sound server runs at 384000 Hz; Kanon plays at 8000 to 192000 Hz: set it to 48000.")
            session.stop()
        }

        @Test func `no server outlives a killed player`() async throws {
            let folder = try Folder()
            setenv("KANON_TEST_NOTE", "\(folder.path)/process", 1)
            defer { unsetenv("KANON_TEST_NOTE") }
            await #expect(processExitsWith: .signal(SIGKILL)) {
                let session = try AudioSession.ofDummy()
                let instrument = Instrument.plain()
                try session.start(instrument)
                let file = fopen(getenv("KANON_TEST_NOTE"), "w")!
                fputs("\(session.server?.processIdentifier ?? 0)", file)
                fclose(file)
                kill(getpid(), SIGKILL)
                withExtendedLifetime(session) {}
            }
            let process = try require(TextFile.read("\(folder.path)/process").flatMap { Int32($0) })
            #expect(process > 0)
            #expect(eventually { kill(process, 0) == -1 })
        }
    }
}

extension Instrument {
    /// Frames that a take was given, whether there was room for them or not.
    fileprivate var recordedFrames: Int { recording.pushedFrames + Int(recording.lostFrames) }
}

extension AudioSession {
    /// On a server of its own without a card, in no real time.
    static func ofDummy() throws -> AudioSession {
        var options = Options()
        options.driver = .dummy
        options.realTime = .off
        return try AudioSession(options)
    }
}
