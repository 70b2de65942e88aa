import ArgumentParser
import Foundation
import KanonControl
import KanonIO

/// What the command line says: data on the standard output, everything else on the standard error.
enum Output {
    /// A line of data.
    static func data(_ line: String) { print(line.printableLines) }

    /// Lines of data that may have colours; all else in them is printable.
    static func coloured(_ lines: String) { print(lines) }

    /// A line for the player. Never waits in a performance, and ends nothing where it cannot be said.
    static func say(_ line: String) { ask(line + "\n") }

    /// A line for the player that an answer is to follow.
    static func ask(_ line: String) {
        TextStream.talk.put(line.printableLines)
        TextStream.talk.flush()
    }

    /// Has data come out now. Throws where some of it could not be written.
    static func flush() throws(IOFailure) {
        TextStream.data.flush()
        if let failure { throw failure }
    }

    /// Writes what is left; the program's status in place of `status`, as data that could not be written is a failure.
    static func finish(_ status: Int32) -> Int32 {
        TextStream.data.finish()
        var status = status
        if let failure = failure ?? loss, status == ExitCode.success.rawValue {
            say(failure.description)
            status = ExitCode.failure.rawValue
        }
        TextStream.talk.finish()
        return status
    }

    private static var failure: IOFailure? {
        TextStream.data.failure.map { IOFailure("The standard output cannot be written: \($0).") }
    }

    /// What nobody took in time; after the end of the stream.
    private static var loss: IOFailure? {
        TextStream.data.unsaidCount > 0 ? IOFailure("Some of the standard output is lost: nobody read it.") : nil
    }

    /// At a terminal each line comes at once.
    private static let isAtOnce = isatty(STDOUT_FILENO) == 1

    private static func print(_ text: String) {
        TextStream.data.put(text + "\n")
        if isAtOnce { TextStream.data.flush() }
    }

    /// Data for programs: the keys sorted, one object or list.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self).printableJSON)
    }

    /// One object on one line.
    static func jsonLine(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self).printableJSON)
    }

    /// Rows under each other, all columns but the last padded to the widest of their cells.
    static func table(_ rows: [[String]]) {
        let rows = rows.map { $0.map(\.printable) }
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        for row in rows {
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            print(cells.joined(separator: "  "))
        }
    }

    /// Says what is wrong and ends with 1: a mistake in a file or a name.
    static func failing<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let diagnostics as Diagnostics {
            say(diagnostics.description)
            throw ExitCode.failure
        } catch let failure as IOFailure {
            say(failure.description)
            throw ExitCode.failure
        }
    }
}
