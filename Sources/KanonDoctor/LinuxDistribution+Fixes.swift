import KanonIO

extension LinuxDistribution {
    /// Rights to real time for a group, and the player in it, as a shell knows this user.
    func grantRealTime(to user: ScriptText) -> Fix {
        let commands: [ScriptText]
        switch self {
        case .fedora, .arch: commands = realTimeCommands(user: user)
        case .debian, .ubuntu, .other:
            let lines: [ScriptText] = ["@audio - rtprio 95", "@audio - memlock unlimited"]
            commands = [
                Fix.writing(lines, to: "/etc/security/limits.d/95-kanon.conf"), "sudo usermod -aG \(realTimeGroup) \(user)",
            ]
        }
        return Fix(
            "Gives the group \(realTimeGroup) real-time priority and lockable memory, and puts the player into it.",
            commands,
            byHand: "Log out and in again: limits and groups are given at login.")
    }

    /// A kernel with PREEMPT_RT.
    func realTimeKernel(processor: String) -> Fix {
        let commands: [ScriptText]
        var byHand: ScriptText = "Restart with the new kernel."
        switch self {
        case .debian:
            commands = [processor == "aarch64" ? "sudo apt-get install linux-image-rt-arm64" : "sudo apt-get install linux-image-rt-amd64"]
        case .ubuntu:
            // Source: Canonical, "Technical deep-dive into a real-time kernel", 2023.
            commands = ["sudo pro enable realtime-kernel"]
            byHand = "Needs Ubuntu Pro, free for a player: sudo pro attach with your token first. Restart with the new kernel."
        case .arch:
            commands = ["sudo pacman -S --needed linux-rt", "sudo grub-mkconfig -o /boot/grub/grub.cfg"]
        case .fedora, .other:
            commands = []
            byHand = "The distribution has no kernel with PREEMPT_RT: build one (Linux 6.12 or newer, CONFIG_PREEMPT_RT=y)."
        }
        return Fix(
            "Installs a kernel with PREEMPT_RT, whose worst wake-up under load is hundreds of times shorter.", commands, byHand: byHand)
    }
}
