import Glibc

/// A place where a check looked, and what it saw there.
struct Observation: Sendable {
    let path: String
    let reading: Reading<String>

    /// The value, where there is one.
    var value: String? { reading.value }

    /// As people and programs are told.
    var text: String {
        switch reading {
        case .value(let value): value
        case .missing: "missing"
        case .unreadable(let number): "unreadable: \(String(cString: strerror(number)))"
        }
    }
}
