/// Names of files, taken apart.
enum FileName {
    /// The last part of `path`.
    static func last(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The last part of `path` without its extension: `glass` of `presets/glass.yaml`.
    static func stem(_ path: String) -> String {
        let name = last(path)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return String(name[..<dot])
    }
}
