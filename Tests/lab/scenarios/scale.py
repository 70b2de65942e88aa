"""A scale and a chord on the USB keyboard reach the card in tune, in time and whole, and the recording equals it."""

from bed.score import TUNE_SECONDS, Score
from bed.stage import SINE

SCALE = [72, 74, 76, 77, 79, 81, 83, 84]
CHORD = [72, 76, 79]


def play(stage):
    score = Score().tune(SCALE).notes(TUNE_SECONDS * len(SCALE), CHORD, 0.8)
    with stage.playing(SINE, recording=True):
        stage.play(score)


def judge(evidence):
    from bed.judge import spread

    evidence.orderly()
    heard, cents = evidence.notes([[key] for key in SCALE] + [CHORD])
    unevenness = spread(heard, evidence.presses(), evidence.card.rate, limit=0.001)
    steps = evidence.whole()
    return f"worst {cents:.2f} cents, onsets within {unevenness * 1000:.3f} ms, recording within {steps:.2f} steps"
