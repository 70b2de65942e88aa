import CSndfile
import Glibc
import KanonEngine
import Testing

@testable import KanonIO

extension WorldTests {
    struct RecorderTests {
        @Test(arguments: RecordingFormat.allCases) func `a take holds what was heard`(format: RecordingFormat) throws {
            let folder = try Folder()
            let instrument = Instrument.plain()
            instrument.render(frames: 6_400)
            let recorder = try Recorder(
                "\(folder.path)/take.wav", format: format, sampleRate: 48_000, of: instrument)
            instrument.strike()
            instrument.render(frames: 47_936)
            recorder.stop()
            #expect(recorder.failure == nil)
            #expect(recorder.lostFrames == 0)
            #expect(recorder.frames == 48_000)

            let take = try SoundFileReading("\(folder.path)/take.wav")
            #expect(take.frames == 48_000)
            #expect(take.channels == 2)
            #expect(take.sampleRate == 48_000)
            #expect(format == .wav24 ? take.isWave24 : take.isWaveFloat)
            #expect(abs(take.peak - instrument.meter.takePeak()) < 1e-6)
        }

        @Test func `the file is whole at any moment while it grows`() throws {
            let folder = try Folder()
            let path = "\(folder.path)/take.wav"
            let instrument = Instrument.plain()
            let recorder = try Recorder(path, sampleRate: 48_000, of: instrument)
            #expect(try SoundFileReading(path).frames == 0)
            for part in 1...3 {
                instrument.render(frames: 4_800)
                #expect(eventually { recorder.frames == part * 4_800 })
                // Without more sound and before the take ends, so it is the writer that keeps the header up.
                #expect(eventually { (try? SoundFileReading(path))?.frames == part * 4_800 })
            }
            recorder.stop()
            // Nothing of RF64 is left for programs that know WAV alone.
            let file = fopen(path, "r")!
            defer { fclose(file) }
            var head = [UInt8](repeating: 0, count: 4)
            #expect(fread(&head, 1, 4, file) == 4)
            #expect(head == Array("RIFF".utf8))
        }

        @Test func `a recording never overwrites`() throws {
            let folder = try Folder()
            let path = "\(folder.path)/take.wav"
            let instrument = Instrument.plain()
            try Recorder(path, sampleRate: 48_000, of: instrument).stop()
            let failure = #expect(throws: IOFailure.self) { try Recorder(path, sampleRate: 48_000, of: instrument) }
            #expect(failure?.message == "'\(path)' exists already; a recording never overwrites. Choose another name.")
        }

        @Test func `a folder gets files named after the time, as many as are asked for`() throws {
            let folder = try Folder()
            let instrument = Instrument.plain()
            for path in [folder.path, folder.path + "/", folder.path] {
                try Recorder(path, sampleRate: 48_000, of: instrument).stop()
            }
            let takes = Folder.entries(folder.path)
            #expect(takes.count == 3)
            #expect(takes.allSatisfy { $0.wholeMatch(of: /kanon-\d{4}-\d\d-\d\d-\d{6}(-\d)?\.wav/) != nil })
        }

        @Test func `what cannot be recorded is said before anything sounds`() {
            let instrument = Instrument.plain()
            func message(_ path: String) -> String? {
                #expect(throws: IOFailure.self) { try Recorder(path, sampleRate: 48_000, of: instrument) }?.message
            }
            #expect(message("/tmp/kanon-nowhere/take.wav") == "There is no folder '/tmp/kanon-nowhere' to record into.")
            #expect(message("/tmp/kanon-nowhere/") == "There is no folder '/tmp/kanon-nowhere/' to record into.")
            #expect(message("/proc/take.wav") != nil)
            #expect(!instrument.recording.isArmed)
        }

        @Test func `a take goes on beside itself when the rate changes`() throws {
            let folder = try Folder()
            let instrument = Instrument.plain()
            let first = try Recorder("\(folder.path)/take.wav", sampleRate: 48_000, of: instrument)
            instrument.render(frames: 640)
            first.stop()
            let second = try first.continued(sampleRate: 44_100)
            instrument.render(frames: 1_280)
            second.stop()
            try second.continued(sampleRate: 48_000).stop()
            #expect(Folder.entries(folder.path) == ["take-2.wav", "take-3.wav", "take.wav"])
            #expect(try SoundFileReading("\(folder.path)/take.wav").frames == 640)
            let part = try SoundFileReading("\(folder.path)/take-2.wav")
            #expect(part.frames == 1_280)
            #expect(part.sampleRate == 44_100)
        }

