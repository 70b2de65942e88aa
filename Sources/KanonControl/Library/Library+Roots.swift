import Foundation

extension Library {
    /// Where Kanon's files are on this machine, the player's own first: `$XDG_DATA_HOME/kanon` (else
    /// `~/.local/share/kanon`), `share/kanon/factory` beside the executable's folder, and the source tree that the
    /// executable was built in.
    ///
    /// The package's files never lie in the player's folder, whatever the prefix: no player's root ends in `factory`.
    ///
    /// - Parameters:
    ///   - environment: The process's environment.
    ///   - executable: The path of the running program, links resolved.
    public static func standard(environment: [String: String], executable: String) -> Library {
        var player: String?
        // The XDG Base Directory specification: a relative path there is invalid and to be ignored.
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            player = data + "/kanon"
        } else if let home = environment["HOME"], !home.isEmpty {
            player = home + "/.local/share/kanon"
        }
        let folder = URL(fileURLWithPath: executable).deletingLastPathComponent()
        let factory = folder.deletingLastPathComponent().appendingPathComponent("share/kanon/factory").path
        return Library(player: player, shipped: [factory] + (sourceTree(above: folder).map { [$0] } ?? []))
    }

    /// The library of this process.
    public static var standard: Library {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return standard(environment: ProcessInfo.processInfo.environment, executable: own)
    }

    /// The nearest folder from `folder` upwards that holds Kanon's sources.
    private static func sourceTree(above folder: URL) -> String? {
        var folder = folder.standardizedFileURL
        while folder.path != "/" {
            let parts = ["Package.swift", "presets", "mappings"].map { folder.appendingPathComponent($0).path }
            if parts.allSatisfy({ FileManager.default.fileExists(atPath: $0) }) { return folder.path }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }
}
