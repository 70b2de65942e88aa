import Testing

@testable import KanonEngine

struct ButtonTests {
    private func desk(_ buttons: ControllerMap.Button...) -> Desk {
        var map = ControllerMap()
        map.buttons = buttons
        return Desk(map)
    }

    @Test func `no press is lost, however fast they come`() {
        let desk = desk(.init(.controller(44), .ask(.nextPreset)), .init(.controller(45), .ask(.preset("Glass"))))
        for _ in 0..<30 { desk.send(0xB0, 44, 127, 44, 0) }
        desk.send(0xB0, 45, 64)
        for _ in 0..<30 { #expect(desk.nextRequest() == .nextPreset) }
        #expect(desk.nextRequest() == .preset("Glass"))
        #expect(desk.nextRequest() == nil)
    }

    @Test func `a request under way means what it meant when another mapping comes`() {
        let desk = desk(.init(.controller(44), .ask(.preset("Glass"))))
        desk.send(0xB0, 44, 127)
        var map = ControllerMap()
        map.buttons = [.init(.controller(44), .ask(.record)), .init(.controller(45), .ask(.program(7)))]
        desk.post(map)
        desk.send(0xB0, 45, 127)
        #expect(desk.nextRequest() == .preset("Glass"))
        #expect(desk.nextRequest() == .program(7))
    }

    @Test func `a key that is a button never sounds, on its channel`() {
        let desk = desk(.init(.note(36), channel: 9, .ask(.nextPreset)))
        #expect(desk.send(0x99, 36, 100, 36, 0).isEmpty)
        #expect(desk.nextRequest() == .nextPreset)
        #expect(desk.send(0x90, 36, 100, 36, 0).map(\.kind) == [.noteOn, .noteOff])
        #expect(desk.nextRequest() == nil)
    }

    @Test func `a key that became a button while it was down ends its note, one that was a button ends none`() {
        let desk = Desk(ControllerMap())
        desk.send(0x90, 36, 100)
        var map = ControllerMap()
        map.buttons = [.init(.note(36), .panic)]
        desk.post(map)
        #expect(desk.send(0x80, 36, 0) == [Event(.noteOff, key: 36)])
        #expect(desk.send(0x90, 36, 100).map(\.kind) == [.panic])
        desk.post(ControllerMap())
        #expect(desk.send(0x80, 36, 0).isEmpty)
    }

    @Test(arguments: [30.0, 92, 120, 217]) func `taps are a tempo`(tempo: Double) throws {
        let desk = desk(.init(.controller(44), .tapTempo))
        let gap = 60e6 / tempo
        var dice = Dice(9)
        for tap in 0..<9 {
            // A hand is off by some milliseconds.
            let time = UInt64(1e6 + gap * Double(tap)) + UInt64(dice.below(20_000))
            desk.send(0xB0, 44, 127, at: time)
            #expect((desk.value(of: .tempo) != nil) == (tap > 0))
        }
        #expect(abs(Double(try #require(desk.value(of: .tempo))) / tempo - 1) < 0.02)
    }

    @Test func `another tempo begins with its second tap, and a late one begins anew`() throws {
        let desk = desk(.init(.controller(44), .tapTempo))
        for time in [1_000_000, 1_500_000, 2_000_000, 2_300_000] as [UInt64] { desk.send(0xB0, 44, 127, at: time) }
        #expect(abs(try #require(desk.value(of: .tempo)) - 200) < 0.01)
        desk.send(0xB0, 44, 127, at: 9_000_000)
        #expect(abs(try #require(desk.value(of: .tempo)) - 200) < 0.01)
        desk.send(0xB0, 44, 127, at: 10_000_000)
        #expect(abs(try #require(desk.value(of: .tempo)) - 60) < 0.01)
    }

    @Test func `a latch holds every channel of its device until it is pressed again`() {
        let desk = desk(.init(.controller(44), .latchSustain))
        let held = desk.send(0xB9, 44, 127, device: 2)
        #expect(held.map(\.channel) == Array(0..<16) && held.allSatisfy { $0.kind == .sustain && $0.value == 1 && $0.device == 2 })
        #expect(desk.send(0xB0, 64, 127, 64, 0, device: 2).isEmpty)
        #expect(desk.send(0xB9, 44, 127, device: 2).map(\.value) == [Float](repeating: 0, count: 16))
    }

    @Test func `a latch whose button is gone is let go`() {
        let desk = desk(.init(.controller(44), .latchSustain))
        desk.send(0xB0, 44, 127)
        desk.post(ControllerMap())
        #expect(desk.send(0xB0, 3, 0).filter { $0.kind == .sustain && $0.value == 0 }.count == 16)
    }

    @Test func `octaves move the keys of their device, and a key ends what it started`() {
        let desk = desk(
            .init(.controller(44), .shiftOctave(1)), .init(.controller(45), .shiftOctave(-1)), .init(.controller(46), .resetOctave))
        #expect(desk.send(0x90, 60, 100).map(\.key) == [60])
        desk.send(0xB0, 44, 127)
        #expect(desk.send(0x90, 62, 100).map(\.key) == [74])
        #expect(desk.send(0x90, 62, 100, device: 1).map(\.key) == [62])
        #expect(desk.send(0x80, 60, 0).map(\.key) == [60])
        desk.send(0xB0, 46, 127)
        #expect(desk.send(0xA0, 62, 50) == [Event(.keyPressure, key: 74, value: 50.0 / 127)])
        #expect(desk.send(0x80, 62, 0).map(\.key) == [74])
        for _ in 0..<9 { desk.send(0xB0, 45, 127, 45, 0) }
        #expect(desk.send(0x90, 60, 100).map(\.key) == [0])
        #expect(desk.send(0x90, 59, 100).isEmpty)
        #expect(desk.send(0x80, 59, 0).isEmpty)
    }
}
