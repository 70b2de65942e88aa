/// What a controller does by the MIDI standard, whatever else the mapping has it move.
///
/// The one table of them: the router decides by it, and the implementation chart is written from it.
public enum ControllerFunction: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case bankSelect, wheel, dataEntry, sustain, sostenuto, soft, legato, hold, timbre, dataIncrement, dataDecrement, nonRegistered,
        registered, allSoundOff, resetControllers, allNotesOff, omniOff, omniOn, mono, poly

    /// The controllers that do it, 0…127: of numbers in two parts the first part's, then the second's.
    public var controllers: [UInt8] { row.controllers }
    /// What the standard calls it.
    public var name: String { row.name }
    /// What Kanon makes of it.
    public var remark: String { row.remark }

    private struct Row {
        let controllers: [UInt8]
        let name: String
        let remark: String

        init(_ controllers: [UInt8], _ name: String, _ remark: String) {
            self.controllers = controllers
            self.name = name
            self.remark = remark
        }
    }

    private var row: Row {
        switch self {
        case .bankSelect: Row([0, 32], "Bank select", "Counts with the next program change; 128 programs a bank")
        case .wheel: Row([1, 33], "Modulation wheel", "Vibrato, and what the preset has it move")
        case .dataEntry: Row([6, 38], "Data entry", "Of the parameter that was selected")
        case .sustain: Row([64], "Sustain pedal", "On from 64, off below; the mapping may set both points")
        case .sostenuto: Row([66], "Sostenuto", "Holds the notes whose keys, or whose pedal, are down when it goes down; on from 64")
        case .soft: Row([67], "Soft pedal", "Notes struck while it is down count with 70 % of their velocity; on from 64")
        case .legato: Row([68], "Legato footswitch", "One voice for the channel, which is not struck anew; on from 64")
        case .hold: Row([69], "Hold 2", "A second sustain pedal; on from 64")
        case .timbre: Row([74], "Brightness (MPE: timbre)", "A source of modulation, at rest at 64")
        case .dataIncrement: Row([96], "Data increment", "By a step of the parameter that was selected")
        case .dataDecrement: Row([97], "Data decrement", "By a step of the parameter that was selected")
        case .nonRegistered: Row([99, 98], "Non-registered parameter", "What the mapping says of it")
        case .registered: Row([101, 100], "Registered parameter", "See registered parameters")
        case .allSoundOff: Row([120], "All sound off", "The channel fades within 5 ms")
        case .resetControllers:
            Row([121], "Reset all controllers", "As RP-015 asks: pedals, wheels, pressures, expression, parameter number")
        case .allNotesOff: Row([123], "All notes off", "The channel's keys count as let go; pedals still hold")
        case .omniOff: Row([124], "Omni off", "All notes off; with --channel only that channel is heard from now on")
        case .omniOn: Row([125], "Omni on", "All notes off; with --channel every channel is heard from now on")
        case .mono: Row([126], "Mono", "All notes off; one voice for the channel, or for as many channels as the value says, 0 for all")
        case .poly: Row([127], "Poly", "All notes off; voices as the preset says")
        }
    }

    /// What each of the 128 controllers does, nil for what has no function.
    static var ofControllers: [ControllerFunction?] {
        var functions = [ControllerFunction?](repeating: nil, count: 128)
        for function in allCases {
            for controller in function.controllers { functions[Int(controller)] = function }
        }
        return functions
    }
}
