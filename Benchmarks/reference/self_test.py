#!/usr/bin/env python3
"""Proves that the comparers find a hash, a count or a byte that differs, and nothing where none does. Takes no build and no time."""

import contextlib
import importlib.machinery
import importlib.util
import io
import json
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))
import reference  # noqa: E402


def script(name):
    loader = importlib.machinery.SourceFileLoader(name, str(FOLDER.parent / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


hashes, count, corpus = script("hashes"), script("count"), script("corpus")


class Case(unittest.TestCase):
    """Runs a script with a list of what is allowed; what it says, and how it ends."""

    def setUp(self):
        self.folder = pathlib.Path(self.enter(tempfile.TemporaryDirectory()))
        self.patch(reference, "ROOT", self.folder)
        self.allow()

    def enter(self, context):
        self.addCleanup(context.__exit__, None, None, None)
        return context.__enter__()

    def patch(self, module, name, value):
        self.enter(mock.patch.object(module, name, value))

    def write(self, name, value):
        (self.folder / name).write_text(value if isinstance(value, str) else json.dumps(value))
        return self.folder / name

    def allow(self, instructions=(), hashes=()):
        self.patch(reference, "ALLOWED", self.write("allowed.json", {"instructions": list(instructions), "hashes": list(hashes)}))

    def run_script(self, module, *arguments):
        """What is printed, and what it ends with; None is a success."""
        said, end = io.StringIO(), None
        with mock.patch.object(sys, "argv", ["script", *arguments]), contextlib.redirect_stdout(said):
            try:
                module.main()
            except SystemExit as exit:
                end = str(exit.code)
        return said.getvalue(), end


class Hashes(Case):
    stored = {f"{preset} {song} {kernel} {block}": f"{preset}-{song}-{kernel}-{block}"
              for preset in ("acid", "glass") for song in ("bends", "changes") for kernel in ("v3", "baseline") for block in (16, 1000)}
    machine = {"library": "glibc 9", "processor": "p", "compiler": "c"}

    def setUp(self):
        super().setUp()
        self.patch(hashes, "STORED", self.write("hashes.json", {"commit": "abc", "madeWith": self.machine, "hashes": self.stored}))
        self.patch(hashes, "CHANGED", self.write("changed.json", {}))
        self.patch(reference, "machine", lambda: self.machine)
        self.enter(mock.patch.dict(os.environ, {"LONG": "1"}))
        self.render(self.stored)

    def render(self, rows, first=None):
        # A program that prints these rows, and the reference's that prints the others.
        for name, table in (("kanon", rows), ("first", first or self.stored)):
            for kernel in hashes.KERNELS:
                lines = [f"{row}\t{value}" for row, value in table.items() if f" {kernel} " in row]
                self.write(f"{name}.{kernel}", "".join(line.replace(" ", "\t") + "\n" for line in lines))
            self.write(name, f'#!/bin/sh\ncat {self.folder}/{name}.$4\n').chmod(0o755)
        self.patch(reference, "kanon", lambda: str(self.folder / "kanon"))
        self.patch(reference, "built", lambda commit: (str(self.folder / "first"), self.folder))

    def test_the_same_bits_pass(self):
        self.assertEqual(self.run_script(hashes), ("16 renderings are the reference's, to the last bit.\n", None))

    def test_one_other_bit_fails_and_is_named(self):
        self.render({**self.stored, "glass changes v3 16": "other"})
        said, end = self.run_script(hashes)
        self.assertIn("glass changes v3 16: is other, was glass-changes-v3-16", said)
        self.assertIn("1 of 16 renderings differ", end)

    def test_a_row_that_is_not_rendered_fails(self):
        self.render({row: value for row, value in self.stored.items() if row != "acid bends baseline 16"})
        self.assertIn("15 of 16 rows were rendered", self.run_script(hashes)[0])

    def test_a_sample_is_enough_and_less_is_not(self):
        rows = dict(list(self.stored.items())[:8])
        self.assertEqual(hashes.differences(self.stored, rows, 2), [])
        self.assertEqual(hashes.differences(self.stored, dict(list(rows.items())[:7]), 2), ["7 of 8 rows were rendered"])
        self.assertTrue(hashes.differences(self.stored, {}, 2))

    def test_what_is_allowed_is_written_down_and_judged_from_then_on(self):
        self.render({**self.stored, "glass changes v3 16": "other"})
        self.assertIn("nothing in allowed.json allows it", self.run_script(hashes, "--update")[1])
        self.allow(hashes=[{"rows": "* changes *", "reason": "mended", "date": "2026-11-28"}])
        self.assertIn("1 of 16", self.run_script(hashes)[1])
        self.assertIsNone(self.run_script(hashes, "--update")[1])
        self.assertIsNone(self.run_script(hashes)[1])
        self.render({**self.stored, "glass changes v3 16": "another"})
        self.assertIn("1 of 16", self.run_script(hashes)[1])
        self.allow()
        self.assertIn("allows glass changes v3 16", self.run_script(hashes)[1])

    def test_elsewhere_the_reference_is_rendered_on_the_spot(self):
        elsewhere = {row: value + "'" for row, value in self.stored.items()}
        self.patch(reference, "machine", lambda: {**self.machine, "library": "glibc 10"})
        self.render(elsewhere, first=elsewhere)
        self.assertIsNone(self.run_script(hashes)[1])
        self.assertIn("Only where the stored hashes hold", self.run_script(hashes, "--update")[1])
        self.render(self.stored, first=elsewhere)
        self.assertIn("16 of 16", self.run_script(hashes)[1])

    def test_an_entry_without_reason_or_date_is_refused(self):
        for entry in ({"rows": "*", "date": "2026-11-28"}, {"rows": "*", "reason": "r", "date": "today"}):
            self.allow(hashes=[entry])
            self.assertIn("needs", self.run_script(hashes)[1])


class Instructions(Case):
    table = {"block held, median": 1000, "oscillator saw, a sample": 7.0}

    def setUp(self):
        super().setUp()
        self.patch(count, "ROOT", self.folder)
        self.patch(count, "COMMITTED", self.write("instructions.json", {"compiler": "c", "instructions": {"v3": self.table}}))
        self.patch(count, "REFERENCE", self.write("reference.json", {"compiler": "c", "instructions": {"v3": self.table}}))
        self.patch(reference, "compiler", lambda: "c")

    def test_within_one_percent_passes(self):
        self.patch(count, "counted", lambda kanon: {"v3": {"block held, median": 1010, "oscillator saw, a sample": 6.0}})
        self.assertIsNone(self.run_script(count)[1])

    def test_one_row_above_one_percent_fails_is_named_and_not_written_down(self):
        self.patch(count, "counted", lambda kanon: {"v3": {**self.table, "block held, median": 1011}})
        for arguments in ([], ["--update"]):
            said, end = self.run_script(count, *arguments)
            self.assertIn("v3: block held, median: takes 1011, at most 1010 are allowed", said)
            self.assertIn("1 loads take more than the reference allows", end)
        self.assertEqual(json.loads(count.COMMITTED.read_text())["instructions"]["v3"], self.table)

    def test_an_allowed_row_has_its_own_ceiling(self):
        self.allow(instructions=[{"rows": "v3: block held, median", "ceiling": 1020, "reason": "r", "date": "2026-11-28"}])
        for instructions, passes in ((1020, True), (1021, False)):
            self.patch(count, "counted", lambda kanon: {"v3": {**self.table, "block held, median": instructions}})
            self.assertEqual(self.run_script(count)[1] is None, passes)
        self.allow(instructions=[{"rows": "v3: nothing", "ceiling": 1, "reason": "r", "date": "2026-11-28"}])
        self.assertIn("has no row 'v3: nothing'", self.run_script(count)[1])

    def test_a_gain_that_was_written_down_is_not_lost_unseen(self):
        self.patch(count, "counted", lambda kanon: {"v3": {**self.table, "block held, median": 900}})
        self.assertIsNone(self.run_script(count, "--update")[1])
        self.patch(count, "counted", lambda kanon: {"v3": {**self.table, "block held, median": 950}})
        self.assertIn("more instructions than written down", self.run_script(count)[1])

    def test_with_another_compiler_the_reference_is_counted_on_the_spot(self):
        self.patch(reference, "compiler", lambda: "d")
        self.patch(reference, "built", lambda commit: ("first", self.folder))
        self.allow(instructions=[{"rows": "v3: oscillator saw, a sample", "ceiling": 14, "reason": "r", "date": "2026-11-28"}])
        for held, saw, fails in ((2020, 7.0, None), (2021, 7.0, "held, median: takes 2021"), (2000, 28.1, "sample: takes 28.1, at most 28")):
            first = {"block held, median": 2000, "oscillator saw, a sample": 14.0}
            now = {"block held, median": held, "oscillator saw, a sample": saw}
            self.patch(count, "counted", lambda kanon: {"v3": first if kanon == "first" else now})
            said, end = self.run_script(count)
            self.assertEqual(end is None, fails is None)
            self.assertIn(fails or "", said)

    def test_a_row_that_is_gone_fails(self):
        self.patch(count, "counted", lambda kanon: {"v3": {"block held, median": 1000}})
        self.assertIn("oscillator saw, a sample: is not counted any more", self.run_script(count)[0])


class Corpus(Case):
    def setUp(self):
        super().setUp()
        self.patch(corpus, "CORPUS", self.folder / "corpus")
        self.texts = {"help/kanon.txt": "one\ntwo\n", "params.json": "[]\n"}
        self.patch(corpus, "printed", lambda: self.texts)
        self.run_script(corpus, "--update")

    def test_the_same_bytes_pass(self):
        self.assertEqual(self.run_script(corpus), ("2 texts are the reference's, byte for byte.\n", None))

    def test_one_other_byte_fails_with_its_place(self):
        for text, says in (("one\ntwO\n", "help/kanon.txt:2:3: was 'two', is 'twO'"), ("one\ntwo", "help/kanon.txt:2:4: was 'two'"),
                           ("one\r\ntwo\n", "help/kanon.txt:1:4: was 'one'"), ("one\ntwo\n\n", "help/kanon.txt:3:1: was ''")):
            self.texts = {**self.texts, "help/kanon.txt": text}
            said, end = self.run_script(corpus)
            self.assertIn(says, said)
            self.assertIn("1 of 2 texts differ", end)

    def test_a_text_that_is_new_or_gone_fails(self):
        self.texts = {"params.json": "[]\n", "help/new.txt": ""}
        said, _ = self.run_script(corpus)
        self.assertEqual(said, "help/kanon.txt: is not printed any more\nhelp/new.txt: is new\n")

    def test_what_the_machine_decides_is_taken_out_and_all_else_stays(self):
        for best in ("v3", "baseline"):
            text = corpus.normalized(f"/usr/share/kanon/presets/a.yaml /home (values: baseline, v3; default: {best})", "/usr/share/kanon")
            self.assertEqual(text, "{data}/presets/a.yaml /home (values: baseline, v3; default: {best})")
        self.assertEqual(corpus.without_values({"process": 7, "preset": {"name": "Sine"}, "load": None, "notes": 0}),
                         {"process": "{number}", "preset": {"name": "Sine"}, "load": "{none}", "notes": 0})


if __name__ == "__main__":
    unittest.main()
