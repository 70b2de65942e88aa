import Foundation
import KanonControl
import KanonEngine
import KanonIO

/// Which mapping each device has: with `--mapping auto` the one that is meant for it, else all the one that was named.
struct DeviceMappings {
    /// The file of the devices that have none of their own.
    let shared: String
    private let instrument: Instrument
    private let library: Library
    private let isAutomatic: Bool
    /// The files of the devices that have.
    private var own: [UInt8: String] = [:]
    /// What is connected, by its number.
    private var devices: [UInt8: MidiConnection] = [:]
    /// What each file in use says.
    private var maps: [String: ControllerMap]

    init(instrument: Instrument, library: Library, shared: String, isAutomatic: Bool, map: ControllerMap) {
        self.instrument = instrument
        self.library = library
        self.shared = shared
        self.isAutomatic = isAutomatic
        maps = [shared: map]
    }

    /// The files in use.
    var paths: [String] { Array(Set(own.values).union([shared])).sorted() }

    /// A device is there; what is to be said of its mapping.
    mutating func connect(_ device: MidiConnection) -> String? {
        guard isAutomatic else { return nil }
        devices[device.number] = device
        do throws(Diagnostics) {
            let path = try library.mappingPath(device: device.client, usb: device.usb)
            guard path != shared else {
                forget(device.number)
                return nil
            }
            let mapping = try Mapping.load(path: path)
            maps[path] = mapping.controllers
            own[device.number] = path
            instrument.load(mapping.controllers, device: device.number, of: .alsa)
            return "its mapping is \(mapping.name)"
        } catch {
            return error.description
        }
    }

    /// A device is gone: its number is another's from now on.
    mutating func disconnect(_ number: UInt8) {
        devices[number] = nil
        forget(number)
    }

    /// Mappings came or went: each device takes the one that is meant for it now. What is to be said of it.
    mutating func reexamine() -> [String] {
        devices.values.sorted { $0.number < $1.number }.compactMap { device in
            let before = own[device.number] ?? shared
            guard let path = try? library.mappingPath(device: device.client, usb: device.usb), path != before, !isBroken(before) else {
                return nil
            }
            return "\(device.name): \(connect(device) ?? "its mapping is \(shared.printable)")."
        }
    }

    /// Whether a file is there but cannot be read as it is: its author is at it, and the mapping stays.
    private func isBroken(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path) && (try? Mapping.load(path: path)) == nil
    }

    private mutating func forget(_ number: UInt8) {
        guard own.removeValue(forKey: number) != nil, let map = maps[shared] else { return }
        instrument.load(map, device: number, of: .alsa)
    }

    /// A file in use was saved.
    mutating func play(saved mapping: Mapping, path: String) {
        maps[path] = mapping.controllers
        if path == shared { instrument.load(mapping.controllers) }
        for (number, file) in own where file == path { instrument.load(mapping.controllers, device: number, of: .alsa) }
    }
}
