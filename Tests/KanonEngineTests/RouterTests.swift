import Foundation
import Synchronization
import Testing

@testable import KanonEngine

struct RouterTests {
    struct Way: Sendable {
        var low: Float
        var high: Float
        var curve: ParameterCurve
        /// The value at 32 of 127.
        var quarter: Double
    }

    private static let share = 32.0 / 127

    @Test(arguments: [
        Way(low: 100, high: 1600, curve: .linear, quarter: 100 + 1500 * share),
        Way(low: 1600, high: 100, curve: .linear, quarter: 1600 - 1500 * share),
        Way(low: 100, high: 1600, curve: .exponential, quarter: 100 * pow(16, share)),
        Way(low: 1600, high: 100, curve: .exponential, quarter: 1600 * pow(1 / 16, share)),
        Way(low: 100, high: 1600, curve: .squared, quarter: 100 + 1500 * share * share),
        Way(low: 1600, high: 100, curve: .squared, quarter: 100 + 1500 * (1 - share) * (1 - share)),
    ])
    func `a controller's travel ends at its ends and bends as its curve says`(way: Way) throws {
        let desk = Desk(.rules(.rule(74, low: way.low, high: way.high, way.curve)))
        for (position, expected) in [(0, Double(way.low)), (32, way.quarter), (127, Double(way.high))] {
            desk.send(0xB0, 74, UInt8(position))
            let value = try #require(desk.value(of: .filter(.cutoff)))
            #expect(abs(Double(value) / expected - 1) < 1e-5)
        }
    }

    @Test func `a rule for a channel hears no other channel`() {
        let desk = Desk(.rules(.rule(74, channel: 3)))
        desk.send(0xB2, 74, 127)
        #expect(desk.value(of: .filter(.cutoff)) == nil)
        desk.send(0xB3, 74, 127)
        #expect(desk.value(of: .filter(.cutoff)) == 1600)
    }

    @Test func `a controller moves every parameter that a rule names, and no other does`() {
        let desk = Desk(
            .rules(
                .rule(73), .rule(74, .filter(.resonance), low: 0, high: 1), .rule(75),
                .rule(74, .amp(.sustain), low: 1, high: 0)))
        desk.send(0xB0, 74, 127)
        #expect(desk.value(of: .filter(.resonance)) == 1)
        #expect(desk.value(of: .amp(.sustain)) == 0)
        #expect(desk.value(of: .filter(.cutoff)) == nil)
    }

    @Test func `a worn pedal does not flutter between its two thresholds`() {
        var map = ControllerMap()
        map.pedalDown = 70
        map.pedalUp = 50
        let desk = Desk(map)
        let values: [UInt8] = [60, 69, 70, 69, 60, 50, 51, 49, 60, 69, 49, 127]
        let events = values.flatMap { desk.send(0xB0, 64, $0) }
        #expect(events.map(\.kind) == [.sustain, .sustain, .sustain])
        #expect(events.map(\.value) == [1, 0, 1])
    }

    @Test func `each channel of each device has its own pedal`() {
        let desk = Desk(ControllerMap())
        #expect(desk.send(0xB0, 64, 127, device: 1).count == 1)
        #expect(desk.send(0xB1, 64, 127, device: 1).count == 1)
        #expect(desk.send(0xB0, 64, 127, device: 2).count == 1)
        #expect(desk.send(0xB0, 64, 127, device: 1).isEmpty)
        desk.router.forget(device: 1)
        #expect(desk.send(0xB0, 64, 127, device: 1).count == 1)
        #expect(desk.send(0xB0, 64, 127, device: 2).isEmpty)
    }

    @Test func `a pedal that is still down after a reset counts again`() {
        let desk = Desk(ControllerMap())
        desk.send(0xB0, 64, 127)
        #expect(desk.send(0xB0, 121, 0).map(\.kind) == [.resetControllers])
        #expect(desk.send(0xB0, 64, 127).map(\.kind) == [.sustain])
        #expect(desk.send(0xFF).map(\.kind) == [.systemReset])
        #expect(desk.send(0xB0, 64, 127).map(\.kind) == [.sustain])
    }

    @Test func `velocities count as the mapping says`() {
        var map = ControllerMap()
        map.velocityLevels = (0..<128).map { $0 < 64 ? 0.25 : 0.75 }
        let desk = Desk(map)
        #expect(desk.send(0x90, 60, 1).map(\.value) == [0.25])
        #expect(desk.send(0x90, 60, 127).map(\.value) == [0.75])
        #expect(desk.send(0x90, 60, 0).map(\.kind) == [.noteOff])
    }

