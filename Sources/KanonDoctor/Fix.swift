/// What mends a finding: commands for this distribution, what is to be done by hand, or both.
public struct Fix: Encodable, Equatable, Sendable {
    /// What it does and why, in one sentence.
    public let reason: String
    /// Commands for a shell, in their order.
    public let commands: [String]
    /// What commands cannot do, such as logging in again.
    public let byHand: String?

    init(_ reason: String, _ commands: [String] = [], byHand: String? = nil) {
        self.reason = reason
        self.commands = commands
        self.byHand = byHand
    }

    /// For root, on whose machines `sudo` may be missing.
    var withoutSudo: Fix {
        Fix(reason, commands.map { $0.replacing("sudo ", with: "") }, byHand: byHand?.replacing("sudo ", with: ""))
    }

    /// A file of these lines.
    static func writing(_ lines: [String], to path: String) -> String {
        // Makes the folder, too.
        "printf '%s\\n' \(lines.map { "'\($0)'" }.joined(separator: " ")) | sudo install -D -m 644 /dev/stdin \(path)"
    }

    /// A kernel setting, now and after every start.
    static func sysctl(_ key: String, _ value: String, _ reason: String) -> Fix {
        let path = "/etc/sysctl.d/60-kanon-\(key.split(separator: ".").last!).conf"
        return Fix(reason, [writing(["\(key) = \(value)"], to: path), "sudo sysctl -p \(path)"])
    }

    /// A value of /sys, now and after every start.
    static func setting(_ name: String, _ path: String, _ value: String, _ reason: String) -> Fix {
        let file = "/etc/tmpfiles.d/60-kanon-\(name).conf"
        return Fix(reason, [writing(["w \(path) - - - - \(value)"], to: file), "sudo systemd-tmpfiles --create \(file)"])
    }

    /// A kernel module, now and after every start.
    static func module(_ name: String, _ reason: String) -> Fix {
        Fix(reason, ["sudo modprobe \(name)", writing([name], to: "/etc/modules-load.d/60-kanon-\(name).conf")])
    }
}
