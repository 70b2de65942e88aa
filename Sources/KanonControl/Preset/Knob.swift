import KanonEngine

/// One of a preset's eight macros: a name and what it moves.
public struct Knob: Sendable {
    /// 1…8, as in `knob.1`.
    public let number: Int
    /// What it is called in this sound.
    public let name: String
    /// The parameters it moves, each within its own range.
    public let targets: [Sound.MacroTarget]

    /// The position (0…1) at which the first target has the value that it has in `sound`.
    func position(in sound: Sound) -> Float {
        guard let target = targets.first else { return 0 }
        return target.curve.position(of: sound[target.parameter], from: target.low, to: target.high)
    }
}
