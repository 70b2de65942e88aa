import KanonEngine
import Testing

@testable import KanonControl

struct SettingTests {
    @Test(arguments: [
        (
            "filter.cutof=1 kHz",
            "there is no parameter \"filter.cutof\"; kanon params lists them; did you mean filter.cutoff?"
        ),
        ("cutoff=1kHz", "there is no parameter \"cutoff\"; kanon params lists them; did you mean filter.cutoff?"),
        ("filter.cutoff", "there is no =; write it like filter.cutoff=1.2kHz"),
        ("=", "there is no parameter \"\"; kanon params lists them"),
        ("filter.cutoff=99 kHz", "filter.cutoff 99 kHz is outside 20 Hz … 20 kHz"),
        (
            "osc1.shape=saww",
            "osc1.shape cannot be \"saww\"; allowed are \(OscillatorShape.allCases.map { "\($0)" }.joined(separator: ", ")); did you mean saw?"
        ),
    ])
    func `a wrong setting is told with the argument as it was typed`(argument: String, says: String) {
        #expect(complaints { () throws(Diagnostics) in try Setting.parse(argument) } == "--set \(argument): \(says)")
    }

    @Test func `the option that messages name can be another`() {
        let said = complaints { () throws(Diagnostics) in try Setting.parse("x=1", option: "set") }
        #expect(said.hasPrefix("set x=1: "))
    }

    @Test func `a setting changes its parameter only`() throws {
        var sound = Sound()
        let before = sound.values
        let setting = try Setting.parse(" filter.cutoff = 1.2 kHz ")
        sound.apply(setting)
        #expect(sound[setting.parameter.id] == 1200)
        #expect(zip(sound.values, before).filter { $0 != $1 }.count == 1)
    }

    @Test(arguments: [("0", 200), ("100 %", 20_000), ("50 %", 2000)] as [(String, Float)])
    func `a knob that is set moves its targets`(position: String, hertz: Float) throws {
        let text = "kanon: preset/1\nknobs: {4: {to: filter.cutoff, range: [200 Hz, 20 kHz]}}"
        var sound = try Preset.parse(text, file: "p.yaml").sound
        sound.apply(try Setting.parse("knob.4=\(position)"))
        let cutoff = try #require(Parameter.named("filter.cutoff"))
        #expect(abs(sound[cutoff.id] - hertz) < hertz * 1e-5)
    }
}
