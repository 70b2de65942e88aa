import Foundation
import KanonTesting
import Testing

@testable import KanonEngine

/// What changes of sound leave behind.
struct MemoryTests {
    /// In a process of its own, so that the memory of other tests does not count.
    @Test func `a hundred thousand changes leave no memory behind`() async {
        await #expect(processExitsWith: .success) {
            var dice = Dice(8)
            let sounds = (0..<16).map { _ in Sound.random(&dice) }
            let instrument = Instrument(Instrument.Configuration(), sound: .movingSaw)
            Self.play(instrument, sounds, changes: 2_000)
            let before = ResidentMemory.bytes
            Self.play(instrument, sounds, changes: 100_000)
            // A change that stays would be hundreds of megabytes.
            #expect(abs(ResidentMemory.bytes - before) < 1 << 20)
        }
    }

    /// Changes the sound every block, or faster than the engine can follow, with keys that are struck now and then.
    private static func play(_ instrument: Instrument, _ sounds: [Sound], changes: Int) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 128) { sides in
            guard let left = sides.baseAddress else { return }
            for number in 0..<changes {
                instrument.load(sounds[number % sounds.count])
                if number % 7 == 0 { continue }
                if number % 100 == 0 {
                    let key = UInt8(40 + number / 100 % 40)
                    instrument.input(.alsa).push(Event(.noteOn, device: 0, channel: 0, key: key, value: 0.8), at: 0)
                    instrument.input(.alsa).push(Event(.noteOff, device: 0, channel: 0, key: key), at: 0)
                }
                instrument.engine.pointee.begin(frames: 16, microseconds: 1_000_000 + UInt64(number * 1000 / 3))
                instrument.engine.pointee.render(left: left, right: left + 64)
                instrument.collect()
            }
        }
    }
}
