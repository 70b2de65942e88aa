import Foundation
import KanonEngine

/// The tuning that is in force: what files made it, and what MIDI has changed since, channel by channel.
public struct PlayerTuning: Sendable, Hashable {
    /// What it is called.
    public private(set) var name: String
    /// What octave tunings are measured from.
    private var base: [Double?]
    /// Of each of 16 channels the frequencies of its keys.
    private var channels: [[Double?]]

    /// What MIDI's master tunings add to all of them, in cents.
    private var fineCents = 0.0
    private var coarseCents = 0.0

    private static let channelCount = 16

    /// Every channel plays `tuning`.
    public init(_ tuning: Tuning = .equal) {
        name = tuning.name
        base = tuning.hertz
        channels = Array(repeating: tuning.hertz, count: Self.channelCount)
    }

    /// The frequency of a key (0…127) on a channel (0…15) with the A above middle C at 440 Hz; nil where it is silent.
    public func hertz(channel: Int, key: Int) -> Double? {
        channels[channel][key].map { $0 * exp2((fineCents + coarseCents) / 1200) }
    }

    /// The whole instrument sounds so many cents higher; a tuning that is not given stays.
    public mutating func transpose(fineCents: Double? = nil, coarseCents: Double? = nil) {
        if let fineCents { self.fineCents = fineCents }
        if let coarseCents { self.coarseCents = coarseCents }
    }

    /// Takes over what a message says.
    public mutating func apply(_ message: MidiTuningMessage) {
        switch message.content {
        case .keys(let name, let changes):
            for (key, hertz) in changes {
                base[key] = hertz
                for channel in 0..<Self.channelCount { channels[channel][key] = hertz }
            }
            self.name = name.map { "MIDI \($0)" } ?? changedName
        case .octave(let name, let channels, let cents):
            for channel in channels {
                self.channels[channel] = base.enumerated().map { key, hertz in hertz.map { $0 * exp2(cents[key % 12] / 1200) } }
            }
            self.name = name.map { "MIDI \($0)" } ?? changedName
        }
    }

    private var changedName: String { name.hasSuffix(Self.change) ? name : name + Self.change }
    private static let change = ", changed by MIDI"
}

extension Instrument {
    /// Does what a message asks for as far as it concerns pitch and loudness; whether `tuning` is another now.
    public func take(_ message: UniversalMessage, tuning: inout PlayerTuning) -> Bool {
        var movesNotes = true
        switch message {
        case .tuning(let change):
            tuning.apply(change)
            movesNotes = change.movesNotes
        case .fineTuning(let cents): tuning.transpose(fineCents: cents)
        case .coarseTuning(let semitones): tuning.transpose(coarseCents: 100 * semitones)
        case .reset: tuning.transpose(fineCents: 0, coarseCents: 0)
        case .volume(let level):
            parameters.set(.volume, to: level)
            return false
        case .identityRequest: return false
        }
        tune(to: tuning, movesNotes: movesNotes)
        return true
    }

    /// Plays in `tuning`; with `movesNotes`, notes that sound go there too.
    public func tune(to tuning: PlayerTuning, movesNotes: Bool = true) {
        tune(movesNotes: movesNotes) { channel, key in tuning.hertz(channel: channel, key: key) }
    }
}
