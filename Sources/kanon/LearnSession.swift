import Foundation
import KanonControl
import KanonEngine
import KanonIO

/// Waits until the player has turned a knob, and asks for more where that does not tell what it is.
struct LearnSession {
    private let listening: MidiListening
    private let signals: StopSignals
    private let parameter: Parameter
    /// What the knob is, where the player has said it.
    private let manner: KnobControl.Manner?
    private let end: ContinuousClock.Instant
    private let isAsking = TerminalMode.isAvailable
    private var reading = KnobReading()

    private static let pauseMilliseconds = 10
    /// A knob that rests for so long has been turned.
    private static let rest = Duration.milliseconds(900)

    init(
        listening: MidiListening, signals: StopSignals, parameter: Parameter, manner: KnobControl.Manner?, seconds: Double
    ) {
        self.listening = listening
        self.signals = signals
        self.parameter = parameter
        self.manner = manner
        end = .now + .seconds(seconds)
    }

    /// The control that was moved.
    mutating func control() throws -> KnobControl {
        // What is there already is told in one line.
        _ = listening.notices()
        let names = listening.connected
        Output.say(names.isEmpty ? "No MIDI device is connected; plug one in." : "Listening to \(names.joined(separator: ", ")).")
        Output.say("Turn the knob for \(parameter.key) slowly to the right, from end to end if it has ends; a button: press it twice.")
        while true {
            try turn()
            switch reading.verdict {
            case .found(let control): return said(control)
            case .undecided(let control):
                if manner != nil { return said(control) }
                guard isAsking else { throw Self.open(control) }
                reading.turnBack()
                Output.say("\(control.source.name) moves. Now turn it slowly to the left.")
                try turn()
                if case .found(let control) = reading.verdict { return said(control) }
                try again("It does not show what it is")
            case .unclear(let control):
                if manner != nil { return said(control) }
                guard isAsking else { throw Self.open(control) }
                try again("\(control.source.name) goes to and fro")
            case .several(let controls):
                let list = controls.map { "\($0.source.name) on channel \($0.channel + 1)" }.joined(separator: ", ")
                guard isAsking else { throw IOFailure("Several controls moved: \(list). Turn one only.") }
                try again("Several controls moved: \(list)")
            case .nothing: throw nothing
            }
        }
    }

    private mutating func again(_ reason: String) throws {
        Output.say("\(reason). Once more: turn one knob slowly to the right, as far as it goes.")
        reading = KnobReading()
    }

    /// What the player has said of it counts.
    private func said(_ control: KnobControl) -> KnobControl {
        var control = control
        if let manner {
            control.manner = manner
            control.isReversed = if case .relative(let encoding) = manner { reading.isReversed(control, by: encoding) } else { false }
        }
        return control
    }

    private static func open(_ control: KnobControl) -> IOFailure {
        IOFailure(
            "\(control.source.name) moves, but does not show whether it says where it is or how far it was turned: --relative off, or one of "
                + "\(RelativeEncoding.names), says it.")
    }

    private var nothing: IOFailure {
        IOFailure(
            reading.heardKeys
                ? "Keys were played, but no knob was turned; a key's rule is written by hand: {note: C2, press: toggle, to: \(parameter.key)}."
                : "No knob was turned; kanon monitor shows what comes.")
    }

    /// Waits until something was moved and rests.
    private mutating func turn() throws {
        var count = reading.progress?.count ?? 0
        var moved: ContinuousClock.Instant?
        while true {
            lookAround()
            let now = ContinuousClock.now
            if let progress = reading.progress, progress.count != count {
                count = progress.count
                moved = now
            }
            if let moved, now - moved >= Self.rest { return }
            if now >= end {
                guard moved == nil else { return }
                throw nothing
            }
            if signals.wait(milliseconds: Self.pauseMilliseconds) { throw IOFailure("Nothing was written.") }
        }
    }

    private mutating func lookAround() {
        for notice in listening.notices() {
            switch notice {
            case .connected(let device): Output.say("\(device.name) is connected.")
            case .disconnected(let device): Output.say("\(device.name) is gone.")
            case .ended: Output.say("ALSA's sequencer is gone; no MIDI comes this way any more.")
            case .silent, .overflow: break
            }
        }
        for arrival in listening.arrivals({ _ in ControllerMap() }) { reading.take(arrival.heard, device: arrival.device) }
    }
}
