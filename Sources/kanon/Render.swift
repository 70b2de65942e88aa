import ArgumentParser
import Foundation
import KanonControl
import KanonEngine
import KanonIO

/// The same engine without a server: a MIDI file in, a sound file out.
struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Render a MIDI file to a sound file.")

    @Argument(help: ArgumentHelp("The piece: a Standard MIDI File.", valueName: "song.mid"))
    var song: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The sound file; an existing one is never overwritten.", valueName: "out.wav"))
    var output: String

    @Option(help: ArgumentHelp("The sound it is played with.", valueName: "name|file"))
    var preset = Library.defaultPreset

    @Option("Frames a second, 8000 to 192000.", in: 8_000...192_000, valueName: "hertz")
    var rate = 48_000

    @Option("Frames a block, 1 to 8192; changes no bit of the result.", in: 1...Engine.maximumFrames, valueName: "frames")
    var block = 64

    @Option("Longest time to ring out after the last note.", in: 0...3600, valueName: "seconds")
    var tail = 10.0

    @Option(help: ArgumentHelp("Format of the file: wav24 or wav32f.", valueName: "format"))
    var format: RecordingFormat = .wav24

    @OptionGroup var options: SoundOptions
    @OptionGroup var tuning: TuningOptions

    func run() throws {
        try Output.failing {
            let library = Library.standard
            var configuration = Instrument.Configuration()
            configuration.sampleRate = Double(rate)
            configuration.polyphony = options.polyphony
            configuration.kernel = options.kernel
            configuration.controllers = try Mapping.load(path: options.mappingPath(in: library)).controllers
            let tuning = try TuningFiles(self.tuning.request).tuning
            var sound = try options.sound(of: try library.preset(preset), in: library)
            if let a4 = self.tuning.a4 { sound[.tuning] = a4 }
            let piece = try StandardMidiFile.load(path: song)
            var file = try WaveFile(output, format: format, sampleRate: Double(rate))
            let rendering = OfflineRendering(
                instrument: Instrument(configuration, sound: sound), sampleRate: Double(rate), block: block,
                tuning: PlayerTuning(tuning))
            let peak = try rendering.play(piece, tailSeconds: tail) { samples in
                try samples.withUnsafeBufferPointer { try file.write($0.baseAddress!, count: samples.count / 2) }
            }
            for complaint in rendering.complaints { Output.say(complaint.description) }
            let seconds = Double(rendering.frames) / Double(rate)
            Output.say(
                "Wrote \(output.printable): \(String(format: "%.2f", seconds)) s, peak \(String(format: "%.1f", 20 * log10(max(peak, 1e-9)))) dB."
            )
        }
    }
}
