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

    private func repertoire(_ setlist: String) throws -> Repertoire {
        let path = try folder.write("s.yaml", "kanon: setlist/1\nname: Tonight\npresets:\n" + setlist)
        let list = try Setlist.load(path: path, library: .standard)
        return Repertoire(
            library: .standard, instrument: instrument, options: try SoundOptions.parse([]), change: nil,
            preset: try Preset.load(path: list.slots[0].path), path: list.slots[0].path, setlist: list)
    }

    private static let three = "- {program: 7, preset: vortex}\n- {program: 1, preset: glass}\n- {program: 3, bank: 1, preset: acid}\n"

    @Test func `a setlist's programs are its own, and next and previous go in its order`() throws {
        var repertoire = try repertoire(Self.three)
        #expect(repertoire.announcement == "Preset: Vortex (\(repertoire.preset.tags[0])), program 7 of Tonight.")
        var names: [String] = []
        for request in [.step(.next), .step(.next), .step(.next), .step(.previous), .program(0), .program(130), .named("7")]
            as [PresetRequest]
        {
            try repertoire.play(request)
            names.append(repertoire.preset.name)
        }
        #expect(names == ["Glass", "Acid", "Vortex", "Acid", "Glass", "Acid", "Vortex"])
    }

    @Test func `a program without a slot changes nothing, and says which there are`() throws {
        var repertoire = try repertoire(Self.three)
        #expect(throws: Diagnostics(.name("program 2"), "Tonight has no such slot", allowed: "it has 7, 1, bank 1, 3")) {
            try repertoire.play(.program(1))
        }
        #expect(repertoire.preset.name == "Vortex")
        try repertoire.play(.named("choir"))
        #expect(repertoire.announcement.hasPrefix("Preset: Choir") && !repertoire.announcement.contains("program"))
        try repertoire.play(.step(.next))
        #expect(repertoire.preset.name == "Glass")
    }

    @Test func `a saved setlist goes on from the slot that plays`() throws {
        var repertoire = try repertoire(Self.three)
        try repertoire.play(.program(0))
        let path = try folder.write(
            "t.yaml", "kanon: setlist/1\npresets: [{program: 1, preset: glass}, {program: 2, preset: choir}, {program: 3, preset: acid}]")
        repertoire.take(try Setlist.load(path: path, library: .standard))
        try repertoire.play(.step(.next))
        #expect(repertoire.preset.name == "Choir")
    }

    @Test func `a saved file is an edit, heard at once and whole`() throws {
        var repertoire = try repertoire(ChangeRequest(.tail, seconds: 2))
        try repertoire.play(saved: repertoire.preset)
        let image = image()
        #expect(image.change == change(.morph, 0.04))
        #expect(image.isEdit)
        #expect(!image.locked[ParameterID.filter(.cutoff).index])
    }

    @Test(arguments: ["-9223372036854775808", "9223372036854775807", "0", "-1", "2097153"])
    func `a number that no program has is no preset's name`(number: String) throws {
        var repertoire = try repertoire("  - {program: 1, preset: glass}\n")
        #expect(throws: Diagnostics.self) { try repertoire.play(.named(number)) }
    }
}
