import KanonEngine

/// What the blocks of `BlockScene` cost.
struct BlockBench {
    /// The blocks of one kind.
    struct Figure: Encodable {
        var kernel: String
        var kind: BlockScene.Kind
        var medianNanoseconds: Double
        var maximumNanoseconds: Double
        /// The dearest against the median of blocks in which 64 voices are held.
        var maximumToHeld: Double
    }

    /// The least cost of every block in `rounds` performances that are the same.
    static func figures(kernel: Kernel, rounds: Int) -> [Figure] {
        let scene = BlockScene()
        var costs = [Double](repeating: .infinity, count: scene.blocks.count)
        for _ in 0..<rounds {
            let instrument = BenchInstrument(BenchSound.typical, kernel: kernel, polyphony: BlockScene.voices)
            instrument.hold(0)
            for (index, block) in scene.blocks.enumerated() {
                if let next = block.next { instrument.follow(with: next) }
                costs[index] = min(costs[index], ProcessorTime.of { instrument.render(block.strokes) })
            }
        }
        let held = median(costs, of: .held, in: scene)
        return BlockScene.Kind.allCases.map { kind in
            let dearest = self.costs(costs, of: kind, in: scene).max() ?? 0
            return Figure(
                kernel: kernel.rawValue, kind: kind, medianNanoseconds: median(costs, of: kind, in: scene),
                maximumNanoseconds: dearest, maximumToHeld: dearest / held)
        }
    }

    private static func costs(_ costs: [Double], of kind: BlockScene.Kind, in scene: BlockScene) -> [Double] {
        zip(costs, scene.blocks).filter { $0.1.counts && $0.1.kind == kind }.map(\.0)
    }

    private static func median(_ all: [Double], of kind: BlockScene.Kind, in scene: BlockScene) -> Double {
        let sorted = costs(all, of: kind, in: scene).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
