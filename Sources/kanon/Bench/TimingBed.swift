import ArgumentParser
import KanonEngine
import KanonIO

/// Kanon on a server, as `kanon play` has it, for a bench of times.
struct TimingBed {
    let session: AudioSession
    let instrument: Instrument
    private let signals = StopSignals()
    private let memory: RealTime.MemoryLock

    init(_ options: AudioOptions, sound: Sound) throws {
        try OpenFiles.require()
        session = try AudioSession(options.session)
        var configuration = Instrument.Configuration()
        configuration.sampleRate = session.sampleRate
        configuration.polyphony = 128
        configuration.timing = options.timing
        instrument = Instrument(configuration, sound: sound)
        memory = options.rt == .off ? .nothing("not asked for") : RealTime.lockMemory(of: instrument)
    }

    /// Begins to sound; every callback goes into `log`.
    func start(_ log: CallbackLog) throws {
        try session.start(instrument, log: log)
        session.warnings.forEach(Output.say)
    }

    /// Presses keys, from C2 up and round again on the next channel.
    func press(_ keys: Range<Int>) {
        for number in keys {
            instrument.input(.control).push(
                Event(.noteOn, device: 0, channel: UInt8(number / 49), key: UInt8(36 + number % 49), value: 0.7),
                at: JackClient.microseconds)
        }
    }

    /// Waits until a log is full.
    func wait(until log: CallbackLog, has count: Int) throws {
        while log.count < count { try rest(seconds: 0.02) }
    }

    /// Waits; ends with the server, or on a signal.
    func rest(seconds: Double) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if signals.wait(milliseconds: 10) { throw ExitCode.failure }
            if session.client?.isSounding == false {
                throw IOFailure("The server does not call Kanon, or at another rate than before: nothing can be measured.")
            }
            if let ending = session.client?.ending { throw IOFailure("\(ending): nothing can be measured.") }
        }
    }

    /// A report of what the bed is, without figures.
    func report(_ bench: String, _ what: String) -> TimingReport {
        var report = TimingReport(
            bench: bench, setting: "\(what); \(session.description)",
            scheduling: ["audio \(session.client?.scheduling ?? .unknown)"])
        report.counts["xruns"] = session.xruns
        if case .nothing(let reason) = memory { report.remarks.append("Memory is not locked: \(reason).") }
        return report
    }
}
