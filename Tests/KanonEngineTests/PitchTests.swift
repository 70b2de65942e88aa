import Foundation
import KanonTesting
import Testing

@testable import KanonEngine

struct PitchTests {
    @Test(arguments: [21, 45, 69, 93, 108])
    func `a note sounds at its frequency`(key: Int) {
        let bench = Bench()
        bench.send(0x90, UInt8(key), 100, at: 0)
        bench.run(to: 96_000)
        let expected = 440 * exp2(Double(key - 69) / 12)
        let cents = 1200 * log2(frequency(of: bench.left[4_800...], near: expected) / expected)
        #expect(abs(cents) < 0.01)
    }

    @Test func `a full pitch wheel bends by its range and comes back exactly`() {
        let bench = Bench()
        bench.send(0x90, 69, 100, at: 0)
        bench.send(0xE0, 0x7F, 0x7F, at: 4_800)
        bench.send(0xE0, 0x00, 0x40, at: 52_800)
        bench.run(to: 144_000)
        let up = 440 * exp2(2.0 / 12)
        #expect(abs(1200 * log2(frequency(of: bench.left[9_600..<52_800], near: up) / up)) < 0.02)
        #expect(abs(1200 * log2(frequency(of: bench.left[96_000...], near: 440) / 440)) < 0.01)
    }
}
