import Foundation
import Testing

struct ReferenceTests {
    @Test func `the reference of parameters is what the command prints; make reference renews it`() throws {
        let path = URL(filePath: #filePath).appending(path: "../../../docs/parameters.md").standardized
        let printed = try Command.run(["params"]).output
        #expect(try String(contentsOf: path, encoding: .utf8).contains("```\n\(printed)```"))
    }
}
