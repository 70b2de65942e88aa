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

    private init(_ map: ControllerMap) {
        rules = .allocate(capacity: max(map.rules.count, 1))
        starts = .allocate(capacity: 129)
        velocityLevels = .allocate(capacity: 128)
        pedalDown = map.pedalDown
        pedalUp = map.pedalUp
        precondition(map.velocityLevels.count == 128)
        velocityLevels.initialize(from: map.velocityLevels, count: 128)
        var position = 0
        for controller in 0..<128 {
            (starts + controller).initialize(to: position)
            for rule in map.rules where Int(rule.controller) == controller {
                let travel = Travel(low: rule.low, high: rule.high, curve: rule.curve)
                (rules + position).initialize(
                    to: Rule(channel: rule.channel ?? Rule.anyChannel, parameter: rule.parameter, travel: travel))
                position += 1
            }
        }
        (starts + 128).initialize(to: position)
    }

    /// A table for one router, which gives it back when another takes its place.
    static func make(_ map: ControllerMap) -> UnsafePointer<RouterTable> {
        let table = UnsafeMutablePointer<RouterTable>.allocate(capacity: 1)
        table.initialize(to: RouterTable(map))
        return UnsafePointer(table)
    }

    static func free(_ table: UnsafePointer<RouterTable>) {
        table.pointee.rules.deallocate()
        table.pointee.starts.deallocate()
        table.pointee.velocityLevels.deallocate()
        table.deallocate()
    }
}

/// For the control thread alone.
extension Mailbox where Content == RouterTable {
    /// Sends a table; an older one that was not taken is freed.
    func post(_ table: UnsafePointer<RouterTable>) {
        if let old = send(table) { RouterTable.free(old) }
    }

    /// Frees what came back.
    func clear() {
        if let old = collect() { RouterTable.free(old) }
    }

    /// Frees all that is under way. When the router is gone.
    func empty() {
        clear()
        if let table = withdraw() { RouterTable.free(table) }
    }
}
