"""settings_guest.py KANON: plays Kanon at several settings of jackd in the lab's guest, a card each. See settings."""

import os
import signal
import subprocess
import sys
import time

from bed.perform import install, rehearse, settle
from bed.score import Score
from bed.stage import Stage
from bed.waiting import until

# A key is heard where its attack, a straight line, is half through.
ATTACK = 0.001
STROKE = {"amp.attack": "1 ms", "amp.curve": "0 %", "amp.release": "10 ms", "osc1.phase": "reset", "master.level": "-14 dB"}
# Frames a period, two of them, whether jackd waits for its clients, and whether it stands still for a moment beforehand.
SETTINGS = {
    "64": (64, False, False), "64-stalled": (64, False, True), "256": (256, False, False), "32": (32, False, False),
    "32-S": (32, True, False), "16-S": (16, True, False),
}
STROKES = 30
# No two strokes fall on the same place within a period.
GAP, HELD = 0.10037, 0.03
STALL = 0.15
# What `kanon bench latency` waits before its first stroke.
SETTLING = 2.0


def place(card):
    """The moment at which the card was last looked at, and how many frames it had taken by then."""
    with open(f"/proc/asound/card{card}/pcm0p/sub0/status") as file:
        status = {name.strip(): value for name, _, value in (line.partition(":") for line in file)}
    return float(status["tstamp"]), int(status["hw_ptr"])


def strokes(stage):
    """Plays keys, one by one, then a long one; keeps where the card stood meanwhile."""
    score = Score()
    for number in range(STROKES):
        score.notes(0.02 + number * GAP, [69], HELD)
    places = [place(stage.card) for _ in range(20) if time.sleep(0.00713) is None]
    stage.play(score)
    places += [place(stage.card) for _ in range(20) if time.sleep(0.00713) is None]
    stage.save("places.json", places)
    stage.play(Score().notes(0.2, [69], 2))
    time.sleep(0.2)
    stage.save("status.json", stage.status())


def bench(stage, stalls):
    """`kanon bench latency` on the same server; if asked for, 0.3 s after that stood still."""
    command = [stage.kanon_path, "bench", "latency", "--strokes", str(STROKES * 2), "--json"]
    known = set(os.listdir("/dev/shm"))
    with open(stage.path("latency.json"), "w") as out, open(stage.path("latency.log"), "w") as log:
        with subprocess.Popen(command, stdout=out, stderr=log, env=stage.environment) as process:
            if stalls:
                # Kanon's client, and the one that listens to it.
                until(lambda: len([it for it in set(os.listdir("/dev/shm")) - known if it.startswith("jack_sem")]) >= 2, "it listens")
                time.sleep(SETTLING - 0.3 - STALL)
                stage.signal_jackd(signal.SIGSTOP)
                time.sleep(STALL)
                stage.signal_jackd(signal.SIGCONT)


def main():
    settle()
    kanon = install(sys.argv[1])
    rehearsal = Stage("rehearsal", 0, kanon)
    rehearse(rehearsal)
    rehearsal.keep("/run/lab/rehearsal")
    for card, (name, (period, synchronous, stalls)) in enumerate(SETTINGS.items(), 1):
        stage = Stage(name, card, kanon)
        with stage.playing(STROKE, period=period, synchronous=synchronous):
            strokes(stage)
            # Alone on the server, as it is measured elsewhere.
            stage.kanon.send_signal(signal.SIGINT)
            stage.kanon.wait()
            bench(stage, stalls)
        stage.keep(f"/run/lab/{name}")


if __name__ == "__main__":
    main()
