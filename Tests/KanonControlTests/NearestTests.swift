import Testing

@testable import KanonControl

struct NearestTests {
    @Test(arguments: [
        ("saw", "saw", 0), ("saww", "saw", 1), ("wsa", "saw", 2), ("swa", "saw", 1), ("", "saw", 3),
        ("cutof", "cutoff", 1),
        ("ca", "abc", 3),
    ])
    func `insertions, deletions, substitutions and swaps count one each`(a: String, b: String, distance: Int) {
        #expect(Nearest.distance(Array(a), Array(b)) == distance)
        #expect(Nearest.distance(Array(b), Array(a)) == distance)
    }

    @Test(arguments: [
        ("saww", "saw"), ("SAW", "saw"), ("sien", "sine"), ("vort", "vortex"), ("cutoff", "filter.cutoff"),
        ("morf", "morph"),
        ("piano", nil), ("9", nil), ("", nil),
    ])
    func `a slip finds its word and a stranger finds none`(word: String, nearest: String?) {
        #expect(Nearest.name(to: word, among: ["sine", "saw", "vortex", "filter.cutoff", "morph", "1"]) == nearest)
    }

    @Test func `of equally near words the one with the same first letter is meant`() {
        #expect(Nearest.name(to: "kz", among: ["Hz", "kHz"]) == "kHz")
    }

    @Test func `where many words are equally near none is suggested`() {
        #expect(Nearest.name(to: "knob.9", among: (1...8).map { "knob.\($0)" }) == nil)
    }
}
