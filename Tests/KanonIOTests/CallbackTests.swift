import CRealtime
import Glibc
import Testing

struct CallbackTests {
    @Test func `a block that has begun is rendered before its thread is cancelled`() async {
        await #expect(processExitsWith: .success) {
            var hasEnded = false
            try withUnsafeMutablePointer(to: &hasEnded) { hasEnded in
                var thread = pthread_t()
                try #require(pthread_create(&thread, nil, { CallbackTests.render($0) }, hasEnded) == 0)
                while kanon_callback_nanoseconds() == 0 {}
                pthread_cancel(thread)
                // It would wait for ever.
                pthread_join(thread, nil)
                try #require(hasEnded.pointee)
            }
        }
    }

    /// As libjack's threads are: 20 ms within a callback, and then nothing for ever.
    private static func render(_ hasEnded: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        pthread_setcanceltype(Int32(PTHREAD_CANCEL_ASYNCHRONOUS), nil)
        kanon_callback_prepare()
        kanon_callback_enter(nil, nil, 0)
        while kanon_callback_nanoseconds() < 20_000_000 {}
        hasEnded?.storeBytes(of: true, as: Bool.self)
        kanon_callback_exit()
        while true { pause() }
    }
}
