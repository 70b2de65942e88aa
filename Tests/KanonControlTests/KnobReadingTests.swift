import KanonEngine
import Testing

@testable import KanonControl

/// What devices send while a knob is turned, as it was seen on the wire.
struct KnobReadingTests {
    private func read(_ right: [[UInt8]], _ left: [[UInt8]] = []) -> KnobReading {
        var reading = KnobReading()
        let reader = MidiReader()
        func take(_ messages: [[UInt8]]) {
            for byte in messages.joined() {
                if let heard = reader.take(byte, device: 2, ControllerMap()) { reading.take(heard, device: 2) }
            }
        }
        take(right)
        if !left.isEmpty {
            reading.turnBack()
            take(left)
        }
        return reading
    }

    private func cc(_ number: UInt8, _ values: some Sequence<UInt8>, channel: UInt8 = 0) -> [[UInt8]] {
        values.map { [0xB0 | channel, number, $0] }
    }

    private func control(
        _ source: ControllerSource, _ manner: KnobControl.Manner = .absolute, isReversed: Bool = false, channel: UInt8 = 0
    ) -> KnobControl {
        var control = KnobControl(device: 2, channel: channel, source: source)
        control.manner = manner
        control.isReversed = isReversed
        return control
    }

    private struct Encoder {
        let encoding: RelativeEncoding
        let right: [UInt8]
        let left: [UInt8]
        var isReversed = false
    }

    @Test func `a pot that is turned far is known at once`() {
        let reading = read(cc(21, [12, 13, 15, 16, 18, 21, 22, 25, 29, 33, 38, 44, 51, 60, 66, 70, 77, 90, 101, 127], channel: 4))
        #expect(reading.verdict == .found(control(.controller(21), channel: 4)))
    }

    @Test(arguments: [[5, 8, 12, 17, 22, 27, 33, 40, 48, 57], [66, 70, 74, 79, 85, 92, 99, 105, 112]] as [[UInt8]])
    func `a pot that stays in one half is none without ends`(values: [UInt8]) {
        #expect(read(cc(21, values)).verdict == .found(control(.controller(21))))
    }

    @Test func `a pot that is turned to its end first and then all the way is one`() {
        #expect(read(cc(21, Array(1...90).reversed() + Array(0...127))).verdict == .found(control(.controller(21))))
    }

    @Test(arguments: [[65, 66, 67], [1, 2, 3, 4], [100, 101], [64], [127]] as [[UInt8]])
    func `what moved only a little is asked for again`(values: [UInt8]) {
        guard case .undecided = read(cc(21, values)).verdict else {
            Issue.record("\(read(cc(21, values)).verdict)")
            return
        }
    }

    @Test(
        arguments: [([65, 66, 67], [66, 65, 64, 63]), ([1, 2, 3, 4], [3, 2, 1, 0]), ([100, 101], [100, 99, 98])] as [([UInt8], [UInt8])])
    func `turned back it shows that it is a position`(right: [UInt8], left: [UInt8]) {
        #expect(read(cc(21, right), cc(21, left)).verdict == .found(control(.controller(21))))
    }

