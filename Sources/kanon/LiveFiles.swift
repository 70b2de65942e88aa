import Glibc
import KanonControl
import KanonIO

/// The files that are heard as soon as they are saved: the preset that plays and those it may morph into, the mappings, the setlist and the tuning's.
struct LiveFiles {
    /// What was saved.
    enum Change {
        case preset(LiveFile<Preset>.Outcome)
        case other(LiveFile<Preset>.Outcome, path: String)
        case mapping(LiveFile<Mapping>.Outcome, path: String)
        /// Mappings came or went.
        case mappings
        case setlist(LiveFile<Setlist>.Outcome)
        case scale(LiveFile<Scale>.Outcome)
        case keyboard(LiveFile<KeyboardMapping>.Outcome)
    }

    private let watch: FileWatch
    private var folders: MappingFolders
    private var preset: LiveFile<Preset>
    private var others: [LiveFile<Preset>] = []
    private var mappings: [LiveFile<Mapping>] = []
    private var setlist: LiveFile<Setlist>?
    private var scale: LiveFile<Scale>?
    private var keyboard: LiveFile<KeyboardMapping>?

    init(_ repertoire: Repertoire, mappings: [String], setlist: String?, tuning: TuningRequest) throws(IOFailure) {
        let library = repertoire.library
        watch = try FileWatch()
        folders = try MappingFolders(library)
        preset = LiveFile(path: repertoire.path, parse: Preset.parse)
        self.setlist = setlist.map { path in
            LiveFile(path: path) { text, file throws(Diagnostics) in try Setlist.parse(text, file: file, library: library) }
        }
        follow(tuning: tuning)
        follow(repertoire)
        follow(mappings: mappings)
    }

    /// What to wait for.
    var descriptor: pollfd { pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0) }

    /// Another preset plays, or it may morph into others.
    mutating func follow(_ repertoire: Repertoire) {
        let paths = repertoire.otherPaths
        guard repertoire.path != preset.path || paths != others.map(\.path) else { return }
        if repertoire.path != preset.path { preset = LiveFile(path: repertoire.path, parse: Preset.parse) }
        others = paths.map { path in others.first { $0.path == path } ?? LiveFile(path: path, parse: Preset.parse) }
        watchAll()
    }

    /// Another tuning is in force.
    mutating func follow(tuning: TuningRequest) {
        scale = tuning.scale.map { LiveFile(path: $0, isLatin1Fine: true, parse: Scale.parse) }
        keyboard = tuning.mapping.map { LiveFile(path: $0, isLatin1Fine: true, parse: KeyboardMapping.parse) }
        watchAll()
    }

    /// Devices have come or gone, and with them their mappings.
    mutating func follow(mappings paths: [String]) {
        guard paths != mappings.map(\.path) else { return }
        mappings = paths.map { path in mappings.first { $0.path == path } ?? LiveFile(path: path, parse: Mapping.parse) }
        watchAll()
    }

    private func watchAll() {
        watch.watch(
            [preset.path] + others.map(\.path) + mappings.map(\.path) + [setlist?.path, scale?.path, keyboard?.path].compactMap { $0 })
    }

    /// What was saved and has settled.
    mutating func changes() -> [Change] {
        let now = ContinuousClock.now
        for touch in watch.touches() {
            if touch.path == preset.path { preset.touch(at: now, isWhole: touch.isWhole) }
            for index in others.indices where touch.path == others[index].path {
                others[index].touch(at: now, isWhole: touch.isWhole)
            }
            for index in mappings.indices where touch.path == mappings[index].path {
                mappings[index].touch(at: now, isWhole: touch.isWhole)
            }
            if touch.path == setlist?.path { setlist?.touch(at: now, isWhole: touch.isWhole) }
            if touch.path == scale?.path { scale?.touch(at: now, isWhole: touch.isWhole) }
            if touch.path == keyboard?.path { keyboard?.touch(at: now, isWhole: touch.isWhole) }
        }
        var changes: [Change] = []
        if let outcome = preset.look(at: now) { changes.append(.preset(outcome)) }
        for index in others.indices {
            if let outcome = others[index].look(at: now) { changes.append(.other(outcome, path: others[index].path)) }
        }
        for index in mappings.indices {
            if let outcome = mappings[index].look(at: now) { changes.append(.mapping(outcome, path: mappings[index].path)) }
        }
        if folders.haveChanged(at: now) { changes.append(.mappings) }
        if let outcome = setlist?.look(at: now) { changes.append(.setlist(outcome)) }
        if let outcome = scale?.look(at: now) { changes.append(.scale(outcome)) }
        if let outcome = keyboard?.look(at: now) { changes.append(.keyboard(outcome)) }
        return changes
    }
}
