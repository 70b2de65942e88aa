import Glibc

/// How many files this process may have open at once. libjack and ALSA do not survive where there is no room for one more.
public enum OpenFiles {
    /// What a server, its client, keyboards, a take and those who send commands need at most.
    static let needed: rlim_t = 64
    /// What is asked for where less is given than the system permits.
    private static let wanted: rlim_t = 1024

    /// Makes room up to what the system permits. Throws where that is too little.
    public static func require() throws(IOFailure) {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(kind, &limit) == 0 else { return }
        if limit.rlim_cur < min(wanted, limit.rlim_max) {
            limit.rlim_cur = min(wanted, limit.rlim_max)
            setrlimit(kind, &limit)
        }
        guard limit.rlim_cur < needed else { return }
        throw IOFailure("Kanon needs \(needed) open files at once and may have \(limit.rlim_cur): ulimit -n 1024 allows more.")
    }
}
