import Foundation
import Testing

/// What files and arguments say does not move the terminal.
struct PrintedTextTests {
    private static func hasRaw(_ text: String) -> Bool {
        text.unicodeScalars.contains {
            $0 != "\n" && $0 != "\t"
                && [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
    }

    /// A library of one preset, mapping and setlist, whose texts and file names are hostile.
    private static func library() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let text = "\\e]0;title\\a\\e[2J\\x9b31m\\u202e\\u2028line\\nrow"
        for (kind, rest) in [
            ("preset", "tags: [\"\(text)\"]\nknobs: {1: {name: \"\(text)\", to: filter.cutoff}}\n"),
            ("mapping", "match: {name: \"\(text)\"}\nknobs: [{cc: 1, to: knob.1}]\n"),
            ("setlist", "presets: [{program: 1, preset: \"glass\"}]\n"),
        ] {
            let path = "kanon/\(kind)s"
            try FileManager.default.createDirectory(atPath: folder.file(path), withIntermediateDirectories: true)
            let head = "kanon: \(kind)/1\nname: \"\(text)\"\ndescription: \"\(text)\"\n"
            _ = try folder.write("\(path)/evil\u{1B}[31m\nrow: ok.yaml", head + rest)
            _ = try folder.write("\(path)/wrong\u{9B}\n.yaml", head + "\"\(text)\": \"\(text)\"\n")
        }
        return folder
    }

    @Test(arguments: ["preset", "mapping", "setlist"])
    func `what files say is shown, not obeyed, a row each`(kind: String) throws {
        let folder = try Self.library()
        let home = ["XDG_DATA_HOME": folder.path]
        let file = "\(folder.path)/kanon/\(kind)s/evil\u{1B}[31m\nrow: ok.yaml"
        let wrong = "\(folder.path)/kanon/\(kind)s/wrong\u{9B}\n.yaml"
        for arguments in [["list"], ["list", "--json"], ["show", file], ["check", file, wrong], ["check"], ["show", "\u{1B}[1m\u{9B}"]] {
            let result = try Command.run([kind] + arguments, environment: home)
            #expect(!Self.hasRaw(result.output), "\(arguments)")
            #expect(!Self.hasRaw(result.errors), "\(arguments)")
            #expect(!result.output.split(separator: "\n").contains { $0.hasPrefix("row") }, "\(arguments)")
        }
        #expect(try Command.run([kind, "check", file], environment: home).output.split(separator: "\n").count == 1)
    }

    @Test(arguments: [
        ["play", "\u{1B}[31m\u{9B}"], ["play", "--set", "\u{1B}[31m=1"], ["play", "--\u{1B}[31m"], ["play", "--rate", "\u{1B}[31m"],
        ["render", "\u{1B}[31m.mid", "-o", "\u{202E}.wav"], ["ctl", "\u{1B}[31m"], ["ctl", "preset", "x", "--name", "\u{1B}[31m"],
        ["tuning", "check", "\u{9B}\n.scl"], ["learn", "\u{1B}[31m", "--yes"], ["monitor", "--mapping", "\u{1B}[31m"],
        ["bench", "--compare", "\u{1B}[31m", "\u{1B}[31m"],
    ])
    func `what a message quotes of the arguments is shown, not obeyed`(arguments: [String]) throws {
        let result = try Command.run(arguments)
        #expect(result.status != 0)
        #expect(!result.errors.isEmpty)
        #expect(!Self.hasRaw(result.output + result.errors))
    }
}
