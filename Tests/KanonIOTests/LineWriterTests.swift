import Glibc
import Testing

@testable import KanonIO

@Suite struct LineWriterTests {
    @Test(arguments: [65_536, 65_537, 300_000]) func `a text of any length is said, also behind another`(count: Int) throws {
        var ends: [Int32] = [0, 0]
        try require(pipe(&ends) == 0 ? () : nil)
        defer { close(ends[0]) }
        let writer = try LineWriter(ends[1])
        writer.write(Array("first\n".utf8))
        writer.write([UInt8](repeating: 0x61, count: count))
        var read = 0
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var waiting = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        while read < count + 6, poll(&waiting, 1, 2_000) == 1 { read += max(Glibc.read(ends[0], &buffer, buffer.count), 0) }
        #expect(read == count + 6)
        writer.finish()
        close(ends[1])
        #expect(writer.unsaidCount == 0)
        #expect(writer.failure == 0)
    }

    @Test func `what finds no room behind texts that nobody takes is counted`() throws {
        var ends: [Int32] = [0, 0]
        try require(pipe(&ends) == 0 ? () : nil)
        let writer = try LineWriter(ends[1])
        let text = [UInt8](repeating: 0x61, count: 200_000)
        // One fills the pipe, one may wait behind it.
        for _ in 0..<3 { writer.write(text) }
        #expect(writer.unsaidCount >= 1)
        // Lets the thread go; a reader that is gone ends nothing, as in the program.
        signal(SIGPIPE, SIG_IGN)
        close(ends[0])
        writer.finish()
        close(ends[1])
    }
}
