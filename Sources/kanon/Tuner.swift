import KanonControl
import KanonEngine

/// The tuning that is in force, and where it comes from.
struct Tuner {
    let instrument: Instrument
    private(set) var files: TuningFiles
    private var tuning: PlayerTuning

    init(instrument: Instrument, files: TuningFiles) {
        self.instrument = instrument
        self.files = files
        tuning = PlayerTuning(files.tuning)
        instrument.tune(to: tuning)
    }

    /// Plays in other files' tuning; notes that sound go there.
    mutating func play(_ request: TuningRequest) throws(Diagnostics) { play(try TuningFiles(request)) }

    /// The scale's file was saved.
    mutating func play(saved scale: Scale) {
        var files = files
        files.scale = scale
        play(files)
    }

    /// The keyboard mapping's file was saved.
    mutating func play(saved mapping: KeyboardMapping) {
        var files = files
        files.mapping = mapping
        play(files)
    }

    /// Does what a message of MIDI asks for; whether there is another tuning now.
    mutating func take(_ message: UniversalMessage) -> Bool { instrument.take(message, tuning: &tuning) }

    /// As the player is told.
    var announcement: String { "Tuning: \(name)." }
    /// What the tuning is called.
    var name: String { tuning.name }

    private mutating func play(_ files: TuningFiles) {
        self.files = files
        tuning = PlayerTuning(files.tuning)
        instrument.tune(to: tuning)
    }
}