        @Test func `parts of a take count from its own name, whatever that is`() throws {
            let folder = try Folder()
            let instrument = Instrument.plain()
            let first = try Recorder("\(folder.path)/song-2.wav", sampleRate: 48_000, of: instrument)
            first.stop()
            let second = try first.continued(sampleRate: 44_100)
            second.stop()
            try second.continued(sampleRate: 48_000).stop()
            #expect(Folder.entries(folder.path) == ["song-2-2.wav", "song-2-3.wav", "song-2.wav"])
        }

        @Test func `a slow writer loses frames, counted, and the audio never waits`() throws {
            let folder = try Folder()
            var configuration = Instrument.Configuration()
            configuration.recordingSeconds = 0.01
            let instrument = Instrument(configuration, sound: .plainSine)
            let recorder = try Recorder("\(folder.path)/take.wav", sampleRate: 48_000, of: instrument)
            // Far more than the ring holds, at once.
            instrument.render(frames: 64_000)
            recorder.stop()
            #expect(recorder.lostFrames > 0)
            #expect(recorder.frames + recorder.lostFrames == 64_000)
            #expect(try SoundFileReading(recorder.path).frames == recorder.frames)
        }

        @Test(.enabled(if: SmallDisk.isAvailable), arguments: RecordingFormat.allCases)
        func `a full disk ends the take with a valid file, and the sound goes on`(format: RecordingFormat) throws {
            let disk = try SmallDisk(kilobytes: 256)
            let instrument = Instrument.plain()
            let recorder = try Recorder(
                "\(disk.path)/take.wav", format: format, sampleRate: 48_000, of: instrument)
            instrument.strike()
            var parts = 0
            while recorder.failure == nil, parts < 100 {
                instrument.render(frames: 4_800)
                parts += 1
                usleep(40_000)
            }
            #expect(
                recorder.failure == "The recording ended: the disk is full. What is in '\(recorder.path)' is whole.")
            let before = instrument.meter[.frames]
            _ = instrument.meter.takePeak()
            instrument.render(frames: 4_800)
            #expect(instrument.meter[.frames] == before + 4_800)
            #expect(instrument.meter.takePeak() > 0.1)
            recorder.stop()
            #expect(recorder.lostFrames == 0)
            let take = try SoundFileReading(recorder.path)
            #expect(take.frames == recorder.frames)
            #expect(take.frames > 20_000)
            #expect(take.peak > 0.1)
        }

        @Test func `a file that may not grow any more ends the take, not the program`() async throws {
            let folder = try Folder()
            let path = "\(folder.path)/take.wav"
            setenv("KANON_TEST_TAKE", path, 1)
            defer { unsetenv("KANON_TEST_TAKE") }
            await #expect(processExitsWith: .success) {
                var limit = rlimit(rlim_cur: 100_001, rlim_max: 100_001)
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                let instrument = Instrument.plain()
                let path = String(cString: getenv("KANON_TEST_TAKE"))
                let recorder = try Recorder(path, sampleRate: 48_000, of: instrument)
                instrument.render(frames: 24_000)
                guard eventually({ recorder.failure?.contains("the file may not grow any more") == true }) else {
                    exit(2)
                }
                recorder.stop()
            }
            let take = try SoundFileReading(path)
            #expect(take.frames > 16_000 && take.frames < 100_001 / 6)
        }

        @Test func `a take that was killed opens, with all but its last moments`() async throws {
            let folder = try Folder()
            let path = "\(folder.path)/take.wav"
            setenv("KANON_TEST_TAKE", path, 1)
            defer { unsetenv("KANON_TEST_TAKE") }
            await #expect(processExitsWith: .signal(SIGKILL)) {
                let instrument = Instrument.plain()
                let path = String(cString: getenv("KANON_TEST_TAKE"))
                let recorder = try Recorder(path, sampleRate: 48_000, of: instrument)
                instrument.strike()
                for _ in 0..<20 {
                    instrument.render(frames: 2_400)
                    usleep(50_000)
                }
                kill(getpid(), SIGKILL)
                withExtendedLifetime(recorder) {}
            }
            let take = try SoundFileReading(path)
            // 48 000 frames were played; 0.1 s is more than the writer ever holds back.
            #expect(take.frames > 48_000 - 4_800)
            #expect(take.peak > 0.1)
        }
    }
}
