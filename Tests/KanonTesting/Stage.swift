import KanonEngine

/// An instrument without a server: played message by message, and all it gives is kept.
public final class Stage {
    /// What plays.
    public let instrument: Instrument
    /// What was heard so far.
    public private(set) var take = Take()
    /// What the engine is told that every block takes, as a share of its period; of 0 it is told nothing.
    public var load = 0.0
    private var blockLeft = [Float](repeating: 0, count: Stage.block)
    private var blockRight = [Float](repeating: 0, count: Stage.block)

    /// Frames of a block.
    public static let block = 64

    /// An instrument that plays `sound`, 48,000 frames a second.
    public init(_ sound: Sound, polyphony: Int = 64, kernel: Kernel = .best) {
        var configuration = Instrument.Configuration()
        configuration.polyphony = polyphony
        configuration.kernel = kernel
        configuration.recordingSeconds = 0.01
        instrument = Instrument(configuration, sound: sound)
    }

    /// Frames rendered so far.
    public var frames: Int { take.frames }

    /// Strikes `keys` on the next frame.
    public func strike(_ keys: [UInt8], velocity: UInt8 = 90) { send(keys.map { [0x90, $0, velocity] }) }

    /// Sends MIDI messages on the next frame, in a block of one frame.
    public func send(_ messages: [[UInt8]]) { renderBlock(1, messages) }

    /// Renders `frames` more.
    public func render(_ frames: Int) {
        var left = frames
        while left > 0 {
            let count = min(left, Self.block)
            renderBlock(count, [])
            left -= count
        }
    }

    private func renderBlock(_ frames: Int, _ messages: [[UInt8]]) {
        time += UInt64(frames)
        instrument.engine.pointee.begin(
            frames: frames, microseconds: 1_000_000 + time * 125 / 6, costMicroseconds: UInt64(load * Double(lastFrames) * 125 / 6))
        lastFrames = frames
        for message in messages {
            message.withUnsafeBufferPointer { bytes in
                guard let first = bytes.baseAddress else { return }
                instrument.engine.pointee.receive(first, count: bytes.count, frame: 0)
            }
        }
        instrument.engine.pointee.render(left: &blockLeft, right: &blockRight)
        take.left += blockLeft[..<frames]
        take.right += blockRight[..<frames]
    }

    private var time: UInt64 = 0
    private var lastFrames = 0
}
