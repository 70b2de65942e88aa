import Foundation
import Testing

/// Starts, refusals and ends in a terminal, which must be afterwards what it was.
@Suite(.serialized) struct TerminalPlayTests {
    /// What each refusal is given, and what it says.
    enum Refusal: CaseIterable {
        case existingTake, missingFolder, closedFolder, realTime, noOutput, fileAsFolder

        var arguments: [String] {
            switch self {
            case .existingTake: ["--record", "take.wav"]
            case .missingFolder: ["--record", "nowhere/take.wav"]
            case .closedFolder: ["--record", "/proc/take.wav"]
            case .realTime: ["--rt", "require"]
            case .noOutput: ["--connect", "nobody:.*"]
            case .fileAsFolder: ["--record", "take.wav/more.wav"]
            }
        }

        var sentence: String {
            switch self {
            case .existingTake: "'take.wav' exists already"
            case .missingFolder: "There is no folder 'nowhere' to record into"
            case .closedFolder: "'/proc/take.wav' cannot be written"
            case .realTime: "Not granted"
            case .noOutput: "No JACK input matches 'nobody:.*'"
            case .fileAsFolder: "There is no folder 'take.wav' to record into"
            }
        }
    }

    @Test(arguments: Refusal.allCases) func `a refused start says why and leaves the terminal as it was`(refusal: Refusal) throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("take.wav", "mine")
        let server = try DummyServer()
        let player = try TerminalPlayer(["play", "sine"] + refusal.arguments, in: folder, environment: environment(folder, server))
        #expect(player.end() == 1)
        #expect(player.said.contains(refusal.sentence), "\(player.said)")
        #expect(player.isAsBefore)
        #expect(try String(contentsOfFile: folder.file("take.wav"), encoding: .utf8) == "mine")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasPrefix("kanon-") })
    }

    @Test func `README's own line for a take, twice`() throws {
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        let first = try TerminalPlayer(["play", "--record", "take.wav"], in: folder, environment: environment(folder, server))
        #expect(first.says("Keys:"))
        #expect(!first.isAsBefore)
        first.type("q")
        #expect(first.end() == 0)
        #expect(first.isAsBefore)
        let second = try TerminalPlayer(["play", "--record", "take.wav"], in: folder, environment: environment(folder, server))
        #expect(second.end() == 1)
        #expect(second.said.contains("'take.wav' exists already; a recording never overwrites. Choose another name."))
        #expect(second.isAsBefore)
    }

    @Test func `every signal but SIGKILL, a fault too, ends it at once with the terminal as it was`() throws {
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        for signal in [SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGABRT, SIGSEGV, SIGILL] {
            let player = try TerminalPlayer(["play", "sine"], in: folder, environment: environment(folder, server))
            #expect(player.says("Keys:"))
            #expect(!player.isAsBefore)
            kill(player.process, signal)
            let isAsked = signal == SIGTERM || signal == SIGHUP
            #expect(player.end() == (isAsked ? 0 : -signal))
            #expect(player.isAsBefore)
            #expect(player.said.contains(isAsked ? "Played" : "what was recorded is kept"), "\(player.said)")
        }
    }

    @Test(arguments: [[SIGHUP, SIGHUP], [SIGTERM, SIGHUP]])
    func `signals that belong together end it in good order, its take whole`(signals: [Int32]) throws {
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        let arguments = ["play", "sine", "--record", "take.wav"]
        let player = try TerminalPlayer(arguments, in: folder, environment: environment(folder, server))
        #expect(player.says("Keys:"))
        kill(player.process, signals[0])
        // Not before the first is answered: two that wait are one.
        for _ in 0..<5 {
            usleep(25_000)
            kill(player.process, signals[1])
        }
        #expect(player.end() == 0)
        #expect(player.isAsBefore)
        #expect(player.said.contains("; take.wav holds"), "\(player.said)")
        #expect(!player.said.contains("at once"), "\(player.said)")
    }

    @Test func `Ctrl-C twice ends it with the terminal as it was, also where the server hangs`() throws {
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        let player = try TerminalPlayer(["play", "sine"], in: folder, environment: environment(folder, server))
        #expect(player.says("Keys:"))
        server.hang()
        player.type("\u{3}")
        usleep(800_000)
        player.type("\u{3}")
        #expect(player.end(within: 3) == 1)
        #expect(player.isAsBefore)
        #expect(player.said.contains("Kanon ends at once, without waiting for the JACK server. Played"), "\(player.said)")
    }

    @Test func `a terminal that was stopped stops nobody else`() throws {
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        let environment = environment(folder, server)
        let player = try TerminalPlayer(["play", "sine"], in: folder, environment: environment)
        #expect(player.says("Keys:"))
        player.type("\u{13}")
        usleep(100_000)
        // Each says a line that nobody takes.
        for number in 0..<8 {
            let answer = try Command.run(["ctl", "preset", number % 2 == 0 ? "glass" : "sine"], environment: environment)
            #expect(answer.status == 0)
            usleep(260_000)
        }
        usleep(1_100_000)
        let status = try Command.run(["ctl", "status", "--json"], environment: environment)
        let unsaid = status.output.firstMatch(of: /"unsaidLines":(\d+)/).flatMap { Int($0.1) } ?? 0
        #expect(unsaid > 0, "\(status.output)")
        #expect(try Command.run(["ctl", "status"], environment: environment).output.contains("not said"))
        kill(player.process, SIGTERM)
        #expect(player.end(within: 8) == 0)
        #expect(player.isAsBefore)
    }

    private func environment(_ folder: TemporaryFolder, _ server: DummyServer) -> [String: String] {
        ["JACK_DEFAULT_SERVER": server.name, "XDG_RUNTIME_DIR": folder.path]
    }
}
