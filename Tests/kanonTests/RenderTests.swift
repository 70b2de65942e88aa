import Foundation
import KanonControl
import KanonEngine
import Testing

@testable import kanon

struct RenderTests {
    @Test(arguments: Library.standard.presets.map(\.name))
    func `every preset plays the demo: audible, finite, below full scale`(name: String) throws {
        var configuration = Instrument.Configuration()
        configuration.controllers = try Library.standard.mapping(Library.genericMapping).controllers
        let sound = try Library.standard.preset(name).sound
        let rendering = OfflineRendering(
            instrument: Instrument(configuration, sound: sound), sampleRate: 48_000, block: 64)
        var sum = 0.0
        let peak = try rendering.play(Play.demoPiece(), tailSeconds: 20) { block in
            block.withUnsafeBufferPointer { samples in
                var index = 0
                while index < samples.count {
                    sum += Double(samples[index] * samples[index])
                    index += 1
                }
            }
        }
        let decibels = 10 * log10(sum / Double(2 * rendering.frames))
        #expect(sum.isFinite)
        #expect(peak < 0.9886)
        // One voice, and drums, are quieter than chords; `PresetTests` measures their loudness in what they are made for.
        let mode = try #require(Parameter.named("voice.mode"))
        let isDense = try sound[mode.id] == 0 && Library.standard.preset(name).tags.first != "percussion"
        #expect(((isDense ? -26 : -33) ... -12).contains(decibels))
    }

    @Test(arguments: Library.standard.mappings.map(\.name))
    func `every mapping plays the demo`(name: String) throws {
        let folder = try TemporaryFolder()
        let song = folder.file("demo.mid")
        try Data(PackageResources.demo_mid).write(to: URL(filePath: song))
        let result = try Command.run(["render", song, "-o", folder.file("out.wav"), "--mapping", name])
        #expect(result.status == 0)
    }

    @Test func `at the end of a morph it is the other preset, to the last bit`() throws {
        let folder = try TemporaryFolder()
        let song = folder.file("chord.mid")
        let notes: [UInt8] = [0, 0x90, 48, 90, 0, 0x90, 60, 70, 0x83, 0x60, 0x80, 48, 0, 0, 0x80, 60, 0, 0, 0xFF, 0x2F, 0]
        let head: [UInt8] = [0, 0, 0, 6, 0, 0, 0, 1, 1, 0xE0]
        var data = Data("MThd".utf8) + head + Data("MTrk".utf8)
        data += [0, 0, 0, UInt8(notes.count)] + notes
        try data.write(to: URL(filePath: song))
        let sounds = try [["--preset", "vortex"], ["--preset", "glass", "--morph", "vortex", "--set", "morph.position=100%"]].map {
            arguments in
            let path = folder.file("\(arguments.count).wav")
            #expect(try Command.run(["render", song, "-o", path, "--format", "wav32f"] + arguments).status == 0)
            let file = try Data(contentsOf: URL(filePath: path))
            return file[try #require(file.firstRange(of: Data("data".utf8))).lowerBound...]
        }
        let areEqual = sounds[0] == sounds[1]
        #expect(areEqual)
        #expect(sounds[0].count > 100_000)
        let result = try Command.run(["render", song, "-o", folder.file("x.wav"), "--morph", "vortx"])
        #expect(result.status == 1)
        #expect(result.errors.contains("vortex"))
    }

    @Test(arguments: Kernel.allCases.filter(\.isAvailable))
    func `the block changes no byte of a rendering`(kernel: Kernel) throws {
        let folder = try TemporaryFolder()
        let song = folder.file("demo.mid")
        try Data(PackageResources.demo_mid).write(to: URL(filePath: song))
        let files = try ["16", "64", "1000"].map { block in
            let path = folder.file("\(block).wav")
            let result = try Command.run([
                "render", song, "-o", path, "--preset", "vortex", "--block", block, "--kernel", kernel.rawValue,
                "--format", "wav32f",
            ])
            #expect(result.status == 0)
            let data = try Data(contentsOf: URL(filePath: path))
            // The header may carry the time.
            return data[try #require(data.firstRange(of: Data("data".utf8))).lowerBound...]
        }
        let areEqual = files[1] == files[0] && files[2] == files[0]
        #expect(areEqual)
        #expect(files[0].count > 1_000_000)
    }

    @Test func `an existing file is never overwritten`() throws {
        let folder = try TemporaryFolder()
        let song = folder.file("demo.mid")
        try Data(PackageResources.demo_mid).write(to: URL(filePath: song))
        let taken = try folder.write("taken.wav", "mine")
        let result = try Command.run(["render", song, "-o", taken])
        #expect(result.status == 1)
        #expect(try String(contentsOfFile: taken, encoding: .utf8) == "mine")
    }
}
