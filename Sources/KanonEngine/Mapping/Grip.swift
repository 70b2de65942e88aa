/// One knob's hold on the parameter that a rule has it move.
///
/// After a preset change the knob is somewhere and the parameter somewhere else. With `pickup` it does nothing until it meets or
/// passes the place where the parameter stands; from then on it moves it, until another preset comes or something else moves the
/// parameter. With `scale` it moves it towards the end to which it is turned. Buttons and knobs without ends start from where the
/// parameter stands.
struct Grip: BitwiseCopyable {
    /// Whether the button is pressed.
    var press = Press()
    /// Where the knob was last, 0…1; below 0 while that is not known.
    private var position: Float = -1
    /// Where in the travel it left the parameter; below 0 while it never moved it.
    private var place: Float = -1
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
        let target: Float
        if opening.change == 0 {
            // With the preset that Kanon was started with, turning a knob just works.
            target = new
        } else if rule.scales {
            guard let scaled = scaled(from: last, standing, opening, on: rule.travel) else { return }
            target = scaled
        } else {
            guard holds(standing, opening) || meets(standing, from: last, on: rule.travel) else { return }
            target = new
        }
        set(target, by: rule, standing, opening, in: parameters)
    }

    /// The parameter moves by `share` of the travel from where it stands; `wraps`: beyond an end it goes on at the other.
    @_noLocks @_noAllocation
    mutating func move(by share: Float, wraps: Bool, by rule: RouterTable.Rule, in parameters: ParameterStore) {
        let opening = parameters.opening
        let standing = parameters.standing(rule.parameter, in: opening)
        guard let start = start(standing, opening, on: rule.travel) else { return }
        let next = start + share
        let isPast = next > 1.0001 || next < -0.0001
        let target = wraps && isPast ? (next > 0.5 ? 0 : 1) : min(max(next, 0), 1)
        set(rule.travel.centred(target), by: rule, standing, opening, in: parameters)
    }

    /// The parameter goes to the end from which it is farther.
    @_noLocks @_noAllocation
    mutating func flip(by rule: RouterTable.Rule, in parameters: ParameterStore) {
        let opening = parameters.opening
        let standing = parameters.standing(rule.parameter, in: opening)
        let start = start(standing, opening, on: rule.travel) ?? 0
        set(start < 0.5 ? 1 : 0, by: rule, standing, opening, in: parameters)
    }

    @_noLocks @_noAllocation
    private mutating func set(
        _ target: Float, by rule: RouterTable.Rule, _ standing: Float?, _ opening: ParameterStore.Opening, in parameters: ParameterStore
    ) {
        guard let taken = parameters.set(rule.parameter, to: rule.travel.value(at: target), change: opening.change) else { return }
        (change, generation) = (opening.change, opening.generation)
        (value, earlier, stood, place) = (taken, value, standing ?? taken, target)
    }

    /// Where in the travel the parameter is; nil until the audio thread has told.
    @_noLocks @_noAllocation
    private func start(_ standing: Float?, _ opening: ParameterStore.Opening, on travel: Travel) -> Float? {
        if place >= 0 && holds(standing, opening) { return place }
        guard let standing else { return nil }
        return travel.position(of: standing)
    }

    /// Where a knob that came from `last` leads the parameter: what is left of its way to the end shrinks as that of the knob
    /// does, so that both arrive together. Nil where nothing is known of one of them.
    ///
    /// With knob k → k′ and parameter p: upwards p′ = 1 − (1 − p) · (1 − k′) / (1 − k), downwards p′ = p · k′ / k. As the value
    /// scaling of Ableton Live is described in its manual.
    @_noLocks @_noAllocation
    private func scaled(from last: Float, _ standing: Float?, _ opening: ParameterStore.Opening, on travel: Travel) -> Float? {
        guard let start = start(standing, opening, on: travel) else { return nil }
        if abs(start - last) < Grip.reach { return position }
        if position > last { return 1 - (1 - start) * (1 - position) / (1 - last) }
        if position < last { return start * position / last }
        return nil
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
