import Glibc
import Testing

@testable import KanonDoctor

struct CheckTests {
    /// What one change does to a machine on which all was well.
    struct Case: Sendable, CustomStringConvertible {
        let key: String
        let verdict: Verdict
        let change: @Sendable (inout Fixture) -> Void

        init(_ key: String, _ verdict: Verdict, _ change: @escaping @Sendable (inout Fixture) -> Void) {
            self.key = key
            self.verdict = verdict
            self.change = change
        }

        var description: String { "\(key) \(verdict)" }
    }

    static let cases: [Case] = [
        Case("kernel", .unknown) { f in
            f.files.texts["/sys/kernel/realtime"] = nil; f.files.texts["/proc/version"] = nil
        },
        Case("kernel", .warning) { f in f.files.texts["/sys/kernel/realtime"] = "0" },
        Case("kernel", .warning) { f in
            f.files.texts["/sys/kernel/realtime"] = nil; f.files.texts["/proc/version"] = "Linux version 6.12 PREEMPT_DYNAMIC";
            f.files.texts["/proc/cmdline"] = "preempt=full"
        },
        Case("preemption", .warning) { f in
            f.files.texts["/sys/kernel/realtime"] = nil; f.files.texts["/proc/version"] = "Linux 6.12 PREEMPT_DYNAMIC";
            f.files.texts["/proc/cmdline"] = "preempt=full"
        },
        Case("preemption", .warning) { f in
            f.files.texts["/sys/kernel/realtime"] = nil; f.files.texts["/proc/version"] = "Linux 6.12 PREEMPT_DYNAMIC";
            f.files.texts["/sys/kernel/debug/sched/preempt"] = "none (voluntary) full"
        },
        Case("preemption", .unknown) { f in
            f.files.texts["/sys/kernel/realtime"] = nil; f.files.texts["/proc/version"] = "Linux 6.12 PREEMPT_DYNAMIC";
            f.files.refused = ["/sys/kernel/debug": EACCES]
        },
        Case("priority-probe", .failure) { f in f.live.highestPriority = 0 },
        Case("priority-probe", .warning) { f in f.live.highestPriority = 20 },
        Case("priority-probe", .unknown) { f in f.live.highestPriority = nil },
        Case("priority-limit", .failure) { f in
            f.files.texts["/proc/self/limits"] = Fixture.limits(priority: "0"); f.live.highestPriority = 0
        },
        Case("priority-limit", .warning) { f in
            f.files.texts["/proc/self/limits"] = Fixture.limits(priority: "0 95"); f.live.highestPriority = 0
        },
        Case("priority-limit", .ok) { f in
            f.files.texts["/proc/self/limits"] = Fixture.limits(priority: "0"); f.live.highestPriority = 95
        },
        Case("priority-limit", .unknown) { f in f.files.refused = ["/proc/self/limits": EACCES] },
        Case("memory-limit", .warning) { f in f.files.texts["/proc/self/limits"] = Fixture.limits(memory: "8388608") },
        Case("memory-limit", .failure) { f in f.files.texts["/proc/self/limits"] = Fixture.limits(memory: "65536") },
        Case("memory-limit", .unknown) { f in f.files.texts["/proc/self/limits"] = "Limit" },
        Case("processor-time-limit", .failure) { f in f.files.texts["/proc/self/limits"] = Fixture.limits(time: "0") },
        Case("processor-time-limit", .warning) { f in f.files.texts["/proc/self/limits"] = Fixture.limits(time: "20000 unlimited") },
        Case("processor-time-limit", .ok) { f in f.files.texts["/proc/self/limits"] = Fixture.limits(time: "2000000") },
        Case("processor-time-limit", .unknown) { f in f.files.texts["/proc/self/limits"] = nil },
        Case("service-limits", .failure) { f in
            f.files.texts["/proc/self/cgroup"] = "0::/system.slice/kanon.service";
            f.files.texts["/proc/self/limits"] = Fixture.limits(priority: "0")
        },
        Case("service-limits", .ok) { f in f.files.texts["/proc/self/cgroup"] = "0::/system.slice/kanon.service" },
        Case("service-limits", .ok) { f in
            f.files.texts["/proc/self/cgroup"] = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/vte.service"
        },
        Case("service-limits", .unknown) { f in f.files.texts["/proc/self/cgroup"] = nil },
        Case("groups", .warning) { f in f.files.texts["/proc/self/status"] = "Uid:\t1000\t1000\nGroups:\t1000\n" },
        Case("groups", .warning) { f in
            f.files.texts["/proc/self/status"] = "Uid:\t1000\t1000\nGroups:\t1000\n"; f.files.texts["/etc/group"] = "audio:x:29:\n"
        },
        Case("groups", .unknown) { f in f.files.texts["/etc/group"] = nil },
        Case("wake-ups", .warning) { f in f.live.wakeUps = Fixture.wakeUps(latest: 400) },
        Case("wake-ups", .failure) { f in f.live.wakeUps = Fixture.wakeUps(latest: 7692) },
        Case("wake-ups", .failure) { f in f.live.wakeUps = Fixture.wakeUps(latest: 12_000) },
        Case("wake-ups", .warning) { f in f.live.wakeUps = Fixture.wakeUps(latest: 40, scheduling: .ordinary) },
        Case("wake-ups", .unknown) { f in f.live.wakeUps = nil },
        Case("real-time-tasks", .warning) { f in f.add(500, "game", policy: 1, priority: 80) },
        Case("real-time-tasks", .warning) { f in f.add(500, "deadline", policy: 6) },
        Case("real-time-tasks", .ok) { f in f.add(500, "(odd) name", policy: 1, priority: 64) },
        Case("real-time-tasks", .unknown) { f in f.files.refused = ["/proc/2": EACCES] },
        Case("real-time-load", .warning) { f in f.live.realTimeShare = 0.6 },
        Case("real-time-load", .failure) { f in f.live.realTimeShare = 0.94 },
        Case("real-time-load", .unknown) { f in f.live.realTimeShare = nil },
        Case("real-time-throttle", .failure) { f in f.files.texts["/proc/sys/kernel/sched_rt_runtime_us"] = "0" },
        Case("real-time-throttle", .warning) { f in f.files.texts["/proc/sys/kernel/sched_rt_runtime_us"] = "-1" },
        Case("real-time-throttle", .unknown) { f in f.files.texts["/proc/sys/kernel/sched_rt_runtime_us"] = nil },
        Case("interrupts", .warning) { f in f.add(200, "irq/30-xhci_hcd", policy: 1, priority: 50, isKernel: true) },
        Case("interrupts", .warning) { f in f.add(201, "irq/31-snd_hda_", policy: 1, priority: 50, isKernel: true) },
        Case("interrupts", .unknown) { f in f.files.refused = ["/proc/2": EACCES] },
        Case("soft-interrupts", .warning) { f in f.add(14, "ksoftirqd/0", policy: 1, priority: 70, isKernel: true) },
        Case("soft-interrupts", .ok) { f in f.add(14, "ksoftirqd/0", policy: 1, priority: 1, isKernel: true) },
        Case("soft-interrupts", .unknown) { f in f.files.refused = ["/proc/14": EACCES] },
        Case("clocksource", .warning) { f in f.files.texts["/sys/devices/system/clocksource/clocksource0/current_clocksource"] = "hpet" },
        Case("clocksource", .unknown) { f in f.files.refused = ["/sys/devices/system/clocksource": EACCES] },
        Case("governor", .warning) { f in f.files.texts["/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor"] = "powersave" },
        Case("governor", .unknown) { f in f.files.refused = ["/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor": EACCES] },
        Case("energy-preference", .warning) { f in
            f.files.texts["/sys/devices/system/cpu/cpu0/cpufreq/energy_performance_preference"] = "balance_power"
        },
        Case("energy-preference", .unknown) { f in f.files.texts["/sys/devices/system/cpu/cpu0/cpufreq/energy_performance_preference"] = nil
        },
        Case("idle-states", .warning) { f in f.files.texts["/sys/devices/system/cpu/cpu0/cpuidle/state2/disable"] = "0" },
        Case("idle-states", .unknown) { f in f.files.refused = ["/sys/devices/system/cpu/cpu0/cpuidle/state1": EACCES] },
        Case("idle-latency-device", .warning) { f in f.files.closed = ["/dev/cpu_dma_latency"] },
        Case("idle-latency-device", .unknown) { f in f.files.texts["/dev/cpu_dma_latency"] = nil },
        Case("smt", .warning) { f in f.files.texts["/sys/devices/system/cpu/smt/active"] = "1" },
        Case("smt", .unknown) { f in f.files.refused = ["/sys/devices/system/cpu/smt": EACCES] },
        Case("smt", .unknown) { f in
            f.files.texts["/sys/devices/system/cpu/smt/active"] = nil; f.files.texts["/sys/devices/system/cpu/smt/control"] = "on"
        },
        Case("thermal", .warning) { f in f.files.texts["/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count"] = "12" },
        Case("thermal", .unknown) { f in f.files.refused = ["/sys/devices/system/cpu/cpu0/thermal_throttle": EACCES] },
        Case("swap", .warning) { f in f.files.texts["/proc/self/status"] = "VmSwap:\t120 kB\n" },
        Case("swap", .unknown) { f in f.files.texts["/proc/swaps"] = nil },
        Case("swappiness", .warning) { f in f.files.texts["/proc/sys/vm/swappiness"] = "60" },
        Case("swappiness", .ok) { f in
            f.files.texts["/proc/sys/vm/swappiness"] = "60"; f.files.texts["/proc/swaps"] = "Filename Type\n"
        },
        Case("swappiness", .unknown) { f in f.files.texts["/proc/sys/vm/swappiness"] = nil },
        Case("huge-pages", .warning) { f in f.files.texts["/sys/kernel/mm/transparent_hugepage/enabled"] = "[always] madvise never" },
        Case("huge-pages", .unknown) { f in f.files.refused = ["/sys/kernel/mm/transparent_hugepage/enabled": EIO] },
        Case("huge-pages", .ok) { f in
            f.files.texts["/sys/kernel/mm/transparent_hugepage/enabled"] = nil; f.files.texts["/sys/kernel/mm/ksm/run"] = "0"
        },
        Case("numa-balancing", .warning) { f in f.files.texts["/proc/sys/kernel/numa_balancing"] = "1" },
        Case("numa-balancing", .ok) { f in f.files.texts["/proc/sys/kernel/numa_balancing"] = nil },
        Case("numa-balancing", .unknown) { f in f.files.refused = ["/proc/sys/kernel": EACCES] },
        Case("virtualization", .warning) { f in f.files.texts["/proc/cpuinfo"] = "flags : fpu hypervisor" },
        Case("virtualization", .warning) { f in f.files.texts["/run/systemd/container"] = "lxc" },
        Case("virtualization", .warning) { f in f.files.texts["/sys/class/dmi/id/product_name"] = "VirtualBox" },
        Case("virtualization", .unknown) { f in
            f.files.texts["/proc/cpuinfo"] = nil; f.files.texts["/sys/class/dmi/id/product_name"] = nil
        },
        Case("usb-suspend", .warning) { f in f.files.texts["/sys/bus/usb/devices/1-2/power/control"] = "auto" },
        Case("usb-suspend", .unknown) { f in f.files.refused = ["/sys/bus/usb/devices/1-2/power": EACCES] },
        Case("usb-suspend", .ok) { f in f.files.texts["/sys/bus/usb/devices/1-2:1.1/bInterfaceClass"] = "03" },
        Case("usb-endpoints", .warning) { f in
            f.files.texts["/sys/bus/usb/devices/1-2:1.1/ep_81/type"] = "Interrupt";
            f.files.texts["/sys/bus/usb/devices/1-2:1.1/ep_81/interval"] = "8ms"
        },
        Case("usb-endpoints", .ok) { f in
            f.files.texts["/sys/bus/usb/devices/1-2:1.1/ep_81/type"] = "Interrupt";
            f.files.texts["/sys/bus/usb/devices/1-2:1.1/ep_81/interval"] = "125us"
        },
        Case("usb-endpoints", .unknown) { f in f.files.refused = ["/sys/bus/usb/devices/1-2:1.1/bInterfaceClass": EACCES] },
        Case("usb-endpoints", .unknown) { f in f.files.texts["/sys/bus/usb/devices/1-2/speed"] = nil },
        Case("jack-library", .warning) { f in f.live.isPipeWireLibrary = true },
        Case("jack-library", .failure) { f in f.live.isJackServerInstalled = false },
        Case("jack-library", .unknown) { f in f.live.isPipeWireLibrary = nil },
        Case("jack", .warning) { f in
            f.live.jack?.frames = 128; f.files.texts["/proc/900/cmdline"] = "jackd\0-R\0-d\0alsa\0-p\0128\0-n\02"
        },
        Case("jack", .warning) { f in
            f.live.jack?.frames = 128; f.files.texts["/proc/900/cmdline"] = "jackd\0-S\0-dalsa\0-p128\0-n2"
        },
        Case("jack", .ok) { f in f.files.texts["/proc/900/cmdline"] = "jackd\0-dalsa\0-p64\0-n2" },
        Case("jack", .ok) { f in f.files.texts["/proc/900/cmdline"] = "jackd\0-dalsa\0-p64\0-n9223372036854775807" },
        Case("jack", .ok) { f in f.files.texts["/proc/900/cmdline"] = "jackd\0-dalsa\0-p64\0-n-1" },
        Case("jack", .failure) { f in f.add(900, "jackd") },
        Case("jack", .unknown) { f in f.live.jack = nil },
        Case("jack", .unknown) { f in
            f.live.jack = nil; f.files.refused = ["/proc/900": EACCES, "/proc/2": EACCES]
        },
        Case("pipewire", .warning) { f in
            f.live.isPipeWireRunning = true; f.files.texts["/etc/pipewire/pipewire.conf.d/a.conf"] = "default.clock.min-quantum = 1024"
        },
        Case("pipewire", .warning) { f in
            f.live.isPipeWireRunning = true; f.live.environment["PIPEWIRE_LATENCY"] = "1024/48000"
        },
        Case("pipewire", .ok) { f in
            f.live.isPipeWireRunning = true; f.live.isPipeWireLibrary = true
        },
        Case("pipewire", .unknown) { f in f.live.isPipeWireRunning = nil },
        Case("rtkit", .ok) { f in f.add(700, "rtkit-daemon") },
        Case("rtkit", .unknown) { f in f.files.refused = ["/proc/2": EACCES] },
        Case("sequencer", .failure) { f in f.files.closed = ["/dev/snd/seq"] },
        Case("sequencer", .failure) { f in
            f.files.texts["/dev/snd/seq"] = nil; f.files.texts["/dev/null"] = ""
        },
        Case("sequencer", .unknown) { f in f.files.refused = ["/dev/snd": EIO] },
        Case("sequencer-timer", .warning) { f in f.files.texts["/proc/asound/timers"] = "G0: system timer : 4000.000us" },
        Case("sequencer-timer", .unknown) { f in f.files.texts["/proc/asound/timers"] = nil },
        Case("disk", .warning) { f in f.live.freeBytes = .value(500 << 20) },
        Case("disk", .unknown) { f in f.live.freeBytes = .unreadable(EIO) },
    ]

