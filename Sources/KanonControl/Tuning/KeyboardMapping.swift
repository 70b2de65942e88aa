import Foundation

/// Which degree of a scale each key plays, and at which frequency: a keyboard mapping of Scala.
///
/// Source: M. Op de Coul, "Scala keyboard mappings" (help of Scala), Huygens-Fokker Foundation, 2024.
public struct KeyboardMapping: Sendable, Hashable {
    /// After how many keys the pattern repeats; 0: every key plays the degree next to its neighbour's.
    public var size = 0
    /// The keys that are tuned; others keep their pitch in equal temperament.
    public var keys = 0...127
    /// The key that the first entry of the pattern is for: degree 0 where the pattern is linear.
    public var middleKey = 60
    /// The key whose frequency is given.
    public var referenceKey = 60
    /// Frequency of that key.
    public var referenceHertz = Tuning.equalHertz(60)
    /// The degree by which the pattern moves when it repeats; 0 stands for the last of the scale.
    public var octaveDegree = 0
    /// The degrees of the pattern; nil, and what is missing at the end, is silent.
    public var degrees: [Int?] = []

    /// Every key one degree, the first at middle C, which has its usual pitch.
    public init() {}

    /// Cents of a key above the scale's first note at the middle key; nil where it is silent.
    public func cents(of key: Int, in scale: Scale) -> Double? {
        let distance = key - middleKey
        guard size > 0 else { return scale.cents(ofDegree: distance) }
        let position = distance.modulo(size)
        guard position < degrees.count, let degree = degrees[position] else { return nil }
        // As Scala does: the pattern moves by degrees, and only then is the scale asked what they are.
        let octave = octaveDegree == 0 ? scale.cents.count : octaveDegree
        return scale.cents(ofDegree: (distance - position) / size * octave + degree)
    }

    /// Reads the text of a `.kbm` file; `file` is for messages only.
    public static func parse(_ text: String, file: String) throws(Diagnostics) -> KeyboardMapping {
        var reader = KeyboardMappingReader(text, file: file)
        return try reader.read()
    }

    /// Reads the `.kbm` file at `path`, of UTF-8 or Latin-1.
    public static func load(path: String) throws(Diagnostics) -> KeyboardMapping {
        try parse(try TextFile.text(at: path, elseLatin1: true), file: path)
    }
}
