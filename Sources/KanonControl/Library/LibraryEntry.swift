/// A preset or mapping file that the library found.
public struct LibraryEntry: Sendable, Hashable {
    /// The file's name without extension, which is what a player types.
    public let name: String
    /// Where it is.
    public let path: String
    /// The index of the library's root that it is in.
    let root: Int
}
