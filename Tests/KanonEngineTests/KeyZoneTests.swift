import Testing

@testable import KanonEngine

struct KeyZoneTests {
    private func zone(_ keys: ClosedRange<UInt8>, _ transpose: Int = 0, channel: UInt8? = nil, controlled: Bool = true) -> KeyZone {
        var zone = KeyZone(keys: keys)
        (zone.transpose, zone.channel, zone.isControlled) = (transpose, channel, controlled)
        return zone
    }

    private func map(_ zones: KeyZone...) -> ControllerMap {
        var map = ControllerMap()
        map.zones = zones
        return map
    }

    @Test func `a split sounds as its zones say, and nothing sounds between them`() {
        let desk = Desk(map(zone(0...59, -12, channel: 1), zone(72...127)))
        #expect(desk.send(0x90, 59, 127) == [Event(.noteOn, channel: 1, key: 47, value: 1)])
        #expect(desk.send(0x90, 60, 127).isEmpty)
        #expect(desk.send(0x90, 72, 127) == [Event(.noteOn, key: 72, value: 1)])
        #expect(desk.send(0x80, 60, 0).isEmpty)
        #expect(desk.send(0x80, 59, 0).map(\.key) == [47])
    }

    @Test func `zones that overlap are a layer, and the same note twice is one`() {
        let desk = Desk(map(zone(0...127), zone(0...127, 12), zone(60...127, 0, channel: 4), zone(0...127, 12)))
        #expect(desk.send(0x90, 60, 100).map(\.key) == [60, 72, 60])
        let ends = desk.send(0x80, 60, 0)
        #expect(ends.map(\.key) == [60, 72, 60] && ends.map(\.channel) == [0, 0, 4])
    }

    @Test func `a note that two keys started goes on until both are up`() {
        let desk = Desk(map(zone(0...59, 12), zone(60...127)))
        desk.send(0x90, 50, 100, 62, 100)
        #expect(desk.send(0x80, 62, 0).isEmpty)
        #expect(desk.send(0x80, 50, 0).map(\.key) == [62])
    }

    @Test func `a zone has its own velocities`() {
        var soft = zone(0...59)
        soft.velocityLevels = [Float](repeating: 0.25, count: 128)
        let desk = Desk(map(soft, zone(60...127)))
        #expect(desk.send(0x90, 59, 127, 60, 127).map(\.value) == [0.25, 1])
    }

    @Test func `wheels and pedals reach the zones' channels, but for those without controls`() {
        let desk = Desk(map(zone(0...47, channel: 2, controlled: false), zone(48...127, channel: 1)))
        #expect(desk.send(0xB0, 64, 127).map(\.channel) == [0, 1])
        #expect(desk.send(0xE0, 0, 0).map(\.channel) == [0, 1])
        #expect(desk.send(0xB0, 64, 0).map(\.channel) == [0, 1])
    }

    @Test func `a channel that two pedals hold is held until both are up`() {
        let desk = Desk(map(zone(0...127, channel: 1)))
        desk.send(0xB0, 64, 127)
        desk.send(0xB1, 64, 127)
        #expect(desk.send(0xB0, 64, 0).map(\.channel) == [0])
        #expect(desk.send(0xB1, 64, 0).map(\.channel) == [1])
    }

    @Test func `all notes off ends what the channel's keys started elsewhere`() {
        let desk = Desk(map(zone(0...127, channel: 5)))
        desk.send(0x90, 60, 100, 64, 100)
        let events = desk.send(0xB0, 123, 0)
        #expect(events.map(\.kind) == [.noteOff, .noteOff, .allNotesOff])
        #expect(events.map(\.channel) == [5, 5, 0])
        #expect(desk.send(0x80, 60, 0).isEmpty)
    }

