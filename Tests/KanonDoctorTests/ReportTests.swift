import Foundation
import Testing

@testable import KanonDoctor

struct ReportTests {
    struct Named: Sendable, CustomStringConvertible {
        let description: String
        let fixture: Fixture
        /// Exit status, and checks that must not say OK.
        let status: Int32
        let notOk: Set<String>
    }

    static let machines: [Named] = [
        Named(description: "studio", fixture: .studio, status: 0, notOk: []),
        Named(
            description: "desktop", fixture: .desktop, status: 2,
            notOk: ["kernel", "preemption", "priority-probe", "priority-limit", "memory-limit", "groups", "wake-ups"]),
        Named(
            description: "virtual machine", fixture: .virtual, status: 2,
            notOk: ["kernel", "preemption", "wake-ups", "virtualization", "sequencer", "sequencer-timer"]),
        Named(
            description: "container", fixture: .container, status: 2,
            notOk: [
                "priority-probe", "real-time-tasks", "interrupts", "soft-interrupts", "clocksource", "governor", "idle-states", "smt",
                "jack",
                "rtkit", "sequencer", "usb-suspend", "virtualization", "huge-pages", "wake-ups", "real-time-load", "kernel",
            ]),
    ]

    @Test(arguments: [Fixture.nothing, .refused(EACCES), .refused(EISDIR), .refused(ELOOP), .refused(EIO)])
    func `what cannot be seen is never OK`(_ fixture: Fixture) {
        let report = fixture.report
        #expect(report.findings.count == Check.all.count)
        #expect(report.findings.filter { $0.verdict == .ok }.map(\.key) == [])
        #expect(report.exitStatus > 0)
        #expect(!report.answers.contains { $0.answer.hasPrefix("yes") })
    }

    /// Each file for itself: it may be read by one check and be no more than an addition for another.
    @Test(arguments: Fixture.studio.files.texts.keys.sorted())
    func `a file that cannot be read leaves no check OK that lives by it`(_ path: String) {
        let additions: [String: Set<String>] = [
            "/proc/version": ["kernel", "preemption"], "/sys/kernel/realtime": ["kernel", "preemption"],
            "/etc/systemd/system.conf": ["service-limits"],
            "/sys/devices/system/cpu/smt/active": ["smt"], "/sys/devices/system/cpu/smt/control": ["smt"],
            "/sys/class/dmi/id/product_name": ["virtualization"], "/proc/cpuinfo": ["virtualization"],
            "/proc/sys/kernel/osrelease": ["kernel"],
        ]
        var fixture = Fixture.studio
        fixture.files.refused = [path: EACCES]
        for finding in fixture.report.findings where finding.verdict == .ok && !(additions[path] ?? []).contains(finding.key) {
            #expect(
                !finding.seen.contains { $0.path.split(separator: " ").first == Substring(path) && $0.value.hasPrefix("unreadable") },
                "\(finding.key)")
        }
    }

    @Test(arguments: machines)
    func `a whole machine is told as it is`(_ named: Named) {
        let report = named.fixture.report
        let ok = Set(report.findings.filter { $0.verdict == .ok }.map(\.key))
        #expect(ok.intersection(named.notOk) == [])
        #expect(report.exitStatus == named.status)
        #expect(report.answers.count == 5)
        if named.description == "studio" { #expect(ok.count == Check.all.count) }
    }

    @Test func `of what is unknown only what decides is a warning`() {
        var fixture = Fixture.studio
        fixture.files.refused = ["/sys/devices/system/cpu/smt": EACCES]
        #expect(fixture.report.exitStatus == 0)
        fixture.files.refused = ["/proc/self/limits": EACCES]
        #expect(fixture.report.exitStatus == 1)
    }

    @Test(arguments: machines)
    func `every finding says why it matters, and every bad one how to mend it`(_ named: Named) {
        for finding in named.fixture.report.findings {
            #expect(finding.why.hasSuffix(".") && finding.says.hasSuffix("."), "\(finding.key)")
            guard finding.verdict == .failure else { continue }
            #expect(finding.fixes.contains { !$0.commands.isEmpty || $0.byHand != nil }, "\(finding.key)")
        }
    }

    @Test func `keys are different`() { #expect(Set(Check.all.map(\.key)).count == Check.all.count) }

    @Test func `colours are for terminals`() {
        let report = Fixture.desktop.report
        #expect(!report.text(isColoured: false).contains("\u{1B}"))
        #expect(report.text(isColoured: true).contains("\u{1B}[31mFAIL"))
    }

    @Test(arguments: ["Evil\u{1B}]0;x\u{7}\u{9B}31m", "Two\nOK      Kernel: fine", "\u{202E}kcaj"])
    func `a device's name moves nothing on the terminal`(_ name: String) {
        var fixture = Fixture.studio
        fixture.files.texts["/sys/bus/usb/devices/1-2/product"] = name
        let text = fixture.report.text(isColoured: false)
        #expect(text.split(separator: "\n").count == Fixture.studio.report.text(isColoured: false).split(separator: "\n").count)
        let raw = text.unicodeScalars.filter { $0 != "\n" && [.control, .format].contains($0.properties.generalCategory) }
        #expect(raw.isEmpty)
    }

    @Test func `it is JSON for programs`() throws {
        let data = try JSONEncoder().encode(Fixture.studio.report)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect((object["findings"] as? [Any])?.count == Check.all.count)
        #expect(object["exitStatus"] as? Int == 0)
    }
}
