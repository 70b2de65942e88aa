/// A `ControllerMap` laid out flat for the threads that read it: rules sorted by controller, and where each one's begin.
struct RouterTable {
    struct Rule: BitwiseCopyable, Sendable {
        var channel: UInt8
        var parameter: ParameterID
        var travel: Travel

        /// Stands for every channel.
        @inline(__always) static var anyChannel: UInt8 {
            @_noLocks @_noAllocation get { 255 }
        }
    }

    let rules: UnsafeMutablePointer<Rule>
    /// 129 positions: controller c has the rules `starts[c] ..< starts[c + 1]`.
    let starts: UnsafeMutablePointer<Int>
    /// 128 levels, one a velocity.
    let velocityLevels: UnsafeMutablePointer<Float>
    let pedalDown: UInt8
    let pedalUp: UInt8

    init(_ map: ControllerMap, in arena: inout Arena) {
        rules = arena.take(Rule.self, count: max(map.rules.count, 1))
        starts = arena.take(repeating: 0, count: 129)
        velocityLevels = arena.take(repeating: 0, count: 128)
        pedalDown = map.pedalDown
        pedalUp = map.pedalUp
        precondition(map.velocityLevels.count == 128)
        for (velocity, level) in map.velocityLevels.enumerated() { velocityLevels[velocity] = level }
        var position = 0
        for controller in 0..<128 {
            starts[controller] = position
            for rule in map.rules where Int(rule.controller) == controller {
                let travel = Travel(low: rule.low, high: rule.high, curve: rule.curve)
                (rules + position).initialize(
                    to: Rule(channel: rule.channel ?? Rule.anyChannel, parameter: rule.parameter, travel: travel))
                position += 1
            }
        }
        starts[128] = position
    }

    /// Bytes of arena for one table.
    static func byteCount(_ map: ControllerMap) -> Int {
        (map.rules.count + 1) * MemoryLayout<Rule>.stride + 129 * 8 + 128 * 4 + 4 * 64
    }
}
