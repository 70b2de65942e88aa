import CRealtime
import Glibc
import KanonEngine

/// What this process may do in real time, and what it asked for.
///
/// Works as an ordinary user with default limits: everything that is not granted has a sentence that says how to get it.
public enum RealTime {
    /// What the player wants.
    public enum Wish: String, CaseIterable, Sendable {
        /// As much as is granted.
        case auto
        /// All of it, or do not play.
        case require
        /// None, for a machine whose other work goes first.
        case off
    }

    /// What of the memory stays in RAM.
    public enum MemoryLock: Equatable, Sendable {
        /// All of the process, now and later.
        case everything
        /// The engine's memory, this many bytes.
        case engine(bytes: Int)
        /// Nothing, for this reason.
        case nothing(String)
    }

    /// The server's priority where Kanon chooses it.
    public static let serverPriority = 70
    /// The highest that Kanon ever asks for: above are the kernel's own threads.
    public static let maximumPriority = 95

    /// The highest SCHED_FIFO priority a thread of this process gets; 0 when none. Tried, not read: capabilities, limits and
    /// control groups all have a say.
    public static func highestPriority() -> Int {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(__RLIMIT_RTPRIO.rawValue), &limit)
        let allowed = hasCapability(23) ? maximumPriority : min(Int(clamping: limit.rlim_cur), maximumPriority)
        return allowed > 0 && isGranted(allowed) ? allowed : 0
    }

    /// The priority for a server of Kanon's own, so that the MIDI thread above it stays within what is granted. Nil: none.
    public static func serverPriority(highest: Int) -> Int? {
        // jackd2 runs its clients 5 below itself.
        highest >= 11 ? min(serverPriority, highest - 5) : nil
    }

    /// The priority of the MIDI thread above an audio thread of `audio`: 5 above the server, which is itself 5 above its
    /// clients (see `docs`: audio at full load must not delay a stamp).
    public static func midiPriority(audio: Int) -> Int { min(audio + 10, maximumPriority) }

    /// Keeps memory in RAM: all of it where there is no limit, else the engine's alone.
    ///
    /// Under a limit `mlockall` is a trap: allocations and threads fail later, wherever the limit is met.
    public static func lockMemory(of instrument: Instrument) -> MemoryLock {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit)
        if limit.rlim_cur == rlim_t.max || hasCapability(14) {
            if mlockall(Int32(MCL_CURRENT) | Int32(MCL_FUTURE)) == 0 { return .everything }
        }
        let memory = instrument.lockableMemory
        if mlock(memory.baseAddress!, memory.count) == 0 { return .engine(bytes: memory.count) }
        let reason = String(cString: strerror(errno))
        return .nothing(
            "\(reason); the limit is \(limit.rlim_cur / 1024) KB and the engine needs \(memory.count / 1024) KB")
    }

    private static func isGranted(_ priority: Int) -> Bool {
        guard let thread = try? WorkerThread(name: "kanon-probe", priority: priority, body: { _ in }) else { return false }
        thread.join()
        return thread.scheduling == .fifo(priority)
    }

    /// Whether this process has an effective capability, by its number in capability.h.
    private static func hasCapability(_ number: UInt64) -> Bool {
        guard let status = TextFile.read("/proc/self/status"),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("CapEff:") }),
            let bits = UInt64(line.dropFirst(7).filter { !$0.isWhitespace }, radix: 16)
        else { return false }
        return bits >> number & 1 == 1
    }
}
