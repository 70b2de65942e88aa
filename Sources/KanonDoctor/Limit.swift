/// A limit of this process, as /proc/self/limits tells.
struct Limit: Equatable {
    let soft: Int
    let hard: Int

    /// For people.
    var text: String { soft == hard ? Self.text(soft) : "\(Self.text(soft)) (hard \(Self.text(hard)))" }

    private static func text(_ value: Int) -> String { value == .max ? "unlimited" : "\(value)" }
}

extension Machine {
    /// A limit by its name in /proc/self/limits.
    func limit(_ name: String) -> (value: Limit?, observation: Observation) {
        let observation = look("/proc/self/limits", line: name)
        let numbers = (observation.value ?? "").split(separator: " ").prefix(2).compactMap { $0 == "unlimited" ? .max : Int($0) }
        return (numbers.count == 2 ? Limit(soft: numbers[0], hard: numbers[1]) : nil, observation)
    }
}
