/// Where a check looks: the machine's own files, or those of a fixture.
protocol FileSource: Sendable {
    /// The text of a file.
    func read(_ path: String) -> Reading<String>
    /// The names in a folder, sorted.
    func list(_ path: String) -> Reading<[String]>
    /// Whether this user may read and write it.
    func access(_ path: String) -> Reading<Bool>
}
