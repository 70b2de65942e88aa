/// MIDI programs as files write them.
extension Findings {
    /// The program that `program` (1…128, as keyboards show it) and `bank` (0…16383, 0 where it is left out) name: 128 times the
    /// bank, and 0…127.
    func program(_ fields: [String: Tree]) -> Int? {
        let bank = fields["bank"].map { whole($0, 0...16_383, "bank") } ?? 0
        guard let tree = fields["program"], let program = whole(tree, 1...128, "program"), let bank else { return nil }
        return 128 * bank + program - 1
    }
}
