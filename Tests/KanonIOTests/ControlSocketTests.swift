import Foundation
import Synchronization
import Testing

@testable import KanonIO

/// A client that need not behave.
private final class Caller {
    let descriptor: Int32

    init(_ path: String) throws {
        descriptor = UnixSocket.make()
        #expect(UnixSocket.connect(descriptor, to: path) == 0)
    }

    deinit { close(descriptor) }

    /// Bytes that found room.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Int { max(Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)), 0) }
    @discardableResult
    func send(_ text: String) -> Int { send(Array(text.utf8)) }
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What has come; nil at the end.
    func receive() -> String? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count == 0 ? nil : String(decoding: buffer[..<max(count, 0)], as: UTF8.self)
    }
}

struct ControlSocketTests {
    private let folder: ControlFolder
    private let holder: Folder
    private let socket: ControlSocket

    init() throws {
        holder = try Folder()
        folder = ControlFolder(holder.file("kanon"))
        socket = try ControlSocket(name: "Kanon", in: folder)
    }

    private func permissions(_ path: String) -> UInt32 {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    /// Looks a few times and answers every line with itself.
    @discardableResult
    private func serve(_ looks: Int = 20) -> [String] {
        var lines: [String] = []
        for _ in 0..<looks {
            for request in socket.requests() {
                let line = request.line.map { String(decoding: $0, as: UTF8.self) } ?? "too long"
                lines.append(line)
                socket.answer(Array("<\(line)>".utf8), to: request.peer)
            }
        }
        return lines
    }

    @Test func `socket and folder are this user's alone`() {
        #expect(permissions(socket.path) == 0o600)
        #expect(permissions(folder.path) == 0o700)
    }

    @Test func `several clients get their own answers, in order`() throws {
        let first = try Caller(socket.path)
        let second = try Caller(socket.path)
        first.send("a\nb\n")
        second.send("c\n")
        #expect(serve().sorted() == ["a", "b", "c"])
        #expect(first.receive() == "<a>\n<b>\n")
        #expect(second.receive() == "<c>\n")
    }

    @Test func `a look takes one line of each client, and says when more wait`() throws {
        let caller = try Caller(socket.path)
        caller.send("a\nb\n")
        #expect(serve(1) == ["a"])
        #expect(socket.isReady)
        #expect(serve(1) == ["b"])
        #expect(!socket.isReady)
    }

    @Test func `a client that ends its side gets its answers, then its place is free`() throws {
        let caller = try Caller(socket.path)
        caller.send("a\nlast")
        caller.finish()
        #expect(serve() == ["a", "last"])
        #expect(caller.receive() == "<a>\n<last>\n")
        #expect(caller.receive() == nil)
        #expect(socket.descriptors.count == 1)
    }

    @Test func `half a line and a client that goes away disturb nobody`() throws {
        let half = try Caller(socket.path)
        half.send("{\"command\":")
        do {
            let gone = try Caller(socket.path)
            gone.send("x\ny\nz")
        }
        let good = try Caller(socket.path)
        good.send("a\n")
        #expect(serve().contains("a"))
        #expect(good.receive() == "<a>\n")
        #expect(socket.descriptors.count == 3)
    }

    @Test func `a megabyte without an end is passed over`() throws {
        let rubbish = try Caller(socket.path)
        let good = try Caller(socket.path)
        let bytes = [UInt8](repeating: 0xC0, count: 4096)
        var sent = 0
        while sent < 1 << 20 {
            sent += rubbish.send(bytes)
            #expect(serve(2).allSatisfy { $0 == "too long" })
        }
        rubbish.send("\na\n")
        good.send("b\n")
        #expect(Set(serve()) == ["a", "b"])
        #expect(rubbish.receive() == "<too long>\n<a>\n")
    }

    @Test func `a client that never reads is not heard any more, and nobody waits for it`() throws {
        let deaf = try Caller(socket.path)
        let good = try Caller(socket.path)
        let line = String(repeating: "x", count: 999) + "\n"
        var sent = 0
        var taken = 0
        for _ in 0..<5000 {
            sent += deaf.send(line)
            taken += serve(1).count
        }
        // What fits into the kernel's buffers of both ways, and not more.
        #expect(sent < 4_000_000)
        #expect(taken < 2000)
        good.send("a\n")
        #expect(serve().last == "a")
        // Its answers come when it reads at last.
        var answers = 0
        for _ in 0..<500 {
            answers += deaf.receive()?.filter { $0 == "\n" }.count ?? 0
            taken += serve(4).count
        }
        #expect(answers == taken)
    }

    @Test func `a client too many is told so`() throws {
        let callers = try (0..<ControlSocket.greatestPeerCount).map { _ in try Caller(socket.path) }
        serve(1)
        let late = try Caller(socket.path)
        serve(1)
        #expect(late.receive()?.contains("too many clients") == true)
        #expect(late.receive() == nil)
        callers[3].send("a\n")
        #expect(serve() == ["a"])
    }

    @Test func `a second instance of the same name does not get the socket`() throws {
        let error = #expect(throws: IOFailure.self) { try ControlSocket(name: "Kanon", in: folder) }
        #expect(error?.message == "Another Kanon that runs is called Kanon already.")
        let caller = try Caller(socket.path)
        caller.send("a\n")
        #expect(serve() == ["a"])
        #expect(folder.instances() == [ControlFolder.Instance(name: "Kanon", path: socket.path)])
    }

    @Test func `what a dead instance left is removed, by a list and by its successor`() throws {
        for name in ["dead", "again"] {
            let descriptor = UnixSocket.make()
            #expect(UnixSocket.bind(descriptor, to: folder.socket(name)))
            close(descriptor)
        }
        let successor = try ControlSocket(name: "again", in: folder)
        #expect(folder.instances().map(\.name) == ["Kanon", "again"])
        #expect(Folder.entries(folder.path) == ["Kanon.sock", "again.sock"])
        successor.close()
        #expect(Folder.entries(folder.path) == ["Kanon.sock"])
    }

    @Test func `a folder that others may enter, or that is not one, is not used`() throws {
        let open = ControlFolder(holder.file("open"))
        try open.prepare()
        chmod(open.path, 0o755)
        let linked = ControlFolder(holder.file("linked"))
        symlink(folder.path, linked.path)
        let missing = ControlFolder(holder.file("missing/kanon"))
        for folder in [open, linked, missing] {
            #expect(throws: IOFailure.self) { try ControlSocket(name: "Kanon", in: folder) }
            #expect(folder.instances().isEmpty)
        }
    }

    @Test func `a name that cannot be a file's, or is too long, is seen to`() throws {
        let slashed = try ControlSocket(name: "a/b", in: folder)
        #expect(slashed.path == folder.path + "/a-b.sock")
        #expect(throws: IOFailure.self) { try ControlSocket(name: String(repeating: "x", count: 100), in: folder) }
    }

    @Test func `asking waits for the answer, and ends when the other one does`() throws {
        let path = socket.path
        let answer = Answer()
        let thread = Thread {
            let client = try? ControlClient(path: path)
            for question in ["a", "b"] {
                let line = (try? client?.ask(Array(question.utf8))).flatMap { $0 }
                answer.lines.withLock { $0.append(line ?? [0]) }
            }
        }
        thread.start()
        #expect(eventually { serve(1) == ["a"] })
        #expect(eventually { answer.lines.withLock { $0.count == 1 } })
        socket.close()
        #expect(eventually { answer.lines.withLock { $0 == [Array("<a>".utf8), [0]] } })
        #expect(throws: IOFailure.self) { try ControlClient(path: path) }
    }

    private final class Answer: Sendable {
        let lines = Mutex<[[UInt8]]>([])
    }
}
