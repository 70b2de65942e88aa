import CRealtime
import KanonEngine

/// What the stages behind the voices cost.
struct EffectBench {
    let kernel: Kernel
    let rounds: Int

    /// One stage.
    struct Figure: Encodable {
        var kernel: String
        var effect: String
        /// A frame is two samples: left and right.
        var nanosecondsPerFrame: Double
    }

    /// Every stage.
    func figures() -> [Figure] {
        _ = kanon_flush_denormals()
        return BenchEffect.allCases.map { effect in
            let run = EffectRun(effect, kernel: kernel)
            // Until all of them have faded in.
            run.render(blocks: 100)
            let cost = ProcessorTime.least(of: rounds, units: 400 * EffectRun.frames) { run.render(blocks: 400) }
            return Figure(kernel: kernel.rawValue, effect: effect.rawValue, nanosecondsPerFrame: cost)
        }
    }
}
