import CALSA

/// What the MIDI thread reads: its loop, its ALSA client and who is played. Freed when neither the thread nor its owner has it any
/// more, in the order of its types.
final class SequencerMemory: @unchecked Sendable {
    // SAFETY: the MIDI thread owns the loop; others reach its atomics and its ring alone, until that thread has ended.
    let loop: UnsafeMutablePointer<SequencerLoop>
    let client: SequencerClient
    private let receiver: MidiReceiver

    init(_ client: SequencerClient, port: UInt8, receiver: MidiReceiver, selection: MidiSelection, isAlone: Bool) throws(IOFailure) {
        let new = try SequencerLoop(
            client.handle, port: port, destination: receiver.destination, selection: selection, isAlone: isAlone)
        loop = .allocate(capacity: 1)
        loop.initialize(to: new)
        self.client = client
        self.receiver = receiver
    }

    deinit {
        loop.deinitialize(count: 1)
        loop.deallocate()
    }
}

/// A client of ALSA's sequencer, closed with the last who has it.
final class SequencerClient: @unchecked Sendable {
    // SAFETY: the MIDI thread reads from it, the control thread writes to it, which ALSA's library keeps apart.
    let handle: OpaquePointer

    init(name: String) throws(IOFailure) { handle = try Sequencer.open(name: name) }

    deinit { snd_seq_close(handle) }
}
