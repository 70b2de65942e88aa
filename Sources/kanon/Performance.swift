import ArgumentParser
import Foundation
import KanonControl
import KanonEngine
import KanonIO

/// One evening at the instrument: keeps everything going until the player ends it, and says what happens.
struct Performance {
    let instrument: Instrument
    let session: AudioSession
    let memory: RealTime.MemoryLock
    let begin = ContinuousClock.now
    var repertoire: Repertoire
    var tuner: Tuner
    var takes = Takes()
    var midi: SequencerInput?
    var mappings: DeviceMappings
    let format: RecordingFormat
    var announcement = Announcement()
    /// That more MIDI came than could be held.
    var overflow = Announcement()
    private var overload = OverloadWatch()
    /// Programs that stand for nothing, which is said once.
    var unknownPrograms: Set<Int> = []

    let signals: StopSignals
    let watch: EndWatch
    private let options: AudioOptions
    private var midiPriority: Int?
    /// Which MIDI devices are missing, at the beginning.
    private let midiComplaint: String?
    private(set) var keys: TerminalKeys?
    private(set) var control: ControlSocket?
    var files: LiveFiles?
    private var song: SongPlayer?

    /// How often the control thread looks around.
    private static let pauseMilliseconds: Int32 = 20
    /// How long the bundled piece may ring out.
    private static let tailSeconds = 4.0

    /// Begins to sound.
    init(
        instrument: Instrument, repertoire: Repertoire, tuner: Tuner, mappings: DeviceMappings, session: AudioSession, signals: StopSignals,
        watch: EndWatch,
        selection: MidiSelection, isAlone: Bool, options: AudioOptions, format: RecordingFormat, memory: RealTime.MemoryLock?
    ) throws {
        self.instrument = instrument
        self.repertoire = repertoire
        self.tuner = tuner
        self.mappings = mappings
        self.session = session
        self.signals = signals
        self.watch = watch
        self.options = options
        self.format = format
        self.memory = memory ?? .nothing("not asked for")
        // Before Kanon's own ports are there.
        midiComplaint = (try? MidiDevice.list()).flatMap { selection.complaint(among: $0) }
        try session.start(instrument)
        midiPriority = session.midiPriority(options.rtPriority)
        do {
            midi = try SequencerInput(to: .instrument(instrument), selection: selection, isAlone: isAlone, priority: midiPriority)
        } catch {
            Output.say(error.description)
        }
        keys = TerminalKeys(playing: instrument)
    }

    /// With `--rt require`, says what is missing and throws.
    func insist() throws {
        guard options.rt == .require, let advice = realTime.advice else { return }
        Output.say(advice)
        throw ExitCode.failure
    }

    /// Records from now on. After `insist`: a refusal leaves no take behind.
    mutating func record(to path: String) throws(IOFailure) {
        try takes.start(path, format: format, sampleRate: session.sampleRate, of: instrument)
    }

    /// Takes commands from `kanon ctl` from now on.
    mutating func listen() {
        do throws(IOFailure) {
            control = try ControlSocket(name: session.client?.name ?? options.jackName)
        } catch {
            Output.say("\(error) kanon ctl cannot reach this one.")
        }
    }

    /// Says what was got and what was not.
    func report() {
        session.warnings.forEach(Output.say)
        let report = realTime
        Output.say(report.lines.joined(separator: "; ") + ".")
        if let advice = report.advice { Output.say(advice) }
        if let midiComplaint { Output.say(midiComplaint) }
        if let recorder = takes.recorder { Output.say("Recording to \(recorder.path.printable), \(recorder.format.label).") }
        if keys != nil {
            Output.say("Keys: a s d f … play, w e t y … are black, z x octave, c v velocity, ← → preset, space silences, q quits.")
        }
    }

    /// Plays until a signal, `q`, the end of `piece` or of `seconds`; then fades out and finishes the recording.
    mutating func run(piece: StandardMidiFile?, seconds: Double?) throws {
        if let piece {
            // A quarter of a second from now, on a grid line: so the piece sounds as it does in a rendering.
            let begin = instrument.meter[.frames] + UInt64(session.sampleRate * 0.25)
            song = SongPlayer(
                piece, song: instrument.song, sampleRate: session.sampleRate, firstFrame: (begin + 15) / 16 * 16)
        }
        var signal = signals.next(milliseconds: 0)
        while signal == nil {
            if let seconds, ContinuousClock.now - begin >= .seconds(seconds) { break }
            if lookAround() { break }
            rest()
            signal = signals.next(milliseconds: 0)
        }
        try end(after: signal)
    }

