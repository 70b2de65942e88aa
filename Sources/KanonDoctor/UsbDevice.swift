/// A USB device with sound or MIDI, as /sys/bus/usb/devices shows it.
struct UsbDevice {
    /// An endpoint of its sound or MIDI.
    struct Endpoint {
        let path: String
        /// `Bulk`, `Interrupt` or `Isoc`.
        let kind: String
        /// As the kernel prints it: `125us`, `1ms`; nil where there is none.
        let interval: String?
    }

    let path: String
    let name: String
    /// Megabits a second: 12 is full speed, 480 high speed.
    let speed: Observation
    let power: Observation
    let endpoints: [Endpoint]

    /// Those that are plugged in.
    static func list(_ machine: Machine) -> Reading<[UsbDevice]> {
        let folder = "/sys/bus/usb/devices"
        let names = machine.files.list(folder)
        for name in names.value ?? [] where name.contains(":") {
            // What it is cannot be told, and it may be a keyboard.
            if case .unreadable(let number) = machine.look("\(folder)/\(name)/bInterfaceClass").reading { return .unreadable(number) }
        }
        return names.map { names in
            names.filter { !$0.contains(":") }.compactMap { name in
                let interfaces = names.filter { $0.hasPrefix(name + ":") }.map { "\(folder)/\($0)" }
                // Class 1 is audio, whose subclass 3 is MIDI.
                let sound = interfaces.filter { machine.look("\($0)/bInterfaceClass").value == "01" }
                return sound.isEmpty ? nil : UsbDevice("\(folder)/\(name)", sound: sound, machine)
            }
        }
    }

    private init(_ path: String, sound: [String], _ machine: Machine) {
        self.path = path
        name = machine.look("\(path)/product").value ?? String(path.split(separator: "/").last!)
        speed = machine.look("\(path)/speed")
        power = machine.look("\(path)/power/control")
        endpoints = sound.flatMap { interface in
            (machine.files.list(interface).value ?? []).filter { $0.hasPrefix("ep_") }.map { name in
                let endpoint = "\(interface)/\(name)"
                return Endpoint(
                    path: endpoint, kind: machine.look("\(endpoint)/type").text, interval: machine.look("\(endpoint)/interval").value)
            }
        }
    }
}
