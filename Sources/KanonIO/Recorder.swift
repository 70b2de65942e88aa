import Glibc
import KanonEngine
import Synchronization

/// Writes what is heard into a file, on a thread of its own that nobody waits for.
///
/// What finds the ring full is counted (`lostFrames`), a full disk ends the take with a valid file (`failure`), and in both
/// cases the sound goes on.
public final class Recorder {
    /// The file, as it was called when the take began.
    public let path: String
    /// How its samples are stored.
    public let format: RecordingFormat
    /// Frames a second.
    public let sampleRate: Double

    /// The file that the names of its next parts count from.
    private let firstPath: String
    private let instrument: Instrument
    private let shared = Shared()
    private let thread: WorkerThread
    private let lostBefore: UInt64
    /// What the ring had been given before this take.
    private let pushedBefore: Int

    /// What the writer and the control thread both see.
    private final class Shared: Sendable {
        let failure = Mutex<String?>(nil)
        /// Where the file is by now; nil where it was deleted.
        let place = Mutex<String?>(nil)
        /// Relaxed: for the eye, and to see that the disk still takes something.
        let frames = Atomic<Int>(0)
    }

    /// A file on its way to its thread.
    private final class Parcel: @unchecked Sendable {
        // SAFETY: filled before the thread starts, then that thread's alone.
        var file: WaveFile
        init(_ file: consuming WaveFile) { self.file = file }
    }

    /// How often the ring is emptied: a quarter of a second would be enough for the ring, this is for a kill.
    private static let pauseMilliseconds: Int32 = 30
    /// How often it is looked whether the file is still there, in pauses: once a second.
    private static let pausesPerLook = 33
    private static let chunkFrames = 4096
    /// Whether the take is over, but for what is still to be written.
    public private(set) var hasEnded = false
    /// A disk that takes nothing for so long counts as gone.
    public static let patienceSeconds = 5.0

    /// Makes a new file and records `instrument` from the next block on. `path` is a file, or a folder for a file named after the time.
    /// A refusal leaves no file behind.
    public convenience init(
        _ path: String, format: RecordingFormat = .wav24, sampleRate: Double, of instrument: Instrument
    ) throws(IOFailure) {
        try self.init(path, partOf: nil, format: format, sampleRate: sampleRate, of: instrument)
    }

    private init(
        _ path: String, partOf firstPath: String?, format: RecordingFormat, sampleRate: Double, of instrument: Instrument
    ) throws(IOFailure) {
        // A file that may not grow must be an error, not the end of the program.
        signal(SIGXFSZ, SIG_IGN)
        let file = try WaveFile(path, format: format, sampleRate: sampleRate)
        let path = file.path
        self.path = path
        self.firstPath = firstPath ?? path
        self.format = format
        self.sampleRate = sampleRate
        self.instrument = instrument
        lostBefore = instrument.recording.lostFrames
        shared.place.withLock { $0 = path }
        let parcel = Parcel(file)
        Self.skim(instrument.recording)
        pushedBefore = instrument.recording.pushedFrames
        do throws(IOFailure) {
            // The instrument is the thread's too: the ring lies in its memory.
            thread = try WorkerThread(name: "kanon-recorder") { [shared] in Self.write(parcel, from: instrument, shared, until: $0) }
        } catch {
            unlink(path)
            throw error
        }
        instrument.recording.arm(true)
    }

    deinit { stop() }

    /// Throws what `init` would, as far as that can be known without making a file.
    public static func check(_ path: String) throws(IOFailure) { try TakePath.check(path) }

    /// Frames in the file so far.
    public var frames: Int { shared.frames.load(ordering: .relaxed) }

    /// Frames that this take lost, because the disk was too slow for longer than the ring lasts.
    public var lostFrames: Int { Int(instrument.recording.lostFrames - lostBefore) }

    /// Frames that sounded and are not in the file yet.
    public var waitingFrames: Int { max(instrument.recording.pushedFrames - pushedBefore - frames, 0) }

    /// Why nothing is written any more; nil while all is well.
    public var failure: String? { shared.failure.withLock(\.self) }

    /// Where the file is now, if it was moved; nil where it was deleted.
    public var place: String? { shared.place.withLock(\.self) }

    /// Ends the take, which is what sounded up to this call, without waiting until all of it is written.
    public func end() {
        // Once: the ring may be another take's by then.
        guard !hasEnded else { return }
        hasEnded = true
        instrument.recording.arm(false)
        thread.askToStop()
    }

    /// Waits until all is written and the file is closed, at most this long; false where it is not. After `end`.
    public func wait(seconds: Double) -> Bool { thread.wait(seconds: seconds) }

    /// Ends the take, writes what is left and closes the file, for as long as the disk takes anything; false where it does not.
    @discardableResult
    public func stop() -> Bool {
        guard !thread.isOver else { return true }
        end()
        var before = -1
        while frames != before {
            before = frames
            if wait(seconds: Self.patienceSeconds) { return true }
        }
        abandon()
        return false
    }

    /// Leaves a disk to itself that takes nothing, with what waits for it. Its frames stay missing.
    public func abandon() { thread.abandon() }

    /// Goes on in a new file beside this one, for a server that came back with another rate. After the end of this one. The parts of
    /// `song.wav` are `song-2.wav`, `song-3.wav` and so on.
    public func continued(sampleRate: Double) throws(IOFailure) -> Recorder {
        try Recorder(TakePath.sibling(of: firstPath), partOf: firstPath, format: format, sampleRate: sampleRate, of: instrument)
    }

    /// Throws away what an earlier take left in the ring.
    private static func skim(_ tap: AudioTap) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * chunkFrames) { buffer in
            while tap.read(into: buffer.baseAddress!, count: chunkFrames) > 0 {}
        }
    }

    private static func write(_ parcel: Parcel, from instrument: Instrument, _ shared: Shared, until stop: StopRequest) {
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 2 * chunkFrames)
        defer { buffer.deallocate() }
        do throws(IOFailure) {
            var pauses = 0
            var isLast = false
            repeat {
                isLast = stop.wait(milliseconds: pauseMilliseconds)
                while true {
                    let count = instrument.recording.read(into: buffer, count: chunkFrames)
                    guard count > 0 else { break }
                    defer { shared.frames.store(parcel.file.frames, ordering: .relaxed) }
                    try parcel.file.write(buffer, count: count)
                }
                pauses += 1
                if isLast || pauses % pausesPerLook == 0 { try look(for: parcel.file, shared) }
            } while !isLast
            try parcel.file.close()
        } catch {
            // The tap first: nothing more is to be counted as lost.
            instrument.recording.arm(false)
            shared.failure.withLock { $0 = error.message }
        }
    }

    /// Whether the file is still there: what nobody can open any more need not be written on.
    private static func look(for file: borrowing WaveFile, _ shared: Shared) throws(IOFailure) {
        let place = file.place
        shared.place.withLock { $0 = place }
        guard place == nil else { return }
        throw IOFailure("'\(file.path)' was deleted while it was recorded; nothing is left of it.")
    }
}
