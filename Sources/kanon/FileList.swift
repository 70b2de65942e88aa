import ArgumentParser
import KanonControl

/// Lists files of the library: a row each, as a table or JSON; what is wrong with one is said, and the list ends with 1 then.
enum FileList {
    /// `row` reads the file of that number, or throws what is wrong with it; `columns` are a row's in the table.
    static func run<Row: Encodable>(
        _ entries: [LibraryEntry], json: Bool, row: (Int, LibraryEntry) throws(Diagnostics) -> Row, columns: (Row) -> [String]
    ) throws {
        var rows: [Row] = []
        var isFine = true
        for (number, entry) in entries.enumerated() {
            do throws(Diagnostics) {
                rows.append(try row(number, entry))
            } catch {
                Output.say(error.description)
                isFine = false
            }
        }
        if json {
            try Output.json(rows)
        } else {
            Output.table(rows.map(columns))
        }
        if !isFine { throw ExitCode.failure }
    }
}
