@testable import KanonEngine

/// What a router makes of bytes, with a store to look into; the test is the control thread and the audio thread.
final class Desk {
    private var arena = Arena(byteCount: 1 << 18)
    let store: ParameterStore
    let programs: ProgramRequest
    private let mailboxes: UnsafeMutablePointer<Mailbox<RouterTable>>
    private let asked: UnsafeMutablePointer<Ring<Int32>>
    private let requests = ButtonRequests()
    var router: Router
    private(set) var generation: UInt32 = 1

    init(_ map: ControllerMap, jumps: Bool = false) {
        store = ParameterStore(in: &arena)
        store.open(generation: 1)
        store.finishTelling(of: 1)
        programs = ProgramRequest(in: &arena)
        mailboxes = Self.boxes()
        asked = Self.ring(in: &arena)
        router = Router(
            table: RouterTable.make(map, requests), mailboxes: mailboxes, parameters: store, programs: programs, requests: asked,
            jumps: jumps, in: &arena)
    }

    /// Another router on the store of `other`.
    init(_ map: ControllerMap, beside other: Desk) {
        store = other.store
        programs = other.programs
        mailboxes = Self.boxes()
        asked = Self.ring(in: &arena)
        router = Router(
            table: RouterTable.make(map, requests), mailboxes: mailboxes, parameters: store, programs: programs, requests: asked,
            jumps: false, in: &arena)
    }

    deinit {
        for index in 0..<Router.mailboxCount { mailboxes[index].empty() }
        router.deallocate()
        mailboxes.deallocate()
    }

    private static func boxes() -> UnsafeMutablePointer<Mailbox<RouterTable>> {
        let boxes = UnsafeMutablePointer<Mailbox<RouterTable>>.allocate(capacity: Router.mailboxCount)
        for index in 0..<Router.mailboxCount { (boxes + index).initialize(to: Mailbox()) }
        return boxes
    }

    private static func ring(in arena: inout Arena) -> UnsafeMutablePointer<Ring<Int32>> {
        let slots = arena.take(Int32.self, count: Router.requestCapacity)
        let ring = arena.take(Ring<Int32>.self, count: 1)
        ring.initialize(to: Ring(slots: slots, capacity: Router.requestCapacity))
        return ring
    }

    /// The way of new tables for all devices.
    var mailbox: UnsafeMutablePointer<Mailbox<RouterTable>> { mailboxes + 16 }

    /// The control thread sends another mapping, to a device alone if one is named, and takes back what it replaced before.
    func post(_ map: ControllerMap, device: Int = 16) {
        mailboxes[device].clear()
        mailboxes[device].post(RouterTable.make(map, requests))
    }

    /// The next thing that a button asked for.
    func nextRequest() -> ButtonRequest? { asked.pointee.pop().map { requests[$0] } }

    @discardableResult
    func send(_ bytes: UInt8..., device: UInt8 = 0, at time: UInt64 = 0) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            router.take(byte, device: device, at: time)
            while let event = router.outbox.next() { events.append(event) }
        }
        return events
    }

    /// The value a cell holds; nil when it was never set.
    func value(of id: ParameterID) -> Float? {
        let cell = store.cell(id.index)
        return cell == 0 ? nil : Float(bitPattern: UInt32(truncatingIfNeeded: cell))
    }

    /// Another preset, or an edit, in which a parameter stands at `value`.
    func load(_ id: ParameterID = .filter(.cutoff), at value: Float, isEdit: Bool = false) {
        announce(isEdit: isEdit)
        adopt(id, at: value)
    }

    /// The control thread's part of `load`.
    func announce(isEdit: Bool = false) {
        generation += 1
        store.open(generation: generation, isChange: !isEdit)
    }

    /// The audio thread's part.
    func adopt(_ id: ParameterID = .filter(.cutoff), at value: Float) {
        store.tell(id.index, at: value)
        store.finishTelling(of: generation)
    }

    /// The audio thread takes what was set.
    func settle(_ id: ParameterID = .filter(.cutoff)) {
        let cell = store.cell(id.index)
        if cell != 0, ParameterStore.generation(of: cell) == generation { store.tell(id.index, at: value(of: id)!) }
    }

    /// Turns a knob to `position` and has the audio thread take what came of it; whether anything did.
    @discardableResult
    func turn(_ controller: UInt8, to position: UInt8, _ id: ParameterID = .filter(.cutoff), device: UInt8 = 0, settles: Bool = true)
        -> Bool
    {
        let before = store.cell(id.index)
        send(0xB0, controller, position, device: device)
        if settles { settle(id) }
        return store.cell(id.index) != before
    }
}

extension ControllerMap {
    static func rules(_ rules: ControllerMap.Rule...) -> ControllerMap {
        var map = ControllerMap()
        map.rules = rules
        return map
    }
}

extension ControllerMap.Rule {
    static func rule(
        _ controller: UInt8, channel: UInt8? = nil, _ parameter: ParameterID = .filter(.cutoff), low: Float = 100,
        high: Float = 1600, _ curve: ParameterCurve = .linear, takeover: Takeover = .pickup
    ) -> ControllerMap.Rule {
        ControllerMap.Rule(
            .controller(controller), channel: channel, parameter: parameter, low: low, high: high, curve: curve, takeover: takeover)
    }
}
