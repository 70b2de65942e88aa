/// What a running instance knows of itself.
public struct ControlStatus: Codable, Equatable, Sendable {
    /// The sound that plays.
    public struct Sound: Codable, Equatable, Sendable {
        /// The preset's name.
        public var name: String
        /// Its first tag.
        public var category: String?
        /// Its file.
        public var path: String

        /// A sound and its file.
        public init(name: String, category: String?, path: String) {
            self.name = name
            self.category = category
            self.path = path
        }
    }

    /// The take that is being written.
    public struct Take: Codable, Equatable, Sendable {
        /// Its file.
        public var path: String
        /// Seconds in it so far.
        public var seconds: Double
        /// Frames that a slow disk lost.
        public var lostFrames: Int
        /// Why nothing is written any more.
        public var failure: String?

        /// A take as it is now.
        public init(path: String, seconds: Double, lostFrames: Int, failure: String?) {
            self.path = path
            self.seconds = seconds
            self.lostFrames = lostFrames
            self.failure = failure
        }
    }

    /// The name by which it is found.
    public var name: String
    /// Its number as a process.
    public var process: Int
    /// Seconds since it began.
    public var seconds: Double
    /// What plays.
    public var preset: Sound
    /// The mapping's file.
    public var mapping: String
    /// The tuning's name.
    public var tuning: String
    /// Voices that sound now.
    public var voices: Int
    /// Voices that may sound at once.
    public var polyphony: Int
    /// Keys struck so far.
    public var notes: Int
    /// Voices that had to end for a new note.
    public var steals: Int
    /// MIDI events that came through ALSA so far.
    public var midiEvents: Int
    /// Those that came after their block and were played at once.
    public var lateEvents: Int
    /// Keys struck that found no room and were not played.
    public var refusedEvents: Int
    /// How often more MIDI came than ALSA or JACK could hold, and keys were let go.
    public var midiOverflows: Int
    /// Voices that had to end because blocks took too long.
    public var shedVoices: Int
    /// Voices that fit, as far as blocks have told.
    public var fittingVoices: Int
    /// Blocks that came too late.
    public var xruns: Int
    /// The way to the sound card, in words.
    public var server: String
    /// Frames a second.
    public var sampleRate: Double
    /// Frames a block; nil while the server is lost.
    public var period: Int?
    /// From MIDI to the card; nil where it is not known.
    public var latencyMilliseconds: Double?
    /// What the server says of a block's time is used by all its clients, 0 to 1.
    public var load: Double?
    /// What Kanon's own block took of its time, 0 to 1.
    public var blockLoad: Double
    /// What was granted, a line a thing.
    public var realTime: [String]
    /// The threads as the kernel has them, a line each.
    public var threads: [String]
    /// The MIDI devices that are connected.
    public var keyboards: [String]
    /// The take, if one is being written.
    public var recording: Take?
    /// Lines for the player that could not be said, or wait as nobody takes them.
    public var unsaidLines: Int

    /// Everything that is known.
    public init(
        name: String, process: Int, seconds: Double, preset: Sound, mapping: String, tuning: String, voices: Int, polyphony: Int,
        notes: Int, steals: Int, shedVoices: Int, fittingVoices: Int, midiEvents: Int, lateEvents: Int, refusedEvents: Int,
        midiOverflows: Int, xruns: Int, server: String, sampleRate: Double, period: Int?, latencyMilliseconds: Double?, load: Double?,
        blockLoad: Double, realTime: [String], threads: [String], keyboards: [String], recording: Take?,
        unsaidLines: Int
    ) {
        self.name = name
        self.process = process
        self.seconds = seconds
        self.preset = preset
        self.mapping = mapping
        self.tuning = tuning
        self.voices = voices
        self.polyphony = polyphony
        self.notes = notes
        self.steals = steals
        self.midiEvents = midiEvents
        self.lateEvents = lateEvents
        self.refusedEvents = refusedEvents
        self.midiOverflows = midiOverflows
        self.shedVoices = shedVoices
        self.fittingVoices = fittingVoices
        self.xruns = xruns
        self.server = server
        self.sampleRate = sampleRate
        self.period = period
        self.latencyMilliseconds = latencyMilliseconds
        self.load = load
        self.blockLoad = blockLoad
        self.realTime = realTime
        self.threads = threads
        self.keyboards = keyboards
        self.recording = recording
        self.unsaidLines = unsaidLines
    }
}
