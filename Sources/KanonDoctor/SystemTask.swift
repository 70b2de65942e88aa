/// A thread of any process, as `/proc/PID/task/TID/stat` tells.
struct SystemTask: Equatable, Sendable {
    let process: Int
    let thread: Int
    let name: String
    /// SCHED_FIFO, SCHED_RR or SCHED_DEADLINE.
    let isRealTime: Bool
    let priority: Int
    let isKernel: Bool
    /// Processor time so far, in ticks of the clock.
    let ticks: Int

    /// From the text of `stat`; nil where it is none.
    init?(process: Int, stat: String) {
        // The name is in brackets and may hold anything, brackets too.
        guard let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")"), open < close,
            let thread = Int(stat[..<open].filter { $0 != " " })
        else { return nil }
        // Field 3 of proc_pid_stat(5) is the first of these.
        let fields = stat[stat.index(after: close)...].split { $0 == " " || $0 == "\n" }
        guard fields.count > 38, let flags = UInt64(fields[6]), let user = Int(fields[11]), let system = Int(fields[12]),
            let priority = Int(fields[37]), let policy = Int(fields[38])
        else { return nil }
        self.process = process
        self.thread = thread
        // A deadline goes before every fixed priority.
        self.priority = policy == 6 ? 100 : priority
        name = String(stat[stat.index(after: open)..<close])
        isRealTime = [1, 2, 6].contains(policy)
        isKernel = flags & 0x20_0000 != 0
        ticks = user + system
    }

    /// `jackd 1234, 70`.
    var text: String { "\(name) \(thread), \(priority)" }

    /// Every thread that can be seen.
    static func list(_ files: some FileSource) -> Reading<[SystemTask]> {
        files.list("/proc").map { names in
            names.compactMap { Int($0) }.flatMap { process in
                (files.list("/proc/\(process)/task").value ?? []).compactMap { thread in
                    files.read("/proc/\(process)/task/\(thread)/stat").value.flatMap { SystemTask(process: process, stat: $0) }
                }
            }
        }
    }
}
