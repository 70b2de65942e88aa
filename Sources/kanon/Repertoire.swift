import Foundation
import KanonControl
import KanonEngine

/// The presets in their order, and the one that plays.
struct Repertoire {
    let library: Library
    let instrument: Instrument
    let options: SoundOptions
    /// What plays.
    private(set) var preset: Preset
    /// Its file, as it was found.
    private(set) var path: String

    init(library: Library, instrument: Instrument, options: SoundOptions, preset: Preset, path: String) {
        self.library = library
        self.instrument = instrument
        self.options = options
        self.preset = preset
        self.path = path
    }

    /// Plays what is asked for.
    mutating func play(_ request: PresetRequest) throws(Diagnostics) {
        switch request {
        case .named(let name): try play(path: try library.presetPath(nameOrProgram: name))
        case .program(let number): try play(path: try library.presetPath(program: number))
        case .step(let step): try play(step)
        }
    }

    /// Plays the same file as it was saved.
    mutating func play(saved preset: Preset) throws(Diagnostics) { try play(preset, path: path) }

    /// As the player is told.
    var announcement: String { "Preset: \(preset.title)." }

    /// For programs.
    var status: ControlStatus.Sound {
        ControlStatus.Sound(name: preset.name, category: preset.tags.first, path: URL(fileURLWithPath: path).path)
    }

    /// The next one that can be played: on stage nobody wants to stand before a broken file.
    private mutating func play(_ step: Library.Step) throws(Diagnostics) {
        var place = path
        var first: Diagnostics?
        for _ in library.presets {
            guard let entry = library.preset(step, from: place) else { break }
            do throws(Diagnostics) {
                return try play(path: entry.path)
            } catch {
                first = first ?? error
                place = entry.path
            }
        }
        throw first ?? Diagnostics(.name(step.rawValue), "there is no other preset")
    }

    private mutating func play(path: String) throws(Diagnostics) { try play(try Preset.load(path: path), path: path) }

    /// The one place at which a preset takes over from another.
    private mutating func play(_ preset: Preset, path: String) throws(Diagnostics) {
        instrument.load(try options.sound(of: preset))
        self.preset = preset
        self.path = path
    }
}

extension Preset {
    /// Its name and what kind of sound it is: `Glass (pad)`.
    var title: String { tags.first.map { "\(name) (\($0))" } ?? name }
}
