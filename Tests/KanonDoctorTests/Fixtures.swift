import Glibc
import KanonIO

@testable import KanonDoctor

/// A machine that does not exist.
struct Fixture: Sendable {
    var files = FakeFiles()
    var live = LiveValues()

    var machine: Machine { Machine(files: files, live: live) }
    var report: Report { Report(machine) }

    /// A finding by its key.
    func finding(_ key: String) throws -> Finding {
        guard let check = Check.all.first(where: { $0.key == key }) else { throw IOFailure("There is no check \(key).") }
        return Finding(check, on: machine)
    }

    /// A thread as the kernel tells of it.
    static func stat(_ thread: Int, _ name: String, policy: Int = 0, priority: Int = 0, isKernel: Bool = false) -> String {
        let flags = isKernel ? 0x20_8040 : 0x40_0000
        let between = (0..<23).map { _ in "0" }.joined(separator: " ")
        return "\(thread) (\(name)) S 1 1 1 0 -1 \(flags) 0 0 0 0 70 30 \(between) 0 \(priority) \(policy) 0 0\n"
    }

    /// Another thread.
    mutating func add(_ process: Int, _ name: String, policy: Int = 0, priority: Int = 0, isKernel: Bool = false) {
        files.texts["/proc/\(process)/task/\(process)/stat"] = Self.stat(
            process, name, policy: policy, priority: priority, isKernel: isKernel)
    }

    /// Nothing can be seen, and nothing was tried.
    static let nothing = Fixture()

    /// The system refuses everything.
    static func refused(_ number: Int32) -> Fixture {
        var fixture = studio
        fixture.files.refused = ["/": number]
        fixture.live = LiveValues(freeBytes: .unreadable(number))
        return fixture
    }

    /// A machine on which all is as it should be: Debian, PREEMPT_RT, a keyboard, jackd at 64 × 3.
    static let studio: Fixture = {
        var fixture = Fixture()
        let cpu = "/sys/devices/system/cpu"
        let usb = "/sys/bus/usb/devices"
        fixture.files.texts = [
            "/etc/os-release": "PRETTY_NAME=\"Debian GNU/Linux 13\"\nID=debian\n",
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\nclara:x:1000:1000::/home/clara:/bin/bash\n",
            "/etc/group": "root:x:0:\naudio:x:29:clara\nclara:x:1000:\n",
            "/etc/systemd/system.conf": "#DefaultLimitRTPRIO=\n",
            "/proc/sys/kernel/osrelease": "6.12.48-rt-amd64\n",
            "/proc/sys/kernel/arch": "x86_64\n",
            "/proc/version": "Linux version 6.12.48-rt-amd64 (gcc) #1 SMP PREEMPT_RT Debian 6.12.48-1\n",
            "/proc/cmdline": "BOOT_IMAGE=/vmlinuz root=/dev/sda1 quiet\n",
            "/sys/kernel/realtime": "1\n",
            "/proc/self/limits": limits(),
            "/proc/self/status":
                "Name:\tkanon\nUid:\t1000\t1000\t1000\t1000\nGroups:\t29 1000\nVmLck:\t0 kB\nVmSwap:\t0 kB\nCapEff:\t0000000000000000\n",
            "/proc/self/cgroup": "0::/user.slice/user-1000.slice/session-2.scope\n",
            "/proc/sys/kernel/sched_rt_runtime_us": "950000\n",
            "/proc/sys/kernel/sched_rt_period_us": "1000000\n",
            "/sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
            "/sys/devices/system/clocksource/clocksource0/available_clocksource": "tsc hpet acpi_pm\n",
            "\(cpu)/cpu0/cpufreq/scaling_governor": "performance\n",
            "\(cpu)/cpu1/cpufreq/scaling_governor": "performance\n",
            "\(cpu)/cpu0/cpufreq/energy_performance_preference": "performance\n",
            "\(cpu)/cpu0/cpuidle/state0/latency": "0\n",
            "\(cpu)/cpu0/cpuidle/state1/latency": "2\n",
            "\(cpu)/cpu0/cpuidle/state2/latency": "400\n",
            "\(cpu)/cpu0/cpuidle/state2/disable": "1\n",
            "\(cpu)/smt/active": "0\n",
            "\(cpu)/smt/control": "off\n",
            "\(cpu)/cpu0/thermal_throttle/core_throttle_count": "0\n",
            "\(cpu)/cpu0/thermal_throttle/package_throttle_count": "0\n",
            "/dev/cpu_dma_latency": "",
            "/dev/snd/seq": "",
            "/proc/asound/timers": "G0: system timer : 4000.000us (10000000 ticks)\nG3: HR timer : 0.001us (1000000000 ticks)\n",
            "/proc/swaps": "Filename Type Size Used Priority\n/dev/sda2 partition 1000 0 -2\n",
            "/proc/sys/vm/swappiness": "10\n",
            "/sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
            "/proc/sys/kernel/numa_balancing": "0\n",
            "/proc/cpuinfo": "processor : 0\nflags\t\t: fpu tsc avx2\n",
            "/sys/class/dmi/id/product_name": "ThinkPad X230\n",
            "\(usb)/1-2/product": "MPK mini 3\n",
            "\(usb)/1-2/speed": "12\n",
            "\(usb)/1-2/power/control": "on\n",
            "\(usb)/1-2:1.1/bInterfaceClass": "01\n",
            "\(usb)/1-2:1.1/ep_81/type": "Bulk\n",
            "\(usb)/1-2:1.1/ep_81/interval": "0ms\n",
            "/proc/900/cmdline":
                ["/usr/bin/jackd", "-R", "-P70", "-S", "-dalsa", "-dhw:PCH", "-r48000", "-p64", "-n3"].joined(separator: "\0"),
        ]
        fixture.add(1, "systemd")
        fixture.add(2, "kthreadd", isKernel: true)
        fixture.add(14, "ksoftirqd/0", isKernel: true)
        fixture.add(15, "migration/0", policy: 1, priority: 99, isKernel: true)
        fixture.add(200, "irq/30-xhci_hcd", policy: 1, priority: 85, isKernel: true)
        fixture.add(201, "irq/31-snd_hda_", policy: 1, priority: 80, isKernel: true)
        fixture.add(900, "jackd", policy: 1, priority: 70)
        fixture.live = LiveValues(
            environment: ["USER": "clara"], highestPriority: 95, isPipeWireLibrary: false, isJackServerInstalled: true,
            isPipeWireRunning: false, jack: JackServerStatus(frames: 64, sampleRate: 48_000, isRealTime: true), engineBytes: 3 << 20,
            recordingFolder: "/home/clara", freeBytes: .value(100 << 30), wakeUps: wakeUps(latest: 11), realTimeShare: 0.03)
        return fixture
    }()

