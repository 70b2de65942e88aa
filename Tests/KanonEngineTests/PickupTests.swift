import Foundation
import Synchronization
import Testing

@testable import KanonEngine

extension RouterTests {
    /// Knobs after a preset change. The parameter stands at 64 of a knob's 127 steps unless it says otherwise.
    struct PickupTests {
        struct Way: Sendable {
            var low: Float
            var high: Float
            var curve: ParameterCurve

            /// The value at one of the 127 steps.
            func value(at step: Float) -> Float { Travel(low: low, high: high, curve: curve).value(at: step / 127) }
            var rule: ControllerMap.Rule { .rule(74, low: low, high: high, curve) }
        }

        private static let straight = Way(low: 1000, high: 2270, curve: .linear)
        private static let ways = [
            straight, Way(low: 2270, high: 1000, curve: .linear), Way(low: 20, high: 20_000, curve: .exponential),
            Way(low: 20_000, high: 20, curve: .exponential), Way(low: 20, high: 5000, curve: .squared),
            Way(low: 5000, high: 20, curve: .squared),
        ]

        /// A desk with one knob, after a preset change.
        private func desk(_ way: Way = straight, at step: Float = 64) -> Desk {
            let desk = Desk(.rules(way.rule))
            desk.load(at: way.value(at: step))
            return desk
        }

        @Test func `before the first preset change a knob acts at once, and after an edit too`() {
            let desk = Desk(.rules(Self.straight.rule))
            #expect(desk.turn(74, to: 10))
            #expect(desk.turn(74, to: 120))
            desk.load(at: 1640, isEdit: true)
            #expect(desk.turn(74, to: 10))
            #expect(desk.value(of: .filter(.cutoff)) == 1100)
        }

