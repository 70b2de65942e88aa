"""Unplugged with keys held, the keyboard falls silent; plugged in again, it plays."""

import time

from bed.score import Score
from bed.stage import SINE

CHORD = [72, 76, 79]
AGAIN = [74, 77, 81]


def play(stage):
    with stage.playing(SINE):
        stage.play(Score().press(0, CHORD))
        time.sleep(0.8)
        stage.mark("unplugged", stage.keyboard.unplug())
        time.sleep(1)
        stage.keyboard.plug()
        stage.await_connection()
        time.sleep(0.2)
        stage.mark("plugged")
        stage.play(Score().tune(AGAIN))


def judge(evidence):
    from bed.judge import spread

    evidence.orderly()
    heard, cents = evidence.notes([CHORD] + [[key] for key in AGAIN])
    unplugged = evidence.marks["unplugged"]
    evidence.silent(unplugged, evidence.marks["plugged"])
    spread(heard[1:], evidence.presses()[1:], evidence.card.rate, limit=0.001)
    took = (heard[0].end - evidence.frame(unplugged)) / evidence.card.rate
    return f"silent {took * 1000:.0f} ms after it was unplugged, then {len(AGAIN)} notes, worst {cents:.2f} cents"
