import KanonEngine
import Testing

@testable import KanonControl

struct MappingEditorTests {
    private func rule(
        _ source: ControllerSource, to key: String = "knob.1", manner: KnobControl.Manner = .absolute, channel: UInt8 = 0
    ) throws -> KnobRule {
        var control = KnobControl(device: 0, channel: channel, source: source)
        control.manner = manner
        return KnobRule(control, to: try KnobRule.parameter(key))
    }

    private func put(_ rule: KnobRule, _ text: String) throws -> MappingEditor.Edit {
        try MappingEditor.put(rule, into: text, file: "m.yaml")
    }

    @Test func `a rule is written as a player would`() throws {
        #expect(try rule(.controller(21)).text == "{cc: 21, to: knob.1}")
        #expect(try rule(.pair(7)).text == "{cc: 7, bits: 14, to: knob.1}")
        #expect(try rule(.nonRegistered(1290)).text == "{nrpn: 1290, to: knob.1}")
        #expect(try rule(.bend).text == "{from: bend, to: knob.1}")
        #expect(try rule(.controller(22), manner: .relative(.offset64)).text == "{cc: 22, relative: offset-64, to: knob.1}")
        #expect(try rule(.controller(44), to: "chorus.mix", manner: .button).text == "{cc: 44, press: toggle, to: chorus.mix}")
        #expect(try rule(.controller(44), to: "osc1.shape", manner: .button).text == "{cc: 44, press: step, to: osc1.shape}")
        var whole = try rule(.controller(22), to: "filter.cutoff", manner: .relative(.twosComplement), channel: 8)
        whole.control.isReversed = true
        whole.isForChannel = true
        whole.range = try KnobRule.range("[200 Hz, 12kHz]", of: whole.parameter)
        whole.takeover = .jump
        #expect(
            whole.text
                == "{cc: 22, channel: 9, relative: twos-complement, step: -1 %, to: filter.cutoff, range: [200 Hz, 12 kHz], takeover: jump}"
        )
    }

    @Test func `a range and a parameter are read as everywhere`() throws {
        let cutoff = try KnobRule.parameter("filter.cutoff")
        #expect(
            complaints { () throws(Diagnostics) in try KnobRule.range("200 Hz", of: cutoff) }
                == "--range 200 Hz: a range has two ends; write it like \"20 Hz, 20 kHz\"")
        #expect(
            complaints { () throws(Diagnostics) in try KnobRule.range("1 Hz, 2 kHz", of: cutoff) }
                == "--range 1 Hz, 2 kHz: filter.cutoff 1 Hz is outside 20 Hz … 20 kHz")
        #expect(
            complaints { () throws(Diagnostics) in try KnobRule.parameter("filter.cutof") }
                == "filter.cutof: there is no such parameter; kanon params lists them; did you mean filter.cutoff?")
    }

    @Test func `a rule comes last, with the dash where the others have theirs`() throws {
        let text = """
            kanon: mapping/1
            knobs:
                # The upper row.
                - {cc: 1, to: knob.2}   # left
                - {cc: 2, to: knob.3}   # right
                # The end.
            buttons:
              - {cc: 9, do: panic}
            """
        let edit = try put(try rule(.controller(21)), text)
        #expect(edit.text == text.replacing("# right\n", with: "# right\n    - {cc: 21, to: knob.1}\n"))
        #expect(edit.line == 6)
        #expect(edit.replaced.isEmpty)
    }

    @Test(arguments: ["", "\n", "\n\n# The end.\n", "\nmatch: {name: \"MPK*\"}"])
    func `without knobs they are added at the end`(rest: String) throws {
        let text = "kanon: mapping/1" + rest
        let edit = try put(try rule(.controller(21)), text)
        #expect(edit.text.hasPrefix(text))
        #expect(edit.text.hasSuffix("\nknobs:\n  - {cc: 21, to: knob.1}\n"))
    }

    @Test func `the rule of the same control is replaced where it stands, its comment and all else kept`() throws {
        let text = """
            kanon: mapping/1
            knobs:
              - {cc: 20, to: knob.3}
              - {cc: 21, to: [knob.2, {to: reverb.mix, range: [0 %, 40 %]}]}  # old
              # between
              - {cc: 70, to: knob.1}
            """
        let edit = try put(try rule(.controller(21)), text)
        #expect(edit.text == text.replacing("{cc: 21, to: [knob.2, {to: reverb.mix, range: [0 %, 40 %]}]}", with: "{cc: 21, to: knob.1}"))
        #expect(edit.replaced == ["{cc: 21, to: [knob.2, {to: reverb.mix, range: [0 %, 40 %]}]}"])
        #expect(edit.line == 4)
        #expect(edit.companions == ["CC 70 (line 6) moves knob.1, too"])
    }

    @Test func `further rules of the same control go`() throws {
        let text = """
            kanon: mapping/1
            knobs:
              - {cc: 21, to: knob.2}
              - {cc: 21, channel: 3, to: knob.4}
              - {cc: 21, channel: 1, to: knob.3} # second
              - {cc: 22, to: knob.5}
            """
        let edit = try put(try rule(.controller(21)), text)
        #expect(
            edit.text == """
                kanon: mapping/1
                knobs:
                  - {cc: 21, to: knob.1}
                  - {cc: 21, channel: 3, to: knob.4}
                  - {cc: 22, to: knob.5}
                """)
        #expect(edit.replaced == ["{cc: 21, to: knob.2}", "{cc: 21, channel: 1, to: knob.3}"])
    }

    @Test func `both parts of 14 bits are the same control as each`() throws {
        let text = "kanon: mapping/1\nknobs:\n  - {cc: 7, to: knob.2}\n  - {cc: 39, to: knob.3}\n"
        #expect(try put(try rule(.pair(7)), text).text == "kanon: mapping/1\nknobs:\n  - {cc: 7, bits: 14, to: knob.1}\n")
        let pair = "kanon: mapping/1\nknobs:\n  - {cc: 7, bits: 14, to: knob.2}\n"
        #expect(try put(try rule(.controller(7)), pair).text == "kanon: mapping/1\nknobs:\n  - {cc: 7, to: knob.1}\n")
    }

    @Test func `an entry in block style is replaced with its lines`() throws {
        let text = """
            kanon: mapping/1
            knobs:
            - cc: 20
              to: knob.3
            - cc: 21       # the second
              to:
                - knob.2
                - filter.cutoff # too
              # of the next
            - cc: 22
              to: "knob.4"
            """
        let edit = try put(try rule(.controller(21)), text)
        #expect(
            edit.text == """
                kanon: mapping/1
                knobs:
                - cc: 20
                  to: knob.3
                - {cc: 21, to: knob.1} # too
                  # of the next
                - cc: 22
                  to: "knob.4"
                """)
        #expect(try put(try rule(.controller(23)), text).text == text + "\n- {cc: 23, to: knob.1}")
    }

    @Test func `lists in flow style stay so`() throws {
        func flow(_ list: String) -> String { "kanon: mapping/1\nknobs: [\(list)]  # all\nname: x\n" }
        #expect(try put(try rule(.controller(21)), flow("")).text == flow("{cc: 21, to: knob.1}"))
        #expect(try put(try rule(.controller(21)), flow("{cc: 1, to: knob.2}")).text == flow("{cc: 1, to: knob.2}, {cc: 21, to: knob.1}"))
        #expect(
            try put(try rule(.controller(21)), flow("{cc: 1, to: knob.2}, {cc: 21, to: knob.3}, {cc: 21, to: knob.5}")).text
                == flow("{cc: 1, to: knob.2}, {cc: 21, to: knob.1}"))
        #expect(
            try put(try rule(.controller(21)), "{kanon: mapping/1, name: \"a } b\"}\n").text
                == "{kanon: mapping/1, name: \"a } b\", knobs: [{cc: 21, to: knob.1}]}\n")
    }

    @Test func `line ends and the byte order mark stay`() throws {
        let text = "\u{FEFF}kanon: mapping/1\r\nknobs:\r\n  - {cc: 20, to: knob.2}\r\n# end\r\n"
        let edit = try put(try rule(.controller(21)), text)
        #expect(edit.text == text.replacing("knob.2}\r\n", with: "knob.2}\r\n  - {cc: 21, to: knob.1}\r\n"))
    }

    @Test func `quotes and marks inside a rule do not end it`() throws {
        let text =
            "kanon: mapping/1\nname: \"it's # no {comment\"\nknobs:\n  - {cc: 21, to: 'knob.2'} # isn't it\n  - {cc: 22, to: knob.3}\n"
        #expect(try put(try rule(.controller(21)), text).text == text.replacing("{cc: 21, to: 'knob.2'}", with: "{cc: 21, to: knob.1}"))
    }

    @Test func `a button of the same control is told`() throws {
        let text = "kanon: mapping/1\nbuttons: [{cc: 21, do: panic}]\n"
        #expect(try put(try rule(.controller(21)), text).companions == ["CC 21 is also a button: panic (line 2)"])
    }

    /// Comments behind a comma, which look like what is none: replacing what seems to be the entry would make another of its rest.
    @Test(arguments: [
        "kanon: mapping/1\nknobs: [{cc: 21,#}, {cc: 8,\n  to: knob.4}]\n",
        "{kanon: mapping/1, knobs: [{cc: 21,#}], name: \"\n  to: knob.4}]} #\"}\n",
        "{kanon: mapping/1, description: 'it''s }'}\n", "{kanon: mapping/1, name: a 'b}\n",
        "kanon: mapping/1\nknobs:\n  - # the left one\n    cc: 21\n    to: knob.4\n", "kanon: mapping/1\nknobs: !!seq []\n",
    ])
    func `no edit changes what it was not meant to change`(text: String) throws {
        #expect(complaints { () throws(Diagnostics) in try Mapping.parse(text, file: "m.yaml") } == "")
        let rule = try rule(.controller(21))
        let said = complaints { () throws(Diagnostics) in try MappingEditor.put(rule, into: text, file: "m.yaml") }
        #expect(said == "m.yaml: it is written in a way that is not edited safely; add {cc: 21, to: knob.1} under knobs")
    }

    @Test func `what cannot be edited safely is said, with the line to write`() {
        let text = "kanon: mapping/1\nname: x\n...\n"
        let said = complaints { () throws(Diagnostics) in
            try MappingEditor.put(
                KnobRule(KnobControl(device: 0, channel: 0, source: .controller(21)), to: try KnobRule.parameter("knob.1")), into: text,
                file: "m.yaml")
        }
        #expect(said == "m.yaml: it is written in a way that is not edited safely; add {cc: 21, to: knob.1} under knobs")
    }

    @Test func `every shipped mapping takes a rule and is else as it was`() throws {
        for entry in Library(roots: [SourceTree.path]).mappings {
            let text = try TextFile.text(at: entry.path)
            let edit = try put(try rule(.controller(119), to: "filter.cutoff"), text)
            var lines = edit.text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.remove(at: edit.line - 1).hasSuffix("- {cc: 119, to: filter.cutoff}"))
            #expect(lines.joined(separator: "\n") == text)
        }
    }
}
