import Testing

@testable import KanonIO

extension WorldTests {
    struct WakeUpTestTests {
        @Test func `every wake-up is counted, and none is later than the latest`() throws {
            let test = try WakeUpTest(seconds: 0.05, priority: 1)
            #expect(test.counts.reduce(0, +) == 50)
            #expect(test.percentile(1) == test.maximumMicroseconds || test.maximumMicroseconds < 1)
            #expect(test.percentile(0.5) <= test.maximumMicroseconds)
        }

        @Test func `a share of the wake-ups has its bound`() {
            var counts = [Int](repeating: 0, count: WakeUpTest.greatestCounted + 1)
            counts[4] = 998
            counts[90] = 1
            counts[WakeUpTest.greatestCounted] = 1
            let test = WakeUpTest(scheduling: .ordinary, counts: counts, maximumMicroseconds: 15_000)
            #expect(test.percentile(0.5) == 4)
            #expect(test.percentile(0.999) == 90)
            #expect(test.percentile(1) == 15_000)
        }
    }
}
