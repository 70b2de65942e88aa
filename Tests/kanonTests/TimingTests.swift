import Foundation
import FoundationXML
import Testing

@testable import KanonIO
@testable import kanon

struct TimingTests {
    @Test func `percentiles are values that were measured`() throws {
        let figures = try #require(Distribution("wait", unit: "µs", (1...1000).map(Double.init).shuffled()))
        #expect((figures.least, figures.p50, figures.p90, figures.p99, figures.p999, figures.most) == (1, 500, 900, 990, 999, 1000))
        #expect(abs(figures.mean - 500.5) < 1e-9 && abs(figures.deviation - 288.675) < 1e-3)
        #expect(Distribution("nothing", unit: "µs", []) == nil)
    }

    @Test(arguments: [[3.0], [1, 1, 1], [-2.5, 0, 0.25, 7], (0..<5000).map { Double($0 % 17) } + [90_000], [1e-9, 1e6]] as [[Double]])
    func `every value is in one bar`(values: [Double]) throws {
        let figures = try #require(Distribution("wait", unit: "µs", values))
        #expect(figures.bins.map(\.count).reduce(0, +) == values.count)
        for bin in figures.bins { #expect(bin.count == values.count { $0 >= bin.begin && $0 < bin.end }) }
        #expect(figures.bins.count < 40)
    }

    @Test func `the card's time is found through noise, over gaps, and where the count of frames wraps`() throws {
        var callbacks: [CallbackLog.Callback] = []
        var frame = UInt32.max - 40_000
        var moment = 1e9
        // 48 kHz, 100 ppm fast.
        let slope = 1e6 / 48_004.8
        for number in 0..<9000 {
            if number == 5000 {
                // A stall of 300 ms, of which the server's count knows nothing.
                moment += 300_000
                frame &+= 64
            }
            let noise = Double((number &* 7919) % 101) - 50
            callbacks.append(.init(beginMicroseconds: UInt64(moment + noise), frame: frame, frames: 64))
            frame &+= 64
            moment += 64 * slope
        }
        let line = BlockLine(callbacks, sampleRate: 48_000)
        #expect(line.lateMicroseconds.count > 8500)
        #expect(line.lateMicroseconds.allSatisfy { $0 > -5 && $0 < 110 })
        let measured = try #require(line.microseconds(of: callbacks[3000].frame &+ 10))
        #expect(abs(measured - (1e9 + (3000 * 64 + 10) * slope - 50)) < 5)
        #expect(line.microseconds(of: callbacks[4999].frame &+ 64) == nil)
        #expect(line.microseconds(of: callbacks[0].frame &- 1) == nil)
    }

    @Test func `wakings are measured, drawn and compared`() throws {
        let folder = try TemporaryFolder()
        let drawing = folder.file("wakeup.svg")
        let result = try Command.run(["bench", "wakeup", "--seconds", "0.2", "--interval", "500", "--json", "--svg", drawing])
        #expect(result.status == 0)
        let report = try JSONDecoder().decode(TimingReport.self, from: Data(result.output.utf8))
        #expect(report.distributions.first?.count == 400)
        #expect((report.distributions.first?.least ?? -1) >= 0)
        let parser = try #require(XMLParser(contentsOf: URL(filePath: drawing)))
        #expect(parser.parse())

        let file = try folder.write("report.json", result.output)
        let comparison = try Command.run(["bench", "--compare", file, file])
        #expect(comparison.status == 0)
        #expect(comparison.output.contains("1.00"))
        let other = try folder.write("other.json", result.output.replacing("\"wakeup\"", with: "\"jitter\""))
        #expect(try Command.run(["bench", "--compare", file, other]).status == 1)
        #expect(try Command.run(["bench", "--compare", file, folder.file("none.json")]).status == 1)
        #expect(try Command.run(["bench", "--compare", file]).status == 64)
    }
}

extension PlayTests {
    @Test func `each stroke sounds the stated sum later`() throws {
        let server = try DummyServer()
        let result = try Command.run(
            ["bench", "latency", "--strokes", "100", "--json"], environment: ["JACK_DEFAULT_SERVER": server.name])
        #expect(result.status == 0)
        let report = try JSONDecoder().decode(TimingReport.self, from: Data(result.output.utf8))
        // A busy machine wakes the server late, and misses blocks: reported, as it says nothing of Kanon.
        let heard = try #require(report.counts["strokes that were heard, with the server in time"])
        #expect((0...100).contains(heard))
        guard heard >= 10, let off = report.distributions.first(where: { $0.unit == "frames" }) else {
            Issue.record("\(heard) of 100 strokes found the server in time: too few to judge.", severity: .warning)
            return
        }
        // Half a frame early in the mean, as frames are rounded down.
        #expect(abs(off.p50 + 0.5) < 64)
    }

    @Test func `no callback asks the system for anything`() throws {
        let server = try DummyServer()
        let result = try Command.run(
            ["bench", "jitter", "--voices", "16", "--callbacks", "2000", "--freewheel", "--json"],
            environment: ["JACK_DEFAULT_SERVER": server.name])
        #expect(result.status == 0)
        let report = try JSONDecoder().decode(TimingReport.self, from: Data(result.output.utf8))
        #expect(report.distributions.allSatisfy { $0.count == 2000 })
        // Nil where the kernel cannot tell.
        #expect(report.counts["callbacks with a system call"] ?? 0 == 0)
    }
}
