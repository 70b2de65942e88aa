import Testing

@testable import KanonEngine

struct RenderingTests {
    @Test func `a note begins on its frame`() {
        for frame in [0, 1, 15, 16, 77, 1000, 1023] {
            let bench = Bench()
            bench.send(0x90, 69, 100, at: frame)
            bench.run(to: 4096)
            // The envelope and the sine both start at zero: the first frame that is heard is the one after.
            let firstHeard = bench.left.firstIndex { $0 != 0 }
            #expect(firstHeard == frame + 1 + Engine.delayFrames)
        }
    }

    @Test(arguments: Kernel.allCases.filter(\.isAvailable))
    func `the size of the block changes no bit`(kernel: Kernel) {
        let outputs = [16, 64, 1000, 1, 37].map { block in
            let bench = Bench(.movingSaw, kernel: kernel, polyphony: 4, map: .cutoffOnController74)
            play(bench)
            bench.run(to: 24_000, block: block)
            return bench.left + bench.right
        }
        for output in outputs.dropFirst() {
            let firstDifference = zip(output, outputs[0]).enumerated().first { $1.0 != $1.1 }?.offset
            #expect(firstDifference == nil)
        }
        let loudest = outputs[0].max()!
        #expect(loudest > 0.05)
    }

    @Test(.enabled(if: Kernel.v3.isAvailable)) func `the kernels agree within −80 dB`() {
        let outputs = [Kernel.baseline, .v3].map { kernel in
            let bench = Bench(.movingSaw, kernel: kernel, map: .cutoffOnController74)
            play(bench)
            bench.run(to: 24_000)
            return bench.left
        }
        let difference = zip(outputs[0], outputs[1]).map { abs($0 - $1) }.max()!
        let loudest = outputs[0].map(abs).max()!
        #expect(difference < 1e-4 * loudest)
    }

    private func play(_ bench: Bench) {
        for (number, key) in [48, 55, 60, 64, 67, 72].enumerated() {
            bench.send(0x90, UInt8(key), 90, at: 100 + number * 1501)
        }
        bench.send(0xE0, 0, 96, at: 9_000)
        bench.send(0xB0, 74, 90, at: 9_100)
        bench.send(0xB0, 64, 127, at: 9_200)
        bench.send(0x80, 60, 0, at: 12_003)
        bench.send(0xB0, 64, 0, at: 14_005)
        for number in 0..<100 { bench.send(0xB0, 74, UInt8(number), at: 15_000 + 17 * number) }
        bench.send(0xB0, 123, 0, at: 18_009)
    }
}

extension ControllerMap {
    static var cutoffOnController74: ControllerMap {
        var map = ControllerMap()
        map.rules = [
            Rule(.controller(74), parameter: .filter(.cutoff), low: 200, high: 12_000, curve: .exponential)
        ]
        return map
    }
}
