import Foundation

/// A change from one steady sound to another, held against both of them.
///
/// It is smooth if neither its largest step nor its largest sample above 12 kHz exceeds the larger of the two sounds' own by more
/// than a decibel. What lies below −72 dB of full scale does not count.
public struct Transition: Sendable, CustomStringConvertible {
    /// From the change until the new sound has settled.
    public let window: Roughness
    /// Of the two steady sounds.
    public let steady: Roughness
    /// The frame of the change.
    public let start: Int

    /// By how much a change may exceed the sounds, in dB.
    public static let toleranceDecibels = 1.0

    /// The frames `window` of `take` beside what the steady sounds are like.
    public init(_ take: Take, _ window: Range<Int>, beside steady: Roughness) {
        self.window = take.roughness(in: window)
        self.steady = steady
        start = window.lowerBound
    }

    /// How many dB the steps are above the sounds' own; 0 where that does not count.
    public var stepExcess: Double { Self.excess(window.step, steady.step) }
    /// How many dB it is above the sounds' own above 12 kHz; 0 where that does not count.
    public var highExcess: Double { Self.excess(window.high, steady.high) }
    /// The larger of both.
    public var excess: Double { max(stepExcess, highExcess) }
    /// Whether nothing counts.
    public var isSmooth: Bool { excess == 0 }

    private static func excess(_ found: Extreme, _ own: Extreme) -> Double {
        guard found.value > Take.floor else { return 0 }
        // Next to silence it would have no bound.
        let excess = decibels(found.value) - decibels(max(own.value, Take.floor * 0.1))
        return excess > toleranceDecibels ? excess : 0
    }

    private static func decibels(_ value: Double) -> Double { 20 * log10(max(value, 1e-9)) }

    /// Which excess counts, how large it is, and how long after the change.
    public var description: String {
        let parts = [("step", stepExcess, window.step, steady.step), ("above 12 kHz", highExcess, window.high, steady.high)]
        let found = parts.filter { $0.1 > 0 }.map { name, excess, here, own in
            let milliseconds = Double(here.frame - start) / 48
            return String(
                format: "%@ %.1f dB over the sounds' %.1f dBFS, %.1f ms behind the change (frame %d)", name, excess,
                Self.decibels(own.value), milliseconds, here.frame)
        }
        return found.isEmpty ? "smooth" : found.joined(separator: "; ")
    }
}
