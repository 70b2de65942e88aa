import KanonControl
import Testing

@testable import KanonEngine
@testable import kanon

struct RepertoireTests {
    private let folder: TemporaryFolder
    private let instrument = Instrument(Instrument.Configuration(), sound: Sound())

    init() throws {
        folder = try TemporaryFolder()
        _ = try folder.write("slow.yaml", "kanon: preset/1\nchange: {rule: morph, time: 7 s}\nlock: [filter]\n")
    }

    private func repertoire(_ change: ChangeRequest?) throws -> Repertoire {
        let path = folder.file("slow.yaml")
        return Repertoire(
            library: .standard, instrument: instrument, options: try SoundOptions.parse([]), change: change,
            preset: try Preset.load(path: path), path: path)
    }

    /// What the audio thread has of it.
    private func image() -> SoundImage {
        let silence = UnsafeMutablePointer<Float>.allocate(capacity: 64)
        defer { silence.deallocate() }
        instrument.engine.pointee.begin(frames: 64, microseconds: 0)
        instrument.engine.pointee.render(left: silence, right: silence)
        return instrument.engine.pointee.parameters.image.pointee
    }

    private func change(_ rule: SoundChange.Rule, _ seconds: Float) -> SoundChange {
        var change = SoundChange()
        (change.rule, change.seconds) = (rule, seconds)
        return change
    }

    @Test(
        arguments: [
            (nil, nil, .morph, 7), (ChangeRequest(.tail), nil, .tail, 7), (ChangeRequest(.tail, seconds: 2), nil, .tail, 2),
            (ChangeRequest(.tail, seconds: 2), ChangeRequest(.cut), .cut, 7), (nil, ChangeRequest(.morph, seconds: 0), .morph, 0),
        ] as [(ChangeRequest?, ChangeRequest?, SoundChange.Rule, Float)])
    func `a preset follows as it says, as all are to, or as this once`(
        all: ChangeRequest?, once: ChangeRequest?, rule: SoundChange.Rule, seconds: Float
    ) throws {
        var repertoire = try repertoire(all)
        try repertoire.play(.named(folder.file("slow.yaml")), change: once)
        let image = image()
        #expect(image.change == change(rule, seconds))
        #expect(!image.isEdit)
        #expect(image.locked[ParameterID.filter(.cutoff).index])
    }

    @Test func `a saved file is an edit, heard at once and whole`() throws {
        var repertoire = try repertoire(ChangeRequest(.tail, seconds: 2))
        try repertoire.play(saved: repertoire.preset)
        let image = image()
        #expect(image.change == change(.morph, 0.04))
        #expect(image.isEdit)
        #expect(!image.locked[ParameterID.filter(.cutoff).index])
    }
}