    @Test(arguments: cases)
    func `a check tells what one change does`(_ change: Case) throws {
        var fixture = Fixture.studio
        #expect(try fixture.finding(change.key).verdict == .ok)
        change.change(&fixture)
        let finding = try fixture.finding(change.key)
        #expect(finding.verdict == change.verdict, "\(finding.says)")
    }

    @Test(arguments: Check.all.map(\.key))
    func `every check has a machine that is bad and one that cannot be seen`(_ key: String) {
        let verdicts = Self.cases.filter { $0.key == key }.map(\.verdict)
        #expect(verdicts.contains(.unknown))
        #expect(key == "rtkit" || verdicts.contains(.warning) || verdicts.contains(.failure))
    }

    @Test func `128 × 2 is never called under 5 ms`() throws {
        var fixture = Fixture.studio
        fixture.live.jack?.frames = 128
        fixture.files.texts["/proc/900/cmdline"] = "jackd\0-dalsa\0-p128\0-n2"
        #expect(try fixture.finding("jack").says.contains("8.00 ms"))
        fixture.files.texts["/proc/900/cmdline"] = "jackd\0-S\0-dalsa\0-p128\0-n2"
        #expect(try fixture.finding("jack").says.contains("5.33 ms"))
    }

    @Test func `a group that waits for a login says so`() throws {
        var fixture = Fixture.studio
        fixture.files.texts["/proc/self/status"] = "Uid:\t1000\t1000\nGroups:\t1000\n"
        #expect(try fixture.finding("groups").fixes.first?.byHand == "Log out and in again.")
    }

    @Test func `full preemption is not taken for real time`() throws {
        var fixture = Fixture.studio
        fixture.files.texts["/sys/kernel/realtime"] = nil
        fixture.files.texts["/proc/version"] = "Linux version 6.12 SMP PREEMPT_DYNAMIC"
        fixture.files.texts["/proc/cmdline"] = "quiet preempt=full"
        #expect(try fixture.finding("preemption").says.contains("not real time"))
        #expect(fixture.report.answers[0].answer.hasPrefix("no"))
    }
}
