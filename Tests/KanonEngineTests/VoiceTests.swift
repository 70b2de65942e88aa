import Testing

@testable import KanonEngine

struct VoiceTests {
    @Test func `a note-off releases its own key, channel and device only`() {
        let bench = Bench()
        for (device, channel, key) in [(0, 0, 60), (0, 0, 64), (0, 1, 67), (1, 0, 71)] as [(UInt8, UInt8, UInt8)] {
            bench.push(.noteOn, device: device, channel: channel, key: key, value: 1)
        }
        bench.run(64)
        bench.push(.noteOff, key: 60)
        bench.push(.noteOff, key: 67)
        bench.push(.noteOff, key: 71)
        bench.run(64)
        #expect(bench.heldKeys == [64, 67, 71])
    }

    @Test func `the pedal holds and lifts the notes of its own device and channel`() {
        let bench = Bench()
        for (device, channel, key) in [(0, 0, 60), (0, 1, 64), (1, 0, 67)] as [(UInt8, UInt8, UInt8)] {
            bench.push(.noteOn, device: device, channel: channel, key: key, value: 1)
        }
        bench.push(.sustain, value: 1)
        for (device, channel, key) in [(0, 0, 60), (0, 1, 64), (1, 0, 67)] as [(UInt8, UInt8, UInt8)] {
            bench.push(.noteOff, device: device, channel: channel, key: key)
        }
        bench.run(64)
        #expect(bench.heldKeys == [60])
        bench.push(.sustain, channel: 1, value: 0)
        bench.push(.sustain, device: 1, value: 0)
        bench.run(64)
        #expect(bench.heldKeys == [60])
        bench.push(.sustain, value: 0)
        bench.run(64)
        #expect(bench.heldKeys == [])
    }

    @Test func `a key that is down stays when the pedal lifts`() {
        let bench = Bench()
        bench.push(.sustain, value: 1)
        bench.push(.noteOn, key: 60, value: 1)
        bench.push(.sustain, value: 0)
        bench.run(64)
        #expect(bench.heldKeys == [60])
    }

    @Test func `a device that is gone takes its keys and pedals along, and nobody else's`() {
        let bench = Bench()
        for device in UInt8(0)..<2 {
            bench.push(.sustain, device: device, value: 1)
            bench.push(.bend, device: device, channel: 3, value: 1)
            bench.push(.noteOn, device: device, key: 60 + device, value: 1)
            bench.push(.noteOn, device: device, channel: 3, key: 70 + device, value: 1)
            bench.push(.noteOff, device: device, key: 60 + device)
        }
        bench.run(64)
        #expect(bench.heldKeys == [60, 61, 70, 71])
        bench.push(.releaseDevice, device: 1)
        bench.run(64)
        #expect(bench.heldKeys == [60, 70])
        // Its pedal and wheel are at rest for whoever gets its number.
        bench.push(.noteOn, device: 1, channel: 3, key: 72, value: 1)
        bench.push(.noteOff, device: 1, channel: 3, key: 72)
        bench.run(64)
        #expect(bench.heldKeys == [60, 70])
    }