    @Test func `knobs without ends are told apart by what they send when they are turned back`() {
        let encoders = [
            Encoder(encoding: .twosComplement, right: [1, 1, 1, 1], left: [127, 127, 127]),
            Encoder(encoding: .offset64, right: [65, 65, 65], left: [63, 63, 63, 63]),
            Encoder(encoding: .signBit, right: [1, 1, 1, 1, 1], left: [65, 65, 65, 65]),
            Encoder(encoding: .twosComplement, right: [1, 2, 2, 3, 5, 4, 2, 1], left: [127, 126, 125, 125, 124, 126, 127]),
            Encoder(encoding: .offset64, right: [65, 66, 67, 68, 67, 66, 65], left: [63, 62, 61, 59, 60, 62]),
            Encoder(encoding: .signBit, right: [1, 2, 4, 6, 5, 3, 1], left: [65, 66, 69, 70, 68, 66]),
            Encoder(encoding: .twosComplement, right: [127, 127, 126], left: [1, 1, 2], isReversed: true),
            Encoder(encoding: .offset64, right: [63, 63, 62], left: [65, 65, 66], isReversed: true),
            Encoder(encoding: .signBit, right: [65, 65, 66], left: [1, 1, 2], isReversed: true),
            // Turned fast.
            Encoder(encoding: .twosComplement, right: [1, 3, 7, 12, 18, 22, 15, 9, 4, 1], left: [127, 122, 112, 104, 110, 120]),
            Encoder(encoding: .twosComplement, right: [1, 2, 4, 8, 16, 32], left: [127, 125, 120, 112, 121, 127]),
        ]
        for encoder in encoders {
            guard case .undecided = read(cc(22, encoder.right)).verdict else {
                Issue.record("\(encoder): \(read(cc(22, encoder.right)).verdict)")
                continue
            }
            let found = read(cc(22, encoder.right), cc(22, encoder.left)).verdict
            #expect(found == .found(control(.controller(22), .relative(encoder.encoding), isReversed: encoder.isReversed)), "\(encoder)")
        }
    }

    @Test func `where the player says what it is, its direction shows by the first turn`() {
        let knob = control(.controller(22))
        #expect(!read(cc(22, [1, 1])).isReversed(knob, by: .twosComplement))
        #expect(read(cc(22, [127, 127])).isReversed(knob, by: .twosComplement))
        #expect(read(cc(22, [65, 65])).isReversed(knob, by: .signBit))
    }

    @Test func `a slip of the hand changes nothing`() {
        let right: [UInt8] = [1, 1, 1, 1, 127, 1, 1, 1, 1, 1, 1, 1]
        #expect(read(cc(22, right), cc(22, [127, 127, 127])).verdict == .found(control(.controller(22), .relative(.twosComplement))))
    }

    @Test func `what goes to and fro in small steps is unclear`() {
        for values in [[1, 1, 127, 127, 1, 1, 127], [1, 127, 1, 127, 1, 127], [65, 63, 63, 65]] as [[UInt8]] {
            #expect(read(cc(22, values)).verdict == .unclear(control(.controller(22))), "\(values)")
        }
    }

    /// Positions of 14 bits as first and second parts.
    private func parts(_ number: UInt8, _ positions: [Int], secondFirst: Bool = false, rarely: Bool = false) -> [[UInt8]] {
        var last = -1
        return positions.flatMap { position -> [[UInt8]] in
            let first: [UInt8] = [0xB0, number, UInt8(position >> 7)]
            let second: [UInt8] = [0xB0, number + 32, UInt8(position & 127)]
            defer { last = position >> 7 }
            if rarely, position >> 7 == last { return [second] }
            return secondFirst ? [second, first] : [first, second]
        }
    }

    @Test func `14 bits are known by their second parts, in whatever order and however rarely the first one comes`() {
        let far = Array(stride(from: 300, through: 15_000, by: 61))
        let near = Array(stride(from: 8000, through: 8200, by: 7))
        for positions in [far, near] {
            #expect(read(parts(16, positions)).verdict == .found(control(.pair(16))))
            #expect(read(parts(16, positions, secondFirst: true)).verdict == .found(control(.pair(16))))
            #expect(read(parts(16, positions, rarely: true)).verdict == .found(control(.pair(16))))
        }
    }

    @Test func `two pots whose numbers are 32 apart are two`() {
        let reading = read(cc(16, 10...100) + cc(48, 5...90))
        #expect(reading.verdict == .several([control(.controller(16)), control(.controller(48))]))
    }

    /// A non-registered parameter, selected before each value or once.
    private func nrpn(_ number: Int, _ data: [[UInt8]], once: Bool) -> [[UInt8]] {
        let select: [[UInt8]] = [[0xB3, 99, UInt8(number >> 7)], [0xB3, 98, UInt8(number & 127)]]
        return once ? select + data : data.flatMap { select + [$0] }
    }

