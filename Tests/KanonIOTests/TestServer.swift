import Glibc
import Synchronization

@testable import KanonIO

/// A private server without a card, for one test.
enum TestServer {
    private static let count = Atomic<Int>(0)

    static func name() -> String {
        "kanon-test-\(getpid())-\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    static func start(name: String = name(), frames: Int = 64) throws -> JackServer {
        try JackServer.start(.dummy, name: name, blocks: [(frames, 2)])
    }
}

/// Polls until `condition` holds; false after `seconds`.
func eventually(within seconds: Double = 5, _ condition: () -> Bool) -> Bool {
    for _ in 0..<Int(seconds * 200) {
        if condition() { return true }
        usleep(5000)
    }
    return condition()
}
