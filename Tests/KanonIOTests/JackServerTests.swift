import Glibc
import Testing

@testable import KanonIO

extension WorldTests {
    struct JackServerTests {
        @Test func `a server of our own answers, and is gone when stopped`() throws {
            let server = try TestServer.start()
            let process = server.processIdentifier
            #expect(process > 0)
            #expect(try JackPort.list(server: server.name)?.contains { $0.name == "system:playback_1" } == true)
            // Ctrl-C goes to the terminal's process group: it must have another.
            #expect(getpgid(process) == process)
            server.stop()
            #expect(kill(process, 0) == -1)
            #expect(try JackPort.list(server: server.name) == nil)
            #expect(Folder.entries("/dev/shm").filter { $0.contains(server.name) } == [])
        }

        @Test func `it outlives its clients`() throws {
            let server = try TestServer.start()
            defer { server.stop() }
            for _ in 0..<3 {
                let client = try JackClient(server: server.name)
                client.close()
            }
            usleep(300_000)
            #expect(server.isRunning)
        }

        @Test func `a server leaves alone what another of its name has`() throws {
            let first = try TestServer.start()
            kill(first.processIdentifier, SIGKILL)
            #expect(eventually { !first.isRunning })
            first.stop()
            let second = try TestServer.start()
            defer { second.stop() }
            first.stop()
            #expect(try JackPort.list(server: second.name) != nil)
            // Nor does one that is refused, as its name is taken.
            #expect(throws: IOFailure.self) { try TestServer.start() }
            #expect(try JackPort.list(server: second.name) != nil)
        }

        @Test func `the servers of two players have two names, and a name comes back`() throws {
            let first = try require(JackServerName())
            var second = JackServerName()
            let name = try require(second?.text)
            #expect(name.hasPrefix("kanon-"))
            #expect(first.text != name)
            second = nil
            #expect(JackServerName()?.text == name)
        }

        @Test func `however many servers are killed, the next one starts`() throws {
            // jackd remembers eight.
            for _ in 0..<9 {
                let server = try JackServer.start(.dummy)
                kill(server.processIdentifier, SIGKILL)
                #expect(eventually { !server.isRunning })
                server.stop()
            }
            let server = try JackServer.start(.dummy)
            #expect(server.isRunning)
            server.stop()
        }

        @Test func `a card that does not exist is refused in a sentence`() {
            let failure = #expect(throws: IOFailure.self) {
                try JackServer.start(.alsa("hw:Nowhere"), name: TestServer.name, blocks: [(64, 3), (128, 2)])
            }
            #expect(failure?.message.hasPrefix("JACK's server did not start on hw:Nowhere") == true)
        }

        @Test func `the command is the documented one`() {
            let block = BlockSetting(frames: 64, periods: 3, sampleRate: 48_000, isSynchronous: true)
            #expect(
                JackServer.arguments(.alsa("hw:PCH"), name: "kanon-1", block: block, priority: 70).joined(
                    separator: " ")
                    == "jackd -n kanon-1 -R -P70 -S -T -d alsa -P hw:PCH -r 48000 -p 64 -n 3")
        }

        @Test func `latency is arithmetic`() {
            func text(_ periods: Int, _ isSynchronous: Bool, _ frames: Int = 64) -> String {
                BlockSetting(frames: frames, periods: periods, sampleRate: 48_000, isSynchronous: isSynchronous)
                    .description
            }
            #expect(text(3, true) == "64 frames × 3 at 48000 Hz, synchronous: 4.00 ms")
            #expect(text(2, false) == "64 frames × 2 at 48000 Hz, asynchronous: 4.00 ms")
            #expect(text(2, false, 128) == "128 frames × 2 at 48000 Hz, asynchronous: 8.00 ms")
            #expect(
                BlockSetting(frames: 64, sampleRate: 48_000).description == "64 frames at 48000 Hz: 1.33 ms a block")
            #expect(
                BlockSetting(frames: 64, sampleRate: 48_000, playbackFrames: 128).description
                    == "64 frames at 48000 Hz, 128 more to the card: 4.00 ms")
            var soonest = BlockSetting(frames: 64, periods: 2, sampleRate: 48_000, isSynchronous: false)
            soonest.timing = .asap
            #expect(soonest.description == "64 frames × 2 at 48000 Hz, asynchronous: 2.67 to 4.00 ms")
        }
    }
}
