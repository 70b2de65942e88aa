import Foundation
import KanonState
import Testing

struct ReverbTests {
    private func reverb(_ build: Build, rate: Double = 48_000, seconds: Float) -> EffectsRun {
        let effects = EffectsRun(build, rate: rate)
        effects.control.reverb.mix = 1
        effects.control.reverb.decaySeconds = seconds
        effects.control.reverb.dampingHertz = 20_000
        effects.control.reverb.lowCutHertz = 5
        return effects
    }

    /// By M. R. Schroeder's backward integral, 1965, from −5 to −35 dB, of noise of up to about 2 kHz that stops.
    @Test(arguments: EffectsTests.everywhere, [0.1, 0.5, 2, 8] as [Float])
    func `a room falls by 60 dB in its time, within a tenth`(place: (build: Build, rate: Double), seconds: Float) {
        let effects = reverb(place.build, rate: place.rate, seconds: seconds)
        var low: Float = 0
        let share = Float(2 * Double.pi * 2000 / place.rate)
        let burst = noise(frames: Int(place.rate / 4)).map { sample -> Float in
            low += (sample - low) * min(share, 1)
            return low
        }
        _ = effects.left(burst)
        let tail = effects.left([Float](repeating: 0, count: Int(place.rate * Double(seconds) * 0.9)))
        var energy = 0.0
        var energies = [Double](repeating: 0, count: tail.count)
        for index in tail.indices.reversed() {
            energy += Double(tail[index]) * Double(tail[index])
            energies[index] = energy
        }
        let first = energies.firstIndex { $0 < energies[0] * pow(10, -0.5) } ?? 0
        let last = energies.firstIndex { $0 < energies[0] * pow(10, -3.5) } ?? 0
        let measured = 2 * Double(last - first) / place.rate
        #expect(abs(measured / Double(seconds) - 1) < 0.1)
    }

    /// Of a low tone nothing is left after four differences; of a single wrong frame, in places that come once in seconds, all is.
    @Test(arguments: Build.available)
    func `no frame of a room is out of place`(build: Build) {
        let effects = reverb(build, seconds: 2)
        let out = effects.left((0..<20 * 48_000).map { 0.3 * Float(sin(Double($0) * 2 * Double.pi * 150 / 48_000)) })
        var worst: Float = 0
        for frame in 48_000..<out.count - 4 {
            let rest = out[frame] - 4 * out[frame + 1] + 6 * out[frame + 2] - 4 * out[frame + 3] + out[frame + 4]
            worst = max(worst, abs(rest))
        }
        #expect(worst < 3e-5)
    }

    @Test(arguments: [0.3, 2, 10] as [Float], [1000, 8000, 20_000] as [Float])
    func `a room is as loud as what goes in`(seconds: Float, damping: Float) {
        let effects = reverb(Build.available[Build.available.count - 1], seconds: seconds)
        effects.control.reverb.dampingHertz = damping
        let frames = 48_000 * Int(1 + 1.5 * seconds)
        var (left, right) = (noise(frames: frames), noise(frames: frames, seed: 2))
        let reference = decibels(left)
        effects.render(&left, &right)
        #expect(abs(decibels(left.suffix(36_000)) - reference) < 2)
        #expect(abs(decibels(right.suffix(36_000)) - reference) < 2)
    }

    /// What the lines hold goes and comes in its time, and what makes up for it with it.
    @Test(arguments: [(10, 0.1), (10, 1), (0.1, 10), (1, 10), (2, 1)] as [(Float, Float)])
    func `a room neither swells nor sinks while its decay changes`(before: Float, after: Float) {
        let effects = reverb(Build.available[Build.available.count - 1], seconds: before)
        let change = 12 * 48_000
        var (left, right) = (noise(frames: 2 * change), noise(frames: 2 * change, seed: 2))
        effects.render(&left, &right) { frame, control in
            if frame == change { control.reverb.decaySeconds = after }
        }
        // Noise by itself wavers by a decibel in a twentieth of a second.
        let steady = decibels(left[change - 96_000..<change])
        for start in stride(from: change, to: 2 * change - 2_400, by: 1_200) {
            let level = decibels(left[start..<start + 2_400])
            #expect(abs(level - steady) < 4, "\((start - change) / 48) ms behind the change")
        }
    }

    @Test(arguments: Build.available)
    func `the sides of a room have nothing in common, and at no width everything`(build: Build) {
        for width in [1, 0] as [Float] {
            let effects = reverb(build, seconds: 2)
            effects.control.reverb.width = width
            var left = noise(frames: 96_000)
            var right = left
            effects.render(&left, &right)
            var (product, square, other) = (0.0, 0.0, 0.0)
            for index in 48_000..<96_000 {
                product += Double(left[index]) * Double(right[index])
                square += Double(left[index]) * Double(left[index])
                other += Double(right[index]) * Double(right[index])
            }
            let correlation = product / (square * other).squareRoot()
            #expect(width == 1 ? abs(correlation) < 0.2 : correlation > 0.999)
        }
    }

    /// J. S. Abel, P. Huang, "A Simple, Robust Measure of Reverberation Echo Density", AES 121, 2006: the share of samples
    /// beyond a standard deviation, over what noise has; 1 is dense.
    @Test(arguments: Build.available)
    func `a room is dense after a tenth of a second`(build: Build) {
        let effects = reverb(build, seconds: 3)
        var impulse = [Float](repeating: 0, count: 96_000)
        impulse[16_000] = 1
        let tail = effects.left(impulse)
        for start in stride(from: 16_000 + 4800, to: 60_000, by: 2400) {
            let window = tail[start..<start + 1920]
            let deviation = Float(pow(10, decibels(window) / 20))
            let share = Double(window.count { abs($0) > deviation }) / 1920
            #expect(share / 0.3173 > 0.8)
        }
    }

    /// The levels of third octaves of a late tail scatter as noise's do; a ringing mode would stand out of its neighbours.
    @Test(arguments: Build.available)
    func `no tone rings on in a room`(build: Build) {
        let effects = reverb(build, seconds: 3)
        effects.control.reverb.size = 1
        _ = effects.left(noise(frames: 24_000))
        let tail = effects.left([Float](repeating: 0, count: Spectrum.frames + 72_000)).suffix(Spectrum.frames)
        // Even out the decay, so that every part of the tail counts.
        let flat = zip(tail, 0...).map { $0 * Float(pow(10, 3 * Double($1) / (3 * 48_000))) }
        let spectrum = Spectrum(flat, rate: 48_000)
        let levels = stride(from: 200.0, to: 4000, by: 25).map { spectrum.decibels(at: $0) }
        let mean = levels.reduce(0, +) / Double(levels.count)
        #expect((levels.max() ?? 0) - mean < 10)
    }
}
