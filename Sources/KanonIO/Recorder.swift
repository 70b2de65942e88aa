import Glibc
import KanonEngine
import Synchronization

/// Writes what is heard into a file, on a thread of its own that the audio never waits for.
///
/// What finds the ring full is counted (`lostFrames`), a full disk ends the take with a valid file (`failure`), and in both
/// cases the sound goes on.
public final class Recorder {
    /// The file.
    public let path: String
    /// How its samples are stored.
    public let format: RecordingFormat
    /// Frames a second.
    public let sampleRate: Double

    private let tap: AudioTap
    private let shared: Shared
    private let thread: WorkerThread
    private let lostBefore: UInt64
    private var isRunning = true

    /// What the writer and the control thread both see.
    private final class Shared: Sendable {
        let failure = Mutex<String?>(nil)
        /// Relaxed: for the eye.
        let frames = Atomic<Int>(0)
        let wakeUp: WakeUp

        init(_ wakeUp: WakeUp) { self.wakeUp = wakeUp }
    }

    /// A file on its way to its thread.
    private final class Parcel: @unchecked Sendable {
        // SAFETY: filled before the thread starts, then that thread's alone.
        var file: WaveFile
        init(_ file: consuming WaveFile) { self.file = file }
    }

    /// How often the ring is emptied: a quarter of a second would be enough for the ring, this is for a kill.
    private static let pauseMilliseconds: Int32 = 30
    private static let chunkFrames = 4096

    /// Makes a new file and records from the next block on. `path` is a file, or a folder for a file named after the time.
    public init(_ path: String, format: RecordingFormat = .wav24, sampleRate: Double, tap: AudioTap) throws(IOFailure) {
        // A file that may not grow must be an error, not the end of the program.
        signal(SIGXFSZ, SIG_IGN)
        let file = try WaveFile(path, format: format, sampleRate: sampleRate)
        self.path = file.path
        self.format = format
        self.sampleRate = sampleRate
        self.tap = tap
        lostBefore = tap.lostFrames
        let shared = Shared(try WakeUp())
        self.shared = shared
        let parcel = Parcel(file)
        Self.skim(tap)
        thread = try WorkerThread(name: "kanon-recorder") { Self.write(parcel, from: tap, shared) }
        tap.arm(true)
    }

    deinit { stop() }

    /// Frames in the file so far.
    public var frames: Int { shared.frames.load(ordering: .relaxed) }

    /// Frames that this take lost, because the disk was too slow for longer than the ring lasts.
    public var lostFrames: Int { Int(tap.lostFrames - lostBefore) }

    /// Why nothing is written any more; nil while all is well.
    public var failure: String? { shared.failure.withLock(\.self) }

    /// Writes what is left and closes the file. The take is what sounded up to this call.
    public func stop() {
        guard isRunning else { return }
        isRunning = false
        tap.arm(false)
        shared.wakeUp.signal()
        thread.join()
    }

    /// Goes on in a new file beside this one, for a server that came back with another rate.
    public func continued(sampleRate: Double) throws(IOFailure) -> Recorder {
        stop()
        return try Recorder(TakePath.sibling(of: path), format: format, sampleRate: sampleRate, tap: tap)
    }

    /// Throws away what an earlier take left in the ring.
    private static func skim(_ tap: AudioTap) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * chunkFrames) { buffer in
            while tap.read(into: buffer.baseAddress!, count: chunkFrames) > 0 {}
        }
    }

    private static func write(_ parcel: Parcel, from tap: AudioTap, _ shared: Shared) {
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 2 * chunkFrames)
        defer { buffer.deallocate() }
        var isLast = false
        repeat {
            isLast = shared.wakeUp.wait(milliseconds: pauseMilliseconds)
            while true {
                let count = tap.read(into: buffer, count: chunkFrames)
                guard count > 0 else { break }
                do throws(IOFailure) {
                    try parcel.file.write(buffer, count: count)
                    shared.frames.store(parcel.file.frames, ordering: .relaxed)
                } catch {
                    shared.frames.store(parcel.file.frames, ordering: .relaxed)
                    // The tap first: nothing more is to be counted as lost.
                    tap.arm(false)
                    shared.failure.withLock { $0 = error.message }
                    return
                }
            }
        } while !isLast
    }
}
