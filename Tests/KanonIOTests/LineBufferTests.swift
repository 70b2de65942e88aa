import Testing

@testable import KanonIO

struct LineBufferTests {
    @Test func `lines come out as they went in, however they were cut`() {
        let text = Array("one\n\ntwo\r\nthree".utf8)
        for size in 1...text.count {
            var buffer = LineBuffer()
            for start in stride(from: 0, to: text.count, by: size) { buffer.append(text[start..<min(start + size, text.count)]) }
            #expect(buffer.next() == .whole(Array("one".utf8)))
            #expect(buffer.next() == .whole([]))
            #expect(buffer.next() == .whole(Array("two\r".utf8)))
            #expect(buffer.next() == nil)
            buffer.end()
            #expect(buffer.next() == .whole(Array("three".utf8)))
            #expect(buffer.next() == nil)
        }
    }

    @Test func `a line that is too long is told once and takes no more room`() {
        var buffer = LineBuffer()
        let piece = [UInt8](repeating: 65, count: 16384)
        var tooLong = 0
        for _ in 0..<64 {
            #expect(!buffer.isFull)
            buffer.append(piece)
            while let line = buffer.next() { if line == .tooLong { tooLong += 1 } }
        }
        #expect(tooLong == 1)
        buffer.append(Array("\nnext\n".utf8))
        #expect(buffer.next() == .whole(Array("next".utf8)))
    }

    @Test func `the longest line that is read is read whole`() {
        var buffer = LineBuffer()
        let line = [UInt8](repeating: 65, count: LineBuffer.longest)
        buffer.append(line)
        #expect(buffer.next() == nil)
        buffer.append([UInt8(ascii: "\n")])
        #expect(buffer.next() == .whole(line))
    }
}
