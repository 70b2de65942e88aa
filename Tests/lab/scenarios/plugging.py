"""A keyboard plugged in and pulled out again and again is bound each time, its notes end each time, and nothing is left over.

Each time a key is held while it is pulled out. LONG=1: a thousand times instead of a hundred.
"""

import os
import time

from bed.keyboard import client
from bed.score import Score
from bed.stage import SINE
from bed.waiting import until

CYCLES = 1000 if os.environ.get("LONG") == "1" else 100
KEY = 81
# Within so long it has to be bound.
BOUND = 0.100
# So often it has been done before what Kanon holds is counted for the first time.
SETTLED = 10


def holdings(pid):
    """What Kanon has of the system: descriptors, threads, kilobytes in memory, ports and subscriptions of the sequencer."""
    with open(f"/proc/{pid}/status") as file:
        status = dict(line.split(":", 1) for line in file)
    lines = [line for number, name, lines in clients_of_kanon() for line in lines]
    return {
        "descriptors": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": int(status["Threads"]),
        "kilobytes": int(status["VmRSS"].split()[0]),
        "sequencer lines": len([line for line in lines if "Port" in line or "Connect" in line]),
    }


def clients_of_kanon():
    found = client("Kanon")
    return [found] if found else []


def plug(keyboard):
    """Plugs it in; the seconds from when ALSA had it until Kanon was bound to it."""
    keyboard.attach()
    until(lambda: client(keyboard.name), f"{keyboard.name} is plugged in", step=0.002)
    appeared = time.monotonic()
    until(lambda: keyboard.reaches("Kanon"), f"kanon connects to {keyboard.name}", step=0.002)
    keyboard_took = time.monotonic() - appeared
    keyboard.open()
    return keyboard_took


def play(stage):
    keyboard, took, gone, held = stage.keyboard, [], [], []
    with stage.playing(SINE):
        keyboard.unplug()
        for cycle in range(CYCLES):
            took.append(plug(keyboard))
            if cycle in (SETTLED, CYCLES - 1):
                held.append(holdings(stage.kanon.pid))
            stage.play(Score().press(0, [KEY]))
            time.sleep(0.05)
            gone.append(keyboard.unplug())
        plug(keyboard)
        stage.save("cycles.json", {"took": took, "gone": gone, "held": held})
        stage.play(Score().tune([KEY]))


def judge(evidence):
    import numpy as np

    from bed import hearing
    from bed.judge import NOTICE, RELEASE, check

    evidence.orderly()
    x, rate = evidence.card.left, evidence.card.rate
    cycles = evidence.load("cycles.json")
    check(max(cycles["took"]) < BOUND, f"it is bound after {max(cycles['took']) * 1000:.0f} ms only")
    heard = hearing.stretches(x, rate)
    check(len(heard) == CYCLES + 1, f"{len(heard)} notes instead of {CYCLES + 1}")
    ends = np.array([end for _, end in heard[:-1]])
    late = (ends - [evidence.frame(moment) for moment in cycles["gone"]]) / rate
    check(np.max(late) < NOTICE + RELEASE, f"a note ends {np.max(late) * 1000:.0f} ms after its keyboard was pulled out")
    first, last = cycles["held"]
    for name in ("descriptors", "threads", "sequencer lines"):
        check(first[name] == last[name], f"{first[name]} {name} have become {last[name]}")
    grown = last["kilobytes"] - first["kilobytes"]
    check(grown < 256, f"it has grown by {grown} KB")
    return (
        f"{CYCLES} times: bound within {max(cycles['took']) * 1000:.0f} ms, silent at the latest {np.max(late) * 1000:.0f} ms after it"
        f" was gone, {last['descriptors']} descriptors, {last['threads']} threads, {grown:+d} KB"
    )
