import Foundation
import KanonEngine
import Testing

struct BenchTests {
    @Test(arguments: ["voices", "oscillators", "effects"])
    func `a bench gives figures that are above zero`(subject: String) throws {
        let result = try Command.run(["bench", subject, "--rounds", "1", "--json", "--preset", "vortex"])
        #expect(result.status == 0)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let rows = try #require(report[subject] as? [[String: Any]])
        let kernels = Set(rows.compactMap { $0["kernel"] as? String })
        #expect(kernels == Set(Kernel.allCases.filter(\.isAvailable).map(\.rawValue)))
        for row in report.values.compactMap({ $0 as? [[String: Any]] }).joined() {
            let figures = row.values.compactMap { ($0 as? NSNumber)?.doubleValue }
            #expect(!figures.isEmpty)
            #expect(figures.allSatisfy { $0 > 0 && $0.isFinite })
        }
    }

    @Test func `the first thing a bench says is how many voices this machine plays`() throws {
        let result = try Command.run(["bench", "voices", "--rounds", "1", "--kernel", "baseline"])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("This machine plays about "))
    }

    @Test(arguments: Kernel.allCases.filter(\.isAvailable))
    func `every load whose instructions are counted runs to its end`(kernel: Kernel) throws {
        let result = try Command.run(["bench", "count", kernel.rawValue])
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(lines.count > 100)
        #expect(lines.allSatisfy { $0.count == 3 && (Int($0[1]) ?? 0) > 0 })
    }
}
