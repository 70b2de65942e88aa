import Foundation
import KanonControl
import KanonIO

/// A Kanon that plays, as another process speaks to it.
struct RunningKanon {
    private let client: ControlClient

    /// The one called `name`, or the only one that runs.
    init(_ name: String?) throws {
        let instances = ControlFolder.all.flatMap { $0.instances() }
        let names = instances.map(\.name)
        guard !instances.isEmpty else { throw IOFailure("No Kanon is running; kanon play starts one.") }
        if let name {
            guard let instance = instances.first(where: { $0.name == name }) else {
                throw Diagnostics(.name("--name \(name)"), "no Kanon of that name is running", word: name, among: names)
            }
            client = try ControlClient(path: instance.path)
        } else {
            guard instances.count == 1 else {
                throw IOFailure("Several are running: \(names.joined(separator: ", ")). Choose one with --name.")
            }
            client = try ControlClient(path: instances[0].path)
        }
    }

    /// Tells it `command` and prints what it answers; false where it refuses.
    func tell(_ command: ControlCommand, json: Bool) throws(IOFailure) -> Bool {
        let (answer, line) = try ask(command)
        if json {
            Output.data(String(decoding: line, as: UTF8.self))
        } else {
            if let message = answer.message { Output.data(message) }
            if let status = answer.status { Output.table(status.rows) }
            if let error = answer.error { Output.say(error) }
        }
        return answer.ok
    }

    /// How it goes; nil where it does not say.
    var status: ControlStatus? { (try? ask(.status))?.answer.status }

    private func ask(_ command: ControlCommand) throws(IOFailure) -> (answer: ControlAnswer, line: [UInt8]) {
        let line = try client.ask(ControlLine.bytes(ControlRequest(Self.absolute(command))))
        guard let answer = ControlAnswer.parse(line) else {
            throw IOFailure("Kanon answers \(String(decoding: line.prefix(200), as: UTF8.self)), which is not understood.")
        }
        return (answer, line)
    }

    /// Files are meant from here, not from where the other one was started.
    private static func absolute(_ command: ControlCommand) -> ControlCommand {
        switch command {
        case .preset(.named(let name), let change) where Library.isPath(name):
            .preset(.named(URL(fileURLWithPath: name).path), change: change)
        case .tuning(let request):
            .tuning(
                TuningRequest(
                    scale: request.scale.map { URL(fileURLWithPath: $0).path },
                    mapping: request.mapping.map { URL(fileURLWithPath: $0).path }))
        case .startRecording(let path?):
            .startRecording(URL(fileURLWithPath: path).path + (path.hasSuffix("/") ? "/" : ""))
        default: command
        }
    }
}

extension ControlStatus {
    /// For people: what, and how much.
    fileprivate var rows: [[String]] {
        var rows = [
            ["preset", preset.category.map { "\(preset.name) (\($0))" } ?? preset.name],
            ["its file", preset.path],
            ["mapping", mapping],
            ["tuning", tuning],
            ["voices", "\(voices) of \(polyphony), \(notes) notes, \(steals) stolen, \(shedVoices) shed, \(fittingVoices) fit"],
            ["MIDI", "\(midiEvents) events, \(lateEvents) late, \(refusedEvents) refused, \(midiOverflows) overflows"],
            ["sound", server],
            ["sample rate", String(format: "%.0f Hz", sampleRate)],
        ]
        if let period { rows.append(["period", "\(period) frames"]) }
        if let latencyMilliseconds { rows.append(["latency", String(format: "%.2f ms", latencyMilliseconds)]) }
        let own = String(format: "%.1f %% by Kanon", blockLoad * 100)
        rows.append(["load", load.map { String(format: "%.1f %% in all, ", $0 * 100) + own } ?? own])
        rows.append(["xruns", "\(xruns)"])
        for line in realTime + threads { rows.append(["real time", line]) }
        rows.append(["keyboards", keyboards.isEmpty ? "none" : keyboards.joined(separator: ", ")])
        if let take = recording {
            let state =
                take.failure ?? String(format: "%.1f s", take.seconds) + (take.lostFrames > 0 ? ", \(take.lostFrames) frames lost" : "")
            rows.append(["recording", "\(take.path), \(state)"])
        } else {
            rows.append(["recording", "none"])
        }
        if unsaidLines > 0 { rows.append(["not said", "\(unsaidLines) lines, as nobody takes its standard error"]) }
        rows.append(["running", "\(name), process \(process), for " + String(format: "%.0f s", seconds.rounded(.down))])
        return rows
    }
}
