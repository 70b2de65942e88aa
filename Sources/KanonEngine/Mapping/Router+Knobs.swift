/// What knobs and buttons of the mapping do.
extension Router {
    /// Where a knob is now, or how a button is pressed.
    struct Movement: BitwiseCopyable {
        /// 0…1.
        let position: Float
        /// 0…127.
        let value: UInt8

        @_noLocks @_noAllocation
        init(position: Float, value: UInt8) {
            self.position = position
            self.value = value
        }

        @_noLocks @_noAllocation
        init(_ value: UInt8) { self.init(position: Float(value) / 127, value: value) }

        /// Of 14 bits.
        @_noLocks @_noAllocation
        init(number: UInt16) { self.init(position: Float(number) / 16_383, value: UInt8(truncatingIfNeeded: number >> 7)) }
    }

    /// Something that rules or buttons may listen to has moved.
    @_noLocks @_noAllocation
    mutating func move(_ source: ControllerSource, _ movement: Movement, _ sender: Sender) {
        let table = table(of: sender.device)
        for index in table.pointee.ruleIndex.range(of: source.slot)
        where table.pointee.rules[index].listener.hears(source, on: sender.channel) {
            move(table.pointee.rules[index], table.pointee.grips + (index * 16 + Int(sender.device)), movement)
        }
        for index in table.pointee.buttonIndex.range(of: source.slot)
        where table.pointee.buttons[index].listener.hears(source, on: sender.channel) {
            guard case .down? = table.pointee.presses[index * 16 + Int(sender.device)].take(movement.value) else { continue }
            act(table.pointee.buttons[index].action, sender)
        }
    }

    /// A parameter by number is to go one step up (1) or down (−1).
    @_noLocks @_noAllocation
    mutating func moveStep(_ source: ControllerSource, _ steps: Float, _ sender: Sender) {
        let table = table(of: sender.device)
        for index in table.pointee.ruleIndex.range(of: source.slot)
        where table.pointee.rules[index].listener.hears(source, on: sender.channel) {
            let rule = table.pointee.rules[index]
            let grip = table.pointee.grips + (index * 16 + Int(sender.device))
            grip.pointee.move(by: steps * rule.step, wraps: false, by: rule, in: parameters)
        }
    }

    @_noLocks @_noAllocation
    private func move(_ rule: RouterTable.Rule, _ grip: UnsafeMutablePointer<Grip>, _ movement: Movement) {
        switch rule.gesture {
        case .absolute:
            let position = rule.place(of: movement.position)
            if jumps || rule.jumps {
                parameters.set(rule.parameter, to: rule.travel.value(at: position))
            } else {
                grip.pointee.turn(to: position, by: rule, in: parameters)
            }
        case .relative(let encoding):
            let steps = encoding.steps(of: movement.value)
            if steps != 0 { grip.pointee.move(by: Float(steps) * rule.step, wraps: false, by: rule, in: parameters) }
        case .toggle: if case .down? = grip.pointee.press.take(movement.value) { grip.pointee.flip(by: rule, in: parameters) }
        case .momentary:
            switch grip.pointee.press.take(movement.value) {
            case .down?: parameters.set(rule.parameter, to: rule.travel.value(at: 1))
            case .up?: parameters.set(rule.parameter, to: rule.travel.value(at: 0))
            case nil: break
            }
        case .step:
            guard case .down? = grip.pointee.press.take(movement.value) else { return }
            grip.pointee.move(by: rule.step, wraps: true, by: rule, in: parameters)
        }
    }

    @_noLocks @_noAllocation
    private mutating func act(_ action: RouterTable.Action, _ sender: Sender) {
        let device = Int(sender.device)
        switch action {
        case .ask(let request): _ = requests.pointee.push(request)
        case .panic:
            // Their keys end nothing any more, and what a button holds is let go.
            latch(false, device: sender.device)
            outbox.put(Event(.panic))
        case .tapTempo: if let tempo = taps.tap(at: sender.time) { parameters.set(.tempo, to: tempo) }
        case .latchSustain: latch(isLatched & bit(sender.device) == 0, device: sender.device)
        case .shiftOctave(let count): octaves[device] = Int8(truncatingIfNeeded: min(max(Int(octaves[device]) + count, -5), 5))
        case .resetOctave: octaves[device] = 0
        }
    }
}

extension RouterTable.Rule {
    /// Where in its travel a knob at `position` (0…1) counts as: the dead zones at the ends and in the middle taken out.
    @_noLocks @_noAllocation
    func place(of position: Float) -> Float {
        let inside = min(max((position - dead) / (1 - 2 * dead), 0), 1)
        guard center > 0 else { return inside }
        let half = 0.5 * center
        if inside < 0.5 - half { return 0.5 * inside / (0.5 - half) }
        if inside > 0.5 + half { return 1 - 0.5 * (1 - inside) / (0.5 - half) }
        return 0.5
    }
}
