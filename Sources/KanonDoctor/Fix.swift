import KanonIO

/// What mends a finding: commands for this distribution, what is to be done by hand, or both.
/// All of it may come to stand in a script for root.
public struct Fix: Encodable, Equatable, Sendable {
    /// What it does and why, in one sentence.
    public let reason: ScriptText
    /// Commands for a shell, in their order.
    public let commands: [ScriptText]
    /// What commands cannot do, such as logging in again.
    public let byHand: ScriptText?

    init(_ reason: ScriptText, _ commands: [ScriptText] = [], byHand: ScriptText? = nil) {
        self.reason = reason
        self.commands = commands
        self.byHand = byHand
    }

    /// For root, on whose machines `sudo` may be missing.
    var withoutSudo: Fix {
        Fix(reason, commands.map { $0.without("sudo ") }, byHand: byHand?.without("sudo "))
    }

    /// A file of these lines.
    static func writing(_ lines: [ScriptText], to path: ScriptText) -> ScriptText {
        // Makes the folder, too.
        "printf '%s\\n' \(lines.map { "'\($0)'" as ScriptText }.joined(separator: " ")) | sudo install -D -m 644 /dev/stdin \(path)"
    }

    /// A setting of one of the kernel's parts, now and after every start.
    static func sysctl(_ part: ScriptText, _ name: ScriptText, _ value: Int, _ reason: ScriptText) -> Fix {
        let path: ScriptText = "/etc/sysctl.d/60-kanon-\(name).conf"
        return Fix(reason, [writing(["\(part).\(name) = \(value)"], to: path), "sudo sysctl -p \(path)"])
    }

    /// A value of /sys, now and after every start.
    static func setting(_ name: ScriptText, _ path: ScriptText, _ value: ScriptText, _ reason: ScriptText) -> Fix {
        let file: ScriptText = "/etc/tmpfiles.d/60-kanon-\(name).conf"
        return Fix(reason, [writing(["w \(path) - - - - \(value)"], to: file), "sudo systemd-tmpfiles --create \(file)"])
    }

    /// A kernel module, now and after every start.
    static func module(_ name: ScriptText, _ reason: ScriptText) -> Fix {
        Fix(reason, ["sudo modprobe \(name)", writing([name], to: "/etc/modules-load.d/60-kanon-\(name).conf")])
    }
}
