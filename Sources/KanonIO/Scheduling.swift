/// How the kernel schedules a thread.
public enum Scheduling: Equatable, Sendable, CustomStringConvertible {
    /// Real time, first in first out, at this priority.
    case fifo(Int)
    /// Real time, round robin, at this priority.
    case roundRobin(Int)
    /// Like every other thread.
    case ordinary
    /// The thread has not said yet.
    case unknown

    /// From the policy in the high half and the priority in the low, as `Meter.Counter.scheduling` has it.
    public init(packed: UInt64) {
        let priority = Int(packed & 0xFFFF)
        // The numbers of Linux: SCHED_FIFO is 1, SCHED_RR is 2; bit 30 says "reset on fork".
        switch packed >> 16 & 0xFFF {
        case 1: self = .fifo(priority)
        case 2: self = .roundRobin(priority)
        default: self = .ordinary
        }
    }

    /// The real-time priority, if it has one.
    public var priority: Int? {
        switch self {
        case .fifo(let priority), .roundRobin(let priority): priority
        case .ordinary, .unknown: nil
        }
    }

    /// For people.
    public var description: String {
        switch self {
        case .fifo(let priority): "FIFO \(priority)"
        case .roundRobin(let priority): "round robin \(priority)"
        case .ordinary: "ordinary scheduling"
        case .unknown: "not started"
        }
    }
}
