import Glibc
import Testing

@testable import KanonIO

/// What the kernel says of this process.
struct KernelReportTests {
    @Test func `a thread's line is read whatever its name is`() throws {
        let tail =
            "S 1 1 1 0 -1 4194304 120 0 3 0 5 6 0 0 -76 0 4 0 100 1000 10 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 -1 1 75 1 0 0 0"
        let report = try require(ThreadReport(stat: "4711 (a) (b) \(tail)"))
        #expect(report.name == "a) (b")
        #expect(report.id == 4711)
        #expect(report.scheduling == .fifo(75))
        #expect(report.pageFaults == 123)
        #expect(report.isWaiting)
        #expect(report.description == "thread a) (b: FIFO 75, 123 page faults")
        #expect(ThreadReport(stat: "4711 (a) S 1") == nil)
        #expect(ThreadReport(stat: "") == nil)
    }

    @Test func `all threads are found, and one that has ended is not`() throws {
        #expect(ThreadReport.all().contains { $0.id == getpid() && $0.scheduling == .ordinary })
        #expect(ThreadReport(id: 0) == nil)
        #expect(ThreadReport.scheduling(of: "no such thread") == nil)
    }

    @Test func `limits are read back, soft and hard`() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 8 << 20)
            setrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit)
            guard ResourceLimit(.memory) == ResourceLimit(.memory, soft: 1 << 20, hard: 8 << 20) else { exit(2) }
            limit = rlimit(rlim_cur: 0, rlim_max: 0)
            setrlimit(__rlimit_resource_t(__RLIMIT_RTTIME.rawValue), &limit)
            guard ResourceLimit(.time).isDeadly else { exit(3) }
        }
    }

    @Test func `limits are told in their units`() {
        #expect(ResourceLimit(.memory, soft: 8 << 20, hard: nil).description == "RLIMIT_MEMLOCK 8192 KB, at most unlimited")
        #expect(ResourceLimit(.priority, soft: 95, hard: 95).description == "RLIMIT_RTPRIO 95")
        #expect(ResourceLimit(.time, soft: nil, hard: nil).description == "RLIMIT_RTTIME unlimited")
        #expect(!ResourceLimit(.time, soft: 0, hard: nil).isDeadly)
        #expect(!ResourceLimit(.memory, soft: 0, hard: 0).isDeadly)
        let report = RealTimeReport(
            audio: .fifo(65), memory: .everything, limits: [ResourceLimit(.time, soft: 0, hard: 0)], processorLatencyFailure: "no")
        #expect(!report.isComplete)
        #expect(report.advice == ResourceLimit.deadlyAdvice)
        #expect(report.details.suffix(2) == ["processors may sleep deeply (no)", "RLIMIT_RTTIME 0 µs"])
    }

    @Test func `the wish for short sleep is written as a number, and held`() throws {
        let folder = try Folder()
        let path = "\(folder.path)/latency"
        #expect(ProcessorLatency(path: path).failure == "\(path): No such file or directory")
        fclose(fopen(path, "w"))
        let latency = ProcessorLatency(path: path)
        #expect(latency.failure == nil)
        let file = fopen(path, "r")!
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 9, count: 8)
        #expect(fread(&bytes, 1, 8, file) == 4)
        #expect(bytes.prefix(4) == [0, 0, 0, 0])
        withExtendedLifetime(latency) {}
    }

    @Test func `faults are read as they are written`() {
        #expect(FaultInjection("burn=0.4@3").map { [$0.burnMicroseconds, $0.afterMicroseconds] } == [400_000, 3_000_000])
        #expect(FaultInjection("load=80")?.load == 0.8)
        for wrong in ["", "burn", "burn=1", "burn=1@", "burn=-1@2", "load=101", "load=x", "sleep=1"] {
            #expect(FaultInjection(wrong) == nil)
        }
    }
}
