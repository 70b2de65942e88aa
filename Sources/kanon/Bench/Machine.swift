import Foundation

/// Where figures were measured: without it they say nothing.
struct Machine: Codable, Equatable {
    var processor: String
    var system: String

    /// This one.
    static var this: Machine {
        let lines = ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").split(separator: "\n")
        let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
        var name = utsname()
        uname(&name)
        let release = withUnsafeBytes(of: name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return Machine(processor: model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown", system: "Linux \(release)")
    }
}
