import CRealtime
import Foundation
import KanonState
import Testing

@testable import KanonEngine

/// What the callback may not do. RealtimeSanitizer, where it is linked, ends the process at the first lock, allocation or
/// system call between `kanon_realtime_enter` and `kanon_realtime_exit`; page faults are counted.
@Suite(.serialized) struct RealTimeTests {
    /// In a process of its own: a fork elsewhere would make every page fault once more.
    @Test func `a hundred thousand blocks neither wait nor allocate nor fault`() async {
        await #expect(processExitsWith: .success) { Self.playHundredThousandBlocks() }
    }

    private static func playHundredThousandBlocks() {
        // As the product does, where it is granted; otherwise the kernel may move a page now and then.
        mlockall(MCL_CURRENT | MCL_FUTURE)
        var configuration = Instrument.Configuration()
        configuration.polyphony = 16
        configuration.controllers = .cutoffOnController74
        let instrument = Instrument(configuration, sound: .plainSine)
        instrument.recording.arm(true)
        let callback = Callback(instrument: instrument, blocks: 100_000)

        // The other threads: knobs and devices, presets, the writer of the recording.
        let knobs = Thread { turnKnobs(instrument, until: callback) }
        let presets = Thread { loadPresets(instrument, until: callback) }
        let writer = Thread { readRecording(instrument, until: callback) }
        let audio = Thread { callback.run() }
        for thread in [knobs, presets, writer] { thread.start() }
        audio.start()
        callback.finished.wait()

        #expect(callback.faults == 0)
        #expect(instrument.meter[.blocks] >= 100_000)
        #expect(instrument.meter[.notes] > 10_000)
        #expect(callback.peak > 0.01)
    }

    /// While keys are struck and held, and knobs are turned.
    @Test func `a thousand changes of sound neither wait nor allocate nor fault`() async {
        await #expect(processExitsWith: .success) { Self.playThousandChanges() }
    }

    private static func playThousandChanges() {
        mlockall(MCL_CURRENT | MCL_FUTURE)
        var configuration = Instrument.Configuration()
        configuration.polyphony = 16
        let instrument = Instrument(configuration, sound: .movingSaw)
        // Thirty blocks a change, and as many again for those that come late.
        let callback = Callback(instrument: instrument, blocks: 60_000)
        let knobs = Thread { turnKnobs(instrument, until: callback) }
        let audio = Thread { callback.run() }
        for thread in [knobs, audio] { thread.start() }
        let changes = changeSounds(instrument, count: 1_000, until: callback)
        callback.finished.wait()
        #expect(changes == 1_000)
        #expect(callback.faults == 0)
        #expect(callback.peak > 0.01)
    }

    /// Changes to sounds of all kinds, under every rule and in any time; how many the engine has had.
    private static func changeSounds(_ instrument: Instrument, count: Int, until callback: Callback) -> Int {
        var dice = Dice(34)
        let sounds = (0..<64).map { _ in Sound.random(&dice) }
        var done = 0
        while done < count {
            instrument.load(sounds[dice.below(sounds.count)])
            let due = instrument.meter[.blocks] + 30
            while instrument.meter[.blocks] < due {
                if callback.finished.isOver { return done }
                usleep(20)
                instrument.collect()
            }
            done += 1
        }
        return done
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["RTSAN"] == "1"))
    func `the sanitizer that was asked for is there`() {
        #expect(kanon_realtime_is_sanitized())
    }

    @Test(.enabled(if: kanon_realtime_is_sanitized()))
    func `an allocation in the callback ends the process`() async {
        await #expect(processExitsWith: .exitCode(43)) {
            var numbers = [Int]()
            kanon_realtime_enter()
            for number in 0..<1000 { numbers.append(number) }
            kanon_realtime_exit()
            print(numbers.count)
        }
    }

    @Test(.enabled(if: kanon_realtime_is_sanitized()))
    func `a lock in the callback ends the process`() async {
        await #expect(processExitsWith: .exitCode(43)) {
            Self.lockInCallback()
        }
    }

    private static func lockInCallback() {
        let lock = NSLock()
        kanon_realtime_enter()
        lock.lock()
        lock.unlock()
        kanon_realtime_exit()
    }

    @Test func `an allocation outside the callback is nobody's business`() async {
        await #expect(processExitsWith: .exitCode(0)) {
            kanon_realtime_enter()
            kanon_realtime_exit()
            var numbers = [Int]()
            for number in 0..<1000 { numbers.append(number) }
            print(numbers.count)
            exit(0)
        }
    }

    private static func turnKnobs(_ instrument: Instrument, until callback: Callback) {
        let input = instrument.input(.alsa)
        var dice = Dice(21)
        while !callback.finished.isOver {
            let position = UInt8(dice.below(128))
            let bytes: [UInt8] = [0xB0, 74, position, 0xE0, 0, position, 0x90, position, 0, 0xF0, 0x7F, position, 0xF7]
            input.receive(bytes, count: bytes.count, device: 1, at: 0)
            instrument.parameters.set(Parameter.all[dice.below(Parameter.all.count)].id, to: dice.share())
            usleep(50)
        }
    }

    private static func loadPresets(_ instrument: Instrument, until callback: Callback) {
        var number = 0
        while !callback.finished.isOver {
            number += 1
            instrument.load(number % 2 == 0 ? .plainSine : .movingSaw)
            instrument.tune { channel, key in key == number % 128 ? nil : 440 * exp2(Double(key - 69) / Double(11 + channel % 3)) }
            while instrument.nextExclusive() != nil {}
            instrument.collect()
            usleep(500)
        }
    }

    private static func readRecording(_ instrument: Instrument, until callback: Callback) {
        var frames = [Float](repeating: 0, count: 2 * 4096)
        while !callback.finished.isOver {
            _ = instrument.recording.read(into: &frames, count: 4096)
            usleep(1000)
        }
    }
}

