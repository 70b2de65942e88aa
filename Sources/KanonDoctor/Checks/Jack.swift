import KanonIO

extension Check {
    static let jackLibrary = Check(
        "jack-library", "JACK library", why: "There are two libraries of one name, and neither speaks to the other's server."
    ) { machine in
        guard let isPipeWire = machine.live.isPipeWireLibrary else { return .unknown("Which library this is was not asked.") }
        let seen = Observation(path: "libjack.so.0", reading: .value(isPipeWire ? "PipeWire's" : "jackd2's"))
        let hasServer = JackServerProcess.list(machine).map { !$0.isEmpty }
        if isPipeWire, hasServer == true {
            return .warning(
                "This process has PipeWire's library, and a jackd runs, which it does not see.", seen,
                fix: Fix("Takes jackd's.", byHand: "Start kanon without pw-jack, or end jackd."))
        }
        if isPipeWire { return .ok("PipeWire's.", seen) }
        if machine.live.isPipeWireRunning == true, hasServer == false {
            return .ok("jackd2's; PipeWire runs, and Kanon starts itself again through pw-jack.", seen)
        }
        if machine.live.isJackServerInstalled == false {
            let install = machine.distribution.install(
                debian: "jackd2", fedora: "jack-audio-connection-kit", arch: "jack2")
            return .failure(
                "jackd2's, without its server.", seen,
                fix: Fix("Installs JACK's server.", [install].compactMap(\.self), byHand: install == nil ? "Install jackd2." : nil))
        }
        return .ok("jackd2's.", seen)
    }

    static let jackServer = Check(
        "jack", "JACK", why: "The delay from key to card is block × (blocks in the card + 1), one block less in synchronous mode."
    ) { machine in
        let servers = JackServerProcess.list(machine)
        guard let server = servers?.first else {
            guard let jack = machine.live.jack else {
                guard servers != nil else {
                    return .unknown("Not all programs can be seen, and no server answers.", machine.taskObservation)
                }
                let planned = BlockSetting(frames: 64, periods: 3, sampleRate: 48_000, isSynchronous: true)
                return .ok("No server runs; Kanon starts its own, \(planned).", machine.taskObservation)
            }
            let seen = Observation(path: "jack_get_buffer_size", reading: .value("\(jack.frames) at \(Int(jack.sampleRate)) Hz"))
            return jackOutcome(BlockSetting(frames: jack.frames, sampleRate: jack.sampleRate), isGranted: jack.isRealTime, seen: [seen])
        }
        let command = Observation(path: "/proc/\(server.process)/cmdline", reading: .value(server.command))
        guard let jack = machine.live.jack else {
            return .unknown("A jackd runs, and does not answer this user or this name.", command)
        }
        let block = BlockSetting(
            frames: jack.frames, periods: server.periods, sampleRate: jack.sampleRate, isSynchronous: server.isSynchronous)
        let threads = machine.realTimeThreads(of: server)
        let seen = Observation(
            path: "/proc/\(server.process)/task/*/stat",
            reading: .value(threads.isEmpty ? "no real-time thread" : threads.map(\.text).joined(separator: "; ")))
        return jackOutcome(block, isGranted: !threads.isEmpty, seen: [command, seen])
    }

    private static func jackOutcome(_ block: BlockSetting, isGranted: Bool, seen: [Observation]) -> Outcome {
        let restart = Fix(
            "4.00 ms from key to card, in real time.",
            byHand: "Start the server so: jackd -R -P70 -S -d alsa -d hw:CARD -r 48000 -p 64 -n 3 (or end it, and Kanon does).")
        guard isGranted else {
            return Outcome(verdict: .failure, says: "\(block), without real time.", seen: seen, fixes: [restart])
        }
        let seconds = block.seconds ?? Double(block.frames) / block.sampleRate
        if seconds <= 0.005 { return Outcome(verdict: .ok, says: "\(block).", seen: seen) }
        return Outcome(verdict: .warning, says: "\(block), above 5 ms.", seen: seen, fixes: [restart])
    }
}