    @Test(arguments: [true, false])
    func `a non-registered parameter is known by its number, with one part of data or both`(once: Bool) {
        let first = (20...60).map { [0xB3, 6, UInt8($0)] as [UInt8] }
        #expect(read(nrpn(1290, first, once: once)).verdict == .found(control(.nonRegistered(1290), channel: 3)))
        let both = stride(from: 2000, through: 9000, by: 90).flatMap {
            [[0xB3, 6, UInt8($0 >> 7)], [0xB3, 38, UInt8($0 & 127)]] as [[UInt8]]
        }
        #expect(read(nrpn(1290, both, once: once)).verdict == .found(control(.nonRegistered(1290), channel: 3)))
    }

    @Test func `increments of a non-registered parameter are its steps, either way round`() {
        let up = nrpn(5, Array(repeating: [0xB3, 96, 0], count: 6), once: false)
        #expect(read(up).verdict == .found(control(.nonRegistered(5), channel: 3)))
        let down = nrpn(5, Array(repeating: [0xB3, 97, 0], count: 6), once: false)
        #expect(read(down).verdict == .found(control(.nonRegistered(5), isReversed: true, channel: 3)))
    }

    @Test func `of two that move about as far none is chosen, of a far one and a near one the far one`() {
        #expect(read(cc(20, 10...90) + cc(21, 20...110)).verdict == .several([control(.controller(21)), control(.controller(20))]))
        #expect(read(cc(20, 10...90) + cc(21, 60...68)).verdict == .found(control(.controller(20))))
    }

    @Test func `a pot that trembles is none that was turned`() {
        let tremble = cc(40, (0..<40).map { 80 + UInt8($0 & 1) })
        #expect(read(tremble).verdict == .nothing)
        #expect(read(tremble + cc(20, 30...60) + tremble).verdict == .found(control(.controller(20))))
        #expect(
            read(tremble + cc(20, [1, 1, 1, 1]), tremble + cc(20, [127, 127, 127])).verdict
                == .found(control(.controller(20), .relative(.twosComplement))))
    }

    @Test func `clock, keys, pressure and pedals are passed over`() {
        let noise: [[UInt8]] = [
            [0xF8], [0xFE], [0x90, 60, 100], [0xD0, 50], [0xD0, 90], [0xB0, 64, 127], [0xF8], [0x80, 60, 0], [0xB0, 64, 0],
        ]
        let reading = read(noise + cc(20, 30...60) + noise)
        #expect(reading.verdict == .found(control(.controller(20))))
        #expect(reading.heardKeys)
        #expect(read([[0xF8], [0xFE], [0x90, 60, 100], [0x80, 60, 0], [0xB0, 64, 127], [0xB0, 64, 0]]).verdict == .nothing)
        #expect(read([[0xB0, 0, 1], [0xB0, 32, 0], [0xC0, 5]]).verdict == .nothing)
        #expect(read(cc(0, 20...90)).verdict == .found(control(.controller(0))))
    }

    @Test(arguments: [([127, 0, 127, 0], []), ([127, 0], []), ([127], [0]), ([127], [127])] as [([UInt8], [UInt8])])
    func `a button is known by its two values, or by one again and again`(right: [UInt8], left: [UInt8]) {
        #expect(read(cc(44, right), cc(44, left)).verdict == .found(control(.controller(44), .button)))
    }

    @Test func `a knob is chosen before a button`() {
        #expect(read(cc(44, [127, 0, 127, 0]) + cc(20, 30...60)).verdict == .found(control(.controller(20))))
    }

    @Test func `the pitch wheel is chosen where nothing else moves`() {
        let wheel = (0..<64).map { [0xE0, UInt8($0 * 2), 64 + UInt8($0)] as [UInt8] }
        #expect(read(wheel).verdict == .found(control(.bend)))
        #expect(read(wheel + cc(20, 30...60)).verdict == .found(control(.controller(20))))
    }

    @Test func `progress counts what moves, and rests with it`() {
        let reading = read(cc(20, 30...60) + [[0x90, 60, 100]])
        #expect(reading.progress?.count == 31)
        #expect(KnobReading().progress == nil)
        #expect(KnobReading().verdict == .nothing)
    }
}
