/// A `ControllerMap` laid out flat for the threads that read it: rules and buttons sorted by what they listen to.
struct RouterTable {
    /// What rules and buttons have in common: whom they listen to.
    struct Listener: BitwiseCopyable, Sendable {
        private let code: UInt32
        private let channel: UInt8

        init(_ source: ControllerSource, _ channel: UInt8?) {
            code = source.code
            self.channel = channel ?? RouterTable.anyChannel
        }

        @_noLocks @_noAllocation
        func hears(_ source: ControllerSource, on channel: UInt8) -> Bool {
            code == source.code && (self.channel == channel || self.channel == RouterTable.anyChannel)
        }
    }

    struct Rule: BitwiseCopyable, Sendable {
        let listener: Listener
        let parameter: ParameterID
        let gesture: Gesture
        let travel: Travel
        /// A share of the travel.
        let step: Float
        let dead: Float
        let center: Float
        /// What it does after a preset change: nothing special, or it scales, or it picks its parameter up.
        let jumps: Bool
        let scales: Bool
    }

    struct Button: BitwiseCopyable, Sendable {
        let listener: Listener
        let action: Action
    }

    /// A `ButtonAction` without words.
    enum Action: BitwiseCopyable, Sendable {
        /// The number of what is asked for: see `ButtonRequests`.
        case ask(Int32)
        case panic, tapTempo, latchSustain, resetOctave
        case shiftOctave(Int)
    }

    struct Zone: BitwiseCopyable, Sendable {
        let low: UInt8
        let high: UInt8
        let transpose: Int
        /// `anyChannel` for the keys' own.
        let channel: UInt8
        /// Which of the table's velocities count.
        let velocities: Int
    }

    /// Stands for every channel.
    @inline(__always) static var anyChannel: UInt8 {
        @_noLocks @_noAllocation get { 255 }
    }

    let rules: UnsafeMutablePointer<Rule>
    let ruleIndex: SourceIndex
    let buttons: UnsafeMutablePointer<Button>
    let buttonIndex: SourceIndex
    /// What the router remembers, 16 devices a rule: with another table it starts anew.
    let grips: UnsafeMutablePointer<Grip>
    /// The same of the buttons.
    let presses: UnsafeMutablePointer<Press>
    let zones: UnsafeMutablePointer<Zone>
    let zoneCount: Int
    /// Of each channel, those that its wheels and pedals reach: a bit each.
    let followers: UnsafeMutablePointer<UInt16>
    /// 128 levels, one a velocity, of the keyboard and of each zone that has its own.
    let velocityLevels: UnsafeMutablePointer<Float>
    /// What each of the 128 controllers does by the standard.
    let functions: UnsafeMutablePointer<ControllerFunction?>
    /// The one channel that is heard, unless a device is told to be heard on all.
    let channel: UInt8
    let pedalDown: UInt8
    let pedalUp: UInt8
    /// Whether a button of it holds notes, and whether one shifts the keys.
    let latches: Bool
    let shiftsOctave: Bool
    /// Whether any key is a knob or a button.
    let hearsKeys: Bool

