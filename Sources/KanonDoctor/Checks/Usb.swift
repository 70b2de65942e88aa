import KanonIO

extension Check {
    static let usbSuspend = Check(
        "usb-suspend", "USB sleep", why: "A keyboard or card that is put to sleep loses the first key, or clicks as it wakes."
    ) { machine in
        usbOutcome(machine) { devices in
            if let hidden = devices.first(where: { $0.power.value == nil }) {
                return .unknown("Whether \(hidden.name) may sleep cannot be seen.", hidden.power)
            }
            let sleepy = devices.filter { $0.power.value != "on" }
            if sleepy.isEmpty {
                return Outcome(verdict: .ok, says: "All sound and MIDI devices stay awake.", seen: devices.map(\.power))
            }
            let rule: ScriptText =
                "ACTION==\"add|change\", SUBSYSTEM==\"usb\", ENV{ID_USB_INTERFACES}==\"*:01*\", TEST==\"power/control\", ATTR{power/control}=\"on\""
            let file: ScriptText = "/etc/udev/rules.d/61-kanon-usb.rules"
            return Outcome(
                verdict: .warning, says: "May be put to sleep: \(sleepy.map(\.name).joined(separator: ", ")).", seen: sleepy.map(\.power),
                fixes: [
                    Fix(
                        "Keeps USB sound and MIDI awake, now and whenever they are plugged in.",
                        [
                            Fix.writing([rule], to: file), "sudo udevadm control --reload",
                            "sudo udevadm trigger --subsystem-match=usb --action=change",
                        ])
                ])
        }
    }

    static let usbEndpoints = Check(
        "usb-endpoints", "USB speed",
        why: "A device is asked at its own interval: at full speed once a millisecond at best, at high speed eight times."
    ) { machine in
        usbOutcome(machine) { devices in
            if let hidden = devices.first(where: { $0.speed.value == nil }) {
                return .unknown("The speed of \(hidden.name) cannot be seen.", hidden.speed)
            }
            let seen = devices.flatMap { device in
                [device.speed]
                    + device.endpoints.map { Observation(path: $0.path, reading: .value("\($0.kind) \($0.interval ?? "no interval")")) }
            }
            let slow = devices.filter { device in
                device.endpoints.contains { $0.kind == "Interrupt" && ($0.interval.map(milliseconds) ?? 0) > 1 }
            }
            if !slow.isEmpty {
                return Outcome(
                    verdict: .warning, says: "Asked less than once a millisecond: \(slow.map(\.name).joined(separator: ", ")).", seen: seen,
                    fixes: [Fix("Asks more often.", byHand: "The device says so itself; another port does not help, newer firmware may.")])
            }
            let names = devices.map { "\($0.name) (\($0.speed.text) Mbit/s\($0.speed.value == "12" ? ", up to 1 ms more" : ""))" }
            return Outcome(verdict: .ok, says: names.joined(separator: ", ") + ".", seen: seen)
        }
    }

    private static func usbOutcome(_ machine: Machine, _ examine: ([UsbDevice]) -> Outcome) -> Outcome {
        let folder = "/sys/bus/usb/devices"
        let devices = UsbDevice.list(machine)
        guard let list = devices.value else {
            return .unknown("USB cannot be seen.", Observation(path: folder, reading: devices.map { _ in "" }))
        }
        if list.isEmpty {
            return .ok("No USB sound or MIDI device is plugged in.", Observation(path: folder, reading: .value("none of class 01")))
        }
        return examine(list)
    }

    /// Of `125us`, `1ms`.
    private static func milliseconds(_ interval: String) -> Double {
        let number = Double(interval.prefix { $0.isNumber || $0 == "." }) ?? 0
        return interval.hasSuffix("us") ? number / 1000 : number
    }
}
