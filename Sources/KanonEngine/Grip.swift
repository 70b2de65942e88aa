/// One knob's hold on the parameter that a rule has it move.
///
/// After a preset change the knob is somewhere and the parameter somewhere else. It does nothing until it meets or passes the
/// place where the parameter stands; from then on it moves it, until another preset comes or something else moves the parameter.
struct Grip: BitwiseCopyable {
    /// Where the knob was last, 0…1; below 0 while that is not known.
    private var position: Float = -1
    /// The preset change since which it holds the parameter.
    private var change: UInt32 = 0
    /// The preset, or the edit of it, for which it moved the parameter last.
    private var generation: UInt32 = 0
    /// The value to which it moved it, and the one before.
    private var value: Float = 0
    private var earlier: Float = 0
    /// Where the parameter stood then: the audio thread takes a new value at its next grid line.
    private var stood: Float = 0

    /// How near to the parameter a knob has met it: one and a half of the 127 steps that its messages know.
    @inline(__always) private static var reach: Float {
        @_noLocks @_noAllocation get { 1.5 / 127 }
    }

    /// The knob is at `new` (0…1) of the travel of `rule`.
    @_noLocks @_noAllocation
    mutating func turn(to new: Float, by rule: RouterTable.Rule, in parameters: ParameterStore) {
        let opening = parameters.opening
        let standing = parameters.standing(rule.parameter, in: opening)
        let last = position < 0 ? new : position
        position = new
        // With the preset that Kanon was started with, turning a knob just works.
        guard opening.change == 0 || holds(standing, opening) || meets(standing, from: last, on: rule.travel),
            let taken = parameters.set(rule.parameter, to: rule.travel.value(at: new), change: opening.change)
        else { return }
        (change, generation) = (opening.change, opening.generation)
        (value, earlier, stood) = (taken, value, standing ?? taken)
    }

    /// Whether the parameter stands where the knob left it, or is on its way there.
    @_noLocks @_noAllocation
    private func holds(_ standing: Float?, _ opening: ParameterStore.Opening) -> Bool {
        guard change == opening.change else { return false }
        // An edit moves what it moves and takes away no hold.
        guard let standing, generation == opening.generation else { return true }
        return standing == value || standing == earlier || standing == stood
    }

    /// Whether the parameter stands on the way from `last`, or within reach of it.
    @_noLocks @_noAllocation
    private func meets(_ standing: Float?, from last: Float, on travel: Travel) -> Bool {
        guard let standing else { return false }
        let start = max(min(last, position) - Grip.reach, 0)
        let end = min(max(last, position) + Grip.reach, 1)
        return travel.passes(standing, from: start, to: end)
    }
}
