"""With keys held, more MIDI than ALSA can hold for Kanon: what may have lost its release is let go, said once, and it plays on."""

import time

from bed.score import Score
from bed.stage import SINE
from bed.starving import judge_overflow, overflow

CHORD = [72, 76, 79]
AGAIN = [74, 77, 81]


def play(stage):
    with stage.playing(SINE):
        stage.play(Score().press(0, CHORD))
        time.sleep(0.3)
        overflow(stage, CHORD)
        stage.play(Score().tune(AGAIN))


def judge(evidence):
    from bed.judge import spread

    evidence.orderly()
    heard, cents = evidence.notes([CHORD] + [[key] for key in AGAIN])
    took = judge_overflow(evidence, heard[0])
    spread(heard[1:], evidence.presses()[1:], evidence.card.rate, limit=0.001)
    return f"silent {took * 1000:.0f} ms after the thread went on, worst {cents:.2f} cents"
