/// The connections that are to last as long as Kanon plays: those it made itself, and those that the player made with a patchbay.
///
/// One whose other port goes is made again when that port is back, also through another server. One that the player cuts is not. Under
/// `--connect none` none is made.
struct KeptConnections {
    /// What one look at the server's graph saw.
    struct Sight {
        /// The connections there are.
        var links: Set<JackLink> = []
        /// The other ports of those that are kept, as far as they exist, each with a number that another port of its name has not.
        var ports: [String: UInt64] = [:]
        /// Where `rule` would connect the outputs now.
        var choice: [JackLink] = []
        /// When, in µs.
        var microseconds: UInt64 = 0
    }

    /// The player's wish.
    let rule: JackConnections
    /// Those that are kept.
    private(set) var links: Set<JackLink> = []
    /// Whether an output is connected.
    private(set) var isHeard = false

    /// Of the kept ones, those that Kanon chose.
    private var chosen: Set<JackLink> = []
    private var cut: Set<JackLink> = []
    /// With which port of its name each is or was last connected, on the present server.
    private var known: [JackLink: UInt64] = [:]
    /// Gone at the last look, though the other port was there: cut, if that is so at the next look too. A port that goes takes its
    /// connections along first.
    private var suspects: Set<JackLink> = []
    private var unheardSince: UInt64?

    /// Ports that Kanon was connected to have so long to come back before others are taken.
    private static let patienceMicroseconds: UInt64 = 3_000_000

    init(_ rule: JackConnections) { self.rule = rule }

    /// Whether the player has taken an output off, or wants to connect them: Kanon chooses no port then.
    var isPlayers: Bool { rule == .none || !chosen.isDisjoint(with: cut) }

    /// The ports that the outputs are, or are to be, connected to.
    var outputs: [String] { Set(links.filter(\.isOutput).map(\.other)).sorted() }

    /// Whether no output has been connected for that long, though one is to be.
    func isMissing(at microseconds: UInt64, longerThan patience: UInt64) -> Bool {
        guard let unheardSince, rule != .none, !isPlayers || !outputs.isEmpty else { return false }
        return microseconds >= unheardSince + patience
    }

    /// Another server: what is not connected there was not cut.
    mutating func begin() {
        known = [:]
        suspects = []
        isHeard = false
        unheardSince = nil
    }

    /// Takes a look; returns the connections to be made now.
    mutating func look(_ sight: Sight) -> [JackLink] {
        isHeard = sight.links.contains(where: \.isOutput)
        unheardSince = isHeard ? nil : unheardSince ?? sight.microseconds
        for link in sight.links {
            if links.insert(link).inserted { cut.remove(link) }
            known[link] = sight.ports[link.other]
            suspects.remove(link)
        }
        guard rule != .none else {
            links = sight.links
            return []
        }
        let missing = links.subtracting(sight.links).filter { isToBeMade($0, sight.ports[$0.other]) }
        return missing.isEmpty ? choose(sight) : missing.sorted { ($0.port.rawValue, $0.other) < ($1.port.rawValue, $1.other) }
    }

    /// A connection was made.
    mutating func made(_ link: JackLink, port: UInt64?) {
        links.insert(link)
        known[link] = port
        if link.isOutput { isHeard = true }
    }

    private mutating func isToBeMade(_ link: JackLink, _ port: UInt64?) -> Bool {
        guard let port else {
            suspects.remove(link)
            // jackd gives a number again.
            known[link] = nil
            return false
        }
        guard known[link] == port else { return true }
        guard !suspects.insert(link).inserted else { return false }
        // Still there, still not connected.
        suspects.remove(link)
        links.remove(link)
        cut.insert(link)
        return false
    }

    /// Where the outputs go when none is connected, and none that was will be for some time.
    private mutating func choose(_ sight: Sight) -> [JackLink] {
        guard let unheardSince, !isPlayers, suspects.isEmpty else { return [] }
        let choice = sight.choice.filter { !cut.contains($0) }
        let isPatient = chosen.isEmpty || sight.microseconds - unheardSince >= Self.patienceMicroseconds
        guard !choice.isEmpty, isPatient else { return [] }
        links.subtract(chosen)
        chosen = Set(choice)
        links.formUnion(chosen)
        return choice
    }
}
