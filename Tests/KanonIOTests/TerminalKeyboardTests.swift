import Testing

@testable import KanonIO

struct TerminalKeyboardTests {
    private func actions(_ text: String) -> [TerminalKeyboard.Action] {
        var keyboard = TerminalKeyboard()
        return text.utf8.map { keyboard.next($0) }
    }

    @Test func `the middle row is white keys from C on, the row above black ones`() {
        let keys = actions("awsedftgyhujkolp;'").map { action -> UInt8? in
            if case .strike(let key, _) = action { key } else { nil }
        }
        #expect(keys == (60...77).map { $0 })
    }

    @Test func `z and x move by an octave, within MIDI`() {
        var keyboard = TerminalKeyboard()
        #expect(keyboard.next(UInt8(ascii: "x")) == .command(.changed))
        #expect(keyboard.next(UInt8(ascii: "A")) == .strike(key: 72, level: 0.75))
        for _ in 0..<20 { _ = keyboard.next(UInt8(ascii: "z")) }
        #expect(keyboard.next(UInt8(ascii: "a")) == .strike(key: 0, level: 0.75))
        for _ in 0..<20 { _ = keyboard.next(UInt8(ascii: "x")) }
        #expect(keyboard.next(UInt8(ascii: "a")) == .strike(key: 108, level: 0.75))
        for letter in "awsedftgyhujkolp;'".utf8 {
            if case .strike(let key, _) = keyboard.next(letter) { #expect(key <= 127) }
        }
    }

    @Test func `c and v are softer and harder, never silent`() {
        var keyboard = TerminalKeyboard()
        for _ in 0..<20 { _ = keyboard.next(UInt8(ascii: "c")) }
        #expect(keyboard.next(UInt8(ascii: "a")) == .strike(key: 60, level: 0.125))
        for _ in 0..<20 { _ = keyboard.next(UInt8(ascii: "v")) }
        #expect(keyboard.next(UInt8(ascii: "a")) == .strike(key: 60, level: 1))
    }

    @Test func `arrows are commands, and no letter of their sequences plays`() {
        #expect(
            actions("\u{1B}[C\u{1B}[D\u{1B}OC\u{1B}[1;5A\u{1B}[3~").filter { $0 != .none } == [
                .command(.nextPreset), .command(.previousPreset), .command(.nextPreset),
            ])
        #expect(actions("q ") == [.command(.quit), .command(.panic)])
    }
}
