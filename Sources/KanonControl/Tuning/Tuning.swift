import Foundation

/// What the 128 keys sound at.
public struct Tuning: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// The frequency of every key with the A above middle C at 440 Hz; nil for one that is silent.
    public var hertz: [Double?]

    /// Twelve equal steps an octave.
    public static let equal = Tuning(name: "equal", hertz: (0..<128).map(equalHertz))

    /// The number of keys.
    public static let keyCount = 128

    private init(name: String, hertz: [Double?]) {
        self.name = name
        self.hertz = hertz
    }

    /// The degrees of `scale` as `mapping` lays them on the keys. A key outside what floats hold of frequencies is silent.
    public init(name: String, scale: Scale, mapping: KeyboardMapping) {
        let reference = mapping.cents(of: mapping.referenceKey, in: scale) ?? 0
        self.init(
            name: name,
            hertz: (0..<Self.keyCount).map { key in
                guard mapping.keys.contains(key) else { return Self.equalHertz(key) }
                guard let cents = mapping.cents(of: key, in: scale) else { return nil }
                let hertz = mapping.referenceHertz * exp2((cents - reference) / 1200)
                return Self.frequencies.contains(hertz) ? hertz : nil
            })
    }

    /// The frequency of a key in twelve equal steps an octave, with the A above middle C at 440 Hz.
    public static func equalHertz(_ key: Int) -> Double { 440 * exp2((Double(key) - 69) / 12) }

    /// How far a key at `hertz` is from its pitch in equal temperament, in cents.
    public static func cents(_ hertz: Double, of key: Int) -> Double { 1200 * log2(hertz / equalHertz(key)) }

    /// `C4` for middle C, key 60.
    public static func name(of key: Int) -> String {
        ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"][key.modulo(12)] + "\(key / 12 - 1)"
    }

    /// What keys can be tuned to, in Hz: far beyond what is heard.
    private static let frequencies = 0.001...1_000_000.0
}
