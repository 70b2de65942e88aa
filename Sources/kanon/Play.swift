import ArgumentParser
import KanonControl
import KanonEngine
import KanonIO

/// The default verb: plays until it is told to stop.
struct Play: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play, with every MIDI keyboard there is.",
        discussion: """
            The right and left arrow keys, MIDI program changes, buttons and kanon ctl play other presets, in the order of kanon preset list \
            or of a setlist. \
            Save the file of the preset that plays and hear it.
            """)

    @Argument(
        help: ArgumentHelp(
            "The sound; see kanon preset list. Without one, \(Library.defaultPreset), or the setlist's first.", valueName: "preset"))
    var preset: String?

    @Option(help: ArgumentHelp("Which presets program numbers stand for; see kanon setlist list.", valueName: "name|file"))
    var setlist: String?

    @Option(
        help: ArgumentHelp(
            "MIDI devices to connect, by name (* and ? stand for anything), all or none; may be repeated.",
            valueName: "name"))
    var midi: [String] = []

    @Option("Hear this MIDI channel only, 1 to 16.", in: 1...16, valueName: "n") var channel: UInt8?

    @Flag(
        help: "Take MIDI devices that are free for Kanon alone: the kernel then stamps every byte as it comes, under any load.")
    var midiAlone = false

    @Option(help: ArgumentHelp("Write what is heard to a new file, or into a folder.", valueName: "file.wav|folder/"))
    var record: String?

    @Option(help: ArgumentHelp("Format of the recording: wav24 or wav32f.", valueName: "format"))
    var format: RecordingFormat = .wav24

    @Flag(help: "Play the bundled piece, then end.") var demo = false

    @Option(
        help: ArgumentHelp(
            "How presets follow one another: morph, tail or cut, with a time if wanted, as in morph:2s; without it, as each one says.",
            valueName: "rule"))
    var change: String?

    @Option("End after this time.", in: PlayingTime.seconds, valueName: "n") var seconds: Double?

    @Flag(
        inversion: .prefixedNo,
        help: "Take the files of the preset, the mappings, the setlist and the tuning anew when they are saved, while notes sound.")
    var watch = true

    @OptionGroup(title: "Sound") var sound: SoundOptions
    @OptionGroup(title: "Tuning") var tuning: TuningOptions
    @OptionGroup(title: "Sound card and real time") var audio: AudioOptions

    func validate() throws {
        do throws(Diagnostics) {
            _ = try changeRequest
        } catch {
            throw ValidationError(error.description)
        }
    }

    private var changeRequest: ChangeRequest? {
        get throws(Diagnostics) {
            guard let change else { return nil }
            return try ChangeRequest.parse(change)
        }
    }

    func run() throws {
        // Every thread that is started from here on leaves these signals to the main thread.
        let signals = StopSignals()
        try Output.failing {
            try OpenFiles.require()
            // While there still are threads to be had.
            try TextStream.talk.neverWait()
            let endWatch = try EndWatch()
            let library = Library.standard
            let setlistPath = try setlist.map { name throws(Diagnostics) in try library.setlistPath(name) }
            let programs = try setlistPath.map { path throws(Diagnostics) in try Setlist.load(path: path, library: library) }
            let path =
                try preset.map { name throws(Diagnostics) in try library.presetPath(name) }
                ?? programs?.slots[0].path ?? library.presetPath(Library.defaultPreset)
            let chosen = try Preset.load(path: path)
            let tuningFiles = try TuningFiles(tuning.request)
            var compiled = try sound.sound(of: chosen, in: library)
            if let a4 = tuning.a4 { compiled[.tuning] = a4 }
            let piece = demo ? try Self.demoPiece() : nil
            let mappingPath = try sound.mappingPath(in: library)
            let mapping = try Mapping.load(path: mappingPath)

            // Refused before a server is started and a card is opened.
            if let record { try Recorder.check(record) }
            let session = try AudioSession(audio.session)
            var configuration = Instrument.Configuration()
            configuration.sampleRate = session.sampleRate
            configuration.polyphony = sound.polyphony
            configuration.kernel = sound.kernel
            configuration.controllers = mapping.controllers
            configuration.timing = audio.timing
            configuration.channel = channel.map { $0 - 1 }
            let instrument = Instrument(configuration, sound: compiled)
            let memory = audio.rt == .off ? nil : RealTime.lockMemory(of: instrument)
            var performance = try Performance(
                instrument: instrument,
                repertoire: Repertoire(
                    library: library, instrument: instrument, options: sound, change: try changeRequest, preset: chosen, path: path,
                    setlist: programs),
                tuner: Tuner(instrument: instrument, files: tuningFiles),
                mappings: DeviceMappings(
                    instrument: instrument, library: library, shared: mappingPath, isAutomatic: sound.mapsDevices, map: mapping.controllers),
                session: session, signals: signals, watch: endWatch,
                selection: MidiSelection(options: midi),
                isAlone: midiAlone, options: audio,
                format: format, memory: memory)
            try performance.insist()
            if let record { try performance.record(to: record) }
            performance.listen()
            if watch { performance.watchFiles(setlist: setlistPath) }
            Output.say("Kanon plays \(chosen.title) on \(session.description).")
            performance.report()
            try performance.run(piece: piece, seconds: seconds)
        }
    }

    /// The piece that was written for this project; see docs/demo.
    static func demoPiece() throws -> StandardMidiFile {
        try StandardMidiFile.parse(PackageResources.demo_mid, file: "demo.mid")
    }
}

extension RecordingFormat: ExpressibleByArgument {}
