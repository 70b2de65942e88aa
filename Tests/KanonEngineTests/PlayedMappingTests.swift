import Foundation
import Testing

@testable import KanonEngine

/// Mappings through the whole engine.
struct PlayedMappingTests {
    private func map(_ transpose: Int, button: UInt8) -> ControllerMap {
        var map = ControllerMap()
        var zone = KeyZone(keys: 0...127)
        zone.transpose = transpose
        map.zones = [zone]
        map.buttons = [.init(.controller(button), .ask(.nextPreset))]
        return map
    }

    private func play(_ bench: Bench, _ bytes: [UInt8], device: UInt8 = 0) {
        bytes.withUnsafeBufferPointer { bench.instrument.input(.alsa).receive($0.baseAddress!, count: $0.count, device: device, at: 0) }
    }

    /// The MIDI keys that sound, by their increments.
    private func keys(_ bench: Bench) -> [Int] {
        bench.run(to: bench.left.count + 512)
        return (0..<16).filter { bench.groups[0].oscillators[0].copies[0].increment[$0] > 0 && bench.instrument.meter[.voices] > 0 }.map {
            lane in
            let hertz = Double(bench.increment(lane: lane)) / 4_294_967_296 * 48_000
            return Int((69 + 12 * (log(hertz / 440) / log(2))).rounded())
        }
    }

    @Test func `each device plays by its own mapping, and each button is heard of`() {
        let bench = Bench(map: map(0, button: 20))
        bench.instrument.load(map(12, button: 21), device: 3, of: .alsa)
        play(bench, [0xB0, 20, 127, 21, 127])
        #expect(bench.instrument.nextRequest() == .nextPreset)
        #expect(bench.instrument.nextRequest() == nil)
        play(bench, [0xB0, 21, 127, 21, 127], device: 3)
        #expect(bench.instrument.nextRequest() == .nextPreset)
        #expect(bench.instrument.nextRequest() == .nextPreset)
        play(bench, [0x90, 60, 100])
        #expect(keys(bench).contains(60))
        play(bench, [0x80, 60, 0, 0x90, 60, 100], device: 3)
        #expect(keys(bench).contains(72))
    }

    /// The engine's part of what `KeyZoneTests` asks of the router.
    @Test(arguments: 1...4) func `nothing sounds on when all is let go, whatever was pressed and loaded`(seed: Int) {
        var sound = Sound.plainSine
        sound[.amp(.release)] = 0.002
        let bench = Bench(sound)
        var dice = Dice(seed)
        for round in 0..<60 {
            for _ in 0..<20 {
                let channel = UInt8(dice.below(2))
                let key = UInt8(48 + dice.below(20))
                switch dice.below(8) {
                case 0...2: play(bench, [0x90 | channel, key, 100])
                case 3...4: play(bench, [0x80 | channel, key, 0])
                case 5: play(bench, [0xB0 | channel, 64, UInt8(dice.below(2) * 127)])
                case 6: play(bench, [0xB0 | channel, UInt8(80 + dice.below(3)), 127])
                default:
                    bench.instrument.load(random(&dice))
                    bench.instrument.collect()
                }
                bench.run(to: bench.left.count + 64)
            }
            for channel in UInt8(0)..<2 {
                for key in UInt8(48)..<68 { play(bench, [0x80 | channel, key, 0]) }
                play(bench, [0xB0 | channel, 64, 0])
            }
            bench.run(to: bench.left.count + 64)
            bench.instrument.collect()
            bench.instrument.load(ControllerMap())
            play(bench, [0xB0, 3, 0])
            bench.run(to: bench.left.count + 2048)
            #expect(bench.instrument.meter[.voices] == 0, "\(round)")
        }
    }

    private func random(_ dice: inout Dice) -> ControllerMap {
        var map = ControllerMap()
        for _ in 0..<dice.below(3) {
            var zone = KeyZone(keys: UInt8(40 + dice.below(20))...70)
            zone.transpose = dice.below(25) - 12
            zone.channel = dice.below(2) == 0 ? nil : UInt8(dice.below(4))
            map.zones.append(zone)
        }
        let actions: [ButtonAction] = [.latchSustain, .shiftOctave(1), .shiftOctave(-1)]
        for number in 0..<dice.below(4) { map.buttons.append(.init(.controller(UInt8(80 + number)), actions[number])) }
        return map
    }
}
