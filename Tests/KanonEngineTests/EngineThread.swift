import Foundation
import Synchronization

@testable import KanonEngine

/// A thread on which an engine renders block after block in real time, as a server has it.
final class EngineThread: Sendable {
    private let mustStop = Atomic<Bool>(false)
    private let hasStopped = DispatchSemaphore(value: 0)
    private static let block = 64

    /// Begins to render at 48 kHz.
    init(_ instrument: Instrument) {
        Thread { [self] in
            var left = [Float](repeating: 0, count: Self.block)
            var right = left
            var due = Self.microseconds
            while !mustStop.load(ordering: .relaxed) {
                due += UInt64(Self.block) * 1_000_000 / 48_000
                while Self.microseconds < due { usleep(100) }
                instrument.engine.pointee.begin(frames: Self.block, microseconds: due)
                instrument.engine.pointee.render(left: &left, right: &right)
            }
            hasStopped.signal()
        }.start()
    }

    /// Renders no block any more when it returns.
    func stop() {
        mustStop.store(true, ordering: .relaxed)
        hasStopped.wait()
    }

    /// The clock of its blocks, in µs.
    static var microseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
    }
}
