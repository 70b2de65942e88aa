"""A JACK server that stands still for 2 s goes on, and Kanon with it: the key is still down, notes afterwards are in time."""

import signal
import time

from bed.score import Score, hertz
from bed.stage import SINE

HELD = 84
AGAIN = [74, 77, 81]
STALL = 2.0


def play(stage):
    score = Score()
    for step, key in enumerate(AGAIN):
        score.notes(0.30037 * step, [key], 0.15)
    with stage.playing(SINE):
        stage.play(Score().press(0, [HELD]))
        time.sleep(0.5)
        stage.signal_jackd(signal.SIGSTOP)
        time.sleep(STALL)
        stage.signal_jackd(signal.SIGCONT)
        # The server, or Kanon's client on it, may need a moment.
        time.sleep(1.5)
        stage.save("status.json", stage.status())
        stage.mark("lifted", stage.play(Score().lift(0, [HELD])))
        time.sleep(0.4)
        stage.mark("again")
        stage.play(score)


def judge(evidence):
    from bed import hearing
    from bed.judge import check, spread

    check(evidence.load("status.json")["voices"] == 1, "the key is not down any more")
    x, rate = evidence.card.left, evidence.card.rate
    # The card stood still, too: its WAV has less between the keys than there was time. So from its end.
    heard = hearing.notes(x, rate, [1] * len(hearing.stretches(x, rate)))
    check(len(heard) > len(AGAIN), f"{len(heard)} notes only")
    last = heard[-len(AGAIN) :]
    for note, key in zip(last, AGAIN):
        check(abs(note.cents([hertz(key)])) < 3, f"{note.hertz[0]:.1f} Hz instead of {hertz(key):.1f}")
    unevenness = spread(last, evidence.presses()[-len(AGAIN) :], rate, limit=0.001)
    before = heard[-len(AGAIN) - 1]
    check(abs(before.cents([hertz(HELD)])) < 3, "the held key is not heard afterwards")
    check(before.end - before.start > rate, f"the held key sounds for {(before.end - before.start) / rate:.2f} s only afterwards")
    check(evidence.marks.get("kanon status") == 0, "kanon did not end well")
    said = evidence.read("kanon.log")
    return f"onsets afterwards within {unevenness * 1000:.3f} ms" + (", by a new client" if "plays again" in said else "")
