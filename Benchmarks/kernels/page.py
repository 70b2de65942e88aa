"""What the benches of docs/realtime.md share: the lab to boot, the results' JSON, the page's tables."""

import json
import os
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/lab"))
subprocess.run([ROOT / ".ci/packages", "python3-numpy", "python3-matplotlib"], check=True)

LAB, PAGE = ROOT / "Tests/lab", ROOT / "docs/realtime.md"
KANON = os.environ.get("KANON", str(ROOT / ".build/release/kanon"))


def boot(folder, guest, cards, kernel="linux-image-rt-amd64", append=""):
    """Runs a script of this folder in the lab's guest, with `cards` as its cards' WAV files; all it leaves is in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ, "LAB_OUT": str(folder), "LAB_CARDS": " ".join(cards), "LAB_KERNEL": kernel, "LAB_APPEND": append,
        "LAB_TIMEOUT": os.environ.get("LAB_TIMEOUT", "1500"),
    }
    subprocess.run(
        [LAB / "boot", "env", f"PYTHONPATH={LAB}", "PYTHONDONTWRITEBYTECODE=1", "/usr/bin/python3", f"Benchmarks/kernels/{guest}", KANON],
        cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def load(path):
    with open(path) as file:
        return json.load(file)


def off_stated(latency):
    """Of `kanon bench latency`: how far keys came off the stated frame, deviation and range; a dash where none could be told."""
    off = next((it for it in latency["distributions"] if it["unit"] == "frames"), None)
    return f"{off['deviation']:.2f} / {off['most'] - off['least']:.1f}" if off else "–"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def block(name):
    """What matches a table of the page: its mark, itself, the mark of its end."""
    return re.compile(rf"(<!-- {name}: .*? -->\n)(.*?)(<!-- end -->)", re.S)


def put(name, content):
    """Puts a table into the page, between its marks."""
    PAGE.write_text(block(name).sub(lambda it: f"{it[1]}{content}\n{it[3]}", PAGE.read_text()))


def rows(name):
    """The rows of a table of the page, without its head."""
    content = block(name).search(PAGE.read_text())[2]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in content.splitlines()[2:]]
