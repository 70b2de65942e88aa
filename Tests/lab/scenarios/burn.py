"""While the audio callback keeps the only processor busy for 80 % of every period, notes of a keyboard keep their time.

For that a byte has to be stamped as it comes, so the keyboard is Kanon's alone: ALSA's sequencer takes what comes in an ordinary
kernel thread, which waits for the audio. And what handles the USB controller has to stand above the audio. The lab's controller is
an emulated one, whose interrupts are timers, and so is the keyboard, which sends from a worker thread of the kernel: both are raised,
or they would be the ones that are late.
"""

import os
import re

from bed.score import Score
from bed.stage import SINE

SCALE = [72, 74, 76, 77, 79, 81, 83, 84, 86, 88, 89, 91, 93, 95, 96, 72]


def raise_interrupts(priority=80):
    """The threads that handle interrupts, timers and the keyboard's own work go above the audio; their names."""
    raised = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/comm") as file:
                name = file.read().strip()
            if name.startswith(("irq/", "ktimers/", "ksoftirqd/")) or re.fullmatch(r"kworker/0:\d+H.*", name):
                os.sched_setscheduler(int(process), os.SCHED_FIFO, os.sched_param(priority))
                raised.append(name)
        except OSError:
            continue
    return raised


def play(stage):
    score = Score()
    for step, key in enumerate(SCALE):
        # so that the onsets fall everywhere within JACK's periods, and within what of them is kept busy
        score.notes(0.30037 * step, [key], 0.15)
    stage.save("raised.json", raise_interrupts())
    with stage.playing(SINE, "--inject", "load=80", "--midi-alone"):
        stage.save("before.json", stage.status())
        stage.play(score)
        stage.save("status.json", stage.status())


def judge(evidence):
    from bed.judge import check, spread

    said = evidence.read("kanon.log")
    check("4.00 ms" in said and evidence.marks.get("kanon status") == 0, "kanon did not play in good order")
    # The finger that plays takes its time from the same processor: 0.1 ms more than is left.
    xruns = evidence.load("status.json")["xruns"]
    check(xruns <= 2, f"{xruns} xruns")
    load = evidence.load("status.json")["blockLoad"]
    check(0.79 < load < 0.95, f"blocks take {load:.0%} of their period")
    check(evidence.load("raised.json"), "the kernel has no threads for interrupts: it is none for real time")
    faults = [
        [line for line in evidence.load(f"{name}.json")["threads"] if "FIFO" in line] for name in ("before", "status")
    ]
    check(len(faults[0]) == 3 and faults[0] == faults[1], f"pages were missing: {faults}")
    heard, cents = evidence.notes([[key] for key in SCALE])
    unevenness = spread(heard, evidence.presses(), evidence.card.rate, limit=0.001)
    return f"{xruns} xruns, blocks take {load:.0%}, worst {cents:.2f} cents, onsets within {unevenness * 1000:.3f} ms"
