import KanonIO

/// A `jackd` that runs, by its command line: what it was asked for, which the library does not tell.
struct JackServerProcess {
    let process: Int
    let arguments: [String]

    /// Blocks that the card holds; nil without the ALSA driver.
    var periods: Int? {
        guard driver == "alsa", let count = Int(value("-n", "--nperiods", in: driverArguments) ?? "2"), (1...1024).contains(count) else {
            return nil
        }
        return count
    }
    var isSynchronous: Bool { serverArguments.contains { $0 == "-S" || $0 == "--sync" } }
    var isRealTime: Bool { !serverArguments.contains { $0 == "-r" || $0 == "--no-realtime" } }
    var driver: String? { value("-d", "--driver", in: arguments) }
    /// Its command, as it was given.
    var command: String { arguments.joined(separator: " ") }

    /// Those that run; nil where none is seen, but programs are hidden.
    static func list(_ machine: Machine) -> [JackServerProcess]? {
        let servers = (machine.tasks.value ?? []).filter { $0.process == $0.thread && $0.name == "jackd" }
        if servers.isEmpty, machine.allTasks == nil { return nil }
        return servers.map { task in
            let text = machine.files.read("/proc/\(task.process)/cmdline").value ?? ""
            return JackServerProcess(process: task.process, arguments: text.split(separator: "\0").map(String.init))
        }
    }

    /// The driver's options follow `-d NAME`, and mean something else before it.
    private var serverArguments: ArraySlice<String> { arguments.prefix { !$0.hasPrefix("-d") && $0 != "--driver" } }
    private var driverArguments: ArraySlice<String> { arguments.dropFirst(serverArguments.count) }

    private func value(_ short: String, _ long: String, in arguments: some Sequence<String>) -> String? {
        let words = Array(arguments)
        for (index, word) in words.enumerated() {
            if word == short || word == long { return index + 1 < words.count ? words[index + 1] : nil }
            if word.hasPrefix(long + "=") { return String(word.dropFirst(long.count + 1)) }
            if word.hasPrefix(short), !word.hasPrefix("--") { return String(word.dropFirst(short.count)) }
        }
        return nil
    }
}

extension Machine {
    /// The threads of a `jackd` that make sound in real time.
    func realTimeThreads(of server: JackServerProcess) -> [SystemTask] {
        (tasks.value ?? []).filter { $0.process == server.process && $0.isRealTime }
    }

    var jackAnswer: String {
        let servers = JackServerProcess.list(self)
        if let server = servers?.first {
            guard server.isRealTime else { return "no: jackd was started with -r." }
            let highest = realTimeThreads(of: server).map(\.priority).max()
            return highest.map { "yes: its threads run at FIFO \($0)." } ?? "no: jackd asked for it and was not granted it."
        }
        if let jack = live.jack {
            return jack.isRealTime ? "it says yes; whose server it is cannot be seen." : "no: it says so itself."
        }
        guard servers != nil else { return "unknown: not all programs can be seen." }
        return "no server runs; Kanon starts its own, in real time where that is granted."
    }
}
