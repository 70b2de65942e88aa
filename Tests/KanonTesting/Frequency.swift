import Foundation

/// The frequency in Hz of a lone sine at 48 kHz near `guess`, by the turn of its phase between the two halves of the signal.
public func frequency(of signal: ArraySlice<Float>, near guess: Double) -> Double {
    let half = signal.count / 2
    func phase(_ part: ArraySlice<Float>) -> Double {
        var re = 0.0
        var im = 0.0
        for (n, sample) in zip(part.indices, part) {
            let window = 0.5 - 0.5 * cos(2 * Double.pi * Double(n - part.startIndex) / Double(part.count))
            re += window * Double(sample) * cos(2 * Double.pi * guess / 48_000 * Double(n))
            im -= window * Double(sample) * sin(2 * Double.pi * guess / 48_000 * Double(n))
        }
        return atan2(im, re)
    }
    let first = phase(signal.prefix(half))
    let second = phase(signal.dropFirst(half).prefix(half))
    let turn = (second - first).remainder(dividingBy: 2 * Double.pi)
    return guess + turn / (2 * Double.pi) * 48_000 / Double(half)
}
