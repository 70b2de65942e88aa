import KanonIO

/// All that was found on a machine.
public struct Report: Encodable, Sendable {
    /// One for each check.
    public let findings: [Finding]
    /// The questions of every guide to real-time sound.
    public let answers: [Answer]
    /// 0: fine; 1: warnings; 2: sound will break.
    public let exitStatus: Int32
    /// For which distribution the fixes are: debian, ubuntu, fedora, arch or other.
    public let distribution: String
    /// How often a thread woke so late; empty when that was not measured.
    public let wakeUps: [WakeUpBin]

    init(_ machine: Machine, checks: [Check] = Check.all) {
        findings = checks.map { Finding($0, on: machine) }
        answers = Answer.all(findings, on: machine)
        distribution = machine.distribution.rawValue
        wakeUps = machine.live.wakeUps.map(WakeUpBin.bins(of:)) ?? []
        exitStatus = findings.contains { $0.verdict == .failure } ? 2 : findings.contains(where: \.isWarning) ? 1 : 0
    }

    /// Of this machine and this process, after a test of wake-ups that lasts so long; 0 leaves it out. Changes nothing.
    public static func ofThisMachine(wakeUpSeconds: Double) throws(IOFailure) -> Report {
        let files = RootedFiles()
        return Report(Machine(files: files, live: try .measured(wakeUpSeconds: wakeUpSeconds, files: files)))
    }
}
