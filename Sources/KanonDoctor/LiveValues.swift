import Foundation
import Glibc
import KanonEngine
import KanonIO

/// What is tried and asked, since no file tells it.
struct LiveValues: Sendable {
    var environment: [String: String] = [:]
    /// The highest SCHED_FIFO priority that was granted, 0 for none; nil when it was not tried.
    var highestPriority: Int?
    /// Whether the libjack of this process is PipeWire's.
    var isPipeWireLibrary: Bool?
    /// Whether a server of jackd's can be started.
    var isJackServerInstalled: Bool?
    /// Whether a PipeWire answers at its socket.
    var isPipeWireRunning: Bool?
    /// The JACK server that answers, whichever library is behind it.
    var jack: JackServerStatus?
    /// What the engine locks of the memory.
    var engineBytes: Int?
    /// Where recordings go.
    var recordingFolder = ""
    /// Bytes that this user may still write there.
    var freeBytes: Reading<Int> = .missing
    /// Nil when it was left out.
    var wakeUps: WakeUpTest?
    /// The share of all processors that real-time threads took during the test of wake-ups, 0…1.
    var realTimeShare: Double?

    /// Those of this process, after a test of wake-ups that lasts so long; 0 leaves it out.
    static func measured(wakeUpSeconds: Double, files: some FileSource) throws(IOFailure) -> LiveValues {
        let folder = FileManager.default.currentDirectoryPath
        var values = LiveValues(
            environment: ProcessInfo.processInfo.environment, highestPriority: RealTime.highestPriority(),
            isPipeWireLibrary: PipeWire.isInUse, isJackServerInstalled: JackServer.isInstalled,
            isPipeWireRunning: PipeWire.isRunning, jack: JackServerStatus.read(),
            engineBytes: Instrument(.init(), sound: Sound()).lockableMemory.count, recordingFolder: folder, freeBytes: freeBytes(in: folder)
        )
        guard wakeUpSeconds > 0 else { return values }
        let clock = ContinuousClock()
        let begin = clock.now
        let before = realTimeTicks(files)
        values.wakeUps = try WakeUpTest(
            seconds: wakeUpSeconds, priority: min(Machine.midiPriority, max(values.highestPriority ?? 0, 1)))
        if let before, let after = realTimeTicks(files) {
            let seconds = Double(after - before) / Double(sysconf(Int32(_SC_CLK_TCK)))
            let processors = Double(ProcessInfo.processInfo.activeProcessorCount)
            values.realTimeShare = seconds / ((clock.now - begin) / .seconds(1)) / processors
        }
        return values
    }

    private static func freeBytes(in folder: String) -> Reading<Int> {
        var space = statvfs()
        guard statvfs(folder, &space) == 0 else { return Reading(failure: errno) }
        return .value(Int(space.f_bavail) * Int(space.f_frsize))
    }

    /// Processor time of all real-time threads that live now; nil where the machine's are hidden.
    private static func realTimeTicks(_ files: some FileSource) -> Int? {
        guard let tasks = SystemTask.list(files).value, tasks.contains(where: { $0.name == "kthreadd" && $0.isKernel }) else { return nil }
        return tasks.filter(\.isRealTime).reduce(0) { $0 + $1.ticks }
    }
}
