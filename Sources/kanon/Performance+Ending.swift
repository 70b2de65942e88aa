import ArgumentParser
import Foundation
import KanonControl
import KanonEngine
import KanonIO

/// The end: a fade, a whole take, the terminal as it was, the server's leave. None of it may take for ever.
extension Performance {
    /// The longest that a fade-out may take.
    private static let fadeMilliseconds = 400
    private static let pauseMicroseconds: UInt32 = 20_000

    /// Fades out and gives everything back, asked by `signal` if it was one. Throws where something is missing, or had to be left.
    mutating func end(after signal: Int32?) throws {
        watch.begin(after: signal)
        watch.wait(for: .sound, lastWords: closing)
        instrument.fade(out: true)
        for _ in 0..<Self.fadeMilliseconds / 10 where instrument.meter[.isSilent] == 0 && session.client != nil {
            usleep(10_000)
        }
        control?.close()
        finishTake()
        let closing = closing
        watch.wait(for: .midi, lastWords: closing)
        keys?.stop()
        midi?.stop()
        watch.wait(for: .server, lastWords: closing)
        let isFree = session.stop()
        watch.pause()
        if !isFree { Output.say(EndWatch.Part.server.late) }
        Output.say(closing)
        if let failure = takes.unsaidFailure { Output.say(failure) }
        guard takes.isIncomplete || !isFree else { return }
        if takes.isIncomplete { takes.abandon() }
        throw ExitCode.failure
    }

    /// Has the rest of the take written, for as long as the disk takes anything, or until a signal asks for an end at once.
    private mutating func finishTake() {
        // The limit is the take's own meanwhile.
        watch.pause()
        let line = takes.stop()
        if takes.isEnding, let line { Output.say(line) }
        while takes.isEnding {
            for line in takes.look(at: .now) { Output.say(line) }
            if watch.takeRequest() { break }
            usleep(Self.pauseMicroseconds)
        }
    }

    private var closing: String {
        var line = "Played \(String(format: "%.1f", seconds)) s: notes \(instrument.meter[.notes]), xruns \(session.xruns)"
        if let summary = takes.summary { line += "; \(summary)" }
        return line + "."
    }
}
