import ArgumentParser
import KanonControl

/// In which tuning: used by every verb that makes a sound or shows one.
struct TuningOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The scale: a file of Scala.", valueName: "file.scl"))
    var scl: String?

    @Option(help: ArgumentHelp("The keyboard mapping: which degree of the scale each key plays.", valueName: "file.kbm"))
    var kbm: String?

    @Option("Frequency of the A above middle C, 400 to 480; all keys go with it.", in: 400...480, valueName: "hertz")
    var a4: Float?

    /// The files that are named.
    var request: TuningRequest { TuningRequest(scale: scl, mapping: kbm) }
}
