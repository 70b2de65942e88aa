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
            findings.append(fixture.report.fixScript)
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
        #expect(!Fixture.virtual.report.fixScript.contains("sudo "))
        #expect(Fixture.desktop.report.fixScript.contains("sudo dnf install realtime-setup\nsudo usermod -aG realtime clara"))
    }

    @Test func `where all is well there is nothing to mend`() {
        #expect(Fixture.studio.report.fixScript.contains("nothing to mend"))
    }

    @Test func `a fix stands in the script once`() {
        let script = Fixture.desktop.report.fixScript
        #expect(script.components(separatedBy: "usermod").count == 2)
    }

    @Test func `a distribution is known by its like`() {
        #expect(LinuxDistribution(osRelease: "ID=linuxmint\nID_LIKE=\"ubuntu debian\"") == .ubuntu)
        #expect(LinuxDistribution(osRelease: "ID=nobara\nID_LIKE=\"rhel fedora\"") == .fedora)
        #expect(LinuxDistribution(osRelease: "ID='manjaro'\nID_LIKE=arch") == .arch)
        #expect(LinuxDistribution(osRelease: "ID=void") == .other)
    }
}
