"""Keyboards plugged in and pulled out twenty times are bound each time, their notes end each time, and nothing is left over.

Two at a time, with a key held on each while it is pulled out. LONG=1: a thousand times.
"""

import os
import time

from bed.keyboard import client
from bed.score import Score, hertz
from bed.stage import SINE
from bed.waiting import until

# Of two keyboards each.
ROUNDS = 500 if os.environ.get("LONG") == "1" else 10
LOW, HIGH = 76, 81
# Fewer periods, and the guest has less to do.
PERIOD = 1024
# Within so long it has to be bound.
BOUND = 0.100
# So often it has been done before what Kanon holds is counted for the first time.
SETTLED = 5


def holdings(pid):
    """What Kanon has of the system: descriptors, threads, kilobytes in memory, ports and subscriptions of the sequencer."""
    with open(f"/proc/{pid}/status") as file:
        status = dict(line.split(":", 1) for line in file)
    return {
        "descriptors": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": int(status["Threads"]),
        "kilobytes": int(status["VmRSS"].split()[0]),
        "lines in /proc/asound/seq/clients": len(client("Kanon")[2]),
    }


def plug(keyboards):
    """Plugs them in; the seconds from when ALSA had both until Kanon was bound to both."""
    for keyboard in keyboards:
        keyboard.attach()
    until(lambda: all(client(keyboard.name) for keyboard in keyboards), "the keyboards are plugged in")
    appeared = time.monotonic()
    until(lambda: all(keyboard.reaches("Kanon") for keyboard in keyboards), "kanon connects to the keyboards", step=0.002)
    took = time.monotonic() - appeared
    for keyboard in keyboards:
        keyboard.open()
    return took


def play(stage):
    keyboards, took, gone, held = [stage.keyboard, stage.other_keyboard], [], [], []
    with stage.playing(SINE, period=PERIOD):
        stage.keyboard.unplug()
        for cycle in range(ROUNDS):
            took.append(plug(keyboards))
            if cycle in (SETTLED, ROUNDS - 1):
                held.append(holdings(stage.kanon.pid))
            stage.play(Score().press(0, [LOW]), Score().press(0, [HIGH]))
            gone.append([keyboard.unplug() for keyboard in keyboards][-1])
        plug(keyboards)
        stage.save("rounds.json", {"took": took, "gone": gone, "held": held})
        stage.play(Score().notes(0, [LOW], 0.3), Score().notes(0, [HIGH], 0.3))


def judge(evidence):
    import numpy as np

    from bed import hearing
    from bed.judge import NOTICE, RELEASE, check

    evidence.orderly("64.00 ms")
    x, rate = evidence.card.left, evidence.card.rate
    rounds = evidence.load("rounds.json")
    slowest = max(rounds["took"])
    check(slowest < BOUND, f"they are bound after {slowest * 1000:.0f} ms only")
    heard = hearing.stretches(x, rate)
    check(len(heard) == ROUNDS + 1, f"{len(heard)} chords instead of {ROUNDS + 1}")
    ends = np.array([end for _, end in heard[:-1]])
    late = np.max((ends - [evidence.frame(moment) for moment in rounds["gone"]]) / rate)
    check(late < NOTICE + RELEASE, f"a note ends {late * 1000:.0f} ms after its keyboard was pulled out")
    start, end = heard[-1]
    pitches = hearing.pitches(x[start + rate // 20 : end - rate // 10], rate, 2)
    check(np.allclose(pitches, [hertz(LOW), hertz(HIGH)], rtol=1e-3), f"in the end {pitches} Hz are heard")
    first, last = rounds["held"]
    for name in first.keys() - {"kilobytes"}:
        check(first[name] == last[name], f"{first[name]} {name} have become {last[name]}")
    grown = last["kilobytes"] - first["kilobytes"]
    check(grown < 256, f"it has grown by {grown} KB")
    return (
        f"{2 * ROUNDS} times: bound within {slowest * 1000:.0f} ms, silent at the latest {late * 1000:.0f} ms after it was gone,"
        f" {last['descriptors']} descriptors, {last['threads']} threads, {grown:+d} KB"
    )
