import Testing

@testable import KanonControl

struct ControlTests {
    private static let good: [([String], ControlCommand)] = [
        (["preset", "next"], .preset(.step(.next), change: nil)), (["preset", "previous"], .preset(.step(.previous), change: nil)),
        (["preset", "7"], .preset(.named("7"), change: nil)), (["preset", "my", "glass"], .preset(.named("my glass"), change: nil)),
        (["preset", "my", "glass", "--change", "tail"], .preset(.named("my glass"), change: ChangeRequest(.tail))),
        (["preset", "next", "--change", "morph:1.5", "s"], .preset(.step(.next), change: ChangeRequest(.morph, seconds: 1.5))),
        (["set", "filter.cutoff=1.2", "kHz", "amp.attack=8", "ms"], .set(["filter.cutoff=1.2 kHz", "amp.attack=8 ms"])),
        (["tuning", "equal"], .tuning(TuningRequest())), (["tuning", "a.scl"], .tuning(TuningRequest(scale: "a.scl"))),
        (["tuning", "b.KBM", "my a.scl"], .tuning(TuningRequest(scale: "my a.scl", mapping: "b.KBM"))),
        (["tuning", "--kbm", "b", "--scl", "a"], .tuning(TuningRequest(scale: "a", mapping: "b"))),
        (["panic"], .panic), (["record", "start"], .startRecording(nil)), (["record", "start", "a", "b.wav"], .startRecording("a b.wav")),
        (["record", "stop"], .stopRecording), (["status"], .status), (["help"], .help),
    ]

    @Test(arguments: good)
    func `words are a command, and the command's words are the same command over the wire`(words: [String], command: ControlCommand) throws
    {
        #expect(try ControlCommand.parse(words) == command)
        #expect(try ControlRequest.parse(ControlLine.bytes(ControlRequest(command))).read() == command)
    }

    @Test(arguments: [
        ([], "ctl: there is no command; allowed are preset, set, tuning, panic, record, status, help"),
        (["prset"], "prset: there is no such command; allowed are preset, set, tuning, panic, record, status, help; did you mean preset?"),
        (["preset"], "preset: no preset is named; write preset NAME|FILE|next|previous|N"),
        (
            ["preset", "--change", "tail"],
            "preset --change tail: no preset is named; write preset NAME|FILE|next|previous|N"
        ),
        (
            ["preset", "glass", "--change", "tial"],
            "--change tial: the rule cannot be \"tial\"; allowed are morph, tail, cut; did you mean tail?"
        ),
        (["preset", "glass", "--change"], "--change : the rule cannot be \"\"; allowed are morph, tail, cut"),
        (["tuning"], "tuning: no tuning is named; write tuning FILE.scl [FILE.kbm]|equal"),
        (["tuning", "eqal"], "tuning eqal: \"eqal\" is no tuning; write tuning FILE.scl [FILE.kbm]|equal; did you mean equal?"),
        (["tuning", "a.scl", "b.scl"], "tuning a.scl b.scl: there are two scales; write tuning FILE.scl [FILE.kbm]|equal"),
        (["tuning", "--scl"], "tuning --scl: no file follows --scl; write tuning FILE.scl [FILE.kbm]|equal"),
        (["set"], "set: no parameter is named; write set KEY=VALUE..."),
        (["panic", "now"], "panic now: nothing follows panic; write panic"),
        (["record"], "record: record starts or stops; write record start [FILE.wav|FOLDER/]|stop"),
        (
            ["record", "strt"],
            "record strt: record starts or stops; write record start [FILE.wav|FOLDER/]|stop; did you mean start?"
        ),
        (["record", "stop", "x"], "record stop x: record starts or stops; write record start [FILE.wav|FOLDER/]|stop"),
    ])
    func `a wrong command is told what is allowed`(words: [String], says: String) {
        #expect(complaints { () throws(Diagnostics) in try ControlCommand.parse(words) } == says)
    }

    private static let example = #"write one object a line, like {"command":"preset","arguments":["next"]}"#

    @Test(arguments: [
        ("", "this is not JSON"), ("{\"command\":", "this is not JSON"), ("\u{0}\u{1}\u{2}", "this is not JSON"),
        (String(repeating: "[", count: 60_000), "this is not JSON"),
        ("[]", "this is not a JSON object"), ("{}", "there is no \"command\""), ("{\"command\":3}", "\"command\" is of the wrong kind"),
        ("{\"command\":\"set\",\"arguments\":\"a=b\"}", "\"arguments\" is of the wrong kind"),
    ])
    func `what is no request is told how one looks`(line: String, problem: String) {
        let said = complaints { () throws(Diagnostics) in try ControlRequest.parse(Array(line.utf8)) }
        #expect(said == "request: \(problem); \(Self.example)")
    }

    @Test func `an answer is one line and comes back as it was`() {
        let answer = ControlAnswer.done("a\nb \"c\" /d")
        let line = ControlLine.bytes(answer)
        #expect(!line.contains(UInt8(ascii: "\n")))
        #expect(ControlAnswer.parse(line) == answer)
        #expect(ControlAnswer.parse(Array("{}".utf8)) == nil)
    }

    @Test func `the overview names every command`() {
        for verb in ControlVerb.allCases { #expect(ControlVerb.overview.contains(verb.usage)) }
    }
}
