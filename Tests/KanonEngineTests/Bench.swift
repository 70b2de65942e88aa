@testable import KanonEngine

/// An instrument without a server: messages at frames in, sound out.
final class Bench {
    let instrument: Instrument
    private(set) var left: [Float] = []
    private(set) var right: [Float] = []
    private var messages: [(frame: Int, bytes: [UInt8])] = []
    private var next = 0
    private var pausedSeconds = 0.0

    init(
        _ sound: Sound = .plainSine, kernel: Kernel = .best, polyphony: Int = 64, rate: Double = 48_000,
        map: ControllerMap = ControllerMap()
    ) {
        var configuration = Instrument.Configuration()
        configuration.kernel = kernel
        configuration.polyphony = polyphony
        configuration.sampleRate = rate
        configuration.controllers = map
        instrument = Instrument(configuration, sound: sound)
    }

    /// Queues a MIDI message for a frame of the whole run; call in the order of frames.
    func send(_ bytes: UInt8..., at frame: Int) { send(bytes, at: frame) }

    func send(_ bytes: [UInt8], at frame: Int) { messages.append((frame, bytes)) }

    /// Lets time pass without a block, as when the server is away.
    func pause(seconds: Double) { pausedSeconds += seconds }

    /// Renders until `frames` frames are there in all, in blocks of `block`.
    func run(to frames: Int, block: Int = 64) {
        while left.count < frames {
            let count = min(block, frames - left.count)
            var blockLeft = [Float](repeating: 0, count: count)
            var blockRight = blockLeft
            let time = UInt64((Double(left.count) / 48_000 + pausedSeconds) * 1e6) + 1_000_000
            instrument.engine.pointee.begin(frames: count, microseconds: time)
            while next < messages.count, messages[next].frame < left.count + count {
                let message = messages[next]
                message.bytes.withUnsafeBufferPointer {
                    instrument.engine.pointee.receive($0.baseAddress!, count: $0.count, frame: message.frame - left.count)
                }
                next += 1
            }
            instrument.engine.pointee.render(left: &blockLeft, right: &blockRight)
            left += blockLeft
            right += blockRight
        }
    }
}

extension Sound {
    /// One sine at full level: no filter, no velocity, the shortest envelope.
    static var plainSine: Sound {
        var sound = Sound()
        sound[.amp(.attack)] = 0.001
        sound[.amp(.release)] = 0.05
        sound[.amp(.velocity)] = 0
        sound[.voice(.spread)] = 0
        sound[.master(.level)] = 0.5
        return sound
    }

    /// Two detuned saws through a resonant filter that an envelope moves.
    static var movingSaw: Sound {
        var sound = Sound.plainSine
        sound[.oscillator(0, .shape)] = 1
        sound[.oscillator(1, .shape)] = 1
        sound[.oscillator(1, .level)] = 0.8
        sound[.oscillator(1, .cent)] = 7
        sound[.oscillator(2, .shape)] = 2
        sound[.oscillator(2, .level)] = 0.5
        sound[.oscillator(2, .intensity)] = 6
        sound[.filter(.cutoff)] = 600
        sound[.filter(.resonance)] = 0.6
        sound[.filter(.envelope)] = 3
        sound[.filter(.key)] = 0.5
        sound[.amp(.attack)] = 0.01
        sound[.mod(.decay)] = 0.5
        sound[.mod(.sustain)] = 0.2
        sound[.vibrato(.depth)] = 10
        sound[.voice(.spread)] = 0.5
        sound[.master(.level)] = 0.15
        return sound
    }
}
