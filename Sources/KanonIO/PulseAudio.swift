import Glibc

/// PulseAudio itself, not the part of PipeWire that speaks its language.
enum PulseAudio {
    /// Whether one runs for this user.
    static var isRunning: Bool {
        guard let folder = opendir("/proc") else { return false }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            // SAFETY: `d_name` is a zero-terminated array inside the entry, which lasts until the next call.
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(cString: $0.baseAddress!.assumingMemoryBound(to: CChar.self))
            }
            guard Int(name) != nil, TextFile.read("/proc/\(name)/comm") == "pulseaudio\n" else { continue }
            var status = stat()
            if stat("/proc/\(name)", &status) == 0, status.st_uid == getuid() { return true }
        }
        return false
    }
}
