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
        for number in 0..<old.reach { groups[number].fading = .max }
        for cell in 0..<cells {
            let (now, next) = (shareHeard(cell, of: cells), shareHeard(cell + 1, of: cells))
            for number in 0..<old.reach {
                groups[number].share.value = now
                groups[number].share.step = (next - now) / 16
            }
            render(16)
        }
        for number in 0..<old.reach { groups[number].fading = 0 }
    }

    private func shareHeard(_ cell: Int, of cells: Int) -> Float {
        let way = Float(cell) / Float(cells)
        return way * way * (3 - 2 * way)
    }

    /// Renders on to the next grid line.
    func renderToLine() { render(-frames & 15) }
}
