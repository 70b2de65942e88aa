import KanonState

@testable import KanonEngine

extension Bench {
    /// The groups of voices, to look into them.
    var groups: UnsafeMutablePointer<VoiceGroup> { instrument.engine.pointee.pool.groups }

    /// The phase per frame of a copy of an oscillator in a lane of the first group, as it is at the last grid line.
    func increment(_ number: Int = 0, copy: Int = 0, lane: Int = 0) -> UInt32 {
        groups[0].oscillators[number].copies[copy].increment[lane]
    }

    /// Renders `count` cells more; what `probe` gives behind each.
    func cells<Value>(_ count: Int, _ probe: (Bench) -> Value) -> [Value] {
        (0..<count).map { _ in
            run(16, block: 16)
            return probe(self)
        }
    }
}

extension Sound {
    /// Adds a modulation of the parameter called `key`, by `amount` of its unit.
    mutating func modulate(_ key: String, by source: ModulationInput, via: ModulationInput? = nil, _ amount: Float) {
        modulations.append(Modulation(source: source, via: via, parameter: parameter(key), amount: amount))
    }

    /// The parameter called `key`.
    subscript(_ key: String) -> Float {
        get { self[parameter(key)] }
        set { self[parameter(key)] = newValue }
    }

    private func parameter(_ key: String) -> ParameterID {
        guard let parameter = Parameter.named(key) else { fatalError("no parameter \(key)") }
        return parameter.id
    }
}

/// The root of the mean square.
func level(_ signal: some Collection<Float>) -> Double {
    (signal.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(signal.count, 1))).squareRoot()
}

/// The greatest difference of two signals.
func difference(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Float {
    var greatest: Float = 0
    for (x, y) in zip(a, b) { greatest = max(greatest, abs(x - y)) }
    return greatest
}
