import Foundation
import KanonControl
import KanonEngine
import KanonIO

/// The take that is recorded, and the end of the one before, which a slow disk may still have to take. Nobody waits for what is written; for a
/// new file, which is opened here, the caller waits.
struct Takes {
    /// The take that is recorded, or was the last.
    private(set) var recorder: Recorder?
    private var ending: Ending?
    /// That a take has failed is said once.
    private var hasSaidFailure = false

    private struct Ending {
        let recorder: Recorder
        /// What the disk had taken, and when it took something for the last time.
        var frames: Int
        var progress: ContinuousClock.Instant
        var said: ContinuousClock.Instant
        /// The rate at which a new file continues it.
        var nextRate: Double?
        var isGivenUp = false
        /// It is not to be told of once it is whole.
        var isForgotten = false
    }

    /// A disk that takes what is left at once, as nearly all do, has taken it by then.
    private static let momentSeconds = 0.25
    /// Between two words about a slow disk.
    private static let pause = Duration.seconds(2)

    /// Whether a take is under way, or goes on as soon as its first part is written; one that a full disk ended is over.
    var isRecording: Bool {
        guard let recorder, recorder.failure == nil else { return false }
        return !recorder.hasEnded || ending?.nextRate != nil
    }

    /// Whether a disk still takes what is left of the last take.
    var isEnding: Bool { ending.map { !$0.isGivenUp } ?? false }

    /// Whether some of the last take is missing: its disk took nothing any more, was full, or the file was deleted.
    var isIncomplete: Bool { ending != nil || recorder?.failure != nil }

    /// Why the last take ended by itself, where that was not said yet.
    var unsaidFailure: String? { hasSaidFailure ? nil : recorder?.failure }

    /// Records `instrument` from now on, into a file or a folder.
    mutating func start(_ path: String, format: RecordingFormat, sampleRate: Double, of instrument: Instrument) throws(IOFailure) {
        if let ending { throw IOFailure("\(ending.recorder.path) is still being written: its disk is slow.") }
        recorder?.stop()
        recorder = try Recorder(path, format: format, sampleRate: sampleRate, of: instrument)
        hasSaidFailure = false
    }

    /// Ends the take, also one that was to go on in another file; what is to be said of it, nil where there is none.
    mutating func stop() -> String? {
        guard let recorder else { return nil }
        if ending?.nextRate != nil {
            ending?.nextRate = nil
            return Self.rest(of: recorder)
        }
        guard !recorder.hasEnded else { return nil }
        recorder.end()
        if recorder.wait(seconds: Self.momentSeconds) { return Self.length(of: recorder) + "." }
        ending = Ending(recorder: recorder, frames: recorder.frames, progress: .now, said: .now)
        return Self.rest(of: recorder)
    }

    /// Goes on in another file, for a server that came back with another rate; what is to be said.
    mutating func go(on rate: Double) -> [String] {
        guard isRecording else { return [] }
        guard ending == nil else {
            ending?.nextRate = rate
            return []
        }
        let line = stop()
        ending?.nextRate = rate
        return [line].compactMap(\.self) + (ending == nil ? begin(rate) : [])
    }

    /// No take is to be told of any more.
    mutating func forget() {
        if ending == nil { recorder = nil }
        ending?.isForgotten = true
    }

    /// Leaves a disk to itself that takes nothing, with what waits for it.
    func abandon() { ending?.recorder.abandon() }

    /// What is to be said of the takes now.
    mutating func look(at now: ContinuousClock.Instant) -> [String] {
        let failure = sayFailure()
        guard failure.isEmpty else { return failure }
        guard var current = ending else { return [] }
        defer { if ending != nil { ending = current } }
        if current.recorder.wait(seconds: 0) {
            ending = nil
            defer { if current.isForgotten { recorder = nil } }
            return [Self.length(of: current.recorder) + "."] + sayFailure() + (current.nextRate.map { begin($0) } ?? [])
        }
        let frames = current.recorder.frames
        if frames != current.frames {
            current.frames = frames
            current.progress = now
        }
        if !current.isGivenUp, now - current.progress > .seconds(Recorder.patienceSeconds) {
            current.isGivenUp = true
            return ["The disk takes nothing any more: \(Self.length(of: current.recorder))."]
        }
        guard !current.isGivenUp, now - current.said > Self.pause else { return [] }
        current.said = now
        return [Self.rest(of: current.recorder)]
    }

    /// What is to be said of the last take, without a full stop; nil where there is none.
    var summary: String? { recorder.map(Self.length(of:)) }

    /// The same for programs.
    var status: ControlStatus.Take? {
        recorder.map {
            ControlStatus.Take(
                path: $0.path, seconds: Double($0.frames) / $0.sampleRate, lostFrames: $0.lostFrames, failure: $0.failure)
        }
    }

    private mutating func sayFailure() -> [String] {
        guard let failure = unsaidFailure else { return [] }
        hasSaidFailure = true
        return [failure]
    }

    private mutating func begin(_ rate: Double) -> [String] {
        guard let before = recorder, before.failure == nil else { return [] }
        do throws(IOFailure) {
            let next = try before.continued(sampleRate: rate)
            recorder = next
            hasSaidFailure = false
            return ["The recording goes on in \(next.path.printable)."]
        } catch {
            recorder = nil
            return [error.description]
        }
    }

    private static func rest(of recorder: Recorder) -> String {
        "\(recorder.path.printable): the disk is slow, \(seconds(recorder.waitingFrames, recorder)) s are still to be written."
    }

    /// How long a take is, where it is, and what is missing.
    private static func length(of recorder: Recorder) -> String {
        guard let place = recorder.place else { return "nothing is left of \(recorder.path.printable)" }
        var line = place == recorder.path ? place.printable : "\(place.printable) (once \(recorder.path.printable))"
        line += " holds \(seconds(recorder.frames, recorder)) s"
        if recorder.lostFrames > 0 { line += ", \(recorder.lostFrames) frames were lost to a slow disk" }
        let missing = recorder.wait(seconds: 0) ? 0 : recorder.waitingFrames
        // Less than is told is on its way.
        if Double(missing) >= 0.05 * recorder.sampleRate { line += ", \(seconds(missing, recorder)) s are missing" }
        return line
    }

    private static func seconds(_ frames: Int, _ recorder: Recorder) -> String {
        String(format: "%.1f", Double(frames) / recorder.sampleRate)
    }
}
