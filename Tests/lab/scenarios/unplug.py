"""Unplugged with keys held, the keyboard falls silent; plugged in again, it plays."""

import time

from bed.score import Score
from bed.stage import SINE

CHORD = [72, 76, 79]
AGAIN = [74, 77, 81]
# what Kanon may take to notice, and the release until 60 dB below
NOTICE, RELEASE = 0.050, 0.060


def play(stage):
    score = Score()
    for step, key in enumerate(AGAIN):
        score.notes(0.3 * step, [key], 0.15)
    with stage.playing(SINE):
        stage.play(Score().press(0, CHORD))
        time.sleep(0.8)
        stage.mark("unplugged", stage.keyboard.unplug())
        time.sleep(1)
        stage.keyboard.plug()
        stage.await_connection()
        time.sleep(0.2)
        stage.mark("plugged")
        stage.play(score)


def judge(evidence):
    from bed import hearing
    from bed.judge import check, spread

    evidence.orderly()
    heard, cents = evidence.notes([CHORD] + [[key] for key in AGAIN])
    x, rate = evidence.card.left, evidence.card.rate
    # what lies between a moment of the keyboard's and the card's
    begin = heard[0].onset / rate - evidence.presses()[0]
    silent = evidence.marks["unplugged"] + begin + NOTICE + RELEASE
    again = evidence.marks["plugged"] + begin
    rest = hearing.loudest(x[int(silent * rate) : int(again * rate)])
    loud = hearing.loudest(x[heard[0].start : heard[0].end])
    check(rest < loud / 1000, f"{(NOTICE + RELEASE) * 1000:.0f} ms after unplugging {rest:.0f} steps of 16 bits still sound")
    spread(heard[1:], evidence.presses()[1:], rate, limit=0.001)
    took = heard[0].end / rate - evidence.marks["unplugged"] - begin
    return f"silent {took * 1000:.0f} ms after it was unplugged, then {len(AGAIN)} notes, worst {cents:.2f} cents"
