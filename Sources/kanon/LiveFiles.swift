import Glibc
import KanonControl
import KanonIO

/// The files that are heard as soon as they are saved: the preset that plays, the mapping and the tuning's.
struct LiveFiles {
    /// What was saved.
    enum Change {
        case preset(LiveFile<Preset>.Outcome)
        case mapping(LiveFile<Mapping>.Outcome)
        case scale(LiveFile<Scale>.Outcome)
        case keyboard(LiveFile<KeyboardMapping>.Outcome)
    }

    private let watch: FileWatch
    private var preset: LiveFile<Preset>
    private var mapping: LiveFile<Mapping>
    private var scale: LiveFile<Scale>?
    private var keyboard: LiveFile<KeyboardMapping>?

    init(preset: String, mapping: String, tuning: TuningRequest) throws(IOFailure) {
        watch = try FileWatch()
        self.preset = LiveFile(path: preset, parse: Preset.parse)
        self.mapping = LiveFile(path: mapping, parse: Mapping.parse)
        follow(tuning: tuning)
    }

    /// What to wait for.
    var descriptor: pollfd { pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0) }

    /// Another preset plays.
    mutating func follow(preset path: String) {
        guard path != preset.path else { return }
        preset = LiveFile(path: path, parse: Preset.parse)
        watchAll()
    }

    /// Another tuning is in force.
    mutating func follow(tuning: TuningRequest) {
        scale = tuning.scale.map { LiveFile(path: $0, isLatin1Fine: true, parse: Scale.parse) }
        keyboard = tuning.mapping.map { LiveFile(path: $0, isLatin1Fine: true, parse: KeyboardMapping.parse) }
        watchAll()
    }

    private func watchAll() {
        watch.watch([preset.path, mapping.path] + [scale?.path, keyboard?.path].compactMap { $0 })
    }

    /// What was saved and has settled.
    mutating func changes() -> [Change] {
        let now = ContinuousClock.now
        for touch in watch.touches() {
            if touch.path == preset.path { preset.touch(at: now, isWhole: touch.isWhole) }
            if touch.path == mapping.path { mapping.touch(at: now, isWhole: touch.isWhole) }
            if touch.path == scale?.path { scale?.touch(at: now, isWhole: touch.isWhole) }
            if touch.path == keyboard?.path { keyboard?.touch(at: now, isWhole: touch.isWhole) }
        }
        var changes: [Change] = []
        if let outcome = preset.look(at: now) { changes.append(.preset(outcome)) }
        if let outcome = mapping.look(at: now) { changes.append(.mapping(outcome)) }
        if let outcome = scale?.look(at: now) { changes.append(.scale(outcome)) }
        if let outcome = keyboard?.look(at: now) { changes.append(.keyboard(outcome)) }
        return changes
    }
}
