import Foundation
import KanonIO
import Testing

@testable import KanonDoctor

struct FixScriptTests {
    /// Words that belong to one distribution alone.
    private static let own: [LinuxDistribution: [String]] = [
        .debian: ["apt-get", "update-grub"], .ubuntu: ["apt-get", "update-grub", "pro enable"], .fedora: ["dnf", "grubby"],
        .arch: ["pacman", "grub-mkconfig"], .other: [],
    ]

    /// All that can be wrong, on one distribution.
    private func script(_ distribution: LinuxDistribution) -> String {
        var findings: [String] = []
        for change in CheckTests.cases {
            var fixture = Fixture.studio
            change.change(&fixture)
            fixture.files.texts["/etc/os-release"] = "ID=\(distribution)\n"
            findings.append("\(fixture.report.fixScript)")
        }
        return findings.joined(separator: "\n")
    }

    @Test(arguments: LinuxDistribution.allCases)
    func `the script is one that bash reads, and of this distribution alone`(_ distribution: LinuxDistribution) throws {
        let text = script(distribution)
        let bash = Process()
        bash.executableURL = URL(filePath: "/bin/bash")
        bash.arguments = ["-n", "-c", text]
        try bash.run()
        bash.waitUntilExit()
        #expect(bash.terminationStatus == 0)
        let commands = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        for word in Set(Self.own.values.joined()).subtracting(Self.own[distribution]!) {
            #expect(!commands.contains { $0.contains(word) }, "\(word)")
        }
        #expect(commands.allSatisfy { !$0.contains("rttime") })
        #expect(distribution == .other || commands.contains { $0.contains(Self.own[distribution]![0]) })
    }

    @Test func `root's script needs no sudo`() {
        #expect(!"\(Fixture.virtual.report.fixScript)".contains("sudo "))
        let script = "\(Fixture.desktop.report.fixScript)"
        #expect(script.contains("sudo dnf install realtime-setup\nsudo usermod -aG realtime \"$(id -un 1000)\""))
    }

    @Test func `where all is well there is nothing to mend`() {
        #expect("\(Fixture.studio.report.fixScript)".contains("nothing to mend"))
    }

    @Test func `a fix stands in the script once`() {
        let script = "\(Fixture.desktop.report.fixScript)"
        #expect(script.components(separatedBy: "usermod").count == 2)
    }

    /// A line of its own, an argument's end and a substitution.
    private static let poison = "A\nintruder\r\"'`intruder`$(intruder);intruder"

    /// Whatever a machine says of itself besides what the checks go by.
    private func poisoned(_ fixture: Fixture) -> Fixture {
        var fixture = fixture
        let usb = "/sys/bus/usb/devices"
        for (path, text) in fixture.files.texts where path.hasPrefix(usb + "/1-2") {
            fixture.files.texts[path.replacing("/1-2", with: "/1-2;intruder")] = text
        }
        fixture.files.texts["\(usb)/1-2/product"] = Self.poison
        fixture.files.texts["\(usb)/1-2;intruder/product"] = Self.poison
        fixture.files.texts["/proc/sys/kernel/osrelease"] = Self.poison
        fixture.files.texts["/proc/sys/kernel/arch"] = Self.poison
        fixture.files.texts["/proc/900/cmdline"]? += "\0" + Self.poison
        fixture.files.texts["/etc/os-release"]? += "PRETTY_NAME=\(Self.poison)\n"
        fixture.files.texts["/etc/passwd"] = "$(intruder);intruder:x:1000:1000::/:/bin/sh\n"
        let idle = "/sys/devices/system/cpu/cpu0/cpuidle"
        fixture.files.texts["\(idle)/state2;intruder/latency"] = "9000"
        fixture.files.texts["\(idle)/state2;intruder/disable"] = "0"
        for (path, text) in fixture.files.texts where path.contains("/task/") && !text.contains("kthreadd") {
            let words = text.split(separator: ") ", maxSplits: 1)
            fixture.files.texts[path] = "\(words[0])\n\(Self.poison)) \(words[1])"
        }
        for name in ["USER", "SUDO_USER", "SUDO_UID", "HOME", "PIPEWIRE_LATENCY", "XDG_RUNTIME_DIR"] {
            fixture.live.environment[name] = "1000" + Self.poison
        }
        fixture.live.recordingFolder = Self.poison
        return fixture
    }

    @Test func `no text of a device, a file or the environment is in the script`() {
        for change in CheckTests.cases {
            for before in [true, false] {
                var fixture = before ? poisoned(.studio) : .studio
                change.change(&fixture)
                let script = "\((before ? fixture : poisoned(fixture)).report.fixScript)"
                #expect(!script.contains("intruder"), "\(change)")
            }
        }
    }

    @Test func `sudo's player is meant by number, and no number but one`() {
        for (value, means) in [("1042", "id -un 1042"), ("10 42", "id -un 1000"), ("-1", "id -un 1000"), ("$(reboot)", "id -un 1000")] {
            var fixture = Fixture.desktop
            fixture.live.environment = ["SUDO_UID": value, "SUDO_USER": "mallory"]
            let script = "\(fixture.report.fixScript)"
            #expect(script.contains(means) && !script.contains("mallory"))
        }
    }

    @Test func `what bash reads in the script are the commands of the fixes and nothing else`() throws {
        var fixture = poisoned(.studio)
        fixture.files.texts["/sys/bus/usb/devices/1-2/power/control"] = "auto"
        let report = fixture.report
        let commands = report.findings.flatMap(\.fixes).flatMap(\.commands).map { "\($0)" }
        let lines = "\(report.fixScript)".split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        #expect(commands.contains { $0.contains("61-kanon-usb.rules") })
        #expect(Set(lines) == Set(commands))
    }

    @Test func `a distribution is known by its like`() {
        #expect(LinuxDistribution(osRelease: "ID=linuxmint\nID_LIKE=\"ubuntu debian\"") == .ubuntu)
        #expect(LinuxDistribution(osRelease: "ID=nobara\nID_LIKE=\"rhel fedora\"") == .fedora)
        #expect(LinuxDistribution(osRelease: "ID='manjaro'\nID_LIKE=arch") == .arch)
        #expect(LinuxDistribution(osRelease: "ID=void") == .other)
    }
}
