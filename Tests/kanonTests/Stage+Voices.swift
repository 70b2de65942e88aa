import KanonState
import KanonTesting

@testable import KanonEngine

extension Stage {
    /// Goes on with the voices of `other`, which plays another sound, as they are: with their phases, envelopes, swings and filters.
    /// They fade in within 10 ms, so softly that nothing of it is above 12 kHz. Both stages stand on a grid line, and nothing sounds
    /// in this one.
    func takeUpVoices(of other: Stage) {
        let old = other.instrument.engine.pointee.pool
        let groups = instrument.engine.pointee.pool.groups
        for number in 0..<old.reach {
            groups[number] = old.groups[number]
            groups[number].part = 0
            // Of the old sound nothing is kept but what its notes are.
            groups[number].drawnPart = 1
            groups[number].left = RampLanes()
            groups[number].right = RampLanes()
            for index in number * 16..<number * 16 + 16 where old.state(index) != VoiceState.resting {
                instrument.engine.pointee.pool.setState(old.state(index), of: index)
                instrument.engine.pointee.pool.setGain(index)
            }
        }
        let cells = 30
        for cell in 1...cells {
            let way = Float(cell) / Float(cells)
            for number in 0..<old.reach {
                groups[number].share = SIMD16(repeating: way * way * (3 - 2 * way))
                groups[number].sharesMove = true
            }
            render(16)
        }
        for number in 0..<old.reach { groups[number].sharesMove = false }
    }

    /// Renders on to the next grid line.
    func renderToLine() { render(-frames & 15) }
}
