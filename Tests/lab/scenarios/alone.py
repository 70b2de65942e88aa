"""A keyboard that Kanon has alone plays in time, is let go when too much comes or it is pulled out, and plays again."""

import time

from bed.score import Score
from bed.stage import SINE
from bed.starving import judge_overflow, overflow

SCALE = [72, 74, 76, 77, 79, 81, 83, 84]
CHORD = [72, 76, 79]
AGAIN = [74, 77, 81]


def play(stage):
    with stage.playing(SINE, "--midi-alone"):
        stage.play(Score().tune(SCALE))
        time.sleep(0.3)
        stage.play(Score().press(0, CHORD))
        time.sleep(0.3)
        overflow(stage, CHORD)
        stage.play(Score().press(0, CHORD))
        time.sleep(0.5)
        stage.mark("unplugged", stage.keyboard.unplug())
        time.sleep(0.3)
        stage.keyboard.plug()
        stage.await_word(f"{stage.keyboard.name} (alone) is connected", 2)
        time.sleep(0.2)
        stage.mark("plugged")
        stage.play(Score().tune(AGAIN))


def judge(evidence):
    from bed.judge import spread

    evidence.orderly()
    heard, cents = evidence.notes([[key] for key in SCALE] + [CHORD, CHORD] + [[key] for key in AGAIN])
    unevenness = spread(heard, evidence.presses(), evidence.card.rate, limit=0.001)
    took = judge_overflow(evidence, heard[len(SCALE)])
    evidence.silent(evidence.marks["unplugged"], evidence.marks["plugged"])
    return (
        f"worst {cents:.2f} cents, onsets within {unevenness * 1000:.3f} ms, silent {took * 1000:.0f} ms after the thread went on"
    )
