import ArgumentParser
import KanonControl

/// Checks files one after the other: each is fine, or its findings are said; ends with 1 if there were any.
enum FileCheck {
    /// `check` returns the path of the file it found nothing wrong with, or throws `Diagnostics`.
    static func run(_ names: [String], check: (String) throws -> String) throws {
        var isFine = true
        for name in names {
            do {
                Output.data("\(try check(name).printable): ok")
            } catch let diagnostics as Diagnostics {
                Output.say(diagnostics.description)
                isFine = false
            }
        }
        if !isFine { throw ExitCode.failure }
    }
}
