import Foundation
import KanonControl
import KanonEngine
import Testing

@testable import kanon

/// What every shipped preset keeps: loudness, headroom, and that hands are heard.
struct PresetTests {
    static let presets = Library.standard.presets.map(\.name)

    private func category(_ name: String) throws -> String {
        try #require(try Library.standard.preset(name).tags.first)
    }

    @Test(arguments: presets)
    func `every preset is as loud as the others, below the limiter, and falls silent`(name: String) throws {
        // At a tenth of the volume the limiter has nothing to do.
        let category = try category(name)
        let rendering = try PresetRendering(
            name, PresetRendering.phrase(category), settings: ["player.volume=-20 dB"], tail: 40)
        #expect(abs(rendering.loudness + 20 + 20) < 1.5)
        #expect(rendering.peak < 0.09886)
        #expect(rendering.samples.count < 2 * 48_000 * 30)
    }

    @Test(arguments: presets)
    func `eight keys at full force are limited by 6 dB at most`(name: String) throws {
        // Of drums one does not strike eight at once.
        let keys: [UInt8] = try category(name) == "percussion" ? [48, 60] : [36, 43, 48, 52, 55, 60, 64, 67]
        let chord = keys.map { (0.0, 1.0, $0, UInt8(127)) }
        let rendering = try PresetRendering(name, chord, settings: ["player.volume=-20 dB"], tail: 0)
        #expect(rendering.peak < 0.2)
    }

    @Test(arguments: presets)
    func `every knob is heard, and the fifth is brightness`(name: String) throws {
        let probe = PresetRendering.probe(try category(name))
        for knob in 1...8 {
            let low = try PresetRendering(name, probe, settings: ["knob.\(knob)=0"], tail: 0.5)
            let high = try PresetRendering(name, probe, settings: ["knob.\(knob)=1"], tail: 0.5)
            // A twentieth of the amplitude.
            #expect(low.difference(to: high) > 0.0025, "knob \(knob)")
            guard knob == 5 else { continue }
            let (dark, bright) = (low.power(), high.power())
            #expect(bright.high / bright.all > dark.high / dark.all)
        }
    }

    @Test(arguments: presets)
    func `every preset answers to velocity and to the wheel`(name: String) throws {
        let category = try category(name)
        let soft = try PresetRendering(name, PresetRendering.probe(category, velocity: 30), tail: 0.5)
        let loud = try PresetRendering(name, PresetRendering.probe(category, velocity: 120), tail: 0.5)
        #expect(10 * log10(loud.power().high / soft.power().high) > 3)
        let plain = try PresetRendering(name, PresetRendering.probe(category), tail: 0.5)
        let moved = try PresetRendering(name, PresetRendering.probe(category), wheel: 127, tail: 0.5)
        #expect(plain.difference(to: moved) > 0.0025)
    }

    /// Also a bright attack is brightest when it has come up, not in the frames in which it begins; a click is.
    @Test(arguments: presets)
    func `a key clicks neither when it is struck nor when it is let go`(name: String) throws {
        let (millisecond, struck, released) = (48, 960, 20_160)
        for key in [36, 60, 84] as [UInt8] {
            for velocity in [40, 120] as [UInt8] {
                let rendering = try PresetRendering(name, [(0.02, 0.4, key, velocity)], tail: 0.1)
                // From where the limiter lets the frame of the message out.
                let (start, end) = (struck + Engine.delayFrames, released + Engine.delayFrames)
                let attack = rendering.greatestCorner(start..<start + millisecond)
                let sound = rendering.greatestCorner(start + millisecond..<start + 50 * millisecond)
                // −72 dB of full scale is heard by nobody; two decibels, as even noise is not always the same.
                #expect(attack < 1.26 * max(sound, 0.000_25), "key \(key), velocity \(velocity)")
                let release = rendering.greatestCorner(end..<end + millisecond)
                let around = max(
                    rendering.greatestCorner(end - 50 * millisecond..<end),
                    rendering.greatestCorner(end + millisecond..<end + 50 * millisecond))
                #expect(release < 1.26 * max(around, 0.000_25), "key \(key), velocity \(velocity)")
            }
        }
    }

    @Test(arguments: presets)
    func `a key that is let go does not click, and nothing stands still beside zero`(name: String) throws {
        let rendering = try PresetRendering(name, [(0, 2, 60, 100)], tail: 2)
        let before = rendering.power(from: 1.8, to: 1.99)
        let after = rendering.power(from: 2, to: 2.02)
        // Per time: a step would be a burst in the differences. A third more is what beating sounds have.
        #expect(after.high / 0.02 < 3 * before.high / 0.19 + 1e-6 * 48_000)
        // Noise and saturated beating have slow parts of their own.
        let left = stride(from: 0, to: min(rendering.samples.count, 192_000), by: 2).reduce(0.0) { $0 + Double(rendering.samples[$1]) }
        #expect(abs(left) / 96_000 < 0.001)
    }
}
