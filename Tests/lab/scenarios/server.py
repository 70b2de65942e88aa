"""The JACK server killed and started anew under Kanon, it plays again; keys struck meanwhile stay unheard."""

import time

from bed.score import Score
from bed.stage import SINE
from bed.waiting import until

BEFORE = [72, 76, 79]
MEANWHILE = [84, 86, 88]
AFTER = [74, 77, 81]


def play(stage):
    with stage.playing(SINE):
        stage.play(Score().tune(BEFORE))
        # the last note's release is not to be cut
        time.sleep(0.3)
        stage.mark("killed", stage.kill_jackd())
        until(lambda: "No sound" in stage.read("kanon.log"), "kanon notices that the server is gone")
        stage.mark("noticed")
        stage.play(Score().tune(MEANWHILE))
        stage.start_jackd()
        stage.mark("started")
        until(lambda: "plays again" in stage.read("kanon.log"), "kanon is back on the server")
        stage.mark("back")
        stage.play(Score().tune(AFTER))


def judge(evidence):
    from bed.judge import check, spread

    evidence.orderly()
    # The card's WAV holds what the first server played and, right behind it, what the second did.
    heard, cents = evidence.notes([[key] for key in BEFORE + AFTER])
    presses, rate = evidence.presses(), evidence.card.rate
    unevenness = max(
        spread(heard[: len(BEFORE)], presses[: len(BEFORE)], rate, limit=0.001),
        spread(heard[len(BEFORE) :], presses[-len(AFTER) :], rate, limit=0.001),
    )
    said = evidence.read("kanon.log")
    check(said.count("4.00 ms") == 2, "kanon does not say that the latency is 4.00 ms again")
    marks = evidence.marks
    return (
        f"noticed after {(marks['noticed'] - marks['killed']) * 1000:.0f} ms, back {marks['back'] - marks['started']:.1f} s"
        f" after the new one's start, worst {cents:.2f} cents, onsets within {unevenness * 1000:.3f} ms"
    )
