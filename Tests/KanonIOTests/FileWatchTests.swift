import Foundation
import Testing

@testable import KanonIO

/// Every way in which programs save, told by a real kernel.
struct FileWatchTests {
    private let folder: Folder
    private let path: String
    private let watch: FileWatch

    init() throws {
        folder = try Folder()
        try FileManager.default.createDirectory(atPath: folder.file("a/b"), withIntermediateDirectories: true)
        path = folder.file("a/b/glass.yaml")
        watch = try FileWatch()
        // By another program: a file that this one has open may be open for a moment longer in what other tests start.
        try shell("echo one > glass.yaml")
        watch.watch([path])
        #expect(watch.touches().isEmpty)
    }

    /// Runs a shell command in the folder of the file.
    private func shell(_ command: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(filePath: folder.file("a/b"))
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private func touched(_ watched: String? = nil) -> [FileWatch.Touch] {
        // Events are there when the call that made them has returned.
        watch.touches().filter { $0.path == watched ?? path }
    }

    @Test(arguments: [
        "echo two > glass.yaml", "echo two >> glass.yaml", "cp /etc/hostname glass.yaml", "sed -i s/one/two/ glass.yaml",
        "echo two > .glass.yaml.swp && mv .glass.yaml.swp glass.yaml", "rm glass.yaml && echo two > glass.yaml",
        "mv glass.yaml glass.yaml~ && echo two > glass.yaml", "cp glass.yaml \\#x && echo two > \\#x && mv -f \\#x glass.yaml",
        "chmod 600 glass.yaml", "rm glass.yaml",
    ])
    func `a save is seen, whole`(command: String) throws {
        try shell(command)
        #expect(touched() == [FileWatch.Touch(path: path, isWhole: true)])
        #expect(touched().isEmpty)
    }

    @Test func `a writer who has not closed the file is told apart`() throws {
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.write(contentsOf: Data("two".utf8))
        #expect(touched() == [FileWatch.Touch(path: path, isWhole: false)])
        try file.close()
        #expect(eventually { touched() == [FileWatch.Touch(path: path, isWhole: true)] })
    }

    @Test func `all that a folder holds is seen, and its own coming, whatever else is watched`() throws {
        let there = folder.file("a/b")
        let later = folder.file("a/later/mappings")
        watch.watch([path], folders: [there, later])
        #expect(watch.touches().isEmpty)
        try shell("echo x > .new && mv .new other.yaml")
        #expect(touched(there) == [FileWatch.Touch(path: there, isWhole: true)])
        #expect(touched().isEmpty)
        try shell("mkdir -p ../later/mappings && echo x > ../later/mappings/box.yaml")
        #expect(eventually { !touched(later).isEmpty })
        while !watch.touches().isEmpty {}
        try shell("rm ../later/mappings/box.yaml; echo two > glass.yaml")
        let touches = watch.touches()
        #expect(Set(touches.map(\.path)) == [path, there, later])
    }

    @Test func `neighbours are not its business`() throws {
        try shell("echo x > other.yaml; rm other.yaml; echo y > glass.yaml~")
        #expect(watch.touches().isEmpty)
    }

    @Test func `a file behind links is seen, and where they lead`() throws {
        try shell("mkdir ../c && echo real > ../c/real.yaml && ln -s ../c/real.yaml link.yaml && ln -s ../c here")
        let link = folder.file("a/b/link.yaml")
        let through = folder.file("a/b/here/real.yaml")
        watch.watch([link, through])
        try shell("echo other > ../c/real.yaml")
        #expect(Set(watch.touches().map(\.path)) == [link, through])
        // The link leads elsewhere from now on.
        try shell("echo new > ../c/new.yaml && ln -sfn ../c/new.yaml link.yaml")
        #expect(touched(link).count == 1)
        try shell("echo newer > ../c/new.yaml")
        #expect(touched(link).count == 1)
        try shell("echo real > ../c/real.yaml")
        #expect(touched(link).isEmpty)
    }

    @Test func `a folder that goes and comes back is watched again`() throws {
        try shell("cd .. && rm -r b && mkdir b")
        #expect(touched().count == 1)
        _ = watch.touches()
        try shell("echo two > glass.yaml")
        #expect(touched() == [FileWatch.Touch(path: path, isWhole: true)])
        try shell("cd .. && mv b away && mkdir b && echo three > b/glass.yaml")
        _ = watch.touches()
        _ = watch.touches()
        try shell("echo four > glass.yaml")
        #expect(touched() == [FileWatch.Touch(path: path, isWhole: true)])
    }

    @Test func `only what is asked for last is watched`() throws {
        let other = folder.file("a/other.yaml")
        watch.watch([other])
        try shell("echo two > glass.yaml")
        #expect(watch.touches().isEmpty)
        try shell("echo x > ../other.yaml")
        #expect(touched(other).count == 1)
    }

    @Test func `a loop of links ends`() throws {
        try shell("ln -s round.yaml circle.yaml && ln -s circle.yaml round.yaml")
        watch.watch([folder.file("a/b/round.yaml")])
        try shell("rm round.yaml && echo x > round.yaml")
        #expect(watch.touches().count == 1)
    }
}