/// The audio thread of a server that never rests.
private final class Callback: @unchecked Sendable {
    // SAFETY: written by the audio thread; the others read after `finished`.
    final class Flag: @unchecked Sendable {
        private let condition = NSCondition()
        private var isSet = false

        var isOver: Bool {
            condition.lock()
            defer { condition.unlock() }
            return isSet
        }

        func set() {
            condition.lock()
            isSet = true
            condition.broadcast()
            condition.unlock()
        }

        func wait() {
            condition.lock()
            while !isSet { condition.wait() }
            condition.unlock()
        }
    }

    let finished = Flag()
    private(set) var faults: UInt64 = 0
    private(set) var peak: Float = 0
    private let instrument: Instrument
    private let blocks: Int
    private let messages = UnsafeMutablePointer<UInt8>.allocate(capacity: 3)
    private let left = UnsafeMutablePointer<Float>.allocate(capacity: 64)
    private let right = UnsafeMutablePointer<Float>.allocate(capacity: 64)

    init(instrument: Instrument, blocks: Int) {
        self.instrument = instrument
        self.blocks = blocks
        left.initialize(repeating: 0, count: 64)
        right.initialize(repeating: 0, count: 64)
        messages.initialize(repeating: 0, count: 3)
    }

    deinit {
        messages.deallocate()
        left.deallocate()
        right.deallocate()
    }

    func run() {
        kanon_prefault_stack(128 * 1024)
        let engine = instrument.engine
        // What is recorded wraps round its ring several times, so that every page of it is there.
        for block in 0..<10_000 { render(block, engine) }
        let before = kanon_thread_page_faults()
        for block in 10_000..<10_000 + blocks { render(block, engine) }
        faults = kanon_thread_page_faults() - before
        finished.set()
    }

    @inline(never)
    private func render(_ block: Int, _ engine: UnsafeMutablePointer<Engine>) {
        kanon_realtime_enter()
        Self.play(block, engine, messages, left, right)
        kanon_realtime_exit()
        if block % 64 == 0 { peak = max(peak, abs(left[0])) }
    }

    @_noLocks @_noAllocation
    private static func play(
        _ block: Int, _ engine: UnsafeMutablePointer<Engine>, _ bytes: UnsafeMutablePointer<UInt8>,
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>
    ) {
        engine.pointee.begin(frames: 64, microseconds: 1_000_000 + UInt64(block) * 4000 / 3)
        if block % 5 == 0 {
            bytes[0] = block % 10 == 0 ? 0x90 : 0x80
            bytes[1] = UInt8(36 + block / 10 % 60)
            bytes[2] = 100
            engine.pointee.receive(bytes, count: 3, frame: block % 64)
        }
        engine.pointee.render(left: left, right: right)
    }
}
