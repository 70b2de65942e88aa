import Testing

/// A steady note of one waveform at one sample rate, and its spectrum.
struct Tone: CustomTestStringConvertible {
    /// C1…C8.
    static let notes = (0..<8).map { 32.703_195_66 * Double(1 << $0) }
    static let rates = [44_100.0, 48_000, 96_000, 192_000]
    /// C5, C7 and C8 at every rate, where most can go wrong, and C1.
    static let places: [(hertz: Double, rate: Double)] =
        [4, 6, 7].flatMap { note in rates.map { (notes[note], $0) } } + [(notes[0], 44_100)]

    let name: String
    let hertz: Double
    let rate: Double
    /// What the whole-numbered phase increment gives.
    let fundamental: Double
    let spectrum: Spectrum

    /// `draw` gets the increment and returns as many frames as a spectrum takes, from the fastest build.
    init(_ name: String, hertz: Double, rate: Double, draw: (Build, UInt32) -> [Float]) {
        self.name = name
        self.hertz = hertz
        self.rate = rate
        let increment = UInt32(hertz / rate * 0x1p32)
        fundamental = Double(increment) * 0x1p-32 * rate
        spectrum = Spectrum(draw(Build.available[Build.available.count - 1], increment), rate: rate)
    }

    /// The loudest alias up to 18 kHz against the fundamental, in decibels.
    var alias: Double {
        spectrum.decibelsBetweenHarmonics(of: fundamental, upTo: 18_000) - spectrum.decibels(at: fundamental)
    }

    /// How far the harmonics up to 15 kHz, or 18 kHz from 48 kHz on, are from what `ideal` gives for their numbers, in decibels
    /// and against the fundamental. Those that should be 60 dB below it are left out.
    func worstHarmonic(_ ideal: (Int) -> Double) -> Double {
        let reference = spectrum.decibels(at: fundamental) - decibels(ideal(1))
        let highest = rate < 48_000 ? 15_000.0 : 18_000
        return (1...Int(highest / fundamental)).filter { decibels(ideal($0)) > decibels(ideal(1)) - 60 }.reduce(0) {
            max($0, abs(spectrum.decibels(at: Double($1) * fundamental) - reference - decibels(ideal($1))))
        }
    }

    var testDescription: String { "\(name), \(Int(hertz)) Hz at \(Int(rate)) Hz" }
}
