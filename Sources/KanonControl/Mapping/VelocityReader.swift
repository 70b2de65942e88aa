/// Reads a mapping's `velocity:`, the points of a line from what the keyboard sends to what it counts as.
struct VelocityReader {
    let findings: Findings

    private static let example = "[[1, 1], [64, 80], [127, 127]]"

    /// A level (0…1) for each velocity: straight between the points, level beyond the first and the last.
    func read(_ tree: Tree) -> [Float]? {
        guard let list = findings.list(tree, "velocity", such: Self.example) else { return nil }
        let points = list.compactMap(point)
        guard points.count == list.count else { return nil }
        guard !points.isEmpty else {
            findings.add(tree.place, "velocity has no points", allowed: "write a list like \(Self.example)")
            return nil
        }
        for (index, pair) in zip(points, points.dropFirst()).enumerated() where pair.0.sent >= pair.1.sent {
            findings.add(
                list[index + 1].place, "velocity \(pair.1.sent) comes after \(pair.0.sent)",
                allowed: "points stand in rising order")
            return nil
        }
        return (0...127).map { Self.level($0, points) }
    }

    private func point(_ tree: Tree) -> (sent: Int, counts: Int)? {
        guard let pair = findings.list(tree, "a velocity point", such: Self.example) else { return nil }
        guard pair.count == 2 else {
            findings.add(
                tree.place, "a velocity point has \(pair.count == 1 ? "1 number" : "\(pair.count) numbers")",
                allowed: "write two like [64, 80]")
            return nil
        }
        let sent = findings.whole(pair[0], 1...127, "velocity")
        let counts = findings.whole(pair[1], 0...127, "velocity")
        guard let sent, let counts else { return nil }
        return (sent, counts)
    }

    private static func level(_ velocity: Int, _ points: [(sent: Int, counts: Int)]) -> Float {
        guard let after = points.firstIndex(where: { $0.sent >= velocity }) else {
            return Float(points.last!.counts) / 127
        }
        let right = points[after]
        guard after > 0 else { return Float(right.counts) / 127 }
        let left = points[after - 1]
        let share = Float(velocity - left.sent) / Float(right.sent - left.sent)
        return (Float(left.counts) + share * Float(right.counts - left.counts)) / 127
    }
}