    @Test func `the pitch wheel reaches both ends and its middle exactly`() {
        let desk = Desk(ControllerMap())
        let events = desk.send(0xE0, 0, 0, 0x00, 0x40, 0x7F, 0x7F)
        #expect(events.map(\.value) == [-1, 0, 1])
    }

    @Test func `mode messages mean what they say`() {
        let desk = Desk(ControllerMap())
        #expect(desk.send(0xB5, 120, 0).map(\.kind) == [.allSoundOff])
        for controller in UInt8(123)...125 {
            #expect(desk.send(0xB5, controller, 0) == [Event(.allNotesOff, channel: 5)])
        }
        #expect(desk.send(0xB5, 126, 1, 126, 0, 127, 0).map(\.value) == [1, 16, 0])
        #expect(desk.send(0xB5, 122, 0).isEmpty)
    }

    @Test func `a newer table counts from the next message on, and the newest of several`() throws {
        let desk = Desk(.rules(.rule(74, low: 0, high: 200)))
        desk.send(0xB0, 74, 127)
        #expect(desk.value(of: .filter(.cutoff)) == 200)
        desk.mailbox.pointee.post(RouterTable.make(.rules(.rule(74, low: 0, high: 300))))
        desk.mailbox.pointee.post(RouterTable.make(.rules(.rule(74, low: 0, high: 400))))
        desk.send(0xB0, 74, 127)
        #expect(desk.value(of: .filter(.cutoff)) == 400)
    }

    @Test func `a table that nobody has collected yet holds back the next, but loses none`() {
        let desk = Desk(.rules(.rule(74, low: 0, high: 200)))
        for high in [Float(300), 400] {
            desk.mailbox.pointee.post(RouterTable.make(.rules(.rule(74, low: 0, high: high))))
            desk.send(0xB0, 74, 127)
        }
        #expect(desk.value(of: .filter(.cutoff)) == 300)
        desk.mailbox.pointee.clear()
        desk.send(0xB0, 74, 127)
        #expect(desk.value(of: .filter(.cutoff)) == 400)
    }

    @Test func `a pedal that is down when the table changes can be let go`() {
        let desk = Desk(ControllerMap())
        #expect(desk.send(0xB0, 64, 100).map(\.value) == [1])
        var heavy = ControllerMap()
        (heavy.pedalDown, heavy.pedalUp) = (120, 110)
        desk.mailbox.pointee.post(RouterTable.make(heavy))
        #expect(desk.send(0xB0, 64, 109).map(\.value) == [0])
    }

    @Test func `of program changes the newest is asked for, once`() {
        let desk = Desk(ControllerMap())
        #expect(desk.programs.take() == nil)
        #expect(desk.send(0xC0, 5, 0xC9, 0, 0xC3, 127).isEmpty)
        #expect(desk.programs.take() == 127)
        #expect(desk.programs.take() == nil)
        desk.send(0xC0, 0)
        #expect(desk.programs.take() == 0)
    }

    @Test func `a router that decodes while tables come never reads half of one, nor one that is gone`() {
        let desk = Desk(ControllerMap())
        let mailbox = Shared(pointer: desk.mailbox)
        let count = 20_000
        let control = Thread {
            var map = ControllerMap()
            for number in 1...count {
                map.velocityLevels = [Float](repeating: Float(number), count: 128)
                mailbox.pointer.pointee.post(RouterTable.make(map))
                mailbox.pointer.pointee.clear()
            }
            // The last is taken when the one before has been collected.
            while !mailbox.isOver.load(ordering: .acquiring) { mailbox.pointer.pointee.clear() }
            mailbox.isOver.store(false, ordering: .releasing)
        }
        control.start()
        var isWhole = true
        var newest: Float = 1
        while newest < Float(count) {
            let levels = desk.send(0x90, 60, 2, 60, 127).map(\.value)
            if levels[0] >= 1 {
                isWhole = isWhole && levels[0] >= newest && levels[1] >= levels[0] && levels[1].rounded() == levels[1]
                newest = levels[1]
            }
        }
        mailbox.isOver.store(true, ordering: .releasing)
        while mailbox.isOver.load(ordering: .acquiring) { sched_yield() }
        #expect(isWhole)
    }

    private final class Shared: @unchecked Sendable {
        // SAFETY: the mailbox is made for two threads.
        let pointer: UnsafeMutablePointer<Mailbox<RouterTable>>
        let isOver = Atomic<Bool>(false)
        init(pointer: UnsafeMutablePointer<Mailbox<RouterTable>>) { self.pointer = pointer }
    }
}
