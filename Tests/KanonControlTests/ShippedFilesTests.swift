import Foundation
import KanonEngine
import Testing

@testable import KanonControl

extension SourceTree {
    /// What is shipped, and nothing of the player's own.
    static let library = Library(roots: [path])
}

struct ShippedFilesTests {
    static let presets = SourceTree.library.presets.map(\.name)
    static let mappings = SourceTree.library.mappings.map(\.name)

    /// What a preset's first tag may be.
    static let categories: Set = [
        "keys", "organ", "bass", "lead", "pad", "pluck", "bell", "brass", "strings", "drone", "percussion",
    ]

    @Test func `the default preset and mapping are shipped`() throws {
        #expect(Self.presets.contains(Library.defaultPreset))
        #expect(Self.mappings.contains(Library.genericMapping))
        #expect(Self.presets.count >= 36)
    }

    @Test func `there are presets of every category`() throws {
        let first = try Self.presets.compactMap { try SourceTree.library.preset($0).tags.first }
        #expect(Set(first) == Self.categories)
        #expect(first.count == Self.presets.count)
    }

    @Test(arguments: presets)
    func `every preset loads, says what it is and has eight knobs`(name: String) throws {
        let preset = try SourceTree.library.preset(name)
        #expect(preset.name.lowercased().replacing(" ", with: "-") == name)
        #expect(!preset.description.isEmpty)
        #expect(preset.knobs.map(\.number) == Array(1...8))
        #expect(Set(preset.knobs.map(\.name)).count == 8)
    }

    @Test(arguments: presets)
    func `the fifth knob is brightness in every preset`(name: String) throws {
        let preset = try SourceTree.library.preset(name)
        let cutoff = try #require(Parameter.named("filter.cutoff"))
        #expect(preset.knobs[4].targets.map(\.parameter) == [cutoff.id])
    }

