import KanonTesting
import Testing

@testable import KanonEngine

/// Mappings that are swapped under the player's fingers.
struct SwappedMappingTests {
    /// The ways of messages that go through a router of their own.
    enum Way: CaseIterable { case alsa, jack }

    @Test(arguments: Way.allCases, [1, 4, 8, 9, 16])
    func `a key that is held while zones on many channels go ends, and the next one sounds`(way: Way, channelCount: Int) {
        let bench = Bench(map: Self.zones(on: channelCount))
        let device: UInt8 = way == .jack ? Engine.jackDevice : 0
        Self.play(bench, way, [0x90, 60, 100], device: device)
        bench.run(64)
        #expect(!bench.heldKeys.isEmpty)
        bench.instrument.load(ControllerMap())
        Self.play(bench, way, [0x80, 60, 0, 0x90, 72, 100], device: device)
        bench.run(64)
        #expect(bench.heldKeys == [72])
        #expect(bench.instrument.meter[.refusedEvents] == 0)
    }

    @Test(arguments: Way.allCases)
    func `of 10,000 keys with mappings swapped at random moments, none is held that nobody holds`(way: Way) {
        let bench = Bench()
        var dice = Dice(way == .jack ? 2 : 1)
        var down: Set<[UInt8]> = []
        let keyCount = Extent.choose(1_500, long: 10_000)
        for number in 1...keyCount {
            let device = way == .jack ? Engine.jackDevice : UInt8(dice.below(16))
            let channel = UInt8(dice.below(16))
            let key = UInt8(36 + dice.below(60))
            Self.play(bench, way, [0x90 | channel, key, 100], device: device)
            down.insert([device, channel, key])
            if dice.below(8) == 0 { Self.play(bench, way, [0xB0 | channel, 64, UInt8(dice.below(2) * 127)], device: device) }
            if dice.below(3) == 0 {
                let map = Self.zones(on: dice.below(17))
                bench.instrument.collect()
                if way == .jack || dice.below(2) == 0 {
                    bench.instrument.load(map)
                } else {
                    bench.instrument.load(map, device: UInt8(dice.below(16)), of: .alsa)
                }
            }
            while down.count > dice.below(12), let note = down.min(by: { $0.lexicographicallyPrecedes($1) }) {
                down.remove(note)
                Self.play(bench, way, [0x80 | note[1], note[2], 0], device: note[0])
            }
            if dice.below(4) == 0 { bench.run(64) }
            guard number % 100 == 0 else { continue }
            // All fingers and feet are up.
            for note in down { Self.play(bench, way, [0x80 | note[1], note[2], 0], device: note[0]) }
            down = []
            for device in way == .jack ? [Engine.jackDevice] : Array(0..<16) {
                for channel in UInt8(0)..<16 { Self.play(bench, way, [0xB0 | channel, 64, 0], device: device) }
            }
            repeat {
                bench.run(256)
                bench.instrument.input(.alsa).flush()
            } while bench.instrument.input(.alsa).holdsBack
            bench.run(256)
            guard bench.heldKeys.isEmpty else {
                Issue.record("after \(number) keys \(bench.heldKeys) are held")
                break
            }
        }
    }

    @Test func `of more notes than a key has room for each ends that was begun`() {
        var map = ControllerMap()
        for transpose in -60...60 {
            for channel in UInt8(0)..<16 {
                var zone = KeyZone(keys: 0...127)
                (zone.transpose, zone.channel) = (transpose, channel)
                map.zones.append(zone)
            }
        }
        let desk = Desk(map)
        var sounding: Set<[UInt8]> = []
        func take(_ events: [Event]) {
            for event in events {
                if event.kind == .noteOn { sounding.insert([event.channel, event.key]) }
                if event.kind == .noteOff { sounding.remove([event.channel, event.key]) }
            }
        }
        take(desk.send(0x90, 64, 100))
        #expect(!sounding.isEmpty)
        desk.post(ControllerMap())
        take(desk.send(0x80, 64, 0))
        #expect(sounding.isEmpty)
    }

    @Test func `a mapping that goes makes at most 18 events for each device, whatever its buttons hold`() {
        var map = Self.zones(on: 16)
        map.buttons = [.init(.controller(80), .latchSustain)]
        let desk = Desk(map)
        for device in UInt8(0)..<16 { desk.send(0xB0, 80, 127, device: device) }
        var other = ControllerMap()
        other.channel = 0
        desk.post(other)
        let events = desk.send(0xB0, 3, 0)
        #expect(events.count <= 18 * 16)
        for device in UInt8(0)..<16 { #expect(events.contains { $0.kind == .releaseDevice && $0.device == device }) }
    }

    @Test func `channels that come to rest while the ring is full come to rest later, and keys stay down`() {
        let bench = Bench()
        let input = bench.instrument.input(.alsa)
        bench.push(.noteOn, channel: 1, key: 60, value: 1)
        bench.push(.sustain, channel: 3, value: 1)
        bench.push(.noteOn, channel: 3, key: 64, value: 1)
        bench.push(.noteOff, channel: 3, key: 64)
        bench.run(64)
        #expect(bench.sounding.count == 2)
        while input.push(Event(.noteOff, device: 9, key: 1), at: 0) {}
        input.push(.reset(0b1000, device: 0), at: 0)
        bench.run(256)
        input.flush()
        bench.run(4_096)
        #expect(bench.sounding.map(\.key) == [60])
        #expect(!input.holdsBack)
    }

    /// Zones over all keys, on the first `count` channels.
    private static func zones(on count: Int) -> ControllerMap {
        var map = ControllerMap()
        for channel in 0..<count {
            var zone = KeyZone(keys: 0...127)
            zone.channel = UInt8(channel)
            map.zones.append(zone)
        }
        return map
    }

    private static func play(_ bench: Bench, _ way: Way, _ bytes: [UInt8], device: UInt8) {
        bytes.withUnsafeBufferPointer { buffer in
            switch way {
            case .alsa: bench.instrument.input(.alsa).receive(buffer.baseAddress!, count: buffer.count, device: device, at: 0)
            case .jack:
                for start in stride(from: 0, to: buffer.count, by: 3) { bench.send(Array(buffer[start..<start + 3]), at: bench.left.count) }
            }
        }
    }
}
