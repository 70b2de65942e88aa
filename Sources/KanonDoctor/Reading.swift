import Glibc

/// What came of reading a file or a folder of the system.
enum Reading<Value: Sendable>: Sendable {
    case value(Value)
    /// There is none of that name.
    case missing
    /// It is there, or may be, and cannot be read: the system's error number.
    case unreadable(Int32)

    /// From the error number of a call that failed.
    init(failure: Int32) { self = failure == ENOENT || failure == ENOTDIR ? .missing : .unreadable(failure) }

    var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    var isMissing: Bool {
        if case .missing = self { true } else { false }
    }

    func map<Other>(_ transform: (Value) -> Other) -> Reading<Other> {
        switch self {
        case .value(let value): .value(transform(value))
        case .missing: .missing
        case .unreadable(let number): .unreadable(number)
        }
    }
}
