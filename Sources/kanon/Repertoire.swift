import Foundation
import KanonControl
import KanonEngine

/// The presets in their order, and the one that plays.
struct Repertoire {
    let library: Library
    let instrument: Instrument
    let options: SoundOptions
    /// How presets follow one another; nil for each one's own way.
    let change: ChangeRequest?
    /// What plays.
    private(set) var preset: Preset
    /// Its file, as it was found.
    private(set) var path: String
    /// Whose programs count instead of the library's order.
    private(set) var setlist: Setlist?
    /// The index of its slot that plays, or that played last.
    private var slot: Int?

    init(
        library: Library, instrument: Instrument, options: SoundOptions, change: ChangeRequest?, preset: Preset, path: String,
        setlist: Setlist? = nil
    ) {
        self.library = library
        self.instrument = instrument
        self.options = options
        self.change = change
        self.preset = preset
        self.path = path
        self.setlist = setlist
        slot = setlist?.slots.firstIndex { $0.path == path }
    }

    /// Plays what is asked for; `change`, if there is one, has its say over the preset and over the repertoire's.
    mutating func play(_ request: PresetRequest, change: ChangeRequest? = nil) throws(Diagnostics) {
        let change = change ?? self.change
        switch request {
        case .named(let name): try play(named: name, change)
        case .program(let number): try play(program: number, change)
        case .step(let step):
            if let setlist { try play(step, of: setlist, change) } else { try play(step, change) }
        }
    }

    /// Takes the setlist as it was saved; what plays goes on, in its new place if it has one.
    mutating func take(_ setlist: Setlist) {
        let playing = slot.flatMap { self.setlist?.slots[$0] }
        slot = setlist.slots.firstIndex { $0 == playing } ?? setlist.slots.firstIndex { $0.path == path }
        self.setlist = setlist
    }

    /// Plays the same file as it was saved: its author wants to hear at once what became of the notes that sound.
    mutating func play(saved preset: Preset) throws(Diagnostics) {
        let usual = SoundChange()
        try play(preset, path: path, ChangeRequest(usual.rule, seconds: usual.seconds), isEdit: true)
    }

    /// The files of the presets that the one which plays may morph into.
    var otherPaths: [String] { (try? options.otherPaths(of: preset, in: library)) ?? [] }

    /// As the player is told.
    var announcement: String {
        guard let setlist, let slot, setlist.slots[slot].path == path else { return "Preset: \(preset.title)." }
        return "Preset: \(preset.title), program \(setlist.slots[slot].title) of \(setlist.name)."
    }

    /// For programs.
    var status: ControlStatus.Sound {
        ControlStatus.Sound(name: preset.name, category: preset.tags.first, path: URL(fileURLWithPath: path).path)
    }

    /// A name, or the number of a program where no preset is so called.
    private mutating func play(named name: String, _ change: ChangeRequest?) throws(Diagnostics) {
        if let setlist, let number = Int(name), !library.presets.contains(where: { $0.name == name }) {
            // Setlists count programs as players do.
            return try play(try setlist.index(ofProgram: number), of: setlist, change)
        }
        try play(path: try library.presetPath(nameOrProgram: name), change)
        slot = setlist?.slots.firstIndex { $0.path == path } ?? slot
    }

    private mutating func play(program number: Int, _ change: ChangeRequest?) throws(Diagnostics) {
        guard let setlist else { return try play(path: try library.presetPath(program: number), change) }
        try play(try setlist.index(of: number), of: setlist, change)
    }

    private mutating func play(_ index: Int, of setlist: Setlist, _ change: ChangeRequest?) throws(Diagnostics) {
        try play(path: setlist.slots[index].path, change)
        slot = index
    }

    /// The next slot that can be played, or the one before; round and round.
    private mutating func play(_ step: Library.Step, of setlist: Setlist, _ change: ChangeRequest?) throws(Diagnostics) {
        let count = setlist.slots.count
        let start = slot ?? (step == .next ? count - 1 : 0)
        var first: Diagnostics?
        for distance in 1...count {
            let index = (start + (step == .next ? distance : count - distance % count)) % count
            do throws(Diagnostics) {
                return try play(index, of: setlist, change)
            } catch {
                first = first ?? error
            }
        }
        throw first ?? Diagnostics(.name(step.rawValue), "there is no other preset")
    }

    /// The next one that can be played: on stage nobody wants to stand before a broken file.
    private mutating func play(_ step: Library.Step, _ change: ChangeRequest?) throws(Diagnostics) {
        var place = path
        var first: Diagnostics?
        for _ in library.presets {
            guard let entry = library.preset(step, from: place) else { break }
            do throws(Diagnostics) {
                return try play(path: entry.path, change)
            } catch {
                first = first ?? error
                place = entry.path
            }
        }
        throw first ?? Diagnostics(.name(step.rawValue), "there is no other preset")
    }

    private mutating func play(path: String, _ change: ChangeRequest?) throws(Diagnostics) {
        try play(try Preset.load(path: path), path: path, change, isEdit: false)
    }

    /// The one place at which a preset takes over from another.
    private mutating func play(_ preset: Preset, path: String, _ change: ChangeRequest?, isEdit: Bool) throws(Diagnostics) {
        var sound = try options.sound(of: preset, in: library)
        if let change { sound.change = change.applied(to: sound.change) }
        instrument.load(sound, isEdit: isEdit)
        self.preset = preset
        self.path = path
    }
}

extension Preset {
    /// Its name and what kind of sound it is: `Glass (pad)`.
    var title: String { tags.first.map { "\(name) (\($0))" } ?? name }
}
