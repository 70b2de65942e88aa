import ArgumentParser
import KanonControl
import KanonEngine

/// The renderings that `Benchmarks/hashes` compares with the reference, to the last bit. Prints a row a rendering: preset, song,
/// kernel, frames a block, hash.
struct HashesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hashes", abstract: "Render fixed songs with fixed presets, and print a hash of each.", shouldDisplay: false)

    @Argument(help: ArgumentHelp("Holds presets/, songs/ and mapping.yaml.", valueName: "folder")) var folder: String
    @Argument var kernel: Kernel

    @Option("Render every nth preset with each song, each song beginning at another one.", in: 1...1000, valueName: "n")
    var every = 1

    func validate() throws {
        guard kernel.isAvailable else { throw ValidationError("This processor does not run \(kernel.rawValue).") }
    }

    func run() throws {
        try Output.failing {
            let presets = try Library(roots: [folder]).presets.map { ($0.name, try Preset.load(path: $0.path).sound) }
            let songs = try ReferenceSong.names.map { ($0, try ReferenceSong.load(path: "\(folder)/songs/\($0).txt")) }
            let controllers = try Mapping.load(path: folder + "/mapping.yaml").controllers
            guard !presets.isEmpty else { throw Diagnostics(.name(folder), "there are no presets", allowed: "name Benchmarks/reference") }
            for (number, (name, sound)) in presets.enumerated() {
                // A song's preset changes lead to the presets behind.
                let following = (presets[(number + 1)...] + presets[...number]).map(\.1)
                for (index, (title, song)) in songs.enumerated() where (number + index).isMultiple(of: every) {
                    for block in ReferenceRendering.blocks {
                        var rendering = ReferenceRendering(sound, controllers, kernel: kernel, block: block)
                        Output.data("\(name)\t\(title)\t\(kernel.rawValue)\t\(block)\t\(rendering.play(song, following: following))")
                    }
                }
            }
        }
    }
}
