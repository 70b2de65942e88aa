"""A keyboard that Kanon has alone, past the sequencer, plays in time, is let go when it is pulled out, and plays again."""

import time

from bed.keyboard import NAME
from bed.score import Score
from bed.stage import SINE

SCALE = [72, 74, 76, 77, 79, 81, 83, 84]
CHORD = [72, 76, 79]
AGAIN = [74, 77, 81]
# what Kanon may take to notice, and the release until 60 dB below
NOTICE, RELEASE = 0.050, 0.060


def tune(keys):
    score = Score()
    for step, key in enumerate(keys):
        # so that the onsets fall everywhere within JACK's periods
        score.notes(0.30037 * step, [key], 0.15)
    return score


def play(stage):
    with stage.playing(SINE, "--midi-alone"):
        stage.play(tune(SCALE))
        time.sleep(0.3)
        stage.play(Score().press(0, CHORD))
        time.sleep(0.5)
        stage.mark("unplugged", stage.keyboard.unplug())
        time.sleep(1)
        stage.keyboard.plug()
        stage.await_word(f"{NAME} (alone) is connected", 2)
        time.sleep(0.2)
        stage.mark("plugged")
        stage.play(tune(AGAIN))


def judge(evidence):
    from bed import hearing
    from bed.judge import check, spread

    evidence.orderly()
    heard, cents = evidence.notes([[key] for key in SCALE] + [CHORD] + [[key] for key in AGAIN])
    rate, presses = evidence.card.rate, evidence.presses()
    unevenness = spread(heard, presses, rate, limit=0.001)
    begin = heard[0].onset / rate - presses[0]
    silent = evidence.marks["unplugged"] + begin + NOTICE + RELEASE
    again = evidence.marks["plugged"] + begin
    rest = hearing.loudest(evidence.card.left[int(silent * rate) : int(again * rate)])
    check(rest < 20, f"{(NOTICE + RELEASE) * 1000:.0f} ms after unplugging {rest:.0f} steps of 16 bits still sound")
    return f"worst {cents:.2f} cents, onsets within {unevenness * 1000:.3f} ms"
