import ArgumentParser
import KanonControl
import KanonIO

/// What can play Kanon, and where it can sound.
struct Devices: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "MIDI and JACK ports, and the mapping each keyboard would get.")
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        var noServer = "No JACK server is running; kanon play starts one."
        var ports: [JackPort]?
        do {
            ports = try JackPort.list()
            // Its ports are seen through its own library alone, as `play` would see them.
            if ports == nil { noServer = PipeWire.tryInstead()?.description ?? noServer }
        } catch {
            noServer = error.description
        }
        var rows: [Row] = []
        do {
            for device in try MidiDevice.list() {
                let mapping = try? Library.standard.mappingPath(device: device.client, usb: device.usb)
                rows.append(
                    Row(
                        system: "ALSA", name: device.client, port: device.port, kind: device.isHardware ? "keyboard" : "program",
                        usb: device.usb, mapping: device.isHardware ? mapping : nil))
            }
        } catch {
            Output.say(error.description)
        }
        if let ports {
            for port in ports {
                let kind = "\(port.isPhysical ? "hardware " : "")\(port.kind.rawValue) \(port.isInput ? "in" : "out")"
                rows.append(Row(system: "JACK", name: port.name, port: "", kind: kind))
            }
        } else {
            Output.say(noServer)
        }
        for card in SoundCard.list() {
            rows.append(Row(system: "card", name: card.hardwareName, port: card.name, kind: card.isHDMI ? "HDMI" : "playback"))
        }
        if json {
            try Output.json(rows)
        } else {
            Output.table(rows.map { [$0.system, $0.name, $0.port, $0.kind, $0.mapping ?? ""] })
        }
    }

    private struct Row: Encodable {
        var system: String
        var name: String
        var port: String
        var kind: String
        var usb: String?
        var mapping: String?
    }
}
