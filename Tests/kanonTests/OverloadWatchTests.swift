import Testing

@testable import kanon

struct OverloadWatchTests {
    @Test func `what was ended is told at once, and then once in a while`() {
        var watch = OverloadWatch()
        let now = ContinuousClock.now
        #expect(watch.next(shed: 0, fitting: 64, at: now) == nil)
        #expect(watch.next(shed: 1, fitting: 40, at: now) == "Too much for the processor: 1 voice was ended early; 40 fit in a block.")
        #expect(watch.next(shed: 9, fitting: 30, at: now + .seconds(1)) == nil)
        #expect(
            watch.next(shed: 10, fitting: 32, at: now + .seconds(5))
                == "Too much for the processor: 9 voices were ended early; 32 fit in a block.")
        #expect(watch.next(shed: 10, fitting: 32, at: now + .seconds(20)) == nil)
    }
}
