import CEbur128
import Foundation
import KanonControl
import KanonEngine

@testable import kanon

/// A shipped preset played offline: a phrase of its category in, measures out.
struct PresetRendering {
    /// One key: when it is struck and for how long, in seconds.
    typealias Note = (start: Double, length: Double, key: UInt8, velocity: UInt8)

    /// Left and right interleaved, 48 kHz.
    private(set) var samples: [Float] = []

    /// Plays `notes`, the wheel at `wheel` before the first of them, with `settings` such as `knob.1=0`.
    init(_ preset: String, _ notes: [Note], settings: [String] = [], wheel: UInt8 = 0, tail: Double) throws {
        var sound = try Library.standard.preset(preset).sound
        for setting in settings { sound.apply(try Setting.parse(setting)) }
        let rendering = OfflineRendering(
            instrument: Instrument(Instrument.Configuration(), sound: sound), sampleRate: 48_000, block: 256)
        var all: [Float] = []
        let piece = try Self.piece(notes, wheel: wheel)
        _ = rendering.play(piece, tailSeconds: tail) { all += $0 }
        samples = all
    }

    /// A track of format 0, a millisecond a tick.
    private static func piece(_ notes: [Note], wheel: UInt8) throws -> StandardMidiFile {
        var events: [(tick: Int, bytes: [UInt8])] = [(0, [0xB0, 1, wheel])]
        for note in notes {
            events.append((Int(note.start * 1000), [0x90, note.key, note.velocity]))
            events.append((Int((note.start + note.length) * 1000), [0x80, note.key, 0]))
        }
        events.sort { ($0.tick, $0.bytes[0] == 0x90 ? 1 : 0) < ($1.tick, $1.bytes[0] == 0x90 ? 1 : 0) }
        var track: [UInt8] = []
        var last = 0
        for event in events {
            let delta = event.tick - last
            last = event.tick
            track += [UInt8(0x80 | delta >> 14 & 0x7F), UInt8(0x80 | delta >> 7 & 0x7F), UInt8(delta & 0x7F)] + event.bytes
        }
        track += [0, 0xFF, 0x2F, 0]
        let length = (0..<4).map { UInt8(truncatingIfNeeded: track.count >> (24 - 8 * $0)) }
        // 500 ticks a quarter of half a second.
        let header: [UInt8] = Array("MThd".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 0x01, 0xF4]
        return try StandardMidiFile.parse(header + Array("MTrk".utf8) + length + track, file: "phrase")
    }

    /// Integrated loudness in LUFS, by EBU R 128.
    var loudness: Double {
        var state = ebur128_init(2, 48_000, Int32(EBUR128_MODE_I.rawValue))
        defer { ebur128_destroy(&state) }
        _ = samples.withUnsafeBufferPointer { ebur128_add_frames_float(state, $0.baseAddress, samples.count / 2) }
        var result = 0.0
        ebur128_loudness_global(state, &result)
        return result
    }

    /// The greatest sample.
    var peak: Float { max(samples.max() ?? 0, -(samples.min() ?? 0)) }

    /// Power, and the power of the differences between neighbours, of the left side between two times in seconds.
    func power(from start: Double = 0, to end: Double = .infinity) -> (all: Double, high: Double) {
        samples.withUnsafeBufferPointer { samples in
            let first = Int(start * 48_000) + 1
            let last = end.isFinite ? min(Int(end * 48_000), samples.count / 2) : samples.count / 2
            var all = 0.0
            var high = 0.0
            var frame = first
            while frame < last {
                let x = Double(samples[2 * frame])
                let step = x - Double(samples[2 * frame - 2])
                all += x * x
                high += step * step
                frame += 1
            }
            return (all, high)
        }
    }

    /// The greatest second difference of either side between two frames: what a step or a corner in a sound has at its place, and
    /// a bright sound as long as it is bright.
    func greatestCorner(_ frames: Range<Int>) -> Float {
        samples.withUnsafeBufferPointer { samples in
            var greatest: Float = 0
            var index = 2 * max(frames.lowerBound, 2)
            while index < min(2 * frames.upperBound, samples.count) {
                greatest = max(greatest, abs(samples[index] - 2 * samples[index - 2] + samples[index - 4]))
                index += 1
            }
            return greatest
        }
    }

    /// The power of the difference to `other` as a share of the louder one's, left side.
    func difference(to other: PresetRendering) -> Double {
        var sum = 0.0
        let count = max(samples.count, other.samples.count) / 2
        samples.withUnsafeBufferPointer { a in
            other.samples.withUnsafeBufferPointer { b in
                var frame = 0
                while frame < count {
                    let x = 2 * frame < a.count ? a[2 * frame] : 0
                    let y = 2 * frame < b.count ? b[2 * frame] : 0
                    sum += Double((x - y) * (x - y))
                    frame += 1
                }
            }
        }
        return sum / max(power().all, other.power().all, 1e-12)
    }
}

extension PresetRendering {
    private static let chords: [[UInt8]] = [[48, 55, 60, 64], [45, 52, 60, 64], [41, 53, 57, 65], [43, 50, 59, 62]]

    /// What a category is made for: a line, a broken chord, a loop, a held chord, or chords under a tune.
    static func phrase(_ category: String) -> [Note] {
        switch category {
        case "bass": line([36, 36, 48, 36, 39, 41, 43, 34, 36, 36, 48, 36, 39, 41, 43, 34], step: 0.3, length: 0.26, velocity: 90)
        case "lead": line([60, 63, 67, 72, 70, 67, 65, 63, 60, 63, 67, 72, 74, 75, 67, 72], step: 0.35, length: 0.34, velocity: 85)
        case "percussion":
            (0..<32).map { beat -> Note in
                let velocities: [UInt8] = [100, 70, 90, 70]
                return (0.125 * Double(beat), 0.1, beat.isMultiple(of: 2) ? 48 : 60, velocities[beat % 4])
            }
        case "drone": [48, 55, 60, 67].map { key -> Note in (0, 8, key, 80) }
        case "pluck", "bell":
            line(
                chords.flatMap { [$0[0], $0[2], $0[1], $0[3]] }.map { category == "bell" ? $0 + 12 : $0 }, step: 0.25, length: 0.5,
                velocity: 80)
        default:
            chords.enumerated().flatMap { bar, chord in chord.map { key -> Note in (1.5 * Double(bar), 1.45, key, 80) } }
                + line([72, 74, 76, 74, 72, 69, 71, 74], step: 0.75, length: 0.7, velocity: 85)
        }
    }

    private static func line(_ keys: [UInt8], step: Double, length: Double, velocity: UInt8) -> [Note] {
        keys.enumerated().map { (step * Double($0), length, $1, velocity) }
    }

    /// A short note and a long one, in the register of the category.
    static func probe(_ category: String, velocity: UInt8 = 90) -> [Note] {
        let key: UInt8 = category == "bass" ? 36 : 60
        let isSlow = ["pad", "drone", "strings"].contains(category)
        return [(0.01, category == "percussion" ? 0.05 : 0.15, key + 7, velocity), (0.5, isSlow ? 1.6 : 0.8, key, velocity)]
    }
}
