import KanonEngine

extension Knob {
    /// The macros of a preset that names none.
    ///
    /// Shipped mappings put controllers 70–77 on knobs 1–8, so the knobs follow the MIDI Association's names of those
    /// controllers: sound variation, timbre, release, attack, brightness, decay, vibrato rate, vibrato depth. Shipped
    /// presets keep the same order, so that a hand finds the filter in every sound.
    static let standard: [Knob] = [
        knob(1, "Sweep", ("filter.envelope", 0, 6)),
        knob(2, "Resonance", ("filter.resonance", 0, 0.9)),
        knob(3, "Release", ("amp.release", 0.02, 8)),
        knob(4, "Attack", ("amp.attack", 0.001, 4)),
        knob(5, "Brightness", ("filter.cutoff", 80, 18_000)),
        knob(6, "Decay", ("amp.decay", 0.05, 20), ("mod.decay", 0.05, 20)),
        knob(7, "Vibrato rate", ("vibrato.rate", 0.5, 12)),
        knob(8, "Vibrato", ("vibrato.depth", 0, 100)),
    ]

    private static func knob(_ number: Int, _ name: String, _ targets: (key: String, low: Float, high: Float)...)
        -> Knob
    {
        Knob(
            number: number, name: name,
            targets: targets.map { key, low, high in
                // The keys are those of the table; a test loads them all.
                let parameter = Parameter.named(key)!
                return Sound.MacroTarget(
                    knob: number - 1, parameter: parameter.id, low: low, high: high, curve: parameter.row.curve)
            })
    }
}
