import KanonEngine

/// The MIDI implementation chart, in the form of the MIDI Association, written from the tables that the engine goes by.
///
/// Source: "MIDI 1.0 Detailed Specification", MIDI Association, 1996, "MIDI implementation chart".
public struct ImplementationChart: Sendable {
    /// A line of the chart.
    public struct Row: Sendable, Encodable {
        /// What the message is.
        public let function: String
        /// Whether Kanon sends it.
        public let isTransmitted: Bool
        /// Which of it is received: numbers, or `O` for yes and `X` for no.
        public let recognized: String
        /// What is made of it.
        public let remarks: String

        fileprivate init(_ function: String, isTransmitted: Bool = false, _ recognized: String, _ remarks: String = "") {
            self.function = function
            self.isTransmitted = isTransmitted
            self.recognized = recognized
            self.remarks = remarks
        }
    }

    /// The lines in the order of the standard's form.
    public let rows: [Row]

    /// The chart of this version.
    public init() {
        var rows = [
            Row("Basic channel: default", "1–16", "All at once; `--channel` chooses one"),
            Row("Basic channel: changed", "X"),
            Row("Mode: default", "Mode 1", "Omni on, poly"),
            Row("Mode: messages", "Omni on/off, mono, poly", "See controllers 124 to 127"),
            Row("Note number", "0–127", "True voice 0–127"),
        ]
        rows += Self.messages(.velocity) + Self.messages(.pressure) + Self.messages(.pitchBend)
        rows += ControllerFunction.allCases.map { function in
            let numbers = function.controllers.map(String.init).joined(separator: ", ")
            return Row("Control change: \(function.name)", numbers, function.remark)
        }
        rows.append(Row("Control change: all others", "0–119", "What the mapping says of them"))
        rows += RegisteredParameter.allCases.map { Row("Registered parameter: \($0.name)", "\($0.rawValue)", $0.remark) }
        rows += Self.messages(.programChange)
        rows += Self.messages(.exclusive) + Self.messages(.systemCommon) + Self.messages(.realTime) + Self.messages(.auxiliary)
        self.rows = rows
    }

    private static func messages(_ section: MessageFunction.Section) -> [Row] {
        MessageFunction.allCases.filter { $0.section == section }.map { message in
            Row(
                "\(section.rawValue): \(message.name)", isTransmitted: message.isTransmitted, message.isRecognized ? "O" : "X",
                message.remark)
        }
    }

    /// The chart as a table of Markdown.
    public var markdown: String {
        let lines = rows.map { "| \($0.function) | \($0.isTransmitted ? "O" : "X") | \($0.recognized) | \($0.remarks) |" }
        return (["| Function | Transmitted | Recognized | Remarks |", "|---|:-:|---|---|"] + lines).joined(separator: "\n")
    }
}
