import Foundation
import Testing

@testable import KanonControl

/// A file whose text is a whole number, looked at on a clock of the test's own.
private final class Desk {
    private let folder: TemporaryFolder
    private var file: LiveFile<Int>
    private let start = ContinuousClock.now

    init(_ text: String) throws {
        folder = try TemporaryFolder()
        let path = try folder.write("file", text)
        file = LiveFile(path: path) { (text, file) throws(Diagnostics) in
            guard let number = Int(text) else { throw Diagnostics(.name("file"), "no number: \(text)") }
            return number
        }
    }

    func save(_ text: String, at milliseconds: Int, isWhole: Bool = true) throws {
        try folder.write("file", text)
        touch(at: milliseconds, isWhole: isWhole)
    }

    func delete(at milliseconds: Int) throws {
        try FileManager.default.removeItem(atPath: file.path)
        touch(at: milliseconds, isWhole: true)
    }

    func touch(at milliseconds: Int, isWhole: Bool) { file.touch(at: start + .milliseconds(milliseconds), isWhole: isWhole) }

    /// What looking every 5 ms from one time to another gives, and when.
    func look(from first: Int, to last: Int) -> [String] {
        stride(from: first, to: last, by: 5).compactMap { time in
            switch file.look(at: start + .milliseconds(time)) {
            case .changed(let number): "\(time): \(number)"
            case .wrong(let diagnostics): "\(time): \(diagnostics)"
            case .gone: "\(time): gone"
            case nil: nil
            }
        }
    }
}

struct LiveFileTests {
    @Test func `a save is heard when it has settled, once`() throws {
        let desk = try Desk("1")
        #expect(desk.look(from: 0, to: 1000).isEmpty)
        try desk.save("2", at: 1000)
        #expect(desk.look(from: 1000, to: 2000) == ["1030: 2"])
    }

    @Test func `several signs of one save are one change, after the last`() throws {
        let desk = try Desk("1")
        try desk.save("2", at: 0)
        #expect(desk.look(from: 0, to: 20).isEmpty)
        try desk.save("3", at: 20)
        #expect(desk.look(from: 20, to: 500) == ["50: 3"])
    }

    @Test func `the same text saved again is no change`() throws {
        let desk = try Desk("1")
        try desk.save("1", at: 0)
        #expect(desk.look(from: 0, to: 500).isEmpty)
    }

    @Test func `a file that is half there for a moment is no error`() throws {
        let desk = try Desk("1")
        try desk.save("", at: 0)
        #expect(desk.look(from: 0, to: 140).isEmpty)
        try desk.save("4", at: 140)
        #expect(desk.look(from: 140, to: 500) == ["170: 4"])
    }

    @Test func `a writer who has not closed the file is waited for`() throws {
        let desk = try Desk("1")
        try desk.save("2", at: 0, isWhole: false)
        #expect(desk.look(from: 0, to: 100).isEmpty)
        try desk.save("23", at: 100)
        #expect(desk.look(from: 100, to: 500) == ["130: 23"])
    }

    @Test func `one who never closes it is heard too`() throws {
        let desk = try Desk("1")
        try desk.save("2", at: 0, isWhole: false)
        #expect(desk.look(from: 0, to: 500) == ["150: 2"])
    }

    @Test func `what is wrong is told once, and again only when it is wrong in another way`() throws {
        let desk = try Desk("1")
        try desk.save("a", at: 0)
        #expect(desk.look(from: 0, to: 1000) == ["150: file: no number: a"])
        desk.touch(at: 1000, isWhole: true)
        #expect(desk.look(from: 1000, to: 2000).isEmpty)
        try desk.save("b", at: 2000)
        #expect(desk.look(from: 2000, to: 3000) == ["2150: file: no number: b"])
        try desk.save("1", at: 3000)
        #expect(desk.look(from: 3000, to: 4000) == ["3030: 1"])
    }

    @Test func `a file that is gone is told once; one that is only replaced is not`() throws {
        let desk = try Desk("1")
        try desk.delete(at: 0)
        #expect(desk.look(from: 0, to: 100).isEmpty)
        try desk.save("2", at: 100)
        #expect(desk.look(from: 100, to: 500) == ["130: 2"])
        try desk.delete(at: 500)
        #expect(desk.look(from: 500, to: 1500) == ["650: gone"])
        try desk.save("2", at: 1500)
        #expect(desk.look(from: 1500, to: 2000) == ["1530: 2"])
    }
}
