import Glibc
import KanonControl
import KanonIO

/// The files that are heard as soon as they are saved: the preset that plays and the mapping.
struct LiveFiles {
    /// What was saved.
    enum Change {
        case preset(LiveFile<Preset>.Outcome)
        case mapping(LiveFile<Mapping>.Outcome)
    }

    private let watch: FileWatch
    private var preset: LiveFile<Preset>
    private var mapping: LiveFile<Mapping>

    init(preset: String, mapping: String) throws(IOFailure) {
        watch = try FileWatch()
        self.preset = LiveFile(path: preset, parse: Preset.parse)
        self.mapping = LiveFile(path: mapping, parse: Mapping.parse)
        watch.watch([preset, mapping])
    }

    /// What to wait for.
    var descriptor: pollfd { pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0) }

    /// Another preset plays.
    mutating func follow(preset path: String) {
        guard path != preset.path else { return }
        preset = LiveFile(path: path, parse: Preset.parse)
        watch.watch([path, mapping.path])
    }

    /// What was saved and has settled.
    mutating func changes() -> [Change] {
        let now = ContinuousClock.now
        for touch in watch.touches() {
            if touch.path == preset.path { preset.touch(at: now, isWhole: touch.isWhole) }
            if touch.path == mapping.path { mapping.touch(at: now, isWhole: touch.isWhole) }
        }
        var changes: [Change] = []
        if let outcome = preset.look(at: now) { changes.append(.preset(outcome)) }
        if let outcome = mapping.look(at: now) { changes.append(.mapping(outcome)) }
        return changes
    }
}
