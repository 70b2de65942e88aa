import Glibc

/// A limit of this process, as the kernel has it.
public struct ResourceLimit: Equatable, Sendable, CustomStringConvertible {
    /// Which.
    public enum Kind: String, CaseIterable, Sendable {
        /// The highest real-time priority.
        case priority = "RLIMIT_RTPRIO"
        /// Bytes that may be kept in RAM.
        case memory = "RLIMIT_MEMLOCK"
        /// µs that a real-time thread may run without waiting: SIGXCPU at the soft limit, SIGKILL at the hard one.
        case time = "RLIMIT_RTTIME"
    }

    /// Which.
    public var kind: Kind
    /// What counts now; nil: no limit.
    public var soft: UInt64?
    /// What it may be raised to; nil: no limit.
    public var hard: UInt64?

    /// A limit as it was found.
    public init(_ kind: Kind, soft: UInt64?, hard: UInt64?) {
        self.kind = kind
        self.soft = soft
        self.hard = hard
    }

    /// Asks the kernel.
    public init(_ kind: Kind) {
        let number =
            switch kind {
            case .priority: __RLIMIT_RTPRIO
            case .memory: __RLIMIT_MEMLOCK
            case .time: __RLIMIT_RTTIME
            }
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(number.rawValue), &limit)
        self.init(
            kind, soft: limit.rlim_cur == rlim_t.max ? nil : UInt64(limit.rlim_cur),
            hard: limit.rlim_max == rlim_t.max ? nil : UInt64(limit.rlim_max))
    }

    /// Whether it kills every real-time thread at its first tick of the clock.
    public var isDeadly: Bool { kind == .time && hard == 0 }

    /// What to do about a deadly one.
    public static let deadlyAdvice =
        "RLIMIT_RTTIME is 0, by which the kernel kills every program with a real-time thread: take the line with rttime out of "
        + "/etc/security/limits.conf and limits.d (or LimitRTTIME= out of the service), then log in again."

    /// For people: `RLIMIT_MEMLOCK 8192 KB, at most unlimited`.
    public var description: String { "\(kind.rawValue) \(text(soft))\(soft == hard ? "" : ", at most \(text(hard))")" }

    private func text(_ value: UInt64?) -> String {
        guard let value else { return "unlimited" }
        return switch kind {
        case .priority: "\(value)"
        case .memory: "\(value / 1024) KB"
        case .time: "\(value) µs"
        }
    }
}