    private init(_ map: ControllerMap, _ requests: ButtonRequests) {
        hearsKeys = (map.rules.map(\.source) + map.buttons.map(\.source)).contains { if case .note = $0 { true } else { false } }
        var sortedRules = map.rules
        ruleIndex = SourceIndex(sorting: &sortedRules, by: \.source)
        rules = Self.copy(sortedRules.map(Self.rule))
        grips = Self.copy([Grip](repeating: Grip(), count: sortedRules.count * 16))
        var sortedButtons = map.buttons
        buttonIndex = SourceIndex(sorting: &sortedButtons, by: \.source)
        buttons = Self.copy(
            sortedButtons.map { button in
                Button(
                    listener: Listener(button.source, button.channel),
                    action: Self.action(button.action, requests))
            })
        presses = Self.copy([Press](repeating: Press(), count: sortedButtons.count * 16))
        var levels = map.velocityLevels
        var flatZones: [Zone] = []
        for zone in map.zones {
            if zone.velocityLevels != nil { levels += zone.velocityLevels! }
            flatZones.append(
                Zone(
                    low: zone.keys.lowerBound, high: zone.keys.upperBound, transpose: zone.transpose,
                    channel: zone.channel ?? Self.anyChannel, velocities: zone.velocityLevels == nil ? 0 : levels.count / 128 - 1))
        }
        precondition(levels.count % 128 == 0)
        velocityLevels = Self.copy(levels)
        zones = Self.copy(flatZones)
        zoneCount = flatZones.count
        let reached = map.zones.filter(\.isControlled).compactMap(\.channel).reduce(UInt16(0)) { $0 | 1 << UInt16($1) }
        followers = Self.copy((0..<16).map { reached | 1 << UInt16($0) })
        functions = Self.copy(ControllerFunction.ofControllers)
        channel = map.channel ?? Self.anyChannel
        pedalDown = map.pedalDown
        pedalUp = map.pedalUp
        latches = map.buttons.contains { $0.action == .latchSustain }
        shiftsOctave = map.buttons.contains {
            if case .shiftOctave = $0.action { true } else { $0.action == .resetOctave }
        }
    }

    private static func copy<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let pointer = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
        pointer.initialize(from: elements, count: elements.count)
        return pointer
    }

    private static func rule(_ rule: ControllerMap.Rule) -> Rule {
        let counts = Parameter.row(of: rule.parameter).counts
        let travel = Travel(low: rule.low, high: rule.high, curve: rule.curve, counts: counts)
        // What outlasts presets stands where the player left it.
        let isPlayers = rule.parameter.index / ParameterID.fieldsPerSection == ParameterSection.player.rawValue
        return Rule(
            listener: Listener(rule.source, rule.channel), parameter: rule.parameter,
            gesture: rule.gesture, travel: travel, step: travel.share(of: rule.step), dead: rule.dead, center: rule.center,
            jumps: isPlayers || rule.takeover == .jump, scales: rule.takeover == .scale)
    }

    private static func action(_ action: ButtonAction, _ requests: ButtonRequests) -> Action {
        switch action {
        case .ask(let request): .ask(requests.number(of: request))
        case .panic: .panic
        case .tapTempo: .tapTempo
        case .latchSustain: .latchSustain
        case .shiftOctave(let octaves): .shiftOctave(octaves)
        case .resetOctave: .resetOctave
        }
    }

    /// Whether a rule or a button listens to `source` on `channel`.
    @_noLocks @_noAllocation
    func names(_ source: ControllerSource, on channel: UInt8) -> Bool {
        for index in ruleIndex.range(of: source.slot) where rules[index].listener.hears(source, on: channel) { return true }
        for index in buttonIndex.range(of: source.slot) where buttons[index].listener.hears(source, on: channel) { return true }
        return false
    }

    /// Forgets where a device's knobs and buttons are.
    @_noLocks @_noAllocation
    func forget(device: UInt8) {
        for index in 0..<ruleIndex.count { grips[index * 16 + Int(device & 15)] = Grip() }
        for index in 0..<buttonIndex.count { presses[index * 16 + Int(device & 15)] = Press() }
    }

    /// A table for one router, which gives it back when another takes its place. What its buttons ask for is added to `requests`.
    static func make(_ map: ControllerMap, _ requests: ButtonRequests = ButtonRequests()) -> UnsafePointer<RouterTable> {
        let table = UnsafeMutablePointer<RouterTable>.allocate(capacity: 1)
        table.initialize(to: RouterTable(map, requests))
        return UnsafePointer(table)
    }

    static func free(_ table: UnsafePointer<RouterTable>) {
        table.pointee.rules.deallocate()
        table.pointee.ruleIndex.deallocate()
        table.pointee.buttons.deallocate()
        table.pointee.buttonIndex.deallocate()
        table.pointee.grips.deallocate()
        table.pointee.presses.deallocate()
        table.pointee.zones.deallocate()
        table.pointee.followers.deallocate()
        table.pointee.velocityLevels.deallocate()
        table.pointee.functions.deallocate()
        table.deallocate()
    }
}
