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

    init(library: Library, instrument: Instrument, options: SoundOptions, change: ChangeRequest?, preset: Preset, path: String) {
        self.library = library
        self.instrument = instrument
        self.options = options
        self.change = change
        self.preset = preset
        self.path = path
    }

    /// Plays what is asked for; `change`, if there is one, has its say over the preset and over the repertoire's.
    mutating func play(_ request: PresetRequest, change: ChangeRequest? = nil) throws(Diagnostics) {
        let change = change ?? self.change
        switch request {
        case .named(let name): try play(path: try library.presetPath(nameOrProgram: name), change)
        case .program(let number): try play(path: try library.presetPath(program: number), change)
        case .step(let step): try play(step, change)
        }
    }

    /// Plays the same file as it was saved: its author wants to hear at once what became of the notes that sound.
    mutating func play(saved preset: Preset) throws(Diagnostics) {
        let usual = SoundChange()
        try play(preset, path: path, ChangeRequest(usual.rule, seconds: usual.seconds), isEdit: true)
    }

    /// As the player is told.
    var announcement: String { "Preset: \(preset.title)." }

    /// For programs.
    var status: ControlStatus.Sound {
        ControlStatus.Sound(name: preset.name, category: preset.tags.first, path: URL(fileURLWithPath: path).path)
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
