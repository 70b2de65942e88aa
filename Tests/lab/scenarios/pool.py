"""With keys held, more MIDI than ALSA can hold for Kanon: what may have lost its release is let go, said once, and it plays on."""

import time

from bed.score import Score
from bed.stage import SINE
from bed.starving import stopped

CHORD = [72, 76, 79]
AGAIN = [74, 77, 81]
WORD = "More MIDI came than ALSA could hold"
# Kanon's pool holds 2000.
EVENTS = 4000


def play(stage):
    storm = b"".join(bytes([0xB0, 74, number & 127]) for number in range(EVENTS))
    with stage.playing(SINE):
        stage.play(Score().press(0, CHORD))
        time.sleep(0.3)
        with stopped(stage.kanon.pid, "kanon-midi"):
            stage.keyboard.send(storm)
            stage.mark("lifted", stage.play(Score().lift(0, CHORD)))
            time.sleep(0.1)
        stage.mark("resumed")
        stage.await_word(WORD)
        time.sleep(0.3)
        stage.mark("again")
        stage.play(Score().tune(AGAIN))


def judge(evidence):
    from bed.judge import check, spread

    evidence.orderly()
    heard, cents = evidence.notes([CHORD] + [[key] for key in AGAIN])
    rate, marks = evidence.card.rate, evidence.marks
    check(heard[0].end > evidence.frame(marks["resumed"]), "the keys' releases came through: nothing was lost")
    evidence.silent(marks["resumed"], marks["again"])
    spread(heard[1:], evidence.presses()[1:], rate, limit=0.001)
    count = evidence.read("kanon.log").count(WORD)
    check(count == 1, f"kanon says it {count} times")
    took = heard[0].end / rate - evidence.frame(marks["resumed"]) / rate
    return f"silent {took * 1000:.0f} ms after the thread went on, worst {cents:.2f} cents"
