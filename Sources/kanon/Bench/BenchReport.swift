import Foundation
import KanonEngine

/// All figures of a bench, as programs and people read them.
struct BenchReport: Encodable {
    /// An engine that has nothing to play.
    struct Idle: Encodable {
        var kernel: String
        var nanosecondsPerFrame: Double
    }

    var machine = Machine.this
    var kernels: [String]
    var sampleRateHertz = BenchInstrument.sampleRate
    var framesPerBlock = BenchInstrument.framesPerBlock
    var voices: [VoiceBench.Figure] = []
    var idle: [Idle] = []
    var blocks: [BlockBench.Figure] = []
    var oscillators: [OscillatorBench.Figure] = []
    var effects: [EffectBench.Figure] = []

    /// Tables for people.
    func print() {
        if !voices.isEmpty { printVoices() }
        if !oscillators.isEmpty {
            printTable(
                "OSCILLATOR", "ns a sample: mean C1…C8, C8", rows: BenchWave.allCases.map(\.rawValue)
            ) { name, kernel in
                let figure = oscillators.first { $0.oscillator == name && $0.kernel == kernel }!
                return [number(figure.meanNanosecondsPerSample), number(figure.c8NanosecondsPerSample)]
            }
        }
        if !effects.isEmpty {
            printTable("EFFECT", "ns a stereo frame", rows: BenchEffect.allCases.map(\.rawValue)) { name, kernel in
                [number(effects.first { $0.effect == name && $0.kernel == kernel }!.nanosecondsPerFrame)]
            }
        }
    }

    private func printVoices() {
        if let most = voices.filter({ $0.sound == "typical" }).max(by: { $0.voicesPerCore < $1.voicesPerCore }) {
            Output.data(
                "This machine plays about \(rounded(most.voicesPerCore)) voices per core: two saws through a filter each, at 48 kHz in blocks of 64."
            )
            Output.data("")
        }
        let first = voices.filter { $0.kernel == kernels[0] }
        printTable("VOICES", "ns a sample and voice, voices per core", rows: first.map { "\($0.voices) × \($0.sound)" }) { row, kernel in
            let figure = voices.first { "\($0.voices) × \($0.sound)" == row && $0.kernel == kernel }!
            return [number(figure.nanosecondsPerVoiceSample), rounded(figure.voicesPerCore)]
        }
        printTable("NO VOICE", "ns a frame", rows: ["idle"]) { _, kernel in
            [number(idle.first { $0.kernel == kernel }!.nanosecondsPerFrame)]
        }
        printTable(
            "BLOCK, 64 VOICES", "µs: median, dearest, dearest to median of held", rows: BlockScene.Kind.allCases.map(\.rawValue)
        ) { name, kernel in
            let figure = blocks.first { $0.kind.rawValue == name && $0.kernel == kernel }!
            return [
                number(figure.medianNanoseconds / 1000), number(figure.maximumNanoseconds / 1000), number(figure.maximumToHeld),
            ]
        }
    }

    /// A table with a group of columns for every kernel.
    private func printTable(_ title: String, _ unit: String, rows: [String], cells: (String, String) -> [String]) {
        let body = rows.map { row in
            [row] + kernels.flatMap { kernel in cells(row, kernel).map { String(repeating: " ", count: max(9 - $0.count, 0)) + $0 } }
        }
        let columns = (body[0].count - 1) / kernels.count
        let heads = kernels.flatMap { kernel in
            [kernel.padding(toLength: 9, withPad: " ", startingAt: 0)] + Array(repeating: "", count: columns - 1)
        }
        Output.data("\(title): \(unit)")
        Output.table([[""] + heads] + body)
        Output.data("")
    }

    private func number(_ value: Double) -> String { String(format: "%.2f", value) }

    /// Two digits: more would not come out the same tomorrow.
    private func rounded(_ value: Double) -> String {
        let step = pow(10, max(floor(log10(max(value, 1))) - 1, 0))
        return String(Int((value / step).rounded() * step))
    }
}
