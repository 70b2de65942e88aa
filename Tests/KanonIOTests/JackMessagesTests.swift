@preconcurrency import CJACK
import Glibc
import Testing

@testable import KanonIO

struct JackMessagesTests {
    /// libjack cancels its threads when a client is closed, wherever they are at that moment.
    @Test func `a thread that is cancelled within a message of JACK's holds nothing`() async {
        await #expect(processExitsWith: .success) {
            JackMessages.drop()
            for _ in 0..<200 {
                var thread = pthread_t()
                try #require(pthread_create(&thread, nil, { _ in JackMessagesTests.complain() }, nil) == 0)
                usleep(500)
                pthread_cancel(thread)
                pthread_join(thread, nil)
                jack_error_callback(JackMessagesTests.message)
            }
        }
    }

    private static var message: UnsafePointer<CChar> {
        let text: StaticString = "the server is gone"
        return UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    /// Allocates nothing itself, which would be cancelled too.
    private static func complain() -> UnsafeMutableRawPointer? {
        pthread_setcanceltype(Int32(PTHREAD_CANCEL_ASYNCHRONOUS), nil)
        let message = message
        while true { jack_error_callback(message) }
    }
}
