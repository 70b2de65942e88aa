/// A saw from phase 0 whose increment changes by `ramp` every frame, in Double: every wrap solved for, every step evaluated.
struct BentSaw {
    let increment: Double
    let ramp: Double

    func sample(_ frame: Int) -> Double {
        let now = Double(frame)
        let turns = self.turns(now)
        let first = Int(self.turns(now - 14).rounded(.down))
        let last = Int(self.turns(now + 14).rounded(.up))
        let steps = (first...last).reduce(0) { $0 + Self.step(now - time(ofWrap: Double($1))) }
        return 2 * (turns - Double(first)) + 1 - steps
    }

    private func turns(_ frame: Double) -> Double { (frame * increment + ramp * frame * (frame - 1) / 2) * 0x1p-32 }

    private func time(ofWrap number: Double) -> Double {
        let slope = increment - ramp / 2
        return 2 * number * 0x1p32 / (slope + (slope * slope + 2 * ramp * number * 0x1p32).squareRoot())
    }

    /// From 0 to 2, as the table's comment describes it.
    private static func step(_ frames: Double) -> Double {
        let whole = frames.rounded(.down)
        guard whole >= -32 else { return 0 }
        guard whole < 32 else { return 2 }
        let fraction = frames - whole - 0.5
        return (0..<7).reversed().reduce(0) { $0 * fraction + Double(Build.steps[64 * $1 + 32 + Int(whole)]) }
    }
}
