import Foundation
import KanonControl
import Testing

extension PlayTests {
    @Suite(.serialized) struct ControlPlayTests {
        private let folder: TemporaryFolder
        private let server: DummyServer

        init() throws {
            folder = try TemporaryFolder()
            server = try DummyServer()
        }

        private func status(_ player: Player) throws -> ControlStatus {
            let answer = ControlAnswer.parse(Array(try player.ctl("status", "--json").output.utf8))
            return try #require(answer?.status)
        }

        @Test func `a running instance does what it is told`() throws {
            let player = try Player(["glass"], in: folder, server: server)
            var status = try status(player)
            #expect(status.preset.name == "Glass")
            #expect(status.sampleRate == 48_000)
            #expect(status.period == 64)
            #expect(status.recording == nil)

            #expect(try player.ctl("preset", "next").output == "Preset: Gospel (organ).\n")
            #expect(try player.ctl("preset", "previous").output == "Preset: Glass (keys).\n")
            #expect(try player.ctl("preset", "next", "--change", "morph:0.5 s").output == "Preset: Gospel (organ).\n")
            #expect(try player.ctl("preset", "--change", "cut", "glass").output == "Preset: Glass (keys).\n")
            #expect(try player.ctl("preset", "0").output == "Preset: Acid (bass).\n")
            #expect(try player.ctl("set", "filter.cutoff=1.2", "kHz").output == "filter.cutoff 1.2 kHz.\n")
            #expect(try player.ctl("panic").status == 0)
            #expect(player.says("Preset: Acid (bass)."))
            status = try self.status(player)
            #expect(status.preset.path.hasSuffix("presets/acid.yaml"))

            let take = folder.file("take.wav")
            #expect(try player.ctl("record", "start", take).output.hasPrefix("Recording to \(take)"))
            #expect(try player.ctl("record", "start").status == 1)
            #expect(try self.status(player).recording?.path == take)
            #expect(try player.ctl("record", "stop").output.hasPrefix("\(take) holds"))
            #expect(try player.ctl("record", "stop").status == 1)
            #expect(try Data(contentsOf: URL(filePath: take)).count > 1000)
        }

        @Test func `a setlist is played in its order and by its numbers, and heard of when it is saved`() throws {
            let text = "kanon: setlist/1\nname: Tonight\npresets:\n  - {program: 2, preset: vortex}\n  - {program: 1, preset: glass}\n"
            let setlist = try folder.write("tonight.yaml", text)
            let player = try Player(["--setlist", setlist], in: folder, server: server)
            #expect(try status(player).preset.name == "Vortex")
            #expect(try player.ctl("preset", "next").output == "Preset: Glass (keys), program 1 of Tonight.\n")
            #expect(try player.ctl("preset", "2").output.hasSuffix("program 2 of Tonight.\n"))
            #expect(try player.ctl("preset", "3").errors.contains("program 3: Tonight has no such slot; it has 2, 1"))
            _ = try folder.write("tonight.yaml", text + "  - {program: 3, preset: nosuch}\n")
            #expect(player.says("tonight.yaml:6:26: preset cannot be \"nosuch\"") && player.says("The setlist stays as it was."))
            _ = try folder.write("tonight.yaml", text + "  - {program: 3, preset: acid}\n")
            #expect(player.says("Setlist: Tonight, as saved."))
            #expect(try player.ctl("preset", "previous").output == "Preset: Acid (bass), program 3 of Tonight.\n")
        }

        @Test func `a tuning is played, told, changed, and heard as its files are saved`() throws {
            let scale = try folder.write("mine.scl", "mine\n1\n2/1\n")
            let mapping = try folder.write("mine.kbm", "0\n0\n127\n60\n60\n300\n0\n")
            let player = try Player(["glass", "--scl", scale, "--a4", "442"], in: folder, server: server)
            #expect(try status(player).tuning == "mine.scl")
            #expect(try player.ctl("tuning", "equal").output == "Tuning: equal.\n")
            #expect(try player.ctl("tuning", mapping, "--scl", scale).output == "Tuning: mine.scl, mine.kbm.\n")
            _ = try folder.write("mine.scl", "mine\n1\nfoo\n")
            #expect(player.says("mine.scl:3:1: a pitch cannot be \"foo\""))
            _ = try folder.write("mine.scl", "mine\n1\n3/1\n")
            #expect(player.says("Tuning: mine.scl, mine.kbm, as saved."))
            _ = try folder.write("mine.kbm", "0\n0\n127\n60\n60\n301\n0\n")
            #expect(player.said.contains("as saved") && player.says("The tuning stays as it was."))
            #expect(try player.ctl("tuning", "missing.scl").status == 1)
            #expect(try status(player).tuning == "mine.scl, mine.kbm")
        }

        @Test func `what it cannot do is told, with the nearest word`() throws {
            let player = try Player(["glass"], in: folder, server: server)
            for (words, says) in [
                (["preset", "vortx"], "did you mean vortex?"), (["set", "filter.cutof=1"], "did you mean filter.cutoff?"),
                (["set", "filter.cutoff=90kHz"], "outside 20 Hz … 20 kHz"), (["preset", "999"], "kanon preset list has 0"),
                (["--name", "Kanom", "status"], "did you mean Kanon?"), (["preset", "./missing.yaml"], "there is no such file"),
            ] {
                let result = try Command.run(["ctl"] + words, environment: player.environment)
                #expect(result.status == 1)
                #expect(result.errors.contains(says), "\(result.errors)")
            }
            #expect(try status(player).preset.name == "Glass")
        }

