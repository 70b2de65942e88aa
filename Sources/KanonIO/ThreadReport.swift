import Glibc

/// A thread of this process, as the kernel has it.
public struct ThreadReport: Equatable, Sendable, CustomStringConvertible {
    /// Its number in the system.
    public var id: Int32
    /// Its name, up to 15 characters.
    public var name: String
    /// How it is scheduled.
    public var scheduling: Scheduling
    /// Pages that were not there when it touched them, so far.
    public var pageFaults: UInt64
    /// Whether it waits for something.
    public var isWaiting: Bool

    /// All that run, by number.
    public static func all() -> [ThreadReport] {
        guard let folder = opendir("/proc/self/task") else { return [] }
        defer { closedir(folder) }
        var reports: [ThreadReport] = []
        while let entry = readdir(folder) {
            // SAFETY: `d_name` is a zero-terminated array inside the entry, which lasts until the next call.
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(cString: $0.baseAddress!.assumingMemoryBound(to: CChar.self))
            }
            if let id = Int32(name), let report = ThreadReport(id: id) { reports.append(report) }
        }
        return reports.sorted { $0.id < $1.id }
    }

    /// How the threads called `name` are scheduled, the one of the highest priority counting; nil where there is none. JACK's library
    /// gives several the name of the one that plays.
    public static func scheduling(of name: String) -> Scheduling? {
        all().filter { $0.name == name }.map(\.scheduling).max { ($0.priority ?? 0) < ($1.priority ?? 0) }
    }

    /// The thread with this number; nil where it has ended.
    public init?(id: Int32) {
        guard let stat = TextFile.read("/proc/self/task/\(id)/stat") else { return nil }
        self.init(stat: stat)
    }

    /// Reads a line of `/proc/…/stat` (proc(5)).
    init?(stat: String) {
        // The name may hold anything, parentheses too.
        guard let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")"), open < close,
            let id = Int32(stat[..<open].filter(\.isNumber))
        else { return nil }
        // The first of them is the third field.
        let fields = stat[stat.index(after: close)...].split(whereSeparator: \.isWhitespace)
        guard fields.count > 38, let minor = UInt64(fields[7]), let major = UInt64(fields[9]), let priority = UInt64(fields[37]),
            let policy = UInt64(fields[38])
        else { return nil }
        self.id = id
        name = String(stat[stat.index(after: open)..<close])
        scheduling = Scheduling(packed: policy << 16 | priority)
        pageFaults = minor + major
        isWaiting = fields[0] == "S" || fields[0] == "D"
    }

    /// For people: `thread kanon-midi: FIFO 75, 40 page faults`.
    public var description: String { "thread \(name): \(scheduling), \(pageFaults) page faults" }
}
