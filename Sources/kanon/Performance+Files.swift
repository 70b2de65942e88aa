import KanonControl
import KanonIO

/// The files that are heard as soon as they are saved.
extension Performance {
    /// Takes files anew when they are saved.
    mutating func watchFiles(setlist: String?) {
        do throws(IOFailure) {
            files = try LiveFiles(repertoire, mappings: mappings.paths, setlist: setlist, tuning: tuner.files.request)
        } catch {
            Output.say(error.description)
        }
    }

    /// Takes what was saved, and says so.
    mutating func take(_ change: LiveFiles.Change) {
        switch change {
        case .preset(.changed(let preset)): take(preset, saved: preset)
        case .other(.changed(let other), _): take(repertoire.preset, saved: other)
        case .mapping(.changed(let mapping), let path):
            mappings.play(saved: mapping, path: path)
            Output.say("Mapping: \(mapping.name), as saved.")
        case .mappings:
            mappings.reexamine().forEach(Output.say)
            files?.follow(mappings: mappings.paths)
        case .setlist(.changed(let setlist)):
            repertoire.take(setlist)
            unknownPrograms = []
            Output.say("Setlist: \(setlist.name), as saved.")
        case .scale(.changed(let scale)):
            tuner.play(saved: scale)
            Output.say("\(tuner.announcement.dropLast()), as saved.")
        case .keyboard(.changed(let mapping)):
            tuner.play(saved: mapping)
            Output.say("\(tuner.announcement.dropLast()), as saved.")
        case .scale(.wrong(let diagnostics)), .keyboard(.wrong(let diagnostics)):
            Output.say("\(diagnostics)\nThe tuning stays as it was.")
        case .scale(.gone), .keyboard(.gone): Output.say("\(tuner.name): a file is gone; the tuning stays.")
        case .preset(.wrong(let diagnostics)), .other(.wrong(let diagnostics), _): Output.say("\(diagnostics)\nThe sound stays as it was.")
        case .setlist(.wrong(let diagnostics)): Output.say("\(diagnostics)\nThe setlist stays as it was.")
        case .setlist(.gone): Output.say("The setlist's file is gone; the setlist stays.")
        case .mapping(.wrong(let diagnostics), _): Output.say("\(diagnostics)\nThe mapping stays as it was.")
        case .preset(.gone): Output.say("\(repertoire.path.printable) is gone; the sound stays.")
        case .other(.gone, let path): Output.say("\(path.printable) is gone; the sound stays.")
        case .mapping(.gone, let path): Output.say("\(path.printable) is gone; the mapping stays.")
        }
    }

    /// Plays `preset` on, as it is now that `saved`, itself or one that it may morph into, was.
    private mutating func take(_ preset: Preset, saved: Preset) {
        do throws(Diagnostics) {
            try repertoire.play(saved: preset)
            files?.follow(repertoire)
            Output.say("Preset: \(saved.title), as saved.")
        } catch {
            Output.say(error.description)
        }
    }
}
