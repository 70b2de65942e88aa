import Foundation
import KanonControl

/// A short piece whose messages and preset changes stand at frames, so that nothing is rounded on the way to the engine.
///
/// A line is a frame and a MIDI message in hexadecimal, `24000 90 3C 50`; or `24000 preset 2`, the second preset after the one that
/// the song began with; or `48000 end`. Frames rise; from `#` to a line's end is a comment.
struct ReferenceSong {
    /// A thing that happens at a frame.
    struct Step {
        var frame: Int
        var event: Event
    }

    /// A MIDI message, or a change to the preset so many places behind.
    enum Event {
        case message([UInt8])
        case preset(Int)
    }

    /// The songs of the reference.
    static let names = ["pedals", "bends", "mpe", "dense", "changes"]
    private(set) var steps: [Step] = []
    private(set) var frames = 0

    /// The song in the file at `path`.
    static func load(path: String) throws -> ReferenceSong {
        var song = ReferenceSong()
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split(separator: " ")
            guard !words.isEmpty else { continue }
            guard song.frames == 0, let frame = Int(words[0]), frame >= song.steps.last?.frame ?? 0, song.add(words.dropFirst(), at: frame)
            else {
                throw Diagnostics(
                    .text(file: path, line: number + 1, column: 1), "this is no step of a song",
                    allowed: "a frame, not below the one before, and MIDI bytes, \"preset N\" or \"end\"")
            }
        }
        guard song.frames > 0 else {
            throw Diagnostics(.name(path), "the song has no end", allowed: "its last line is a frame and \"end\"")
        }
        return song
    }

    /// False where `words` are no step.
    private mutating func add(_ words: ArraySlice<Substring>, at frame: Int) -> Bool {
        if words == ["end"] {
            frames = frame
        } else if words.first == "preset", words.count == 2, let place = words.last.flatMap({ Int($0) }), place > 0 {
            steps.append(Step(frame: frame, event: .preset(place)))
        } else {
            let bytes = words.compactMap { UInt8($0, radix: 16) }
            guard (1...3).contains(words.count), bytes.count == words.count else { return false }
            steps.append(Step(frame: frame, event: .message(bytes)))
        }
        return true
    }
}
