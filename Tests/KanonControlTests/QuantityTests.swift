import KanonEngine
import Testing

@testable import KanonControl

struct QuantityTests {
    @Test(
        arguments: [
            ("1.2 kHz", "filter.cutoff", 1200), ("1.2kHz", "filter.cutoff", 1200), ("440", "filter.cutoff", 440),
            ("440 hz", "filter.cutoff", 440), ("2e3", "filter.cutoff", 2000), ("40 ms", "amp.attack", 0.04),
            ("1.4 s", "amp.release", 1.4), ("1.4", "amp.release", 1.4), ("1500 us", "amp.attack", 0.0015),
            ("1500 µs", "amp.attack", 0.0015), ("0 dB", "osc1.level", 1), ("-6 dB", "osc1.level", 0.501_187_2),
            ("+6 dB", "osc1.level", 1.995_262_3), ("\u{2212}6 dB", "osc1.level", 0.501_187_2),
            ("50 %", "osc1.level", 0.5),
            ("50%", "osc1.level", 0.5), ("0.5", "osc1.level", 0.5), (".5", "osc1.level", 0.5),
            ("-inf dB", "osc1.level", 0),
            ("off", "osc1.level", 0), ("20 %", "filter.resonance", 0.2), ("0.2", "filter.resonance", 0.2),
            ("-30 %", "master.pan", -0.3), ("2 oct", "filter.envelope", 2), ("-2", "filter.envelope", -2),
            ("6 st", "filter.envelope", 0.5), ("7 st", "osc1.semitone", 7), ("1 oct", "osc1.semitone", 12),
            ("12 ct", "osc1.cent", 12), ("1 st", "vibrato.depth", 100), ("1.618", "osc1.modulator", 1.618),
            ("12", "osc1.intensity", 12), ("12 rad", "osc1.intensity", 12), ("-1", "osc1.octave", -1),
            ("saw", "osc1.shape", 1), ("Vortex", "osc1.shape", 2), ("notch", "filter.type", 3),
        ] as [(String, String, Float)])
    func `a value is read in every way of writing it`(text: String, key: String, value: Float) throws {
        let parameter = try #require(Parameter.named(key))
        let read = try parameter.quantity.parse(text, key)
        #expect(abs(read - value) <= abs(value) * 1e-6)
    }

    @Test(
        arguments: [
            (1200, "filter.cutoff", "1.2 kHz"), (999, "filter.cutoff", "999 Hz"), (20_000, "filter.cutoff", "20 kHz"),
            (0.04, "amp.attack", "40 ms"), (1.4, "amp.release", "1.4 s"), (0.25, "osc1.level", "25 %"),
            (1, "osc1.level", "0 dB"),
            (0.501_187_2, "osc1.level", "-6 dB"), (0, "osc1.level", "0 %"), (-0.3, "master.pan", "-30 %"),
            (2, "filter.envelope", "2 oct"), (-7, "osc1.semitone", "-7 st"), (12, "osc1.cent", "12 ct"),
            (1.618_034, "osc1.modulator", "1.618034"), (-1, "osc1.octave", "-1"), (2, "osc1.shape", "vortex"),
        ] as [(Float, String, String)])
    func `a value is printed in its shortest clear way`(value: Float, key: String, text: String) throws {
        let parameter = try #require(Parameter.named(key))
        #expect(parameter.quantity.print(value) == text)
    }

    @Test(
        arguments: [
            (1234.5, "filter.cutoff", "1.23 kHz"), (0.25, "osc1.level", "-12 dB"), (0, "osc1.level", "-inf dB"),
            (0.333_333, "filter.resonance", "33.3 %"), (0.012_345, "amp.attack", "12.3 ms"), (1, "osc1.shape", "saw"),
        ] as [(Float, String, String)])
    func `a value is rounded for people`(value: Float, key: String, text: String) throws {
        let parameter = try #require(Parameter.named(key))
        #expect(parameter.quantity.print(value, digits: 3) == text)
    }

    @Test(arguments: Parameter.all)
    func `what is printed reads back as the same value`(parameter: Parameter) throws {
        let quantity = parameter.quantity
        let (low, high) = (parameter.row.range.lowerBound, parameter.row.range.upperBound)
        var values = [low, high, parameter.row.initial]
        if parameter.row.counts {
            values += stride(from: low, through: high, by: 1)
        } else {
            values += (0...40).map { parameter.row.curve.travel(Float($0) / 40, from: low, to: high) }
        }
        for value in values {
            let text = quantity.print(value)
            #expect(try quantity.parse(text, parameter.key) == value, "\(text)")
        }
    }

    @Test(arguments: Parameter.all)
    func `every parameter refuses what lies beyond its range`(parameter: Parameter) {
        let quantity = parameter.quantity
        for text in ["1e9", "-1e9"] {
            #expect(throws: Complaint.self) { try quantity.parse(text, parameter.key) }
        }
    }

    @Test(arguments: Parameter.all)
    func `every default lies within its range`(parameter: Parameter) {
        #expect(parameter.row.range.contains(parameter.row.initial))
    }

    @Test(arguments: ParameterCurve.allCases, [(Float(0.1), Float(4)), (4, 0.1)])
    func `a knob's position finds its value again`(curve: ParameterCurve, ends: (Float, Float)) {
        for step in 0...20 {
            let value = curve.travel(Float(step) / 20, from: ends.0, to: ends.1)
            #expect(abs(curve.position(of: value, from: ends.0, to: ends.1) - Float(step) / 20) < 1e-3)
        }
        // Inverted means the same travel the other way round.
        let there = curve.travel(0.3, from: ends.0, to: ends.1)
        #expect(abs(there - curve.travel(0.7, from: ends.1, to: ends.0)) < 1e-5)
    }
}
