import CRealtime
import Glibc
import Testing

@testable import KanonIO

extension WorldTests {
    struct SystemCallTests {
        @Test func `a system call is seen, carried out all the same, and no other`() throws {
            let seen = Seen()
            let thread = try WorkerThread(name: "watched") { _ in seen.look() }
            thread.join()
            guard seen.isWatched else { return }
            #expect(seen.calls == [false, true, false])
            #expect(seen.parent == getppid())
        }

        private final class Seen: @unchecked Sendable {
            // SAFETY: the thread writes, and is joined before anyone reads.
            var isWatched = false
            var calls: [Bool] = []
            var parent: pid_t = 0

            func look() {
                calls.reserveCapacity(3)
                isWatched = kanon_system_calls_watch()
                guard isWatched else { return }
                kanon_system_calls_forbid()
                let none = kanon_system_calls_allow()
                kanon_system_calls_forbid()
                parent = getppid()
                let one = kanon_system_calls_allow()
                _ = getppid()
                kanon_system_calls_forbid()
                let again = kanon_system_calls_allow()
                kanon_system_calls_unwatch()
                calls = [none, one, again]
            }
        }
    }
}