    @Test func `a device's own mapping is for it alone`() {
        let desk = Desk(ControllerMap())
        desk.post(map(zone(0...127, 12)), device: 3)
        #expect(desk.send(0x90, 60, 100, device: 3).map(\.key) == [72])
        #expect(desk.send(0x90, 60, 100, device: 4).map(\.key) == [60])
        desk.post(map(zone(0...127, -12)))
        #expect(desk.send(0x90, 61, 100, device: 3).map(\.key) == [73])
        #expect(desk.send(0x90, 61, 100, device: 4).map(\.key) == [49])
        #expect(desk.send(0x80, 60, 0, device: 3).map(\.key) == [72])
        #expect(desk.send(0x80, 60, 0, device: 4).map(\.key) == [60])
    }

    /// Keys, pedals, buttons and mappings in any order: what was struck ends when its key is let go, not before, and nothing is left.
    @Test(arguments: 1...12) func `nothing hangs and nothing ends too early, whatever is pressed and loaded`(seed: Int) {
        var dice = Dice(seed)
        let desk = Desk(ControllerMap())
        var floor = Floor()
        for _ in 0..<4000 {
            let device = UInt8(dice.below(2))
            let channel = UInt8(dice.below(3))
            let value = UInt8(dice.below(2) * 127)
            switch dice.below(12) {
            case 0...4:
                let key = UInt8(40 + dice.below(30))
                floor.take(desk.send(0x90 | channel, key, 100, device: device))
            case 5...8:
                let key = UInt8(40 + dice.below(30))
                floor.take(desk.send(0x80 | channel, key, 0, device: device))
            case 9: floor.take(desk.send(0xB0 | channel, 64, value, device: device))
            case 10: floor.take(desk.send(0xB0 | channel, UInt8(80 + dice.below(5)), value, device: device))
            default: desk.post(Self.random(&dice), device: dice.below(2) == 0 ? Int(device) : 16)
            }
        }
        for device in UInt8(0)..<2 {
            for channel in UInt8(0)..<3 {
                for key in UInt8(0)..<128 { floor.take(desk.send(0x80 | channel, key, 0, device: device)) }
                floor.take(desk.send(0xB0 | channel, 64, 0, device: device))
            }
            // A mapping without buttons lets go of what they hold.
            desk.post(ControllerMap(), device: Int(device))
            floor.take(desk.send(0xB0, 3, 0, device: device))
        }
        #expect(floor.down.isEmpty)
        #expect(floor.held.isEmpty)
        #expect(floor.isRight)
        #expect(desk.router.struck.count == 0)
    }

    private static func random(_ dice: inout Dice) -> ControllerMap {
        var map = ControllerMap()
        for _ in 0..<dice.below(4) {
            let low = UInt8(30 + dice.below(40))
            var zone = KeyZone(keys: low...(low + UInt8(dice.below(40))))
            zone.transpose = dice.below(25) - 12
            zone.channel = dice.below(2) == 0 ? nil : UInt8(dice.below(6))
            zone.isControlled = dice.below(3) > 0
            map.zones.append(zone)
        }
        let actions: [ButtonAction] = [.latchSustain, .shiftOctave(1), .shiftOctave(-1), .resetOctave, .ask(.nextPreset)]
        for number in 0..<dice.below(5) { map.buttons.append(.init(.controller(UInt8(80 + number)), actions[number])) }
        for _ in 0..<dice.below(3) { map.buttons.append(.init(.note(UInt8(40 + dice.below(30))), .ask(.record))) }
        return map
    }

    /// The notes that sound and the pedals that are down, as the voices have them.
    private struct Floor {
        var down: Set<[UInt8]> = []
        var held: Set<[UInt8]> = []
        /// No note ended that did not sound.
        var isRight = true

        mutating func take(_ events: [Event]) {
            for event in events {
                let note = [event.device, event.channel, event.key]
                let place = [event.device, event.channel]
                switch event.kind {
                case .noteOn: down.insert(note)
                case .noteOff: isRight = down.remove(note) != nil && isRight
                case .sustain: if event.value > 0 { held.insert(place) } else { held.remove(place) }
                case .resetControllers: held.remove(place)
                case .resetChannels: held = held.filter { $0[0] != event.device || event.channels & 1 << UInt16($0[1]) == 0 }
                default: break
                }
            }
        }
    }
}
