import Glibc
import KanonEngine

/// Strikes a key again and again at moments that no block knows of, as the MIDI thread would, and remembers them.
public enum Strokes {
    /// Between a key's going down and up: 10 ms.
    private static let heldMicroseconds: UInt32 = 10_000
    /// From one stroke to the next at least, and as much more by chance at most.
    private static let gapMicroseconds: UInt32 = 40_000
    private static let chanceMicroseconds: UInt32 = 20_000

    /// The shortest time between two strokes, in seconds.
    public static var shortestGapSeconds: Double { Double(gapMicroseconds) * 1e-6 }

    /// The longest that `count` strokes may take, in seconds.
    public static func seconds(_ count: Int) -> Double { Double(count) * Double(gapMicroseconds + chanceMicroseconds) * 1.2e-6 }

    /// Strikes `key` `count` times through `input`, which belongs to this thread meanwhile, at FIFO `priority` if that is granted.
    /// The moments, in µs of JACK's clock, as they stamped the events.
    public static func strike(_ count: Int, key: UInt8 = 69, input: EventInput, priority: Int?) throws(IOFailure) -> [UInt64] {
        let moments = JoinedBuffer<UInt64>(count: count)
        let thread = try WorkerThread(name: "kanon-strokes", priority: priority) { _ in strike(moments.memory, key, input) }
        thread.join()
        return Array(moments.memory)
    }

    /// A stroke for each of `moments`, which is put there.
    private static func strike(_ moments: UnsafeMutableBufferPointer<UInt64>, _ key: UInt8, _ input: EventInput) {
        var chance: UInt32 = 1
        for index in moments.indices {
            // Numerical Recipes' generator: no two gaps are in step with a block.
            chance = chance &* 1_664_525 &+ 1_013_904_223
            usleep(gapMicroseconds - heldMicroseconds + chance % chanceMicroseconds)
            moments[index] = JackClock.microseconds
            send(0x90, key, 100, input, at: moments[index])
            usleep(heldMicroseconds)
            send(0x80, key, 0, input, at: JackClock.microseconds)
        }
    }

    private static func send(_ status: UInt8, _ key: UInt8, _ velocity: UInt8, _ input: EventInput, at time: UInt64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3) { bytes in
            (bytes[0], bytes[1], bytes[2]) = (status, key, velocity)
            input.receive(bytes.baseAddress!, count: 3, device: 0, at: time)
        }
    }
}
