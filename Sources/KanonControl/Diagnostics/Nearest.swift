/// The word a user probably meant.
public enum Nearest {
    /// Of more equally near names, none is the one that was meant: `knob.9` is as near to `knob.1` as to `knob.8`.
    private static let mostEqual = 4
    /// In bytes: what the name of a file may have.
    private static let longestWord = 255

    /// The one of `names` that is nearest to `word`, if any is near: about a third of the letters may differ, or `word`
    /// begins it or is the last part of it (`cutoff` of `filter.cutoff`). Of equally near ones the first that begins with
    /// the same letter; where many are equally near, none. Upper and lower case count the same.
    public static func name(to word: String, among names: [String]) -> String? {
        // What is longer than any name is a slip of another kind.
        guard !word.isEmpty, word.utf8.count <= longestWord else { return nil }
        let wanted = word.lowercased()
        let letters = Array(wanted)
        let reach = min((letters.count + 2) / 3, letters.count - 1)
        var near: [(name: String, distance: Int)] = []
        for name in names {
            let candidate = name.lowercased()
            let others = Array(candidate)
            // Of so different lengths no fewer letters than that differ.
            var distance = abs(letters.count - others.count) > reach ? reach + 1 : distance(letters, others)
            if letters.count >= 3, candidate.hasPrefix(wanted) || candidate.hasSuffix("." + wanted) {
                distance = min(distance, reach)
            }
            if distance <= reach { near.append((name, distance)) }
        }
        let least = near.map(\.distance).min()
        let best = near.filter { $0.distance == least }.map(\.name)
        guard best.count <= mostEqual else { return nil }
        return best.first { $0.lowercased().first == wanted.first } ?? best.first
    }

    /// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
    ///
    /// Method: optimal string alignment, three rows of the table. Source: F. Damerau, "A technique for computer
    /// detection and correction of spelling errors", CACM 7(3), 1964.
    static func distance(_ a: [Character], _ b: [Character]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let change = a[i - 1] == b[j - 1] ? 0 : 1
                row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
