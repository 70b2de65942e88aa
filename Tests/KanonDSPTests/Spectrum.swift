import Foundation

/// Levels over frequency of a signal, through a window whose side lobes lie below −150 dB.
struct Spectrum {
    /// Frames and points of the transform.
    static let frames = 1 << 16
    /// Bins from the middle of a partial's main lobe to where nothing of it is left.
    static let binsPerPartial = 8

    private let binsPerHertz: Double
    private let powers: [Double]

    init(_ signal: [Float], rate: Double) {
        precondition(signal.count == Self.frames)
        binsPerHertz = Double(Self.frames) / rate
        var re = zip(signal, Self.window).map { Double($0) * $1 }
        var im = [Double](repeating: 0, count: re.count)
        Self.transform(&re, &im)
        powers = (0..<re.count / 2).map { re[$0] * re[$0] + im[$0] * im[$0] }
    }

    /// The level of the partial at a frequency, in decibels with a common reference: the power in its main lobe.
    func decibels(at hertz: Double) -> Double {
        10 * log10(sum(bin(hertz) - Self.binsPerPartial...bin(hertz) + Self.binsPerPartial))
    }

    /// The greatest level of a partial that is no harmonic of a fundamental, up to a frequency, in the same decibels.
    func decibelsBetweenHarmonics(of fundamental: Double, upTo hertz: Double) -> Double {
        var greatest = 0.0
        var harmonic = 0.0
        while harmonic < hertz {
            let low = bin(harmonic) + Self.binsPerPartial
            let high = min(bin(harmonic + fundamental) - Self.binsPerPartial, bin(hertz))
            if low <= high { greatest = max(greatest, powers[low...high].max() ?? 0) }
            harmonic += fundamental
        }
        return 10 * log10(greatest * Self.partialOverPeak)
    }

    /// The mean level of the bins of a band, in the same decibels.
    func decibelsPerBin(in band: ClosedRange<Double>) -> Double {
        let bins = bin(band.lowerBound)...bin(band.upperBound)
        return 10 * log10(sum(bins) / Double(bins.count))
    }

    private func bin(_ hertz: Double) -> Int { Int((hertz * binsPerHertz).rounded()) }

    private func sum(_ bins: ClosedRange<Int>) -> Double {
        powers[bins.clamped(to: 0...powers.count - 1)].reduce(0, +)
    }

    /// Kaiser's window with β = 18, whose main lobe ends 6.6 bins from its middle.
    private static let window: [Double] = {
        let beta = 18.0
        let whole = bessel(beta)
        return (0..<frames).map {
            let x = 2 * (Double($0) + 0.5) / Double(frames) - 1
            return bessel(beta * (1 - x * x).squareRoot()) / whole
        }
    }()

    /// The power in a main lobe over the power in its middle bin, by Parseval's theorem.
    private static let partialOverPeak: Double = {
        let sum = window.reduce(0, +)
        return Double(frames) * window.map { $0 * $0 }.reduce(0, +) / (sum * sum)
    }()

    /// The modified Bessel function of order 0, by its series.
    private static func bessel(_ x: Double) -> Double {
        var sum = 1.0
        var term = 1.0
        for k in 1..<60 {
            term *= (x / 2 / Double(k)) * (x / 2 / Double(k))
            sum += term
        }
        return sum
    }

    private static let cosines = (0..<frames / 2).map { cos(2 * Double.pi * Double($0) / Double(frames)) }
    private static let sines = (0..<frames / 2).map { -sin(2 * Double.pi * Double($0) / Double(frames)) }

    /// Fourier transform in place, decimation in time. Pointers, because arrays are slow in a debug build.
    private static func transform(_ re: inout [Double], _ im: inout [Double]) {
        for i in 0..<frames where i < reversed(i) {
            re.swapAt(i, reversed(i))
            im.swapAt(i, reversed(i))
        }
        re.withUnsafeMutableBufferPointer { re in
            im.withUnsafeMutableBufferPointer { im in
                var half = 1
                while half < frames {
                    for start in stride(from: 0, to: frames, by: 2 * half) {
                        combine(
                            re.baseAddress! + start, im.baseAddress! + start, half: half, cosines, sines,
                            stride: frames / (2 * half))
                    }
                    half *= 2
                }
            }
        }
    }

    private static func combine(
        _ re: UnsafeMutablePointer<Double>, _ im: UnsafeMutablePointer<Double>, half: Int,
        _ cosines: UnsafePointer<Double>, _ sines: UnsafePointer<Double>, stride: Int
    ) {
        var k = 0
        while k < half {
            let c = cosines[k &* stride]
            let s = sines[k &* stride]
            let x = re[k &+ half] * c - im[k &+ half] * s
            let y = re[k &+ half] * s + im[k &+ half] * c
            re[k &+ half] = re[k] - x
            im[k &+ half] = im[k] - y
            re[k] += x
            im[k] += y
            k &+= 1
        }
    }

    private static func reversed(_ index: Int) -> Int {
        var left = index
        var result = 0
        for _ in 0..<frames.trailingZeroBitCount {
            result = result << 1 | left & 1
            left >>= 1
        }
        return result
    }
}
