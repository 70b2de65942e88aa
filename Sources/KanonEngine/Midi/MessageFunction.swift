/// What Kanon makes of the messages of the MIDI standard other than controllers: a row each of the implementation chart.
public enum MessageFunction: CaseIterable, Sendable {
    case noteOn, noteOff, keyPressure, channelPressure, pitchBend, programChange, quarterFrame, songPosition, songSelect, tuneRequest,
        clock, start, stop, localControl, activeSensing, systemReset

    /// Where the chart has it.
    public enum Section: String, Sendable {
        case velocity = "Velocity"
        case pressure = "Aftertouch"
        case pitchBend = "Pitch bend"
        case programChange = "Program change"
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
