import KanonTesting
import Testing

@testable import KanonEngine

/// Whatever was played: when every key and every pedal is up, or its device is gone, nothing holds a note any more.
struct OwnershipTests {
    @Test func `no sequence of notes, pedals, modes, preset changes and unplugs leaves a note held`() {
        var stage = OwnershipStage()
        for seed in 0..<Extent.choose(100_000, long: 10_000_000) {
            let acts = OwnershipAct.sequence(seed: seed)
            guard stage.holdsNotes(after: acts) else { continue }
            let shortest = OwnershipStage.shortest(acts)
            Issue.record("sequence \(seed): a note is held after \(shortest.isEmpty ? "what came before it and \(acts)" : "\(shortest)")")
            break
        }
    }

    @Test func `a key whose release is lost is found, and the sequence made short`() {
        // The release of one key never comes.
        let acts =
            OwnershipAct.sequence(seed: 1) + [.message([0x90, 99, 100], device: 0), .lost([0x80, 99, 64], device: 0)]
            + OwnershipAct.sequence(seed: 2).filter(\.keepsNotes)
        var stage = OwnershipStage()
        let isHeld = stage.holdsNotes(after: acts)
        #expect(isHeld)
        #expect(OwnershipStage.shortest(acts).count == 2)
    }
}
