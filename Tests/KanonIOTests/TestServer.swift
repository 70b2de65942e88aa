import Glibc

@testable import KanonIO

/// A private server without a card, for one test at a time.
enum TestServer {
    private static let claim = JackServerName()

    /// The same every time, so that jackd forgets the servers that tests kill.
    static let name = "\(claim?.text ?? "kanon")-test"

    static func start(frames: Int = 64) throws -> JackServer {
        try JackServer.start(.dummy, name: name, blocks: [(frames, 2)])
    }
}

/// Polls until `condition` holds; false after `seconds`.
func eventually(within seconds: Double = 30, _ condition: () -> Bool) -> Bool {
    for _ in 0..<Int(seconds * 200) {
        if condition() { return true }
        usleep(5000)
    }
    return condition()
}
