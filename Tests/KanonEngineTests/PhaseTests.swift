import KanonTesting
import Testing

@testable import KanonEngine

/// Phases under all that can change while keys are held.
struct PhaseTests {
    @Test(arguments: Kernel.allCases.filter(\.isAvailable))
    func `whatever changes, each phase is the sum of its increments`(kernel: Kernel) {
        var configuration = Instrument.Configuration()
        configuration.kernel = kernel
        let instrument = Instrument(configuration, sound: .movingSaw)
        let pool = instrument.engine.pointee.pool
        var ledger = PhaseLedger(pool.groups, count: pool.groupCount)
        var dice = Dice(19)
        var cells = 0
        // Ten minutes, or twenty seconds.
        while cells < Extent.choose(20, long: 600) * 3_000 {
            // Where a change left fewer voices, they make room for all.
            let voices = instrument.meter[.voices]
            if voices == 0 { strike(instrument) } else if voices < 8 { instrument.push(.panic, key: 0) }
            change(instrument, &dice)
            for _ in 0..<1 + dice.below(60) {
                Self.renderCell(instrument, cells)
                ledger.pass()
                cells += 1
            }
        }
        #expect(ledger.strangers == 0)
        #expect(ledger.comparisons > cells * 8 * 20)
    }

    @Test func `a phase that jumps by the least there is, is a stranger, and a voice that moves to another lane is none`() {
        let instrument = Instrument(Instrument.Configuration(), sound: .movingSaw)
        let pool = instrument.engine.pointee.pool
        var ledger = PhaseLedger(pool.groups, count: pool.groupCount)
        // More than a group holds; then most of those in the first end, and the others take their lanes.
        for key in UInt8(0)..<20 { instrument.push(.noteOn, key: 40 + key) }
        for cell in 0..<400 {
            if cell == 20 { for key in UInt8(0)..<14 { instrument.push(.noteOff, key: 40 + key) } }
            Self.renderCell(instrument, cell)
            if cell == 10 { pool.groups[0].oscillators[1].copies[0].phase[15] &+= 1 }
            ledger.pass()
            #expect(ledger.strangers == (cell < 10 ? 0 : 1))
        }
        #expect(instrument.meter[.voices] == 6)
        #expect(pool.groups[1].active == 0)
    }

    private func strike(_ instrument: Instrument) {
        for key in UInt8(0)..<8 { instrument.push(.noteOn, key: 36 + 7 * key) }
    }

    /// Another preset now and then, mostly a parameter.
    private func change(_ instrument: Instrument, _ dice: inout Dice) {
        if dice.below(10) == 0 {
            instrument.load(Sound.random(&dice))
        } else {
            let parameter = Parameter.all[dice.below(Parameter.all.count)]
            // What would end the notes, or give new ones other voices, is left alone.
            let ends = parameter.section == .amp || parameter.id == .voice(.mode)
            if !ends { instrument.parameters.set(parameter.id, to: parameter.randomValue(&dice)) }
        }
        instrument.collect()
    }

    private static func renderCell(_ instrument: Instrument, _ number: Int) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 32) { sides in
            guard let left = sides.baseAddress else { return }
            instrument.engine.pointee.begin(frames: 16, microseconds: 1_000_000 + UInt64(number * 1000 / 3))
            instrument.engine.pointee.render(left: left, right: left + 16)
        }
    }
}

extension Instrument {
    fileprivate func push(_ kind: Event.Kind, key: UInt8) {
        input(.alsa).push(Event(kind, device: 0, channel: 0, key: key, value: 0.8), at: 0)
    }
}
