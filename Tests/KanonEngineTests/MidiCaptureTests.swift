import Testing

@testable import KanonEngine

struct MidiCaptureTests {
    @Test func `bytes come out as they went in, long ones in pieces`() {
        let capture = MidiCapture()
        defer { capture.deallocate() }
        let long = (0..<100).map { UInt8($0) }
        capture.push([0x90, 60, 1], count: 3, device: 2, time: 7, delay: 30)
        capture.push(long, count: 100, device: 3, time: 8, delay: nil)
        let first = capture.pop()
        #expect(first?.bytes == [0x90, 60, 1])
        #expect(first?.device == 2 && first?.time == 7 && first?.delay == 30)
        var rest: [UInt8] = []
        while let piece = capture.pop() {
            #expect(piece.device == 3 && piece.delay == nil)
            rest += piece.bytes
        }
        #expect(rest == long)
        #expect(capture.lost == 0)
    }

    @Test func `what finds no room is counted`() {
        let capture = MidiCapture()
        defer { capture.deallocate() }
        for _ in 0..<5000 { capture.push([0xF8], count: 1, device: 0, time: 0, delay: nil) }
        #expect(capture.lost == 5000 - 4096)
        _ = capture.pop()
        capture.push([0xFE], count: 1, device: 0, time: 0, delay: nil)
        #expect(capture.lost == 5000 - 4096)
    }
}
