import ArgumentParser
import Foundation
import KanonControl
import KanonEngine
import KanonIO

/// One evening at the instrument: keeps everything going until the player ends it, and says what happens.
struct Performance {
    private let instrument: Instrument
    private let session: AudioSession
    private let signals: StopSignals
    private let options: AudioOptions
    private let begin = ContinuousClock.now
    private var recorder: Recorder?
    private var midi: SequencerInput?
    private var midiPriority: Int?
    private var keys: TerminalKeys?
    private var song: SongPlayer?
    private var hasSaidFailure = false

    /// How often the control thread looks around.
    private static let pauseMilliseconds = 20
    /// The longest that a fade-out may take.
    private static let fadeMilliseconds = 400
    /// How long the bundled piece may ring out.
    private static let tailSeconds = 4.0

    /// Begins to sound.
    init(
        instrument: Instrument, session: AudioSession, signals: StopSignals, selection: MidiSelection,
        options: AudioOptions
    ) throws {
        self.instrument = instrument
        self.session = session
        self.signals = signals
        self.options = options
        try session.start(instrument)
        midiPriority = session.midiPriority(options.rtPriority)
        do {
            midi = try SequencerInput(input: instrument.input(.alsa), selection: selection, priority: midiPriority)
        } catch {
            Output.say(error.description)
        }
        keys = TerminalKeys(input: instrument.input(.terminal))
    }

    /// With `--rt require`, says what is missing and throws.
    func insist(memory: RealTime.MemoryLock?) throws {
        guard options.rt == .require, let advice = realTime(memory).advice else { return }
        Output.say(advice)
        throw ExitCode.failure
    }

    /// Records from now on. After `insist`: a refusal leaves no take behind.
    mutating func record(to path: String, format: RecordingFormat) throws {
        recorder = try Recorder(path, format: format, sampleRate: session.sampleRate, tap: instrument.recording)
    }

    /// Says what was got and what was not.
    func report(memory: RealTime.MemoryLock?) {
        session.warnings.forEach(Output.say)
        let report = realTime(memory)
        Output.say(report.lines.joined(separator: "; ") + ".")
        if let advice = report.advice { Output.say(advice) }
        if let recorder { Output.say("Recording to \(recorder.path), \(recorder.format.label).") }
        if keys != nil {
            Output.say("Keys: a s d f … play, w e t y … are black, z x octave, c v velocity, space silences, q quits.")
        }
    }

    /// Plays until a signal, `q`, the end of `piece` or of `seconds`; then fades out and finishes the recording.
    mutating func run(piece: StandardMidiFile?, seconds: Double?) {
        if let piece {
            // A quarter of a second from now, on a grid line: so the piece sounds as it does in a rendering.
            let begin = instrument.meter[.frames] + UInt64(session.sampleRate * 0.25)
            song = SongPlayer(
                piece, song: instrument.song, sampleRate: session.sampleRate, firstFrame: (begin + 15) / 16 * 16)
        }
        while !signals.wait(milliseconds: Self.pauseMilliseconds) {
            if let seconds, ContinuousClock.now - begin >= .seconds(seconds) { break }
            if lookAround() { break }
        }
        end()
    }

    private func realTime(_ memory: RealTime.MemoryLock?) -> RealTimeReport {
        RealTimeReport(
            audio: session.client?.scheduling ?? .unknown, midi: midi?.scheduling, midiPriorityWanted: midiPriority,
            memory: memory ?? .nothing("not asked for"), wish: options.rt)
    }

    /// One look at everything; true when the performance is over.
    private mutating func lookAround() -> Bool {
        instrument.collect()
        for notice in session.supervise() { take(notice) }
        for notice in midi?.notices() ?? [] { say(notice) }
        if let failure = recorder?.failure, !hasSaidFailure {
            hasSaidFailure = true
            Output.say(failure)
        }
        while let command = keys?.next() {
            if command == .quit { return true }
        }
        let frame = instrument.meter[.frames]
        song?.feed(at: frame)
        return song?.isOver(at: frame, tailSeconds: Self.tailSeconds) ?? false
    }

    private mutating func take(_ notice: AudioNotice) {
        switch notice {
        case .lost(let reason): Output.say("No sound: \(reason). Kanon keeps its state and waits for the server.")
        case .back(let description): Output.say("Kanon plays again, on \(description).")
        case .warning(let text): Output.say(text)
        case .rateChanged(let rate):
            Output.say("The server runs at \(Int(rate)) Hz now.")
            do {
                recorder = try recorder?.continued(sampleRate: rate)
                if let recorder { Output.say("The recording goes on in \(recorder.path).") }
            } catch {
                Output.say("\(error)")
                recorder = nil
            }
        }
    }

    private func say(_ notice: MidiNotice) {
        switch notice {
        case .connected(let name): Output.say("\(name) is connected.")
        case .disconnected(let name): Output.say("\(name) is gone; its keys were let go.")
        case .overflow: Output.say("More MIDI came than ALSA could hold; all keys were let go.")
        case .ended: Output.say("ALSA's sequencer is gone; no MIDI comes this way any more.")
        }
    }

    private func end() {
        instrument.fade(out: true)
        for _ in 0..<Self.fadeMilliseconds / 10 where instrument.meter[.isSilent] == 0 && session.client != nil {
            usleep(10_000)
        }
        recorder?.stop()
        keys?.stop()
        midi?.stop()
        session.stop()
        Output.say(closing)
    }

    private var closing: String {
        let duration = ContinuousClock.now - begin
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        var line = "Played \(String(format: "%.1f", seconds)) s: notes \(instrument.meter[.notes]), xruns \(session.xruns)"
        if let recorder {
            let length = Double(recorder.frames) / recorder.sampleRate
            line += "; \(recorder.path) holds \(String(format: "%.1f", length)) s"
            if recorder.lostFrames > 0 { line += ", \(recorder.lostFrames) frames were lost to a slow disk" }
        }
        return line + "."
    }
}
