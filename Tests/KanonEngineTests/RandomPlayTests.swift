import Testing

@testable import KanonEngine

/// Plays at random for a while, then lets go of everything.
struct RandomPlayTests {
    @Test(arguments: [(1, 1), (2, 7), (3, 16), (4, 24)], [false, true])
    func `whatever is played, nothing hangs and silence is exact`(play: (seed: Int, polyphony: Int), changesMode: Bool) {
        var sound = Sound.movingSaw
        sound[.amp(.release)] = 0.002
        sound[.voice(.glide)] = changesMode ? 0.01 : 0
        let bench = Bench(sound, polyphony: play.polyphony)
        var dice = Dice(play.seed)
        var player = Player(instrument: bench.instrument)
        var hanging = 0
        var heard = 0
        for round in 0..<1500 {
            for _ in 0..<(1 + dice.below(12)) {
                player.play(&dice)
                if changesMode && dice.below(8) == 0 { player.changeMode(&dice) }
                if dice.below(3) == 0 { heard += player.render(1 + dice.below(200)) > 0.03 ? 1 : 0 }
            }
            player.letGo(&dice)
            _ = player.render(64)
            // 100 dB of release take 3.4 ms, a fade 4 ms.
            _ = player.render(480)
            // What the filter against direct current has followed dies away behind the voices.
            if player.render(33) > 0.03 || bench.instrument.meter[.voices] > 0 { hanging += 1 }
            guard round % 100 == 99 else { continue }
            for _ in 0..<96 { _ = player.render(512) }
            if player.render(33) > 0 { hanging += 1 }
        }
        #expect(hanging == 0)
        #expect(heard > 500)
    }

    private struct Player {
        let instrument: Instrument
        private let left = UnsafeMutablePointer<Float>.allocate(capacity: 512)
        private let right = UnsafeMutablePointer<Float>.allocate(capacity: 512)
        private var microseconds: UInt64 = 1_000_000
        private var pending: [[UInt8]] = []
        private var now = 0

        init(instrument: Instrument) { self.instrument = instrument }

        /// One thing a player can do, through a ring or as a message in the block.
        mutating func play(_ dice: inout Dice) {
            let input = instrument.input(.alsa)
            let device = UInt8(dice.below(3))
            let channel = UInt8(dice.below(2))
            let key = UInt8(40 + dice.below(24))
            func push(_ kind: Event.Kind, value: Float = 0) {
                input.push(Event(kind, device: device, channel: channel, key: key, value: value), at: 0)
            }
            switch dice.below(20) {
            case 0..<6: push(.noteOn, value: dice.share())
            case 6..<9: push(.noteOff)
            case 9: push(.sustain, value: 1)
            case 10: push(.sustain, value: 0)
            case 11: push(.bend, value: 2 * dice.share() - 1)
            case 12: push(.allNotesOff)
            case 13: push(.resetControllers)
            case 14: input.release(device: device, at: 0)
            case 15: if dice.below(4) == 0 { input.push(Event(.panic), at: 0) }
            case 16: pending.append([0xB0 | channel, 64, UInt8(dice.below(128))])
            case 17: pending.append([0x80 | channel, key, 0])
            default: pending.append([0x90 | channel, key, UInt8(dice.below(128))])
            }
        }

        /// Many voices or one, and which key it plays.
        func changeMode(_ dice: inout Dice) {
            instrument.parameters.set(.voice(.mode), to: Float(dice.below(3)))
            instrument.parameters.set(.voice(.priority), to: Float(dice.below(3)))
        }

        /// Lifts every finger and every foot, or pulls the cables.
        mutating func letGo(_ dice: inout Dice) {
            let input = instrument.input(.alsa)
            for device in UInt8(0)..<3 {
                if dice.below(2) == 0 {
                    input.release(device: device, at: 0)
                    continue
                }
                for channel in UInt8(0)..<2 {
                    input.push(Event(.sustain, device: device, channel: channel, value: 0), at: 0)
                    for key in UInt8(40)..<64 {
                        input.push(Event(.noteOff, device: device, channel: channel, key: key), at: 0)
                    }
                }
            }
            for channel in UInt8(0)..<2 {
                for key in UInt8(40)..<64 { pending.append([0x80 | channel, key, 0]) }
                pending.append([0xB0 | channel, 64, 0])
            }
        }

        /// Renders a block of up to 512 frames; the greatest of it.
        mutating func render(_ frames: Int) -> Float {
            instrument.engine.pointee.begin(frames: frames, microseconds: microseconds)
            for (number, bytes) in pending.enumerated() {
                instrument.engine.pointee.receive(bytes, count: bytes.count, frame: min(number * 3, frames - 1))
            }
            pending.removeAll(keepingCapacity: true)
            instrument.engine.pointee.render(left: left, right: right)
            microseconds += UInt64(frames * 125 / 6)
            return max(
                peak(UnsafeBufferPointer(start: left, count: frames)), peak(UnsafeBufferPointer(start: right, count: frames)))
        }
    }
}
