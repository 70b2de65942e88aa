/// A `ControllerMap` laid out flat for the threads that read it: rules sorted by controller, and where each one's begin.
struct RouterTable {
    struct Rule: BitwiseCopyable, Sendable {
        var channel: UInt8
        var parameter: ParameterID
        var travel: Travel
        /// Whether it must take hold of the parameter after a preset change.
        var picksUp: Bool
    }

    /// Stands for every channel.
    @inline(__always) static var anyChannel: UInt8 {
        @_noLocks @_noAllocation get { 255 }
    }

    let rules: UnsafeMutablePointer<Rule>
    /// What the router remembers, 16 devices a rule: with another table it starts anew.
    let grips: UnsafeMutablePointer<Grip>
    /// 129 positions: controller c has the rules `starts[c] ..< starts[c + 1]`.
    let starts: UnsafeMutablePointer<Int>
    /// 128 levels, one a velocity.
    let velocityLevels: UnsafeMutablePointer<Float>
    /// What each of the 128 controllers does by the standard.
    let functions: UnsafeMutablePointer<ControllerFunction?>
    /// The one channel that is heard, unless a device is told to be heard on all.
    let channel: UInt8
    let pedalDown: UInt8
    let pedalUp: UInt8

    private init(_ map: ControllerMap) {
        rules = .allocate(capacity: max(map.rules.count, 1))
        grips = .allocate(capacity: max(map.rules.count * 16, 1))
        grips.initialize(repeating: Grip(), count: map.rules.count * 16)
        starts = .allocate(capacity: 129)
        velocityLevels = .allocate(capacity: 128)
        functions = .allocate(capacity: 128)
        functions.initialize(from: ControllerFunction.ofControllers, count: 128)
        channel = map.channel ?? Self.anyChannel
        pedalDown = map.pedalDown
        pedalUp = map.pedalUp
        precondition(map.velocityLevels.count == 128)
        velocityLevels.initialize(from: map.velocityLevels, count: 128)
        var position = 0
        for controller in 0..<128 {
            (starts + controller).initialize(to: position)
            for rule in map.rules where Int(rule.controller) == controller {
                let travel = Travel(low: rule.low, high: rule.high, curve: rule.curve)
                // What outlasts presets stands where the player left it.
                let isPlayers = rule.parameter.index / ParameterID.fieldsPerSection == ParameterSection.player.rawValue
                (rules + position).initialize(
                    to: Rule(
                        channel: rule.channel ?? Self.anyChannel, parameter: rule.parameter, travel: travel,
                        picksUp: rule.takeover == .pickup && !isPlayers))
                position += 1
            }
        }
        (starts + 128).initialize(to: position)
    }

    /// Whether a rule names the controller.
    @_noLocks @_noAllocation
    func names(_ controller: UInt8) -> Bool { starts[Int(controller)] < starts[Int(controller) + 1] }

    /// Forgets where a device's knobs are.
    @_noLocks @_noAllocation
    func forget(device: UInt8) {
        for index in 0..<starts[128] { grips[index * 16 + Int(device & 15)] = Grip() }
    }

    /// A table for one router, which gives it back when another takes its place.
    static func make(_ map: ControllerMap) -> UnsafePointer<RouterTable> {
        let table = UnsafeMutablePointer<RouterTable>.allocate(capacity: 1)
        table.initialize(to: RouterTable(map))
        return UnsafePointer(table)
    }

    static func free(_ table: UnsafePointer<RouterTable>) {
        table.pointee.rules.deallocate()
        table.pointee.grips.deallocate()
        table.pointee.starts.deallocate()
        table.pointee.velocityLevels.deallocate()
        table.pointee.functions.deallocate()
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
