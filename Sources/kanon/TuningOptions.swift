import ArgumentParser
import KanonControl

/// In which tuning: used by every verb that makes a sound or shows one.
struct TuningOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The scale: a file of Scala.", valueName: "file.scl"))
    var scl: String?

    @Option(help: ArgumentHelp("The keyboard mapping: which degree of the scale each key plays.", valueName: "file.kbm"))
    var kbm: String?

    @Option(help: ArgumentHelp("Frequency of the A above middle C, 400 to 480; all keys go with it.", valueName: "hertz"))
    var a4: Float?

    func validate() throws {
        if let a4, !(400...480).contains(a4) { throw ValidationError("--a4 is 400 to 480 Hz.") }
    }

    /// The files that are named.
    var request: TuningRequest { TuningRequest(scale: scl, mapping: kbm) }
}
