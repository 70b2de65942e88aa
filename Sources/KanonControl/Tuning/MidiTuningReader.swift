import Foundation

/// Reads the bytes of a tuning message.
struct MidiTuningReader {
    private let bytes: [UInt8]
    private let kind: MidiTuningMessage.Kind
    /// The next byte.
    private var offset = 5

    private static let nameLength = 16

    init(_ bytes: [UInt8], _ kind: MidiTuningMessage.Kind) {
        self.bytes = bytes
        self.kind = kind
    }

    mutating func read() throws(Diagnostics) -> MidiTuningMessage {
        if let wrong = bytes.dropFirst().dropLast().firstIndex(where: { $0 >= 0x80 }) {
            throw error("there is a status byte in the message", at: wrong)
        }
        let isRealTime = bytes[1] == 0x7F
        switch kind {
        case .bulkDump, .bulkDumpOfBank:
            try expect(kind == .bulkDump ? 408 : 409)
            offset += kind == .bulkDump ? 1 : 2
            let name = name()
            let keys = frequencies(of: Array(0..<Tuning.keyCount))
            try check()
            return MidiTuningMessage(content: .keys(name: name, keys), movesNotes: true)
        case .noteChange, .noteChangeOfBank:
            return MidiTuningMessage(content: .keys(name: nil, try changes()), movesNotes: isRealTime)
        case .octaveDump1, .octaveDump2:
            let width = kind == .octaveDump1 ? 1 : 2
            try expect(25 + 12 * width)
            offset += 2
            let name = name()
            let cents = cents(width: width)
            try check()
            return MidiTuningMessage(content: .octave(name: name, channels: Array(0..<16), cents: cents), movesNotes: true)
        case .octave1, .octave2:
            let width = kind == .octave1 ? 1 : 2
            try expect(9 + 12 * width)
            let channels = channels()
            return MidiTuningMessage(
                content: .octave(name: nil, channels: channels, cents: cents(width: width)), movesNotes: isRealTime)
        }
    }

    private mutating func next() -> Int {
        offset += 1
        return Int(bytes[offset - 1])
    }

    private mutating func name() -> String {
        let letters = bytes[offset..<offset + Self.nameLength]
        offset += Self.nameLength
        let text = String(decoding: letters.map { (0x20..<0x7F).contains($0) ? $0 : 0x20 }, as: UTF8.self)
        return text.trimmingCharacters(in: .whitespaces)
    }

    /// The pairs of key and pitch of a change of notes.
    private mutating func changes() throws(Diagnostics) -> [Int: Double] {
        let head = kind == .noteChange ? 7 : 8
        guard bytes.count > head else { throw length("at least \(head + 1)") }
        let count = Int(bytes[head - 1])
        try expect(head + 4 * count + 1)
        offset = head
        var changes: [Int: Double] = [:]
        for _ in 0..<count {
            let key = next()
            // Of several for one key the last counts.
            if let hertz = frequency() { changes[key] = hertz }
        }
        return changes
    }

    private mutating func frequencies(of keys: [Int]) -> [Int: Double] {
        var frequencies: [Int: Double] = [:]
        for key in keys { frequencies[key] = frequency() }
        return frequencies
    }

    /// Three bytes: semitones, and 14 bits of one. All ones stands for no change.
    private mutating func frequency() -> Double? {
        let semitone = next()
        let fraction = next() << 7 | next()
        guard semitone != 127 || fraction != 16_383 else { return nil }
        return 440 * exp2((Double(semitone) + Double(fraction) / 16_384 - 69) / 12)
    }

    /// Three bytes of bits: channels 15 and 16, 8 to 14, 1 to 7.
    private mutating func channels() -> [Int] {
        let mask = next() << 14 | next() << 7 | next()
        return (0..<16).filter { mask & (1 << $0) != 0 }
    }

    /// Twelve deviations: of one byte in cents with 64 as 0, of two in 8192nds of a semitone with 8192 as 0.
    private mutating func cents(width: Int) -> [Double] {
        (0..<12).map { _ in
            width == 1 ? Double(next() - 64) : Double((next() << 7 | next()) - 8192) * 100 / 8192
        }
    }

    /// The exclusive or of all bytes between F0 and the checksum.
    private func check() throws(Diagnostics) {
        let sum = bytes[1..<offset].reduce(0, ^) & 0x7F
        guard sum == bytes[offset] else {
            throw error("the checksum is \(hex(bytes[offset])), but the bytes before it make \(hex(sum))", at: offset)
        }
    }

    private func expect(_ count: Int) throws(Diagnostics) {
        guard bytes.count == count else { throw length("\(count)") }
    }

    private func length(_ allowed: String) -> Diagnostics {
        error("the message has \(bytes.count) bytes", allowed: "a message of this kind has \(allowed)", at: bytes.count - 1)
    }

    private func error(_ problem: String, allowed: String? = nil, at offset: Int) -> Diagnostics {
        Diagnostics(.byte(file: "MIDI tuning", offset: offset), problem, allowed: allowed ?? "the tuning stays as it was")
    }

    private func hex(_ byte: UInt8) -> String { String(byte, radix: 16, uppercase: true) }
}
