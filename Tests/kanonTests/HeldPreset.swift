import KanonControl
import KanonEngine
import KanonTesting

/// A shipped preset while eight keys over five octaves are held: what is its own, beside which a change is measured.
struct HeldPreset: Sendable {
    let name: String
    let sound: Sound
    /// Its own with all keys sounding, or one alone.
    private let poly: Own
    private let single: Own

    /// What it is like by itself.
    struct Own: Sendable {
        /// What stands out of it from behind the attack on: notes that turn into it may be as loud as it ever is.
        let roughness: Roughness
        /// The same from half a second on.
        let steady: Roughness
        /// Whether it never falls silent.
        let isSustaining: Bool
    }

    static let keys: [UInt8] = [36, 43, 52, 60, 67, 76, 84, 96]

    /// All of them by name.
    static let all: [String: HeldPreset] = {
        var presets: [String: HeldPreset] = [:]
        for entry in Library.standard.presets {
            if let sound = try? Preset.load(path: entry.path).sound { presets[entry.name] = HeldPreset(entry.name, sound) }
        }
        return presets
    }()

    private init(_ name: String, _ sound: Sound) {
        self.name = name
        self.sound = sound
        poly = Self.own(sound, mode: .poly)
        single = Self.own(sound, mode: .mono)
    }

    /// Whether all keys sound, and not one of them.
    private var isPoly: Bool { Parameter.named("voice.mode").map { sound[$0.id] } == Float(VoiceMode.poly.rawValue) }

    /// Its own with as many voices as `other` leaves it.
    func own(after other: HeldPreset) -> Own { other.isPoly ? poly : single }

    /// Its own.
    var own: Own { own(after: self) }

    private static func own(_ sound: Sound, mode: VoiceMode) -> Own {
        var sound = sound
        if let parameter = Parameter.named("voice.mode") { sound[parameter.id] = Float(mode.rawValue) }
        let stage = Stage(sound)
        stage.strike(keys)
        stage.render(Extent.choose(4, long: 20) * 48_000)
        let steady = 24_000..<stage.frames
        // The attack itself is over within 5 ms.
        return Own(
            roughness: stage.take.roughness(in: 240..<stage.frames), steady: stage.take.roughness(in: steady),
            isSustaining: stage.take.silence(in: steady) == nil)
    }
}