    /// What was got of real time, as the kernel has it now.
    var realTime: RealTimeReport {
        let audio = session.client?.scheduling ?? .unknown
        return RealTimeReport(
            audio: audio == .unknown ? audio : ThreadReport.scheduling(of: "kanon-audio") ?? audio,
            midi: midi.map { ThreadReport.scheduling(of: "kanon-midi") ?? $0.scheduling }, midiPriorityWanted: midiPriority,
            memory: memory, wish: options.rt, limits: ResourceLimit.Kind.allCases.map { ResourceLimit($0) },
            processorLatencyFailure: session.processorLatencyFailure)
    }

    /// Plays another preset, by the rule of `change` if there is one, and has it said.
    mutating func play(_ request: PresetRequest, change: ChangeRequest? = nil) throws(Diagnostics) {
        try repertoire.play(request, change: change)
        announcement.set(repertoire.announcement)
        files?.follow(repertoire)
    }

    /// Plays in another tuning.
    mutating func play(_ request: TuningRequest) throws(Diagnostics) {
        try tuner.play(request)
        files?.follow(tuning: request)
    }

    /// Until the next look: a moment, or until a command or a file comes.
    private func rest() {
        var descriptors = (control?.descriptors ?? []) + (files.map { [$0.descriptor] } ?? [])
        _ = poll(&descriptors, nfds_t(descriptors.count), control?.isReady == true ? 0 : Self.pauseMilliseconds)
    }

    /// One look at everything; true when the performance is over.
    private mutating func lookAround() -> Bool {
        instrument.collect()
        for notice in session.supervise() { take(notice) }
        for notice in midi?.notices() ?? [] { take(notice) }
        for line in takes.look(at: .now) { Output.say(line) }
        for request in control?.requests() ?? [] { control?.answer(ControlLine.bytes(answer(request.line)), to: request.peer) }
        for change in files?.changes() ?? [] { take(change) }
        while let message = instrument.nextExclusive() { take(exclusive: message) }
        if let program = instrument.programs.take() { tryToPlay(.program(program)) }
        while let request = instrument.nextRequest() { take(request) }
        while let command = keys?.next() {
            switch command {
            case .quit: return true
            case .nextPreset: tryToPlay(.step(.next))
            case .previousPreset: tryToPlay(.step(.previous))
            case .panic, .changed: break
            }
        }
        if let line = announcement.next(at: .now) { Output.say(line) }
        if let line = overflow.next(at: .now) { Output.say(line) }
        if let line = overload.next(shed: instrument.meter[.shedVoices], fitting: fittingVoices, at: .now) { Output.say(line) }
        let frame = instrument.meter[.frames]
        song?.feed(at: frame)
        return song?.isOver(at: frame, tailSeconds: Self.tailSeconds) ?? false
    }

    private mutating func take(exclusive bytes: [UInt8]) {
        do throws(Diagnostics) {
            guard let message = try UniversalMessage.parse(bytes) else { return }
            if message == .identityRequest { midi?.send(UniversalMessage.identityReply) }
            let before = tuner.name
            if tuner.take(message), tuner.name != before { announcement.set(tuner.announcement) }
        } catch {
            announcement.set(error.description)
        }
    }

    private mutating func take(_ notice: AudioNotice) {
        switch notice {
        case .lost(let reason): Output.say("No sound: \(reason). Kanon keeps its state and waits for the server.")
        case .back(let description): Output.say("Kanon plays again, on \(description).")
        case .midiOverflow: overflow.set("More MIDI came than JACK could hold; its keys were let go.")
        case .warning(let text): Output.say(text)
        case .ranAway(let thread, let milliseconds):
            let time = milliseconds.map { " for \($0) ms" } ?? ""
            Output.say("\(thread) ran\(time) without a pause: it has no real-time priority, and there is no sound, until it is back.")
        case .recovered: Output.say("All threads are back at their priorities; the sound fades in.")
        case .rateChanged(let rate):
            Output.say("The server runs at \(Int(rate)) Hz now.")
            let first = instrument.firstFrameOfRate
            song?.follow(sampleRate: rate, from: first)
            for line in takes.go(on: rate) { Output.say(line) }
        }
    }

    /// Seconds since it began.
    var seconds: Double {
        let duration = ContinuousClock.now - begin
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    /// Voices that fit, as far as blocks have told.
    var fittingVoices: Int {
        let known = Int(instrument.meter[.fittingVoices])
        return known > 0 ? known : repertoire.options.polyphony
    }

    /// The name by which `kanon ctl` finds it.
    var controlName: String { control?.name ?? options.jackName }
}
