import Foundation

@testable import KanonIO

/// A real `jackd` without a card, under a name of its own, gone with this object.
///
/// The library that this process has of JACK is left alone: it can speak to one server at a time, and other tests do.
final class DummyServer {
    private static let claim = JackServerName()

    /// The same every time, so that jackd forgets servers of tests that were killed.
    let name = "\(claim?.text ?? "kanon")-verbs"
    private let process = Process()

    init() throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["jackd", "-n", name, "-r", "-d", "dummy", "-r", "48000", "-p", "64"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<1200 where !isReady { Thread.sleep(forTimeInterval: 0.05) }
    }

    /// Stops it where it is: it neither answers nor ends.
    func hang() { kill(process.processIdentifier, SIGSTOP) }

    deinit {
        kill(process.processIdentifier, SIGCONT)
        process.terminate()
        process.waitUntilExit()
    }

    /// A server's door is a file in shared memory.
    private var isReady: Bool { FileManager.default.fileExists(atPath: "/dev/shm/jack_\(name)_\(getuid())_0") }
}
