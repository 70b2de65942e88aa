import KanonEngine
import Testing

@testable import KanonControl

struct ChangeRequestTests {
    @Test(
        arguments: [
            ("morph", ChangeRequest(.morph)), ("Tail", ChangeRequest(.tail)), ("cut:0", ChangeRequest(.cut, seconds: 0)),
            ("morph:2s", ChangeRequest(.morph, seconds: 2)), ("morph: 250 ms", ChangeRequest(.morph, seconds: 0.25)),
            ("tail:60", ChangeRequest(.tail, seconds: 60)),
        ])
    func `a rule is read, with a time behind a colon, and written so that it is read again`(text: String, request: ChangeRequest) throws {
        #expect(try ChangeRequest.parse(text) == request)
        #expect(try ChangeRequest.parse(request.text) == request)
    }

    private static let time = "allowed is a time such as 40 ms or 1.4 s, 0 ms … 60 s"

    @Test(arguments: [
        ("morf", "the rule cannot be \"morf\"; allowed are morph, tail, cut; did you mean morph?"),
        ("", "the rule cannot be \"\"; allowed are morph, tail, cut"),
        (":2s", "the rule cannot be \"\"; allowed are morph, tail, cut"), ("morph:", "the time cannot be \"\"; \(time)"),
        ("morph:soon", "the time cannot be \"soon\"; \(time)"), ("morph:61s", "the time 61s is outside 0 ms … 60 s"),
        ("tail:-1 s", "the time -1 s is outside 0 ms … 60 s"), ("cut:1:2", "the time cannot be \"1:2\"; \(time)"),
        ("morph:2 sec", "the time cannot be \"2 sec\"; \(time)"),
    ])
    func `a rule that there is not is told what is allowed`(text: String, says: String) {
        #expect(complaints { () throws(Diagnostics) in try ChangeRequest.parse(text) } == "--change \(text): \(says)")
    }

    @Test func `without a time the preset's own stays`() {
        var own = SoundChange()
        own.seconds = 3
        let kept = ChangeRequest(.cut).applied(to: own)
        #expect(kept.rule == .cut)
        #expect(kept.seconds == 3)
        #expect(ChangeRequest(.tail, seconds: 0.5).applied(to: own).seconds == 0.5)
    }
}