    /// Else the first touch of the knob would make the sound jump.
    @Test(arguments: presets)
    func `a knob stands where all of its targets are`(name: String) throws {
        let preset = try SourceTree.library.preset(name)
        for knob in preset.knobs {
            for target in knob.targets {
                let value = target.curve.travel(preset.sound[.knob(knob.number - 1)], from: target.low, to: target.high)
                #expect(
                    abs(value - preset.sound[target.parameter]) < abs(target.high - target.low) * 0.005, "\(knob.name)")
            }
        }
    }

    @Test(arguments: ["", "change: {rule: tail, time: 1.5 s}\nlock: [filter.cutoff, reverb]\n"])
    func `no damage to a preset makes the reader crash`(more: String) throws {
        var random = Lehmer(seed: 7)
        let file = try TextFile.bytes(at: SourceTree.path + "/presets/glass.yaml", largest: TextFile.largestText)
        // What is short enough is hit often.
        let text = more.isEmpty ? file : Array("kanon: preset/1\n\(more)".utf8)
        let marks = Array("{}[]:,*&?|>-'\"#%!@`\t\n ab0".utf8)
        for _ in 0..<300 {
            var bytes = text
            for _ in 0..<random.below(4) + 1 {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(marks[random.below(marks.count)], at: place)
                default: bytes[place] = marks[random.below(marks.count)]
                }
            }
            let damaged = String(decoding: bytes, as: UTF8.self)
            _ = complaints { () throws(Diagnostics) in try Preset.parse(damaged, file: "p.yaml") }
        }
    }

    @Test(arguments: mappings)
    func `every mapping loads`(name: String) throws {
        let mapping = try SourceTree.library.mapping(name)
        #expect(!mapping.description.isEmpty)
        #expect(!mapping.controllers.rules.isEmpty)
        // Every knob of a preset is at hand.
        let moved = Set(mapping.controllers.rules.map(\.parameter))
        for number in 0..<8 where name != "akai-mpk-mini-2" || number > 0 { #expect(moved.contains(.knob(number))) }
    }

    @Test(arguments: mappings)
    func `a mapping for a device says which, and where its numbers come from`(name: String) throws {
        guard name != Library.genericMapping else { return }
        #expect(try SourceTree.library.mapping(name).match != nil)
        let text = try TextFile.text(at: SourceTree.path + "/mappings/\(name).yaml")
        #expect(text.contains("# ") && text.contains("https://"))
    }

    /// No two mappings want one device, and a controller means one thing in each.
    @Test(arguments: [
        ("MPK mini 3", "akai-mpk-mini-3"), ("MPKmini2", "akai-mpk-mini-2"), ("MPK mini Plus", "akai-mpk-mini-plus"),
        ("MIDI Mix", "akai-midimix"), ("Arturia MiniLab mkII", "arturia-minilab-2"), ("KeyLab mkII 61", "arturia-keylab-2"),
        ("nanoKONTROL2", "korg-nanokontrol-2"), ("Launch Control XL", "novation-launch-control-xl"), ("Launchkey 49", "novation-launchkey"),
        ("Oxygen 49", "m-audio-oxygen-49"), ("IMPACT LX61+", "nektar-impact-lx"), ("Launchkey Mini MK3", "generic"),
        ("USB MIDI keyboard", "generic"),
    ])
    func `a device gets its mapping by its name`(device: String, name: String) throws {
        #expect(try SourceTree.library.mappingPath(device: device) == SourceTree.path + "/mappings/\(name).yaml")
        let map = try SourceTree.library.mapping(name).controllers
        let sources = map.rules.map { "\($0.source)" } + map.buttons.map { "\($0.source)" }
        #expect(Set(sources).count == sources.count)
    }

    @Test func `the setlist of the documentation names presets that are there`() throws {
        let setlist = try Setlist.load(path: SourceTree.path + "/docs/setlist.yaml", library: SourceTree.library)
        #expect(setlist.slots.count == 5)
    }

    @Test(arguments: [
        (70, "knob.1"), (74, "knob.5"), (77, "knob.8"), (20, "knob.1"), (27, "knob.8"),
        (7, "player.volume"), (11, "player.expression"), (5, "voice.glide"), (91, "reverb.mix"), (93, "chorus.mix"),
    ])
    func `the generic mapping follows the MIDI standard`(controller: UInt8, key: String) throws {
        let rules = try SourceTree.library.mapping(device: "any keyboard").controllers.rules
        let rule = try #require(rules.first { $0.source == .controller(controller) || $0.source == .pair(controller) })
        #expect(rule.parameter == Parameter.named(key)?.id)
        #expect(rule.channel == nil)
    }

    /// A rule for it would add its vibrato to the preset's own, and put to rest what the eighth knob set.
    @Test func `the wheel is left to the presets`() throws {
        let rules = try SourceTree.library.mapping(Library.genericMapping).controllers.rules
        #expect(!rules.contains { $0.source == .controller(1) })
    }

    @Test func `the demo is a short piece on one channel that leaves nothing hanging`() throws {
        let song = try StandardMidiFile.load(path: SourceTree.path + "/Sources/kanon/Resources/demo.mid")
        #expect((30...45).contains(song.seconds))
        var held: Set<UInt8> = []
        var ringing: Set<UInt8> = []
        var controllers: [UInt8: UInt8] = [:]
        var most = 0
        for event in song.events {
            let message = event.message
            #expect(message.status & 0x0F == 0)
            switch message.status & 0xF0 {
            case 0x90:
                ringing.remove(message.data1)
                #expect(held.insert(message.data1).inserted)
            case 0x80:
                #expect(held.remove(message.data1) != nil)
                if controllers[64] ?? 0 >= 64 { ringing.insert(message.data1) }
            default:
                controllers[message.data1] = message.data2
                if controllers[64] ?? 0 < 64 { ringing = [] }
            }
            most = max(most, held.count + ringing.count)
        }
        #expect(most <= 12)
        #expect(held.isEmpty && ringing.isEmpty)
        #expect(Set(controllers.keys) == [1, 64, 74])
        #expect(controllers[1] == 0 && controllers[64] == 0)
    }
}
