"""What the scripts beside this folder share: the list of what may differ from the reference, and the state that it was made of."""

import fnmatch
import json
import os
import pathlib
import platform
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
ALLOWED = FOLDER / "allowed.json"


def commit():
    """The state of the sources that the reference was made of."""
    return json.loads((FOLDER / "hashes.json").read_text())["commit"]


def kanon():
    """The program that is compared."""
    return os.environ.get("KANON", str(ROOT / ".build/release/kanon"))


def compiler():
    said = subprocess.run([os.environ.get("SWIFT", "swift"), "--version"], capture_output=True, text=True).stdout
    found = re.search(r"Swift version (\S+)", said)
    return "Swift " + found[1] if found else "unknown"


def machine():
    """What the bits of a rendering may depend on beside the sources: exp, log2 and pow of the C library, which takes others on
    processors with FMA; which kernels the processor runs; the compiler."""
    try:
        library = os.confstr("CS_GNU_LIBC_VERSION")
    except ValueError:
        library = "unknown"
    information = pathlib.Path("/proc/cpuinfo").read_text()
    has_v3 = {"avx2", "fma"} <= set((re.search(r"^flags\s*:(.*)$", information, re.MULTILINE) or ["", ""])[1].split())
    return {"library": library, "processor": platform.machine() + (" with AVX2 and FMA" if has_v3 else ""), "compiler": compiler()}


def allowed(kind, needed):
    """The entries of allowed.json for `kind`, each of which has a reason, a date and what is `needed`."""
    entries = json.loads(ALLOWED.read_text())[kind]
    for entry in entries:
        missing = [key for key in [*needed, "reason", "date"] if not entry.get(key)]
        if missing or not re.fullmatch(r"\d{4}-\d\d-\d\d", entry["date"]):
            sys.exit(f"{ALLOWED.relative_to(ROOT)}: {json.dumps(entry)} needs {', '.join(missing) or 'a date as in 2026-01-31'}.")
    return entries


def is_allowed(row, entries):
    return any(fnmatch.fnmatchcase(row, entry["rows"]) for entry in entries)


def built(commit):
    """The program built of `commit`, in .build-reference; and the sources that it was built of."""
    folder = ROOT / ".build-reference" / commit[:12]
    source, program = folder / "source", folder / "build/release/kanon"
    git = ["git", "-C", str(ROOT)]
    if subprocess.run([*git, "cat-file", "-e", commit + "^{commit}"], stderr=subprocess.DEVNULL).returncode != 0:
        # A shallow clone has the newest commits alone.
        if subprocess.run([*git, "fetch", "--quiet", "--depth=1", "origin", commit]).returncode != 0:
            sys.exit(f"The reference {commit[:12]} is not in this clone; fetch it with: git fetch --unshallow")
    if not program.exists():
        print(f"Building the reference {commit[:12]}, once.", flush=True)
        source.mkdir(parents=True, exist_ok=True)
        archive = subprocess.run([*git, "archive", commit], capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x", "-C", str(source)], input=archive, check=True)
        build = [os.environ.get("SWIFT", "swift"), "build", "-c", "release", "--product", "kanon", "--quiet",
                 "--package-path", str(source), "--scratch-path", str(folder / "build")]
        # A later compiler may warn of what was fine, and no sanitizer belongs in it.
        environment = {name: value for name, value in os.environ.items() if name not in ("CI", "RTSAN", "RACES", "STATIC")}
        if subprocess.run(build, stdin=subprocess.DEVNULL, env=environment).returncode != 0:
            sys.exit(f"The reference {commit[:12]} does not build here.")
    return str(program), source
