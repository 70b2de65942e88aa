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

    /// A line for the player.
    static func say(_ line: String) { FileHandle.standardError.write(Data((line.printableLines + "\n").utf8)) }

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
