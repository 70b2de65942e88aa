import Glibc
import KanonControl
import KanonEngine
import KanonIO

extension Performance {
    /// Does what a line from `kanon ctl` asks for; nil stands for a line that was too long.
    mutating func answer(_ line: [UInt8]?) -> ControlAnswer {
        guard let line else { return .refused("the line is too long") }
        do throws(Diagnostics) {
            return try answer(try ControlRequest.parse(line).read())
        } catch {
            return .refused(error.description)
        }
    }

    private mutating func answer(_ command: ControlCommand) throws(Diagnostics) -> ControlAnswer {
        switch command {
        case .preset(let request, let change):
            try play(request, change: change)
            return .done(repertoire.announcement)
        case .set(let texts): return .done(try set(texts))
        case .tuning(let request):
            try play(request)
            return .done(tuner.announcement)
        case .panic:
            instrument.input(.control).push(Event(.panic), at: JackClient.microseconds)
            return .done("Everything was let go.")
        case .startRecording(let path): return startRecording(path)
        case .stopRecording: return stopRecording()
        case .status: return .status(status)
        case .help: return .done(ControlVerb.overview)
        }
    }

    /// All of them, or none where one is wrong.
    private func set(_ texts: [String]) throws(Diagnostics) -> String {
        var settings: [Setting] = []
        for text in texts { settings.append(try Setting.parse(text, option: "set")) }
        for setting in settings { instrument.parameters.set(setting.parameter.id, to: setting.value) }
        let values = settings.map { "\($0.parameter.key) \($0.parameter.quantity.print($0.value, digits: 4))" }
        return values.joined(separator: ", ") + "."
    }

    mutating func startRecording(_ path: String?) -> ControlAnswer {
        if takes.isRecording, let recorder = takes.recorder {
            return .refused("Recording to \(recorder.path.printable) already; record stop ends it.")
        }
        do throws(IOFailure) {
            try record(to: path ?? "./")
        } catch {
            return .refused(error.description)
        }
        let line = takes.recorder.map { "Recording to \($0.path.printable), \($0.format.label)." } ?? ""
        Output.say(line)
        return .done(line)
    }

    mutating func stopRecording() -> ControlAnswer {
        guard var line = takes.stop() else { return .refused("Nothing is being recorded; record start begins.") }
        let failure = takes.recorder?.failure
        if let failure { line += " \(failure)" }
        takes.forget()
        Output.say(line)
        return failure == nil ? .done(line) : .refused(line)
    }

    private var status: ControlStatus {
        ControlStatus(
            name: controlName, process: Int(getpid()), seconds: seconds, preset: repertoire.status, mapping: mappings.shared,
            tuning: tuner.name,
            voices: Int(instrument.meter[.voices]), polyphony: repertoire.options.polyphony, notes: Int(instrument.meter[.notes]),
            steals: Int(instrument.meter[.steals]), shedVoices: Int(instrument.meter[.shedVoices]), fittingVoices: fittingVoices,
            midiEvents: midi?.events ?? 0, lateEvents: Int(instrument.meter[.lateEvents]),
            refusedEvents: Int(instrument.meter[.refusedEvents]), midiOverflows: (midi?.overflows ?? 0) + session.midiOverflows,
            xruns: session.xruns, server: session.description,
            sampleRate: session.sampleRate, period: session.client?.period,
            latencyMilliseconds: session.block?.seconds.map { $0 * 1000 }, load: session.client?.load,
            blockLoad: Double(instrument.meter[.load]) / 1000, realTime: realTime.details,
            threads: ThreadReport.all().map(\.description),
            keyboards: midi?.connected ?? [],
            recording: takes.status, unsaidLines: TextStream.talk.unsaidCount)
    }
}
