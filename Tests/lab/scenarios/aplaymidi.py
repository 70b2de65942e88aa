"""`aplaymidi -p Kanon` plays a Standard MIDI File, and Kanon says who plays."""

import subprocess

from bed.score import Score
from bed.stage import SINE

TUNE = [[76], [74], [72], [74], [76], [76], [76], [72, 76, 79]]
BEAT = 0.3


def play(stage):
    score = Score()
    for beat, keys in enumerate(TUNE):
        score.notes(BEAT * beat, keys, 0.15 if len(keys) == 1 else 0.6)
    with open(stage.path("tune.mid"), "wb") as file:
        file.write(score.midi_file())
    with stage.playing(SINE):
        subprocess.run(["aplaymidi", "-d", "0", "-p", "Kanon", stage.path("tune.mid")], check=True)


def judge(evidence):
    from bed.judge import check, spread

    evidence.orderly()
    check("\naplaymidi is connected.\n" in evidence.read("kanon.log"), "kanon does not say that aplaymidi is connected")
    heard, cents = evidence.notes(TUNE)
    unevenness = spread(heard, [BEAT * beat for beat in range(len(TUNE))], evidence.card.rate, limit=0.001)
    return f"worst {cents:.2f} cents, onsets within {unevenness * 1000:.3f} ms"
