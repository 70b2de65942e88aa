import KanonControl
import KanonIO

/// The folders of mappings, which need not be there yet: tells when something in them has changed and settled.
struct MappingFolders {
    private let watch: FileWatch
    private var touched: ContinuousClock.Instant?

    /// After the last sign of a change.
    private static let settling = Duration.milliseconds(50)

    init(_ library: Library) throws(IOFailure) {
        watch = try FileWatch()
        watch.watch([], folders: library.roots.map { $0 + "/mappings" })
    }

    mutating func haveChanged(at now: ContinuousClock.Instant) -> Bool {
        if !watch.touches().isEmpty { touched = now }
        guard let touched, now >= touched + Self.settling else { return false }
        self.touched = nil
        return true
    }
}