    @Test func `all notes off lets go as fingers do, all sound off does not wait`() {
        for kind in [Event.Kind.allNotesOff, .allSoundOff] {
            let bench = Bench()
            bench.push(.noteOn, key: 60, value: 1)
            bench.push(.noteOn, channel: 1, key: 64, value: 1)
            bench.push(.sustain, value: 1)
            bench.run(64)
            bench.push(kind)
            bench.run(64)
            #expect(bench.heldKeys == (kind == .allNotesOff ? [60, 64] : [64]))
            bench.run(480)
            if kind == .allSoundOff { #expect(bench.sounding.map(\.key) == [64]) }
        }
    }

    @Test func `a reset lifts pedal and wheel`() {
        let bench = Bench()
        bench.push(.bend, value: 1)
        bench.push(.sustain, value: 1)
        bench.push(.noteOn, key: 60, value: 1)
        bench.push(.noteOff, key: 60)
        bench.push(.resetControllers)
        bench.run(64)
        #expect(bench.heldKeys.isEmpty)
        #expect(bench.instrument.engine.pointee.pool.groups[0].bendTarget[0] == 0)
    }

    @Test func `panic ends everything within ten milliseconds`() {
        let bench = Bench()
        for device in UInt8(0)..<16 { bench.push(.noteOn, device: device, channel: device, key: 40 + device, value: 1) }
        bench.run(4800)
        bench.push(.panic)
        bench.run(480)
        #expect(bench.sounding.isEmpty)
    }

    @Test func `a key struck again starts anew and lets its old voice ring out`() {
        let bench = Bench()
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(640)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(16, block: 16)
        #expect(bench.sounding.map(\.key) == [60, 60])
        #expect(bench.heldKeys == [60])
        bench.push(.noteOff, key: 60)
        bench.run(64)
        #expect(bench.heldKeys.isEmpty)
    }

    @Test func `the very first note is as loud as the preset and its velocity say`() {
        let peaks = [0, 1600].map { frame in
            let bench = Bench(.velocitySine)
            bench.send(0x90, 69, 32, at: frame)
            bench.run(to: 4800)
            return peak(bench.left)
        }
        #expect(abs(peaks[0] - peaks[1]) < 1e-6)
        #expect(peaks[0] < 0.04)
    }

    @Test func `stealing takes released notes first, then the pedal's, then quiet ones, then old ones`() {
        let bench = Bench(.velocitySine, polyphony: 7)
        // Lowest and highest are held, 50 and 80; 55 is released, 58 the pedal's, 62 soft; 65 is older than 68.
        bench.push(.noteOn, key: 50, value: 1)
        bench.push(.noteOn, key: 80, value: 1)
        bench.push(.noteOn, key: 65, value: 1)
        bench.push(.noteOn, key: 68, value: 1)
        bench.push(.noteOn, key: 62, value: 0.1)
        bench.push(.noteOn, channel: 1, key: 58, value: 1)
        bench.push(.noteOn, channel: 2, key: 55, value: 1)
        bench.push(.sustain, channel: 1, value: 1)
        bench.run(640)
        bench.push(.noteOff, channel: 1, key: 58)
        bench.push(.noteOff, channel: 2, key: 55)
        bench.run(64)
        var stolen: [Int] = []
        for new in UInt8(70)..<76 {
            let before = Set(bench.sounding.filter { $0.stage < 3 }.map(\.key))
            bench.push(.noteOn, channel: 4, key: new, value: 1)
            bench.run(64)
            stolen += before.subtracting(bench.sounding.filter { $0.stage < 3 }.map(\.key)).sorted()
        }
        #expect(stolen == [55, 58, 62, 65, 68, 70])
        #expect(bench.instrument.meter[.steals] == 6)
    }

    @Test func `a note on the right is not taken for a quiet one`() {
        var sound = Sound.plainSine
        sound[.voice(.spread)] = 1
        let bench = Bench(sound, polyphony: 4)
        for key in [40, 60, 95, 100] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
        bench.run(640)
        bench.push(.noteOn, key: 70, value: 1)
        bench.run(64)
        #expect(bench.heldKeys == [40, 70, 95, 100])
    }

    @Test func `a chord does not steal from itself while older notes sound`() {
        let bench = Bench(polyphony: 6)
        for key in [40, 50, 52, 54, 56, 90] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
        bench.run(640)
        for key in [60, 64, 67] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
        bench.run(64)
        #expect(bench.heldKeys == [40, 56, 60, 64, 67, 90])
    }

    @Test(arguments: [1, 16, 17, 64, 1024])
    func `no more notes sound than the polyphony allows, and the last ones win`(polyphony: Int) {
        let bench = Bench(polyphony: polyphony)
        let count = polyphony + 40
        for number in 0..<count {
            bench.push(.noteOn, channel: UInt8(number / 100), key: UInt8(20 + number % 100), value: 1)
            if number % 8 == 7 { bench.run(64) }
        }
        bench.run(480)
        #expect(bench.sounding.count == polyphony)
        #expect(bench.instrument.meter[.steals] == 40)
        #expect(bench.heldKeys.count == polyphony)
        bench.push(.panic)
        bench.run(960)
        #expect(bench.sounding.isEmpty)
        // Only the end of the offset that a sudden end leaves, which has no steps.
        #expect(largestStep(bench.left.suffix(64)) < 5e-5)
    }

    @Test(arguments: [44_100.0, 48_000, 96_000, 192_000])
    func `a stolen voice fades without a step`(rate: Double) {
        let bench = Bench(polyphony: 1, rate: rate)
        bench.send(0x90, 57, 127, at: 0)
        let start = Int(rate / 10)
        bench.send(0x90, 64, 127, at: start + 3)
        bench.run(to: 2 * start, block: 100)
        let own = largestStep(bench.left[(start / 2)..<start])
        // For a moment the two sound together.
        let own2 = largestStep(bench.left[(start + start / 2)...])
        let meeting = largestStep(bench.left[start..<(start + start / 4)])
        #expect(meeting < own + own2)
        #expect(bench.sounding.map(\.key) == [64])
    }

    @Test func `a stolen note's fade takes no more than five milliseconds`() {
        let bench = Bench(polyphony: 1)
        bench.push(.noteOn, key: 57, value: 1)
        bench.run(4800)
        bench.push(.noteOn, key: 64, value: 1)
        bench.run(240, block: 16)
        #expect(bench.sounding.map(\.key) == [64])
    }

    @Test func `a hundred notes in one frame leave the polyphony's worth`() {
        let bench = Bench(polyphony: 1)
        for key in UInt8(10)..<110 { bench.send(0x90, key, 100, at: 7) }
        bench.run(480)
        #expect(bench.heldKeys == [109])
        let isFinite = bench.left.allSatisfy(\.isFinite)
        #expect(isFinite)
        bench.send(0x80, 109, 0, at: 490)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
    }

    @Test func `an oscillator goes on from the phase at which its last note ended`() {
        let bench = Bench(polyphony: 1)
        let pool = bench.instrument.engine.pointee.pool
        bench.send(0x90, 69, 100, at: 3)
        bench.send(0x80, 69, 0, at: 1003)
        bench.run(to: 9600)
        #expect(bench.sounding.isEmpty)
        let rested = pool.groups[0].oscillators[0].copies[0].phase[0]
        #expect(rested != 0)
        bench.run(640)
        #expect(pool.groups[0].oscillators[0].copies[0].phase[0] == rested)
        bench.send(0x90, 57, 100, at: bench.left.count + 5)
        bench.run(16, block: 16)
        bench.run(1, block: 1)
        // The line behind the cell in which it began at frame 5.
        let increment = pool.groups[0].oscillators[0].copies[0].increment[0]
        #expect(pool.groups[0].oscillators[0].copies[0].phase[0] == rested &+ 11 &* increment)
    }

    @Test func `after a thousand frames the phase is exactly a thousand increments on`() {
        let bench = Bench()
        bench.send(0x90, 73, 100, at: 0)
        bench.run(to: 16_001, block: 1)
        let lanes = bench.instrument.engine.pointee.pool.groups[0].oscillators[0].copies[0]
        #expect(lanes.phase[0] == 16_000 &* lanes.increment[0])
    }

    @Test func `a held note keeps its pitch when the sample rate changes`() {
        let bench = Bench()
        bench.send(0x90, 69, 100, at: 0)
        bench.run(to: 4800)
        bench.instrument.setSampleRate(96_000)
        bench.run(4800)
        let increment = bench.instrument.engine.pointee.pool.groups[0].oscillators[0].copies[0].increment[0]
        #expect(abs(Double(increment) / 4_294_967_296 * 96_000 - 440) < 1e-4)
        #expect(largestStep(bench.left[4000...]) < 0.06)
    }

    @Test(arguments: [1, 7, 8192]) func `blocks of any size carry a note`(block: Int) {
        let bench = Bench()
        bench.send(0x90, 69, 100, at: 5000)
        bench.send(0x80, 69, 0, at: 9000)
        bench.run(to: 16_384, block: block)
        let reference = Bench()
        reference.send(0x90, 69, 100, at: 5000)
        reference.send(0x80, 69, 0, at: 9000)
        reference.run(to: 16_384)
        let isSame = bench.left == reference.left
        #expect(isSame)
        #expect(bench.sounding.isEmpty)
    }
}

extension Sound {
    /// A sine that velocity makes soft.
    static var velocitySine: Sound {
        var sound = Sound.plainSine
        sound[.amp(.velocity)] = 1
        sound[.amp(.release)] = 10
        return sound
    }
}