        @Test(arguments: ways, [[10, 40, 62, 63], [120, 90, 66, 65]] as [[UInt8]])
        func `after it a knob does nothing until it meets its parameter, from either side`(way: Way, steps: [UInt8]) throws {
            let desk = desk(way)
            for step in steps.dropLast() { #expect(!desk.turn(74, to: step), "\(step)") }
            #expect(desk.turn(74, to: steps[3]))
            #expect(desk.value(of: .filter(.cutoff)) == way.value(at: Float(steps[3])))
            // Then it moves it, however fast it is turned.
            for step in [127, 0, 50] as [UInt8] { #expect(desk.turn(74, to: step)) }
        }

        @Test(arguments: ways, [(40, 90), (90, 40), (0, 127), (127, 0), (62, 66)] as [(UInt8, UInt8)])
        func `a knob that passes its parameter takes hold of it`(way: Way, turn: (from: UInt8, to: UInt8)) {
            let desk = desk(way)
            #expect(!desk.turn(74, to: turn.from))
            #expect(desk.turn(74, to: turn.to))
            #expect(desk.value(of: .filter(.cutoff)) == way.value(at: Float(turn.to)))
        }

        @Test(arguments: [(0, false), (62, false), (63, true), (64, true), (65, true), (66, false), (127, false)] as [(UInt8, Bool)])
        func `a knob of which nothing is known must meet its parameter`(step: UInt8, takesHold: Bool) {
            #expect(desk().turn(74, to: step) == takesHold)
        }

        @Test(arguments: [(30, true), (64, true), (66, false), (90, false), (127, false)] as [(UInt8, Bool)])
        func `where a knob was before the change is known after it`(step: UInt8, takesHold: Bool) {
            let desk = Desk(.rules(Self.straight.rule))
            desk.turn(74, to: 100)
            desk.load(at: 1640)
            #expect(desk.turn(74, to: step) == takesHold)
        }

        @Test func `a knob that stands at its parameter when the preset changes moves it, however fast it is turned`() {
            let desk = Desk(.rules(Self.straight.rule))
            desk.turn(74, to: 65)
            desk.load(at: 1640)
            #expect(desk.turn(74, to: 110))
        }

        @Test(arguments: [(20_000, 127, 125), (20, 0, 2)] as [(Float, UInt8, UInt8)])
        func `a parameter beyond the travel is met at the nearer end`(place: Float, end: UInt8, near: UInt8) {
            let desk = Desk(.rules(Self.straight.rule))
            desk.load(at: place)
            #expect(!desk.turn(74, to: 64))
            #expect(!desk.turn(74, to: near))
            #expect(desk.turn(74, to: end))
        }

        @Test func `a travel without length is met everywhere`() {
            let desk = Desk(.rules(.rule(74, low: 500, high: 500)))
            desk.load(at: 9000)
            #expect(desk.turn(74, to: 3))
            #expect(desk.value(of: .filter(.cutoff)) == 500)
        }

        @Test func `hold of one preset is none of the next`() {
            let desk = desk()
            #expect(desk.turn(74, to: 64))
            #expect(desk.turn(74, to: 20))
            for _ in 0..<3 {
                desk.load(at: 1640)
                #expect(!desk.turn(74, to: 21))
                #expect(!desk.turn(74, to: 62))
                #expect(desk.turn(74, to: 66))
                #expect(desk.turn(74, to: 20))
            }
        }

        @Test func `an edit takes away no hold and gives none`() {
            let desk = Desk(.rules(Self.straight.rule, .rule(75, low: 1000, high: 2270)))
            desk.load(at: 1640)
            #expect(!desk.turn(75, to: 20))
            #expect(desk.turn(74, to: 64))
            // Also where the edit moved the parameter.
            desk.load(at: 2000, isEdit: true)
            #expect(!desk.turn(75, to: 30))
            #expect(desk.turn(74, to: 65))
            #expect(desk.turn(74, to: 90))
            // And while the audio thread has not seen the edit yet.
            desk.announce(isEdit: true)
            #expect(desk.turn(74, to: 30, settles: false))
            #expect(desk.turn(74, to: 20, settles: false))
            desk.adopt(at: 1200)
            #expect(desk.turn(74, to: 10))
        }

        @Test func `until the preset sounds no knob takes hold, and none meets what stood in the old one`() {
            let desk = desk()
            desk.turn(74, to: 64)
            desk.turn(74, to: 20)
            desk.announce()
            for step in [20, 10, 64, 127, 0, 100] as [UInt8] { #expect(!desk.turn(74, to: step)) }
            desk.adopt(at: 1640)
            #expect(!desk.turn(74, to: 90))
            #expect(desk.turn(74, to: 60))
        }

        @Test func `what the player set outlasts presets and needs no hold`() {
            let desk = Desk(.rules(.rule(7, .player(.volume), low: 0, high: 1), .rule(11, .player(.expression), low: 0, high: 1)))
            desk.load(.player(.volume), at: 0.5)
            #expect(desk.turn(7, to: 127, .player(.volume)))
            #expect(desk.turn(11, to: 3, .player(.expression)))
        }

        @Test func `a rule that jumps acts at once, and so does automation`() {
            let jumping = Desk(.rules(.rule(74, takeover: .jump)))
            jumping.load(at: 1000)
            #expect(jumping.turn(74, to: 0))
            #expect(jumping.turn(74, to: 127))
            let automated = Desk(.rules(Self.straight.rule), jumps: true)
            automated.load(at: 1640)
            #expect(automated.turn(74, to: 0))
            #expect(automated.turn(74, to: 127))
        }

        @Test func `of two knobs on one parameter each must meet it where the other left it`() {
            let desk = Desk(.rules(Self.straight.rule, .rule(75, low: 1000, high: 2270)))
            desk.load(at: 1640)
            #expect(desk.turn(74, to: 64))
            #expect(desk.turn(74, to: 100))
            #expect(!desk.turn(75, to: 64))
            #expect(!desk.turn(75, to: 98))
            #expect(desk.turn(75, to: 99))
            #expect(desk.turn(75, to: 30))
            #expect(!desk.turn(74, to: 101))
            #expect(!desk.turn(74, to: 32))
            #expect(desk.turn(74, to: 31))
        }

        @Test func `two ways in count as two knobs`() {
            let desk = desk()
            let other = Desk(.rules(Self.straight.rule), beside: desk)
            #expect(desk.turn(74, to: 64))
            #expect(desk.turn(74, to: 100))
            #expect(!other.turn(74, to: 64))
            other.send(0xB0, 74, 110)
            desk.settle()
            #expect(desk.value(of: .filter(.cutoff)) == 2100)
            #expect(!desk.turn(74, to: 90))
            #expect(desk.turn(74, to: 120))
        }

        @Test func `two devices on one way in count as two knobs`() {
            let desk = desk()
            #expect(!desk.turn(74, to: 10, device: 1))
            #expect(!desk.turn(74, to: 120, device: 2))
            #expect(!desk.turn(74, to: 11, device: 1))
            #expect(desk.turn(74, to: 64, device: 2))
            #expect(!desk.turn(74, to: 12, device: 1))
            // A device that is plugged in anew may have been turned meanwhile.
            desk.router.forget(device: 1)
            #expect(!desk.turn(74, to: 127, device: 1))
            #expect(desk.turn(74, to: 20, device: 2))
            desk.router.forget(device: 2)
            #expect(!desk.turn(74, to: 127, device: 2))
        }

        @Test func `of two parameters on one knob each is met where it stands`() {
            let desk = Desk(.rules(.rule(74, low: 1000, high: 2270), .rule(74, .filter(.resonance), low: 0, high: 1)))
            desk.load(at: 1640)
            desk.store.tell(ParameterID.filter(.resonance).index, at: 100 / 127)
            #expect(!desk.turn(74, to: 20))
            #expect(desk.turn(74, to: 70))
            #expect(desk.value(of: .filter(.resonance)) == nil)
            #expect(desk.turn(74, to: 110, .filter(.resonance)))
        }

        @Test func `a knob on another channel is none of the rule's`() {
            let desk = Desk(.rules(.rule(74, channel: 3, low: 1000, high: 2270)))
            desk.load(at: 1640)
            desk.send(0xB3, 74, 20)
            desk.send(0xB2, 74, 120)
            desk.send(0xB3, 74, 21)
            #expect(desk.value(of: .filter(.cutoff)) == nil)
            desk.send(0xB3, 74, 64)
            #expect(desk.value(of: .filter(.cutoff)) == Self.straight.value(at: 64))
        }

        @Test func `a macro is met where the macro stands`() {
            let desk = Desk(.rules(.rule(70, .knob(0), low: 0, high: 1)))
            desk.load(.knob(0), at: 0.25)
            #expect(!desk.turn(70, to: 127, .knob(0)))
            #expect(!desk.turn(70, to: 40, .knob(0)))
            #expect(desk.turn(70, to: 30, .knob(0)))
            #expect(desk.turn(70, to: 90, .knob(0)))
        }

        @Test func `what something else moved is to be met again`() {
            let desk = desk()
            #expect(desk.turn(74, to: 64))
            // A macro, resolved by the audio thread.
            desk.store.tell(ParameterID.filter(.cutoff).index, at: 2200)
            #expect(!desk.turn(74, to: 66))
            #expect(desk.turn(74, to: 120))
            // A command.
            desk.store.set(.filter(.cutoff), to: 1100)
            desk.settle()
            #expect(!desk.turn(74, to: 119))
            #expect(desk.turn(74, to: 0))
        }

        @Test func `a list of choices is met where it stands`() {
            let shape = ParameterID.oscillator(0, .shape)
            let desk = Desk(.rules(.rule(74, shape, low: 0, high: 9)))
            desk.load(shape, at: 3)
            #expect(!desk.turn(74, to: 0, shape))
            // The fourth of ten values has the fourth tenth of the travel.
            #expect(!desk.turn(74, to: 36, shape))
            #expect(desk.turn(74, to: 45, shape))
            #expect(desk.turn(74, to: 127, shape))
        }

        @Test(arguments: [1, 2, 7, 1000]) func `a flood from a knob that has hold is taken whole, though the audio thread lags`(lag: Int) {
            let desk = desk()
            desk.turn(74, to: 64)
            var random = Dice(5)
            var lost = 0
            for number in 0..<10_000 {
                let step = UInt8(random.below(128))
                if !desk.turn(74, to: step, settles: number % lag == 0) { lost += 1 }
                if desk.value(of: .filter(.cutoff)) != Self.straight.value(at: Float(step)) { lost += 1 }
            }
            #expect(lost == 0)
        }

        @Test func `an audio thread that was interrupted while it took a value costs no hold`() {
            let desk = desk()
            desk.turn(74, to: 64)
            desk.turn(74, to: 80, settles: false)
            desk.turn(74, to: 100, settles: false)
            // Read before the last message, told after it.
            desk.adopt(at: Self.straight.value(at: 80))
            #expect(desk.turn(74, to: 127))
        }

        @Test func `a flood that meets nothing moves nothing`() {
            let desk = desk()
            var random = Dice(6)
            var moved = 0
            for _ in 0..<10_000 where desk.turn(74, to: UInt8(random.below(63))) { moved += 1 }
            #expect(moved == 0)
        }

        @Test func `with a new table knobs start anew`() {
            let desk = Desk(.rules(Self.straight.rule))
            desk.turn(74, to: 100)
            desk.mailbox.pointee.post(RouterTable.make(.rules(Self.straight.rule)))
            #expect(desk.turn(74, to: 10))
            desk.load(at: 1640)
            #expect(desk.turn(74, to: 70))
            #expect(desk.turn(74, to: 20))
            desk.mailbox.pointee.clear()
            desk.mailbox.pointee.post(RouterTable.make(.rules(Self.straight.rule, Self.straight.rule)))
            #expect(!desk.turn(74, to: 90))
            #expect(desk.turn(74, to: 20))
        }

        @Test func `a value that comes too late for its preset is dropped`() {
            let desk = Desk(.rules(Self.straight.rule))
            #expect(desk.store.set(.filter(.cutoff), to: 300, change: 0) == 300)
            desk.announce(isEdit: true)
            #expect(desk.store.set(.filter(.cutoff), to: 1e9, change: 0) == 20_000)
            desk.announce()
            #expect(desk.store.set(.filter(.cutoff), to: 400, change: 0) == nil)
            #expect(desk.store.set(.filter(.cutoff), to: 400, change: 1) == 400)
            #expect(desk.store.set(.filter(.cutoff), to: .nan, change: 1) == nil)
        }

        @Test func `while presets come, no knob takes hold where its parameter does not stand`() {
            let desk = Desk(.rules(Self.straight.rule))
            desk.turn(74, to: 5)
            desk.load(at: 1640)
            let shared = Shared(desk: desk)
            let control = Thread {
                // In presets of even numbers the knob meets the parameter, in those of odd ones it cannot.
                for _ in 1...50_000 { shared.desk.load(at: shared.desk.generation % 2 == 0 ? 2000 : 1300) }
                shared.isOver.store(true, ordering: .releasing)
            }
            control.start()
            var wrong = 0
            var step: UInt8 = 0
            while !shared.isOver.load(ordering: .acquiring) {
                step = (step + 7) % 60
                guard desk.turn(74, to: step, settles: false) else { continue }
                let cell = desk.store.cell(ParameterID.filter(.cutoff).index)
                if ParameterStore.generation(of: cell) % 2 == 1 { wrong += 1 }
            }
            #expect(wrong == 0)
        }

        private final class Shared: @unchecked Sendable {
            // SAFETY: of the desk two threads use the store, which is made for it.
            let desk: Desk
            let isOver = Atomic<Bool>(false)
            init(desk: Desk) { self.desk = desk }
        }
    }

    /// The same through the whole engine.
    struct WholePickupTests {
        private static let map = ControllerMap.rules(
            .rule(74, low: 1000, high: 2270), .rule(70, .knob(0), low: 0, high: 1), .rule(7, .player(.volume), low: 0, high: 1))

        private func sound(cutoff: Float) -> Sound {
            var sound = Sound.plainSine
            sound[.filter(.cutoff)] = cutoff
            sound[.knob(0)] = 0.5
            sound.macros = [Sound.MacroTarget(knob: 0, parameter: .filter(.resonance), low: 0, high: 1, curve: .linear)]
            return sound
        }

        private func turn(_ bench: Bench, _ controller: UInt8, to position: UInt8, _ id: ParameterID) -> Float {
            let bytes = [0xB0, controller, position]
            bench.instrument.input(.alsa).receive(bytes, count: 3, device: 0, at: 0)
            bench.run(9600)
            return bench.instrument.engine.pointee.layers.own.pointee.values[id]
        }

        @Test func `a keyboard's knob waits for its parameter in the next preset, a song's does not`() {
            let bench = Bench(sound(cutoff: 1640), map: Self.map)
            #expect(turn(bench, 74, to: 20, .filter(.cutoff)) == 1200)
            bench.instrument.load(sound(cutoff: 1640))
            // Not there yet.
            let bytes: [UInt8] = [0xB0, 74, 20]
            bench.instrument.input(.alsa).receive(bytes, count: 3, device: 0, at: 0)
            bench.run(640)
            #expect(turn(bench, 74, to: 30, .filter(.cutoff)) == 1640)
            #expect(
                turn(bench, 70, to: 127, .filter(.resonance))
                    == bench.instrument.engine.pointee.layers.own.pointee.values[.filter(.resonance)])
            #expect(bench.instrument.engine.pointee.layers.own.pointee.values[.knob(0)] == 0.5)
            #expect(turn(bench, 7, to: 127, .player(.volume)) == 1)
            #expect(turn(bench, 74, to: 70, .filter(.cutoff)) == 1700)
            #expect(turn(bench, 74, to: 127, .filter(.cutoff)) == 2270)
            #expect(turn(bench, 70, to: 0, .knob(0)) == 0)
            bench.send(0xB0, 74, 0, at: bench.left.count)
            bench.run(9600)
            #expect(bench.instrument.engine.pointee.layers.own.pointee.values[.filter(.cutoff)] == 1000)
            #expect(turn(bench, 74, to: 126, .filter(.cutoff)) == 1000)
        }

        @Test func `an edit lets a knob go on`() {
            let bench = Bench(sound(cutoff: 1640), map: Self.map)
            bench.instrument.load(sound(cutoff: 1640))
            bench.run(64)
            #expect(turn(bench, 74, to: 64, .filter(.cutoff)) == 1640)
            bench.instrument.load(sound(cutoff: 2000), isEdit: true)
            #expect(turn(bench, 74, to: 10, .filter(.cutoff)) == 1100)
        }

        @Test func `what a preset says of its change reaches the audio thread`() {
            let bench = Bench()
            var sound = Sound.plainSine
            sound.change.rule = .tail
            sound.change.seconds = 1e9
            sound.locked = [.filter(.cutoff)]
            bench.instrument.load(sound)
            bench.run(64)
            let image = bench.instrument.engine.pointee.parameters.image
            #expect(image.pointee.change.rule == .tail)
            #expect(image.pointee.change.seconds == SoundChange.longestSeconds)
            #expect(!image.pointee.isEdit)
            #expect((0..<ParameterID.cellCount).filter { image.pointee.locked[$0] } == [ParameterID.filter(.cutoff).index])
            sound.change.seconds = .nan
            bench.instrument.load(sound, isEdit: true)
            bench.run(128)
            let edit = bench.instrument.engine.pointee.parameters.image
            #expect(edit.pointee.isEdit)
            #expect(edit.pointee.change.seconds == 0)
            #expect(!(0..<ParameterID.cellCount).contains { edit.pointee.locked[$0] })
        }

        @Test func `an edit that overtakes its preset is another preset`() {
            let bench = Bench()
            for _ in 0..<20 { bench.instrument.load(.movingSaw) }
            bench.instrument.load(.plainSine, isEdit: true)
            for block in 1...8 {
                bench.run(to: 64 * block)
                bench.instrument.collect()
            }
            let parameters = bench.instrument.engine.pointee.parameters
            #expect(parameters.image.pointee.generation == 22)
            #expect(!parameters.image.pointee.isEdit)
        }
    }
}
