import Testing

@testable import KanonEngine

/// How controllers speak, and what rules make of it.
struct GestureTests {
    private static let shape = ParameterID.oscillator(0, .shape)
    private let cutoff = ParameterID.filter(.cutoff)

    private func isNear(_ value: Float?, _ expected: Float, _ tolerance: Float) -> Bool {
        value.map { abs($0 - expected) < tolerance } ?? false
    }

    private func rule(_ source: ControllerSource, _ gesture: Gesture, step: Float = 0.01, _ parameter: ParameterID = .filter(.cutoff))
        -> ControllerMap.Rule
    {
        let counts = parameter == Self.shape
        return ControllerMap.Rule(
            source, parameter: parameter, low: counts ? 0 : 100, high: counts ? 3 : 1100, curve: .linear, gesture: gesture, step: step)
    }

    /// A desk where the parameter stands at `value` in a preset that followed another.
    private func desk(_ rule: ControllerMap.Rule, at value: Float) -> Desk {
        let desk = Desk(.rules(rule))
        desk.load(rule.parameter, at: value)
        return desk
    }

    @Test(
        arguments: [
            (.twosComplement, [1, 2, 127, 126, 0], [1, 2, -1, -2, 0]), (.offset64, [65, 66, 63, 62, 64], [1, 2, -1, -2, 0]),
            (.signBit, [1, 2, 65, 66, 0], [1, 2, -1, -2, 0]),
        ] as [(RelativeEncoding, [UInt8], [Float])])
    func `a knob without ends moves its parameter from where it stands`(encoding: RelativeEncoding, values: [UInt8], steps: [Float]) {
        for (value, step) in zip(values, steps) {
            let desk = desk(rule(.controller(22), .relative(encoding)), at: 600)
            desk.send(0xB0, 22, value)
            let moved = step == 0 ? desk.value(of: cutoff) : desk.value(of: cutoff).map { ($0 - 600) / 10 }
            #expect(step == 0 ? moved == nil : abs((moved ?? 99) - step) < 1e-3)
        }
    }

    @Test func `steps add up though the audio thread lags, and start anew where something else moved the parameter`() throws {
        let desk = desk(rule(.controller(22), .relative(.twosComplement)), at: 600)
        for _ in 0..<20 { desk.send(0xB0, 22, 1) }
        #expect(isNear(desk.value(of: cutoff), 800, 0.01))
        desk.settle()
        desk.store.tell(cutoff.index, at: 300)
        desk.send(0xB0, 22, 127)
        #expect(isNear(desk.value(of: cutoff), 290, 0.01))
        for _ in 0..<3 { desk.send(0xB0, 22, 64) }
        #expect(desk.value(of: cutoff) == 100)
    }

    @Test func `a step of what counts is one value`() {
        let desk = desk(rule(.controller(22), .relative(.twosComplement), step: 1, Self.shape), at: 1)
        let values = ([1, 1, 1, 127, 127] as [UInt8]).map { value -> Float? in
            desk.send(0xB0, 22, value)
            return desk.value(of: Self.shape)
        }
        #expect(values == [2, 3, 3, 2, 1])
    }

    @Test func `each press of a toggle goes to the other end, counted from where the parameter stands`() {
        let desk = desk(rule(.controller(22), .toggle), at: 900)
        let values = ([127, 0, 127, 0, 127, 127] as [UInt8]).map { value -> Float? in
            desk.send(0xB0, 22, value)
            return desk.value(of: cutoff)
        }
        // The last is a device that never says when it is let go.
        #expect(values == [100, 100, 1100, 1100, 100, 1100])
    }

    @Test func `a pedal that passes through values on its way is pressed once`() {
        let desk = desk(rule(.controller(22), .toggle), at: 900)
        for value: UInt8 in [10, 60, 64, 80, 127, 100, 64, 20] { desk.send(0xB0, 22, value) }
        #expect(desk.value(of: cutoff) == 100)
    }

    @Test func `a momentary button has the high end for as long as it is pressed`() {
        let desk = desk(rule(.note(40), .momentary), at: 900)
        #expect(desk.send(0x90, 40, 3).isEmpty)
        #expect(desk.value(of: cutoff) == 1100)
        #expect(desk.send(0x80, 40, 0).isEmpty)
        #expect(desk.value(of: cutoff) == 100)
    }

    @Test func `stepping goes through the choices and begins again`() {
        let desk = desk(rule(.controller(22), .step, step: 1, Self.shape), at: 2)
        let values = (0..<6).map { _ -> Float? in
            desk.send(0xB0, 22, 127, 22, 0)
            return desk.value(of: Self.shape)
        }
        #expect(values == [3, 0, 1, 2, 3, 0])
    }

    @Test func `stepping by a share ends at the end and begins again`() {
        let desk = desk(rule(.controller(22), .step, step: -0.25), at: 600)
        let values = (0..<5).map { _ -> Float? in
            desk.send(0xB0, 22, 127, 22, 0)
            return desk.value(of: cutoff)
        }
        #expect(values == [350, 100, 1100, 850, 600])
    }

    @Test func `an absolute knob gives each choice as much of its travel`() {
        let desk = Desk(.rules(rule(.controller(22), .absolute, Self.shape)))
        let values = (0...127).map { value -> Float? in
            desk.send(0xB0, 22, UInt8(value))
            return desk.value(of: Self.shape)
        }
        #expect([0, 1, 2, 3].map { choice in values.filter { $0 == choice }.count } == [32, 32, 32, 32])
    }