        @Test func `lines on the standard input are commands`() throws {
            let player = try Player(["glass"], in: folder, server: server)
            let result = try Command.run(
                ["ctl"], environment: player.environment, input: "preset vortex --change tail\n\nprset\nset voice.mode=mono\n")
            #expect(result.output == "Preset: Vortex (drone).\nvoice.mode mono.\n")
            #expect(result.errors.contains("did you mean preset?"))
            #expect(result.status == 1)
        }

        @Test func `a program that keeps the command open has each answer at once`() throws {
            let player = try Player(["glass"], in: folder, server: server)
            let process = Process()
            let (commands, answers) = (Pipe(), Pipe())
            process.executableURL = Command.executable
            process.arguments = ["ctl"]
            process.environment = player.environment
            process.standardInput = commands
            process.standardOutput = answers
            try process.run()
            defer { process.terminate() }
            for (command, answer) in [("preset next", "Preset: Gospel (organ).\n"), ("preset previous", "Preset: Glass (keys).\n")] {
                try commands.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
                var waiting = pollfd(fd: answers.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
                try #require(poll(&waiting, 1, 10_000) == 1)
                #expect(String(decoding: answers.fileHandleForReading.availableData, as: UTF8.self) == answer)
            }
            try commands.fileHandleForWriting.close()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }

        @Test func `of two instances one is chosen, and one that died is forgotten`() throws {
            let first = try Player(["glass"], in: folder, server: server)
            let second = try Player(["vortex", "--jack-name", "Other"], in: folder, server: server)
            let asked = try first.ctl("status")
            #expect(asked.status == 1)
            #expect(asked.errors == "Several are running: Kanon, Other. Choose one with --name.\n")
            #expect(try second.ctl("preset", "next", "--name", "Other").output == "Preset: Warm Pad (pad).\n")
            second.kill()
            #expect(FileManager.default.fileExists(atPath: folder.file("kanon/Other.sock")))
            #expect(try first.ctl("panic").status == 0)
            #expect(!FileManager.default.fileExists(atPath: folder.file("kanon/Other.sock")))
        }

        @Test func `where none runs, that is said`() throws {
            let result = try Command.run(["ctl", "status"], environment: ["XDG_RUNTIME_DIR": folder.path])
            #expect(result.status == 1)
            #expect(result.errors.contains("kanon play starts one"))
        }

        @Test func `saving the preset's file is heard in what sounds`() throws {
            let path = try folder.write("mine.yaml", "kanon: preset/1\nname: Mine\n")
            try hearSaving(path, playing: path)
        }

        @Test func `saving the file of a preset that the one which plays has morphed into is heard as well`() throws {
            let other = try folder.write("other.yaml", "kanon: preset/1\nname: Other\n")
            let path = try folder.write("mine.yaml", "kanon: preset/1\nname: Mine\nmorph: {with: [\(other)], position: 100 %}\n")
            try hearSaving(other, playing: path)
        }

        private func hearSaving(_ saved: String, playing path: String) throws {
            let take = folder.file("take.wav")
            let player = try Player([path, "--demo", "--record", take], in: folder, server: server)
            Thread.sleep(forTimeInterval: 2)
            // As editors do: another file takes its place.
            _ = try folder.write((saved as NSString).lastPathComponent, "kanon: preset/1\nname: Saved\nmaster: {level: off}\n")
            #expect(player.says("Preset: Saved, as saved."))
            Thread.sleep(forTimeInterval: 1.5)
            #expect(try player.ctl("record", "stop").status == 0)
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: take)))
            let second = 48_000 * 6
            #expect(bytes.count > 3 * second)
            #expect(bytes[44..<2 * second].contains { $0 != 0 })
            #expect(bytes.suffix(second / 2).allSatisfy { $0 == 0 })
        }

        @Test func `a file that is broken or gone leaves the sound as it is, and is told once, with its place`() throws {
            let path = try folder.write("mine.yaml", "kanon: preset/1\nname: Mine\n")
            let mapping = try folder.write("map.yaml", "kanon: mapping/1\nname: Map\n")
            let player = try Player([path, "--mapping", mapping], in: folder, server: server)
            _ = try folder.write("mine.yaml", "kanon: preset/1\nname: Mine\nfilter: {cutof: 1 kHz}\n")
            #expect(player.says("mine.yaml:3:10: filter has no \"cutof\""))
            _ = try folder.write("map.yaml", "kanon: mapping/1\nknobs: [{cc: 300, to: knob.1}]\n")
            #expect(player.says("map.yaml:2:14: cc 300 is outside 0 … 119"))
            _ = try folder.write("map.yaml", "kanon: mapping/1\nname: Map Two\n")
            #expect(player.says("Mapping: Map Two, as saved."))
            try FileManager.default.removeItem(atPath: path)
            #expect(player.says("mine.yaml is gone; the sound stays."))
            #expect(try status(player).preset.name == "Mine")
            _ = try folder.write("mine.yaml", "kanon: preset/1\nname: Mine Again\n")
            #expect(player.says("Preset: Mine Again, as saved."))
            #expect(player.said.ranges(of: "mine.yaml:3:10").count == 1)
        }

        @Test func `--no-watch leaves files alone`() throws {
            let path = try folder.write("mine.yaml", "kanon: preset/1\nname: Mine\n")
            let player = try Player([path, "--no-watch"], in: folder, server: server)
            _ = try folder.write("mine.yaml", "kanon: preset/1\nname: Other\n")
            Thread.sleep(forTimeInterval: 0.5)
            #expect(!player.said.contains("as saved"))
            #expect(try status(player).preset.name == "Mine")
        }
    }
}
