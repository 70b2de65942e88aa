import Testing

@testable import KanonIO

struct KeptConnectionsTests {
    private let left = JackLink(port: .left, other: "card:1")
    private let right = JackLink(port: .right, other: "card:2")
    private let other = JackLink(port: .left, other: "screen:1")

    private func sight(
        _ links: Set<JackLink>, _ ports: [String: UInt64] = ["card:1": 1, "card:2": 2], choice: [JackLink] = [], at seconds: Double = 0
    )
        -> KeptConnections.Sight
    {
        .init(links: links, ports: ports, choice: choice, microseconds: UInt64(seconds * 1e6))
    }

    /// With both outputs on the card.
    private func connected(_ rule: JackConnections = .physical) -> KeptConnections {
        var kept = KeptConnections(rule)
        for link in kept.look(sight([], choice: [left, right])) { kept.made(link, port: link == left ? 1 : 2) }
        #expect(kept.look(sight([left, right])) == [])
        return kept
    }

    @Test func `a connection whose port goes is made when it is back, though it went first`() {
        var kept = connected()
        #expect(kept.look(sight([right])) == [])
        #expect(kept.look(sight([], [:])) == [])
        #expect(kept.look(sight([], ["card:1": 11, "card:2": 12])) == [left, right])
    }

    @Test func `a port that comes back with the number it had is connected, too`() {
        var kept = connected()
        #expect(kept.look(sight([], [:])) == [])
        #expect(kept.look(sight([])) == [left, right])
    }

    @Test func `a port that was made anew between two looks is another one`() {
        var kept = connected()
        #expect(kept.look(sight([right], ["card:1": 11, "card:2": 2])) == [left])
    }

    @Test func `a connection that is cut is not made again, not on the next server either, until the player makes it`() {
        var kept = connected()
        for _ in 0..<3 { #expect(kept.look(sight([right], choice: [left, right])) == []) }
        kept.begin()
        #expect(kept.look(sight([], ["card:1": 21, "card:2": 22], choice: [left, right])) == [right])
        kept.made(right, port: 22)
        #expect(kept.look(sight([left, right], ["card:1": 21, "card:2": 22])) == [])
        kept.begin()
        #expect(kept.look(sight([], ["card:1": 31, "card:2": 32])) == [left, right])
    }

    @Test func `another output is taken only when the one before has had time to come back`() {
        var kept = connected()
        #expect(kept.look(sight([], ["screen:1": 3], choice: [other], at: 10)) == [])
        #expect(kept.look(sight([], ["screen:1": 3], choice: [other], at: 12.9)) == [])
        #expect(kept.look(sight([], ["screen:1": 3], choice: [other], at: 13.1)) == [other])
    }

    @Test func `who wants no connections gets none, whatever was connected`() {
        var kept = KeptConnections(.none)
        #expect(kept.look(sight([left])) == [])
        kept.begin()
        #expect(kept.look(sight([], choice: [left, right], at: 100)) == [])
    }
}
