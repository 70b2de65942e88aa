import Foundation

/// A tuning that the player asks for: files of Scala, or equal temperament where none is named.
public struct TuningRequest: Sendable, Hashable {
    /// The path of a `.scl` file.
    public var scale: String?
    /// The path of a `.kbm` file.
    public var mapping: String?

    /// The option that names a scale.
    public static let scaleOption = "--scl"
    /// The option that names a keyboard mapping.
    public static let mappingOption = "--kbm"
    /// The word for no files.
    static let equal = "equal"

    /// What these files say together.
    public init(scale: String? = nil, mapping: String? = nil) {
        self.scale = scale
        self.mapping = mapping
    }

    /// The words that ask for it.
    var words: [String] {
        guard scale != nil || mapping != nil else { return [Self.equal] }
        return (scale.map { [Self.scaleOption, $0] } ?? []) + (mapping.map { [Self.mappingOption, $0] } ?? [])
    }

    /// Reads `equal`, or files with or without their options.
    static func parse(_ words: [String]) throws(Complaint) -> TuningRequest {
        if words == [Self.equal] { return TuningRequest() }
        var request = TuningRequest()
        var rest = words[...]
        while let word = rest.popFirst() {
            let isOption = word == scaleOption || word == mappingOption
            guard let path = isOption ? rest.popFirst() : word else { throw Complaint("no file follows \(word)") }
            let isScale = word == scaleOption || !isOption && isScaleFile(path)
            guard isScale || isOption || isMappingFile(path) else {
                let near = Nearest.name(to: word, among: [equal, scaleOption, mappingOption])
                throw Complaint("\(Tree.quote(word)) is no tuning", suggestion: words.count == 1 || word.hasPrefix("-") ? near : nil)
            }
            guard (isScale ? request.scale : request.mapping) == nil else {
                throw Complaint("there are two \(isScale ? "scales" : "keyboard mappings")")
            }
            if isScale { request.scale = path } else { request.mapping = path }
        }
        guard !words.isEmpty else { throw Complaint("no tuning is named") }
        return request
    }

    /// Whether a path is that of a scale, by its name.
    public static func isScaleFile(_ path: String) -> Bool { path.lowercased().hasSuffix(".scl") }
    /// Whether a path is that of a keyboard mapping, by its name.
    public static func isMappingFile(_ path: String) -> Bool { path.lowercased().hasSuffix(".kbm") }
}
