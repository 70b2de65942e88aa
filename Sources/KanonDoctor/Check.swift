import KanonIO

/// One thing that matters to sound, and how to look at it.
struct Check: Sendable {
    /// Its name for programs.
    let key: String
    /// Its name for people.
    let title: ScriptText
    /// Why it matters to sound, in one sentence.
    let why: String
    /// Whether not knowing counts as a warning: where it decides whether there is real time at all.
    var mustBeKnown = false
    let examine: @Sendable (Machine) -> Outcome

    init(
        _ key: String, _ title: ScriptText, why: String, mustBeKnown: Bool = false, examine: @escaping @Sendable (Machine) -> Outcome
    ) {
        self.key = key
        self.title = title
        self.why = why
        self.mustBeKnown = mustBeKnown
        self.examine = examine
    }

    /// All of them, in the order in which they are told.
    static let all: [Check] = [
        kernel, preemption, priorityProbe, priorityLimit, memoryLimit, processorTimeLimit, serviceLimits, groups, wakeUps,
        realTimeTasks, realTimeLoad, realTimeThrottle, interruptThreads, softInterrupts, clockSource, governor, energyPreference,
        idleStates, idleLatencyDevice, simultaneousThreads, thermalThrottle, swap, swappiness, hugePages, numaBalancing,
        virtualization, usbSuspend, usbEndpoints, jackLibrary, jackServer, pipeWire, rtkit, sequencer, sequencerTimer, freeDisk,
    ]
}
