"""An audio callback that loops for 0.6 s is muted and demoted within 100 ms, others run meanwhile, and it comes back.

The fault is Kanon's own (`--inject burn`), at the priority that JACK gave it: on one processor nothing else would run. A watch
at priority 90 looks every millisecond what the kernel schedules the audio thread as; a program without any priority notes when
it last could run.
"""

import json
import multiprocessing
import os
import time

from bed.score import Score
from bed.stage import SINE
from bed.waiting import until

BURN, AFTER = 0.6, 8
BEFORE = [72, 76, 79]
AGAIN = [74, 77, 81]
SOON = 0.100


def audio_threads():
    """The threads of every Kanon that are called kanon-audio, as paths in /proc."""
    for process in filter(str.isdigit, os.listdir("/proc")):
        folder = f"/proc/{process}/task"
        try:
            for thread in os.listdir(folder):
                with open(f"{folder}/{thread}/comm") as file:
                    if file.read().strip() == "kanon-audio":
                        yield f"{folder}/{thread}/stat"
        except OSError:
            continue


def scheduling(path):
    """The policy and the priority in real time of a thread: fields 41 and 40."""
    with open(path) as file:
        fields = file.read().rpartition(")")[2].split()
    return int(fields[38]), int(fields[37])


def in_real_time():
    return next((path for path in audio_threads() if scheduling(path) == (1, 65)), None)


# Both are processes of their own: in one, the second would hold the interpreter's lock while the first wants to run.
def watch(path, stop, report):
    """Notes (moment, policy, priority) whenever that is another."""
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(90))
    changes = []
    while not stop.is_set():
        now = scheduling(path)
        if not changes or changes[-1][1:] != now:
            changes.append((time.monotonic(), *now))
        time.sleep(0.001)
    with open(report, "w") as file:
        json.dump(changes, file)


def beat(stop, report):
    """Notes when an ordinary program could run."""
    beats = []
    while not stop.is_set():
        beats.append(time.monotonic())
        time.sleep(0.005)
    with open(report, "w") as file:
        json.dump(beats, file)


def tune(keys):
    score = Score()
    for step, key in enumerate(keys):
        score.notes(0.3 * step, [key], 0.15)
    return score


def play(stage):
    stop = multiprocessing.Event()
    with stage.playing(SINE, "--inject", f"burn={BURN}@{AFTER}"):
        stage.play(tune(BEFORE))
        time.sleep(0.3)
        stage.mark("held", stage.play(Score().press(0, [84])))
        path = until(in_real_time, "there is an audio thread in real time")
        watchers = [
            multiprocessing.Process(target=watch, args=(path, stop, stage.path("changes.json")), daemon=True),
            multiprocessing.Process(target=beat, args=(stop, stage.path("beats.json")), daemon=True),
        ]
        for watcher in watchers:
            watcher.start()
        until(lambda: "fades in" in stage.read("kanon.log"), "the audio thread is back", seconds=30)
        stage.mark("back")
        time.sleep(0.5)
        stage.save("status.json", stage.status())
        stop.set()
        for watcher in watchers:
            watcher.join()
        stage.play(Score().lift(0, [84]))
        time.sleep(0.3)
        stage.mark("again")
        stage.play(tune(AGAIN))


def judge(evidence):
    import re

    import numpy as np

    from bed import hearing
    from bed.judge import check, spread
    from bed.score import hertz

    said = evidence.read("kanon.log")
    found = re.search(r"kanon-audio ran for (\d+) ms without a pause", said)
    check(found, "kanon does not say that its audio thread ran away")
    stopped = int(found[1]) / 1000
    check(stopped < SOON, f"it was stopped after {stopped * 1000:.0f} ms")
    changes = evidence.load("changes.json")
    check([change[1:] for change in changes] == [[1, 65], [0, 0], [1, 65]], f"its scheduling was {changes}")
    down = changes[2][0] - changes[1][0]
    check(BURN - SOON < down, f"it had its priority back after {down:.2f} s, while it still ran")
    check(down < BURN + 0.2, f"it had its priority back after {down:.2f} s only")
    gap = float(np.max(np.diff(evidence.load("beats.json"))))
    check(gap < SOON + 0.02, f"an ordinary program could not run for {gap * 1000:.0f} ms")

    # What the card got: the held tone, silence from the mute on, and the tone again without a click.
    x, rate = evidence.card.left, evidence.card.rate
    first = evidence.frame(changes[1][0])
    loud = np.abs(x) > 3 * hearing.STEP
    around = np.flatnonzero(loud)
    quiet = np.flatnonzero(np.diff(around) > 0.2 * rate)
    long = [(around[i], around[i + 1]) for i in quiet if around[i] > evidence.frame(evidence.marks["held"])]
    check(long, "it is not silent while the callback loops")
    start, end = long[0]
    check((start - first) / rate < 0.02, f"it still sounds {(start - first) / rate * 1000:.0f} ms after it was stopped")
    check((end - start) / rate > BURN - SOON - 0.05, f"it is silent for {(end - start) / rate:.2f} s only")
    tone = x[end + rate // 10 : end + rate // 2]
    pitch = hearing.pitches(tone, rate)[0]
    check(abs(pitch - hertz(84)) < 2, f"the held key is {pitch:.1f} Hz after the break")
    check(not hearing.breaks(x, rate, [hertz(84)], end + 64, end + rate // 2), "it breaks after it is back")
    check(evidence.load("status.json")["voices"] == 1, "the key that was held is not held any more")
    tail = x[evidence.frame(evidence.marks["again"] - 0.05) :]
    heard = hearing.notes(tail, rate, [1] * len(AGAIN))
    check(len(heard) == len(AGAIN), f"{len(heard)} notes instead of {len(AGAIN)} afterwards")
    unevenness = spread(heard, evidence.presses()[-len(AGAIN) :], rate, limit=0.001)
    check(evidence.marks.get("kanon status") == 0, "kanon did not end well")
    return (
        f"stopped after {stopped * 1000:.0f} ms, others waited {gap * 1000:.0f} ms at most, priority back after {down:.2f} s,"
        f" silent for {(end - start) / rate:.2f} s, onsets afterwards within {unevenness * 1000:.3f} ms"
    )
