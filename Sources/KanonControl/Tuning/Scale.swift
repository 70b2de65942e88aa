import Foundation

/// A scale as Scala writes it down: the degrees above its first note, of which the last is the interval at which it repeats.
///
/// Source: M. Op de Coul, "Scala scale file format", Huygens-Fokker Foundation, 2001–2024.
public struct Scale: Sendable, Hashable {
    /// What its author calls it; may be empty.
    public let description: String
    /// Cents above the first note: of the first degree to the last, which is the formal octave. May be empty.
    public let cents: [Double]

    /// A scale of these degrees.
    public init(description: String, cents: [Double]) {
        self.description = description
        self.cents = cents
    }

    /// Twelve equal steps an octave.
    public static let equal = Scale(description: "twelve equal steps an octave", cents: (1...12).map { Double($0) * 100 })

    /// Cents above the first note of any degree: the scale goes on below and above by its last one. A scale without degrees has
    /// one pitch.
    public func cents(ofDegree degree: Int) -> Double {
        guard let octave = cents.last else { return 0 }
        let step = degree.modulo(cents.count)
        let turns = Double((degree - step) / cents.count)
        return turns * octave + (step == 0 ? 0 : cents[step - 1])
    }

    /// Reads the text of a `.scl` file; `file` is for messages only.
    public static func parse(_ text: String, file: String) throws(Diagnostics) -> Scale {
        var reader = ScaleReader(text, file: file)
        return try reader.read()
    }

    /// Reads the `.scl` file at `path`, of UTF-8 or Latin-1.
    public static func load(path: String) throws(Diagnostics) -> Scale {
        try parse(try TextFile.text(at: path, elseLatin1: true), file: path)
    }
}

extension Int {
    /// What is left of a division by `divisor`, which is positive: never negative.
    func modulo(_ divisor: Int) -> Int {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
