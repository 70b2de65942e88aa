/// What Kanon makes of the messages of the MIDI standard other than controllers: a row each of the implementation chart.
public enum MessageFunction: CaseIterable, Sendable {
    case noteOn, noteOff, keyPressure, channelPressure, pitchBend, programChange, reset, identityRequest, masterVolume, masterTuning,
        tuningDump, noteTuning, octaveTuning, quarterFrame,
        songPosition, songSelect, tuneRequest,
        clock, start, stop, localControl, activeSensing, systemReset

    /// Where the chart has it.
    public enum Section: String, Sendable {
        case velocity = "Velocity"
        case pressure = "Aftertouch"
        case pitchBend = "Pitch bend"
        case programChange = "Program change"
        case exclusive = "System exclusive"
        case systemCommon = "System common"
        case realTime = "System real time"
        case auxiliary = "Aux messages"
    }

    /// Where the chart has it.
    public var section: Section { row.section }
    /// What the standard calls it.
    public var name: String { row.name }
    /// Whether anything comes of it.
    public var isRecognized: Bool { row.isRecognized }
    /// Whether Kanon sends something of the kind.
    public var isTransmitted: Bool { self == .identityRequest }
    /// What.
    public var remark: String { row.remark }

    private struct Row {
        let section: Section
        let name: String
        let isRecognized: Bool
        let remark: String

        init(_ section: Section, _ name: String, _ isRecognized: Bool, _ remark: String = "") {
            self.section = section
            self.name = name
            self.isRecognized = isRecognized
            self.remark = remark
        }
    }

    private var row: Row {
        switch self {
        case .noteOn: Row(.velocity, "Note on", true, "1 to 127, through the mapping's curve; 0 is a note off")
        case .noteOff: Row(.velocity, "Note off", true, "The source `lift` of modulations")
        case .keyPressure: Row(.pressure, "Of keys", true, "The source `pressure`: the greater of the key's and the channel's")
        case .channelPressure: Row(.pressure, "Of channels", true, "The same")
        case .pitchBend: Row(.pitchBend, "Pitch bend", true, "14 bits")
        case .programChange:
            Row(.programChange, "True number", true, "0 to 127: presets in the order of `kanon preset list`, or the setlist's")
        case .reset: Row(.exclusive, "GM, GM2, GS and XG reset", true, "As system reset")
        case .identityRequest:
            Row(.exclusive, "Identity request", true, "06 01, by ALSA; the answer goes to whoever listens to Kanon's port `MIDI out`")
        case .masterVolume: Row(.exclusive, "Master volume", true, "04 01: `player.volume`")
        case .masterTuning: Row(.exclusive, "Master tuning", true, "04 03 and 04: cents and semitones, of notes that sound, too")
        case .tuningDump:
            Row(
                .exclusive, "Tuning dumps", true,
                "08 01, 04, 05 and 06, with their checksums; there is one tuning, whatever program they name")
        case .noteTuning:
            Row(.exclusive, "Tuning of single notes", true, "08 02 and 07; of 07 the form in real time for notes that sound, too")
        case .octaveTuning:
            Row(.exclusive, "Tuning of octaves", true, "08 08 and 09, a channel each; in real time for notes that sound, too")
        case .quarterFrame: Row(.systemCommon, "MTC quarter frame", false)
        case .songPosition: Row(.systemCommon, "Song position", false)
        case .songSelect: Row(.systemCommon, "Song select", false)
        case .tuneRequest: Row(.systemCommon, "Tune request", false, "Nothing drifts")
        case .clock: Row(.realTime, "Clock", true, "The tempo of the device that sent it first")
        case .start: Row(.realTime, "Start, continue", true, "The clock begins anew")
        case .stop: Row(.realTime, "Stop", false, "The tempo stays")
        case .localControl: Row(.auxiliary, "Local on/off", false, "There is no keyboard of its own")
        case .activeSensing: Row(.auxiliary, "Active sensing", true, "Once seen: after 330 ms without it the device is let go")
        case .systemReset: Row(.auxiliary, "System reset", true, "Everything fades; what channels were told is forgotten")
        }
    }
}
