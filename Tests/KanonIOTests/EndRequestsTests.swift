import Glibc
import Testing

@testable import KanonIO

@Suite struct EndRequestsTests {
    /// Which of `signals`, some milliseconds after the begin of an end, ask for an end at once.
    private func impatient(after first: Int32?, _ signals: [(signal: Int32, milliseconds: Int)]) -> [Bool] {
        let begin = ContinuousClock.now
        var requests = EndRequests(after: first, at: begin)
        return signals.map { requests.isImpatient($0.signal, at: begin + .milliseconds($0.milliseconds)) }
    }

    @Test(arguments: [[SIGHUP, SIGHUP], [SIGTERM, SIGHUP], [SIGHUP, SIGTERM, SIGTERM], [SIGINT, SIGINT]])
    func `signals that come together are one wish`(signals: [Int32]) {
        let rest = signals.dropFirst().enumerated().map { (signal: $1, milliseconds: 100 * $0) }
        #expect(impatient(after: signals[0], rest).allSatisfy { !$0 })
    }

    @Test(arguments: [(SIGINT, 100), (SIGTERM, 500), (SIGHUP, 500)])
    func `the same signal a moment later asks for an end at once`(signal: Int32, milliseconds: Int) {
        #expect(impatient(after: signal, [(signal, milliseconds - 1), (signal, milliseconds)]) == [false, true])
    }

    @Test func `Ctrl-C loses patience with every end, other signals only with their own`() {
        for first in [nil, SIGTERM, SIGHUP] { #expect(impatient(after: first, [(SIGINT, 1_000)]) == [true]) }
        #expect(impatient(after: SIGHUP, [(SIGTERM, 2_000), (SIGTERM, 2_100), (SIGTERM, 3_000)]) == [false, false, true])
    }
}
