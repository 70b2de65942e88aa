extension Check {
    static let clockSource = Check(
        "clocksource", "Clock", why: "Every stamp reads the clock: tsc takes 20 ns, hpet and acpi_pm a microsecond and a bus."
    ) { machine in
        let folder = "/sys/devices/system/clocksource/clocksource0"
        let current = machine.look("\(folder)/current_clocksource")
        let available = machine.look("\(folder)/available_clocksource")
        guard let name = current.value, !name.isEmpty else { return .unknown("The clock cannot be seen.", current) }
        switch name {
        case "hpet", "acpi_pm", "jiffies", "refined-jiffies":
            let hasTsc = available.value?.split(separator: " ").contains("tsc") == true
            return .warning(
                "The clock is \(name).", current, available,
                fix: hasTsc
                    ? Fix(
                        "Takes the processor's counter until the next start.",
                        ["echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource"])
                    : Fix(
                        "The kernel found the processor's counter unstable.",
                        byHand: "dmesg | grep -i tsc says why; often a firmware update mends it."))
        case "tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter":
            return .ok("The clock is \(name).", current)
        default: return .warning("The clock is \(name), which may be slow.", current, available)
        }
    }
}
