import ArgumentParser
import KanonControl
import KanonEngine

/// What decides on the sound: used by every verb that makes one.
struct SoundOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Mapping of all controllers; auto takes for each the one that is meant for it.", valueName: "name|file|auto"))
    var mapping = Self.automatic

    @Option(
        help: ArgumentHelp(
            "Set a parameter over every preset's value, as in filter.cutoff=1.2kHz; may be repeated.",
            valueName: "key=value"))
    var set: [String] = []

    @Option(
        help: ArgumentHelp(
            "A preset that morph.position leads to, instead of those that a preset names; may be repeated, up to 3.",
            valueName: "name|file"))
    var morph: [String] = []

    @Option("Beats a minute, 20 to 300, instead of the preset's tempo.", in: 20...300, valueName: "bpm")
    var tempo: Float?

    @Option("Voices at once, 1 to 1024.", in: 1...1024, valueName: "n")
    var polyphony = 64

    @Option(help: ArgumentHelp("Build of the signal path: baseline or v3 (AVX2).", valueName: "name"))
    var kernel: Kernel = .best

    func validate() throws {
        guard morph.count <= Sound.maximumOthers else {
            throw ValidationError("--morph takes \(Sound.maximumOthers) presets at most.")
        }
        guard kernel.isAvailable else { throw ValidationError("This processor has no AVX2: --kernel can only be baseline.") }
    }

    /// `preset` with those that it may morph into, and every `--set` applied.
    func sound(of preset: Preset, in library: Library) throws(Diagnostics) -> Sound {
        var sound = preset.sound
        for path in try otherPaths(of: preset, in: library) { sound.others.append(try Preset.load(path: path).sound) }
        if let tempo { sound[.tempo] = tempo }
        for argument in set { sound.apply(try Setting.parse(argument)) }
        return sound
    }

    /// The files of the presets that `preset` may morph into.
    func otherPaths(of preset: Preset, in library: Library) throws(Diagnostics) -> [String] {
        try (morph.isEmpty ? preset.others : morph).map { name throws(Diagnostics) in try library.presetPath(name) }
    }

    /// Stands for the mapping that is meant for each device.
    static let automatic = "auto"

    /// Whether each device has the mapping that is meant for it.
    var mapsDevices: Bool { mapping == Self.automatic }

    /// The path of the mapping that the option names, for all devices or for those that no other one is meant for.
    func mappingPath(in library: Library) throws(Diagnostics) -> String {
        try library.mappingPath(mapsDevices ? Library.genericMapping : mapping)
    }
}

extension Kernel: ExpressibleByArgument {}
