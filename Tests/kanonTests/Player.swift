import Foundation

/// A `kanon play` that runs beside the test, on a dummy server, with a folder for sockets of its own.
final class Player {
    private let process = Process()
    private let errors: String
    let environment: [String: String]

    /// Begins to play, and waits until it does.
    init(_ arguments: [String], in folder: TemporaryFolder, server: DummyServer) throws {
        environment = ["JACK_DEFAULT_SERVER": server.name, "XDG_RUNTIME_DIR": folder.path]
        errors = folder.file("said-\(UUID().uuidString)")
        try Data().write(to: URL(filePath: errors))
        process.executableURL = Command.executable
        process.arguments = ["play"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        try process.run()
        _ = says("audio thread")
    }

    deinit {
        process.interrupt()
        process.waitUntilExit()
    }

    /// What it said so far.
    var said: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

    /// Whether it says `text` within half a minute, which on a busy machine a second may become.
    func says(_ text: String) -> Bool {
        for _ in 0..<3000 {
            if said.contains(text) { return true }
            Thread.sleep(forTimeInterval: 0.01)
        }
        return false
    }

    /// Says a command to it.
    func ctl(_ words: String...) throws -> Command.Result { try Command.run(["ctl"] + words, environment: environment) }

    /// Ends it as Ctrl-C does; whether it is gone within `seconds`.
    func interrupt(within seconds: Double) -> Bool {
        process.interrupt()
        for _ in 0..<Int(seconds * 100) where process.isRunning { Thread.sleep(forTimeInterval: 0.01) }
        return !process.isRunning
    }

    /// Ends it as the machine would.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
