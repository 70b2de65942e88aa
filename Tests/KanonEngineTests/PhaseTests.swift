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
            if instrument.engine.pointee.pool.soundingCount == 0 { strike(instrument) }
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

    @Test func `a phase that jumps by the least there is, is a stranger, and a voice that moves is none`() {
        let instrument = Instrument(Instrument.Configuration(), sound: .movingSaw)
        let pool = instrument.engine.pointee.pool
        var ledger = PhaseLedger(pool.groups, count: pool.groupCount)
        strike(instrument)
        for cell in 0..<100 {
            Self.renderCell(instrument, cell)
            if cell == 50 { pool.groups[0].oscillators[1].copies[0].phase[3] &+= 1 }
            if cell == 70 {
                pool.groups[1] = pool.groups[0]
                for lane in 0..<8 { instrument.engine.pointee.pool.setState(VoiceState.held, of: 16 + lane) }
            }
            ledger.pass()
            #expect(ledger.strangers == (cell < 50 ? 0 : 1))
        }
    }

    private func strike(_ instrument: Instrument) {
        for key in UInt8(0)..<8 {
            instrument.input(.alsa).push(Event(.noteOn, device: 0, channel: 0, key: 36 + 7 * key, value: 0.8), at: 0)
        }
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
