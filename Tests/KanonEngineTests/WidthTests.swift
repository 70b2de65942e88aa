import Testing

@testable import KanonEngine

struct WidthTests {
    /// A tone off the middle, before a room.
    private func bench(width: Float, kernel: Kernel) -> Bench {
        var sound = Sound.plainSine
        sound["osc1.pan"] = 0.6
        sound["reverb.mix"] = 0.3
        sound["master.level"] = 0.1
        sound["master.width"] = width
        let bench = Bench(sound, kernel: kernel)
        bench.push(.noteOn, key: 57, value: 1)
        bench.run(9600)
        return bench
    }

    @Test(arguments: Kernel.allCases.filter(\.isAvailable))
    func `the width scales what the sides have apart, and leaves what they have in common`(kernel: Kernel) {
        let plain = bench(width: 1, kernel: kernel)
        let apart = zip(plain.left, plain.right).map { $0 - $1 }
        let common = zip(plain.left, plain.right).map { $0 + $1 }
        #expect(level(apart) > 0.01)
        for width in [0, 0.5, 2] as [Float] {
            let other = bench(width: width, kernel: kernel)
            #expect(difference(zip(other.left, other.right).map { $0 + $1 }, common) < 1e-6)
            #expect(difference(zip(other.left, other.right).map { $0 - $1 }, apart.map { $0 * width }) < 1e-6)
        }
    }

    @Test func `a jump of the width is heard as a glide`() {
        // The tone is loudest on the right, and jumps to the middle.
        let steps = [1, 2].map { width -> Float in
            let bench = bench(width: Float(width), kernel: .best)
            bench.instrument.parameters.set(.master(.width), to: 0)
            bench.run(2400)
            let own = largestStep(bench.right[4800..<9600])
            return max(largestStep(bench.left[9600...]), largestStep(bench.right[9600...])) / own
        }
        #expect(steps.allSatisfy { $0 < 1.1 })
    }
}
