"""A chord held through the presets by MIDI and by `kanon ctl`: no change clicks, breaks or falls silent.

First by program changes from the keyboard, the chord struck once and held to the end; then by `kanon ctl`, the chord struck anew
a moment before each change, so that plucks and drums sound, too. LONG=1 walks through all presets both ways, else through every
eighth.

Each change is measured as docs/continuity.md says, on the card. What a preset is by itself is what this machine renders with the
same engine and keys: twenty seconds, the attack but for its first 5 ms with them, since notes that turn into a preset may be as
loud and bright as it ever is. Notes keep what counts from the next note on (loudness, place, mode) from the preset in which they
were struck, so each is rendered with that, too. Before a fault is found, it is rendered as loud as it begins, its oscillators in all
positions to one another: other presets may have left them so. A preset sustains if its rendering does. Between two that do and sound
there is no hole; one that decays by nature may be silent under keys that were struck long ago.
"""

import os
import time

from bed.changes import STAY, Change
from bed.continuity import RATE
from bed.score import Score

KEYS = [36, 43, 52, 60, 67, 76, 84, 96]
# An organ sounds at once, which tells the judge how the card's time lies to the keyboard's.
FIRST = "gospel"


def play(stage):
    names = stage.presets()
    is_long = os.environ.get("LONG") == "1"
    changes = []
    with stage.playing({}, preset=FIRST, recording=True):
        struck = stage.play(Score().press(0, KEYS))
        struck_in = FIRST
        time.sleep(1)
        for number in range(0, len(names), 1 if is_long else 8):
            asked = stage.play(Score().program(0, number))
            changes.append((names[number], "program", asked, asked, struck, struck_in))
            time.sleep(STAY)
        with stage.ctl() as tell:
            for number in range(0 if is_long else 4, len(names), 1 if is_long else 8):
                struck, struck_in = stage.play(Score().lift(0, KEYS).press(0, KEYS)), changes[-1][0]
                time.sleep(0.3)
                asked = time.monotonic()
                # the last program is followed by the first
                tell(f"preset {'next' if is_long else names[number]}")
                changes.append((names[number], "ctl", asked, time.monotonic(), struck, struck_in))
                time.sleep(STAY)
        stage.play(Score().lift(0, KEYS))
        time.sleep(0.5)
    stage.save("changes.json", changes)


def judge(evidence):
    from bed.judge import check
    from bed.rendering import presets

    evidence.orderly()
    steps = evidence.whole()
    shipped = presets(KEYS)
    changes = evidence.load("changes.json")
    said = [line[8:].split(" (")[0] for line in evidence.read("kanon.log").splitlines() if line.startswith("Preset: ")]
    check(said == [shipped.title(name) for name, *_ in changes], f"kanon says that it plays {', '.join(said)}")

    wrong, worst = [], -1000
    earlier = FIRST
    for name, way, asked, answered, struck, struck_in in changes:
        change = Change.on(evidence, asked, answered, since=struck)
        old, new = shipped.own(earlier, struck_in), shipped.own(name, struck_in)
        known = [old.roughness if way == "ctl" else old.steady] if old.sustains else []
        transition = change.beside(new.roughness, *known)
        if not transition.is_smooth:
            known += [shipped.own(name).roughness, shipped.at_most(name, struck_in)]
            # struck a moment ago, it may still swell
            known += [shipped.at_most(earlier, struck_in)] if way == "ctl" else []
            transition = change.beside(new.roughness, *known)
        faults = [] if transition.is_smooth else [str(transition)]
        if old.sustains and new.sustains and (hole := change.hole()) is not None:
            faults.append(f"silent at {hole / RATE:.4f} s")
        if new.sustains and change.is_silent():
            faults.append("it does not sound")
        wrong += [f"{earlier} → {name}, {way}: {fault}" for fault in faults]
        worst = max(worst, transition.over)
        earlier = name
    check(not wrong, "; ".join(wrong))
    return f"{len(changes)} changes, at most {worst:+.1f} dB over the sounds, recording within {steps:.2f} steps"