    @Test func `a controller in two parts has 16384 places`() throws {
        let desk = Desk(.rules(rule(.pair(7), .absolute)))
        desk.send(0xB0, 7, 127)
        #expect(desk.value(of: cutoff) == 1100)
        desk.send(0xB0, 39, 0)
        #expect(isNear(desk.value(of: cutoff), 100 + 1000 * 16_256 / 16_383, 0.01))
        desk.send(0xB0, 7, 64)
        desk.send(0xB0, 39, 1)
        #expect(isNear(desk.value(of: cutoff), 100 + 1000 * 8193 / 16_383, 0.01))
    }

    @Test func `the wheel is heard and moves what a rule says, both from both parts`() throws {
        let desk = Desk(.rules(rule(.pair(1), .absolute)))
        desk.send(0xB0, 1, 0, 33, 0)
        #expect(desk.send(0xB0, 1, 64, 33, 5).map(\.value) == [8197.0 / 16_383])
        #expect(isNear(desk.value(of: cutoff), 100 + 1000 * 8197 / 16_383, 0.01))
    }

    @Test func `a non-registered parameter is a knob, by its number alone`() throws {
        let desk = Desk(.rules(rule(.nonRegistered(1290), .absolute)))
        desk.send(0xB0, 99, 10, 98, 11, 6, 64)
        #expect(desk.value(of: cutoff) == nil)
        desk.send(0xB0, 98, 10, 6, 127)
        #expect(desk.value(of: cutoff) == 1100)
        desk.send(0xB0, 38, 0)
        #expect(isNear(desk.value(of: cutoff), 100 + 1000 * 16_256 / 16_383, 0.01))
        // Registered parameters of the same number are others.
        desk.send(0xB0, 101, 10, 100, 10, 6, 1)
        #expect(desk.value(of: cutoff) != 100)
    }

    @Test func `a non-registered parameter steps from where it stands`() throws {
        let desk = desk(rule(.nonRegistered(5), .absolute, step: 0.02), at: 600)
        desk.send(0xB0, 99, 0, 98, 5, 96, 0, 96, 0, 97, 0)
        #expect(isNear(desk.value(of: cutoff), 620, 0.01))
    }

    @Test func `pitch wheel and pressure are knobs too, and still what they are`() throws {
        let desk = Desk(.rules(rule(.bend, .absolute)))
        #expect(desk.send(0xE0, 0, 64).map(\.kind) == [.bend])
        #expect(desk.value(of: cutoff) == 600)
        let pressed = Desk(.rules(rule(.pressure, .absolute)))
        #expect(pressed.send(0xD0, 127).map(\.kind) == [.pressure])
        #expect(pressed.value(of: cutoff) == 1100)
    }

    @Test func `dead zones reach the ends early and hold the middle`() throws {
        var rule = rule(.controller(22), .absolute)
        (rule.dead, rule.center) = (0.05, 0.1)
        let desk = Desk(.rules(rule))
        for (value, expected) in [(0, 100), (6, 100), (59, 600), (64, 600), (68, 600), (121, 1100), (127, 1100)] as [(UInt8, Float)] {
            desk.send(0xB0, 22, value)
            #expect(desk.value(of: cutoff) == expected)
        }
        desk.send(0xB0, 22, 40)
        // (40/127 − 0.05) / 0.9 = 0.2944 of the way, which has its middle at 0.45.
        #expect(isNear(desk.value(of: cutoff), 100 + 500 * 0.294_4 / 0.45, 0.2))
    }

    @Test func `scaling goes towards the end to which the knob is turned, and both arrive`() throws {
        let desk = Desk(.rules(.rule(22, low: 0, high: 127, takeover: .scale)))
        // A twentieth of the cutoff's range is its lower end: the parameter stands at 40 of 20 … 127.
        desk.load(at: 40)
        desk.send(0xB0, 22, 100)
        #expect(desk.value(of: cutoff) == nil)
        desk.send(0xB0, 22, 110)
        // 27 steps are left for the knob, of which it went 10; 87 for the parameter.
        #expect(isNear(desk.value(of: cutoff), 40 + 87 * 10.0 / 27, 0.01))
        let before = try #require(desk.value(of: cutoff))
        desk.settle()
        desk.send(0xB0, 22, 55)
        #expect(isNear(desk.value(of: cutoff), before / 2, 0.01))
        desk.settle()
        desk.send(0xB0, 22, 127)
        desk.send(0xB0, 22, 90)
        #expect(desk.value(of: cutoff) == 90)
    }

    @Test func `what scales never moves against the hand nor jumps by more than its share`() throws {
        var dice = Dice(3)
        let desk = Desk(.rules(.rule(22, low: 1000, high: 2270, takeover: .scale)))
        desk.load(at: 1300)
        var knob: UInt8 = 100
        desk.send(0xB0, 22, knob)
        var standing: Float = 1300
        for _ in 0..<2000 {
            let next = UInt8(min(max(Int(knob) + dice.below(7) - 3, 1), 126))
            desk.turn(22, to: next)
            let value = desk.value(of: cutoff) ?? standing
            let turned = Float(next) - Float(knob)
            #expect((value - standing) * turned >= 0)
            (knob, standing) = (next, value)
        }
    }
}