    /// A desktop with PipeWire: Fedora, an ordinary kernel, no rights.
    static let desktop: Fixture = {
        var fixture = studio
        fixture.files.texts["/etc/os-release"] = "ID=fedora\n"
        fixture.files.texts["/sys/kernel/realtime"] = nil
        fixture.files.texts["/proc/version"] = "Linux version 6.15.4-200.fc42.x86_64 #1 SMP PREEMPT_DYNAMIC\n"
        fixture.files.texts["/proc/self/limits"] = limits(priority: "0", memory: "8388608")
        fixture.files.texts["/proc/self/status"] = fixture.files.texts["/proc/self/status"]!.replacing("29 1000", with: "1000")
        fixture.files.texts["/etc/group"] = "audio:x:63:\nrealtime:x:71:\n"
        fixture.files.texts["/usr/share/pipewire/pipewire.conf"] = "    #default.clock.min-quantum = 32\n"
        fixture.files.texts["/proc/900/cmdline"] = nil
        fixture.files.texts["/proc/900/task/900/stat"] = nil
        fixture.add(800, "pipewire", policy: 2, priority: 20)
        fixture.add(801, "rtkit-daemon")
        fixture.live.highestPriority = 0
        fixture.live.isPipeWireLibrary = true
        fixture.live.isPipeWireRunning = true
        fixture.live.wakeUps = wakeUps(latest: 900, scheduling: .ordinary)
        return fixture
    }()

    /// A virtual machine without sound, as root.
    static let virtual: Fixture = {
        var fixture = desktop
        fixture.files.texts = fixture.files.texts.filter { !$0.key.hasPrefix("/dev/snd") && !$0.key.hasPrefix("/proc/asound") }
        fixture.files.texts["/etc/os-release"] = "ID=ubuntu\nID_LIKE=debian\n"
        fixture.files.texts["/proc/cpuinfo"] = "flags\t\t: fpu tsc hypervisor\n"
        fixture.files.texts["/sys/class/dmi/id/product_name"] = "Standard PC (i440FX + PIIX, 1996)\n"
        fixture.files.texts["/proc/self/status"] = "Uid:\t0\t0\t0\t0\nGroups:\t0\nVmLck:\t0 kB\nVmSwap:\t0 kB\nCapEff:\t000001ffffffffff\n"
        fixture.live.highestPriority = 95
        return fixture
    }()

    /// A container: its own few programs, no /sys, no devices.
    static let container: Fixture = {
        var fixture = virtual
        fixture.files.texts = fixture.files.texts.filter {
            !$0.key.hasPrefix("/sys") && !$0.key.hasPrefix("/dev") && !$0.key.contains("/task/") && !$0.key.contains("/etc/systemd")
        }
        fixture.files.texts["/etc/os-release"] = "ID=arch\n"
        fixture.files.texts["/run/.containerenv"] = ""
        fixture.files.texts["/proc/cpuinfo"] = "flags\t\t: fpu tsc\n"
        fixture.add(1, "bash")
        fixture.live = LiveValues(highestPriority: 0, isPipeWireLibrary: false, isPipeWireRunning: false, recordingFolder: "/")
        return fixture
    }()

    static func wakeUps(latest: Int, scheduling: Scheduling = .fifo(75)) -> WakeUpTest {
        var counts = [Int](repeating: 0, count: WakeUpTest.greatestCounted + 1)
        counts[3] = 9999
        counts[min(latest, WakeUpTest.greatestCounted)] = 1
        return WakeUpTest(scheduling: scheduling, counts: counts, maximumMicroseconds: latest)
    }

    static func limits(priority: String = "95", memory: String = "unlimited", time: String = "unlimited") -> String {
        func row(_ name: String, _ value: String) -> String {
            // A soft and a hard one may be given.
            let values = value.split(separator: " ")
            return "\(name)  \(values[0])  \(values.last!)  units"
        }
        return [
            "Limit                     Soft Limit           Hard Limit           Units", row("Max locked memory        ", memory),
            row("Max realtime priority    ", priority), row("Max realtime timeout     ", time),
        ].joined(separator: "\n")
    }
}
