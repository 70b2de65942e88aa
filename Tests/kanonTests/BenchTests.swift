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

    private static let reference = URL(filePath: #filePath).appending(path: "../../../Benchmarks/reference").standardized

    /// Preset and song, and the hashes of their renderings.
    private func hashes(_ kernel: Kernel) throws -> [[Substring]: [Substring]] {
        let result = try Command.run(["bench", "hashes", Self.reference.path, kernel.rawValue, "--every", "31"])
        #expect(result.status == 0)
        return Dictionary(grouping: result.output.split(separator: "\n").map { $0.split(separator: "\t") }) { Array($0[..<2]) }
            .mapValues { $0.map { $0[4] } }
    }

    @Test func `a hash tells presets, songs and kernels apart, and outside crossfades not the size of blocks`() throws {
        let rows = try hashes(.baseline)
        #expect(Set(rows.keys.map { $0[1] }).count == 5)
        for (row, hashes) in rows where row[1] != "changes" { #expect(hashes.count == 3 && Set(hashes).count == 1, "\(row)") }
        #expect(Set(rows.values.map { $0[0] }).count == rows.count)
        #expect(try hashes(.baseline) == rows)
        if Kernel.v3.isAvailable { #expect(try Set(hashes(.v3).values.joined()).isDisjoint(with: rows.values.joined())) }
    }

    @Test(arguments: ["3 9G 3C 40", "7 90 3C 40\n3 80 3C 40", "5 preset none", "x end", "100 end\n200 90 3C 40", "5"])
    func `a song that makes no sense is refused, with its place`(text: String) throws {
        let folder = try TemporaryFolder()
        for name in ["presets", "mapping.yaml", "songs"] {
            try FileManager.default.copyItem(atPath: Self.reference.appending(path: name).path, toPath: folder.file(name))
        }
        _ = try folder.write("songs/mpe.txt", "# Wrong.\n\(text)\n")
        let result = try Command.run(["bench", "hashes", folder.path, "baseline", "--every", "1000"])
        #expect(result.status == 1)
        #expect(result.errors.contains("songs/mpe.txt:\(1 + text.split(separator: "\n").count):1: this is no step of a song; "))
    }
}
