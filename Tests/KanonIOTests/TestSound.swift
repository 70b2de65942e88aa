import KanonEngine

@testable import KanonIO

extension Sound {
    /// One sine at full level with the shortest envelope: heard from the frame after a note's own.
    static var plainSine: Sound {
        var sound = Sound()
        for (key, value) in [
            ("amp.attack", 0.001), ("amp.release", 0.02), ("amp.velocity", 0), ("voice.spread", 0),
            ("master.level", 0.5),
        ] as [(String, Float)] {
            if let parameter = Parameter.named(key) { sound[parameter.id] = value }
        }
        return sound
    }
}

extension Instrument {
    /// Plays `plainSine`, four voices.
    static func plain() -> Instrument {
        var configuration = Configuration()
        configuration.polyphony = 4
        return Instrument(configuration, sound: .plainSine)
    }

    /// Renders without a server.
    func render(frames: Int, block: Int = 64) {
        var left = [Float](repeating: 0, count: block)
        var right = left
        for _ in 0..<(frames / block) {
            engine.pointee.begin(frames: block, microseconds: JackClient.microseconds)
            engine.pointee.render(left: &left, right: &right)
        }
    }

    /// Strikes key 69 in the next block.
    func strike() {
        let note: [UInt8] = [0x90, 69, 100]
        engine.pointee.begin(frames: 64, microseconds: JackClient.microseconds)
        note.withUnsafeBufferPointer { engine.pointee.receive($0.baseAddress!, count: 3, frame: 0) }
        var left = [Float](repeating: 0, count: 64)
        var right = left
        engine.pointee.render(left: &left, right: &right)
    }
}
