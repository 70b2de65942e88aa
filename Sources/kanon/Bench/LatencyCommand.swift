import ArgumentParser
import KanonEngine
import KanonIO

/// From a key to its sound, to the frame.
struct LatencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency", abstract: "From an event to the frame in which it sounds, and how far that scatters.",
        discussion: """
            Strikes a key at moments that no block knows of and listens to what comes out: by a JACK connection, or with --loopback at \
            the card's input, behind a cable from its output. The sum that Kanon states should come out, every time.
            """)

    @Option("Strokes.", in: 1...100_000, valueName: "n") var strokes = 200
    @Option(
        help: ArgumentHelp(
            "Listen at this JACK output instead, such as system:capture_1 with a cable to the card's output.", valueName: "port"))
    var loopback: String?
    @OptionGroup var timing: TimingOptions
    @OptionGroup(title: "Sound card and real time") var audio: AudioOptions

    /// Until the engine's clock knows the server's.
    private static let settlingSeconds = 2.0

    func run() throws {
        try Output.failing {
            let bed = try TimingBed(audio, sound: BenchSound.stroke)
            let seconds = Strokes.seconds(strokes) + Self.settlingSeconds + 1
            let rate = bed.session.sampleRate
            let log = CallbackLog(capacity: Int(seconds * rate) / 16)
            try bed.start(log)
            let listener = try JackListener(
                server: bed.session.server?.name, from: loopback ?? bed.session.client?.leftPort ?? "", seconds: seconds, sampleRate: rate)
            try bed.rest(seconds: Self.settlingSeconds)
            let moments = try Strokes.strike(
                strokes, input: bed.instrument.input(.alsa), priority: bed.session.midiPriority(audio.rtPriority))
            try bed.rest(seconds: 0.3)
            try timing.give(try report(bed, log, listener, moments))
        }
    }

    private func report(_ bed: TimingBed, _ log: CallbackLog, _ listener: JackListener, _ moments: [UInt64]) throws -> TimingReport {
        var report = bed.report("latency", "\(strokes) strokes\(loopback.map { ", heard at \($0)" } ?? "")")
        // Behind a cable there is noise: a thousandth of full scale is sound.
        let heard = listener.onsets(silence: Int(bed.session.sampleRate / 200), step: loopback == nil ? 1e-5 : 0.01)
        guard let block = bed.session.block else { return report }
        let line = BlockLine(log.callbacks, sampleRate: block.sampleRate)
        let microsecondsPerFrame = 1e6 / block.sampleRate
        // A sine begins at zero: what is heard first is its second frame.
        let sounding = heard.compactMap { frame in line.microseconds(of: frame &- 1) }
        let delays = Self.delays(from: moments.map { Double($0) }, to: sounding).map { $0 / microsecondsPerFrame }
        report.counts["strokes that were heard, with the server in time"] = delays.count
        if delays.count < moments.count {
            report.remarks.append("Of \(moments.count) strokes the others fell where blocks were missing, or were not heard.")
        }
        // With `asap` it comes between the limiter's delay and a block later.
        let stated = Double((block.timing == .asap ? 0 : block.frames) + Engine.delayFrames)
        let path = loopback == nil ? "sounding frame" : "sound at the card's input"
        report.distributions = [
            Distribution("event to \(path)", unit: "ms", delays.map { $0 * microsecondsPerFrame / 1000 }),
            loopback == nil ? Distribution("off the stated \(Int(stated)) frames", unit: "frames", delays.map { $0 - stated }) : nil,
        ].compactMap { $0 }
        report.remarks += remarks(report, block, listener)
        return report
    }

    /// From each moment to the first sound behind it, in µs, where that comes before the next stroke.
    private static func delays(from moments: [Double], to sounding: [Double]) -> [Double] {
        moments.compactMap { moment in
            sounding.first { $0 > moment }.flatMap { $0 - moment < Strokes.shortestGapSeconds * 1e6 ? $0 - moment : nil }
        }
    }

    private func remarks(_ report: TimingReport, _ block: BlockSetting, _ listener: JackListener) -> [String] {
        func milliseconds(_ frames: Double) -> String { TimingReport.number(frames / block.sampleRate * 1000) }
        var remarks = [
            "Stated: \(block.timing == .asap ? "up to " : "")a block of \(block.frames) and \(Engine.delayFrames) of the limiter, \(milliseconds(Double(block.frames + Engine.delayFrames))) ms to the frame that is handed to JACK."
        ]
        if let whole = block.seconds {
            remarks.append(
                "To the card's converter \(TimingReport.number(whole * 1000 + Double(Engine.delayFrames) / block.sampleRate * 1000)) ms: \(block), and the limiter. The converter's own delay is not in it."
            )
        }
        if loopback != nil {
            remarks.append(
                "Of what was heard behind the cable, JACK says that \(listener.captureLatency) frames (\(milliseconds(Double(listener.captureLatency))) ms) are the input's."
            )
        }
        return remarks
    }
}
