"""perform KANON SCENARIO...: plays scenarios, in the guest, each on a card of its own and after one rehearsal."""

import ctypes
import gc
import importlib
import json
import os
import resource
import shutil
import subprocess
import sys
import traceback

from bed.score import Score
from bed.stage import SINE, Stage


def settle():
    """Into memory, and without pauses of its own; what is started from here may become real-time."""
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_RTPRIO, (95, 95))
    ctypes.CDLL(None).mlockall(3)
    gc.disable()


def install(kanon, folder="/dev/shm/kanon"):
    """As `make install` puts it, with the presets and mappings of its library, but in memory: what Kanon reads while sound flows
    must not make the guest's time leap. The program's new path."""
    listed = subprocess.run([kanon, "preset", "list", "--json"], check=True, capture_output=True).stdout
    library = os.path.dirname(os.path.dirname(json.loads(listed)[0]["path"]))
    for kind in ("presets", "mappings"):
        shutil.copytree(f"{library}/{kind}", f"{folder}/share/kanon/factory/{kind}")
    os.makedirs(f"{folder}/bin")
    return shutil.copy(kanon, f"{folder}/bin/kanon")


def rehearse(stage):
    """Brings every file that playing needs into memory."""
    with stage.playing(SINE, recording=True):
        stage.play(Score().notes(0, [60], 0.1))


def perform(name, play, card, kanon):
    stage = Stage(name, card, kanon)
    folder = f"/run/lab/{name}"
    os.makedirs(folder, exist_ok=True)
    try:
        play(stage)
    except Exception as error:
        with open(f"{folder}/failure.txt", "w") as file:
            file.write(f"{error}\n")
        with open(f"{folder}/traceback.txt", "w") as file:
            traceback.print_exc(file=file)
    stage.keep(folder)


def main():
    kanon, *names = sys.argv[1:]
    scenarios = [(name, importlib.import_module(f"scenarios.{name}").play) for name in names]
    settle()
    kanon = install(kanon)
    for card, (name, play) in enumerate([("rehearsal", rehearse), *scenarios]):
        perform(name, play, card, kanon)


if __name__ == "__main__":
    main()
