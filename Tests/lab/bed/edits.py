"""A preset's file that is edited under a held chord: dark or bright, so that every save can be heard."""

import time

from bed.changes import STAY
from bed.score import Score

KEYS = [36, 43, 52, 60, 67, 76, 84, 96]
# Dull enough for a click to stand out of the brighter one.
DARK, BRIGHT = "300 Hz", "1500 Hz"
PRESET = """kanon: preset/1
name: Mine
osc1: {shape: saw, level: -6 dB}
filter: {type: lowpass24, cutoff: CUTOFF}
amp: {attack: 5 ms, release: 60 ms}
master: {level: -14 dB}
"""
# After a save, Kanon may wait until the file has settled (150 ms, where it does not look whole), and looks around and morphs.
SOON = 0.3


def preset(cutoff):
    return PRESET.replace("CUTOFF", cutoff)


class Edits:
    """What is done to files while a chord is held, and what Kanon then says."""

    def __init__(self, stage):
        self._stage = stage
        self._done = []

    def hold(self):
        """Strikes the chord."""
        self._stage.play(Score().press(0, KEYS))
        time.sleep(1)

    def do(self, name, cutoff, action, answer="as saved.", turn=None):
        """Does something to a file, waits until Kanon says `answer`, and turns a knob if there is one; the sound is to have `cutoff`
        then. An action may tell when the file was written."""
        before = self._stage.read("kanon.log").count(answer)
        asked = time.monotonic()
        written = action() or time.monotonic()
        self._stage.await_word(answer, before + 1)
        answered = time.monotonic()
        if turn is not None:
            written = answered = self._stage.play(Score().control(0, turn, 127))
        self._done.append({"name": name, "cutoff": cutoff, "asked": asked, "written": written, "answered": answered})
        time.sleep(STAY)

    def end(self):
        """Lets go of the chord."""
        self._stage.play(Score().lift(0, KEYS))
        time.sleep(0.5)
        self._stage.save("edits.json", self._done)


def judge(evidence):
    """Every edit is heard soon, what has the same cutoff sounds alike, and nothing breaks. Gives the longest time from a save to
    its sound, in seconds, the greatest excess in dB, and the difference of the recording in steps."""
    import numpy as np

    from bed import hearing
    from bed.changes import HOLE, Change
    from bed.continuity import RATE, decibels, silence
    from bed.judge import check
    from bed.rendering import presets

    evidence.orderly()
    steps = evidence.whole()
    at, colour = hearing.brightness(evidence.card.left, RATE)
    edits = evidence.load("edits.json")
    changes = [Change.on(evidence, edit["asked"], edit["answered"]) for edit in edits]
    hole = silence(evidence.card.samples, changes[0].before[0], changes[-1].after[1], HOLE)
    check(hole is None, f"it falls silent at {(hole or 0) / RATE:.4f} s")

    def heard(part):
        inside = (at > part[0]) & (at < part[1])
        return float(np.median(colour[inside])), float(np.sqrt(np.mean(evidence.card.samples[slice(*part)] ** 2)))

    # the keys beat: half a second alone says less of what a cutoff sounds like than all of them
    first = DARK if edits[0]["cutoff"] == BRIGHT else BRIGHT
    sounds = [(first, heard(changes[0].before))] + [(edit["cutoff"], heard(change.after)) for edit, change in zip(edits, changes)]
    known = {cutoff: np.median([sound for of, sound in sounds if of == cutoff], axis=0) for cutoff in (DARK, BRIGHT)}
    check(known[BRIGHT][0] > 1.5 * known[DARK][0], f"dark and bright are {known[DARK][0]:.0f} and {known[BRIGHT][0]:.0f} Hz only")
    middle = np.sqrt(known[BRIGHT][0] * known[DARK][0])
    # half a second is too short for all that beats: what the two sounds are like is heard by themselves, too
    own = [presets(KEYS).own(evidence.keep(f"{cutoff}.yaml", preset(cutoff))).steady for cutoff in (DARK, BRIGHT)]
    longest, worst, was = 0.0, -np.inf, None
    for edit, change in zip(edits, changes):
        name, cutoff = edit["name"], edit["cutoff"]
        centroid, level = heard(change.after)
        wanted = known[cutoff]
        check(abs(np.log2(centroid / wanted[0])) < 0.1, f"{name}: the centroid is {centroid:.0f} Hz instead of {wanted[0]:.0f}")
        louder = decibels(level) - decibels(wanted[1])
        check(abs(louder) < 1, f"{name}: the sound is {louder:+.1f} dB louder than it was")
        loudest = max(hearing.loudest(evidence.card.samples[slice(*part)]) for part in (change.before, change.after))
        swell = hearing.loudest(evidence.card.samples[slice(*change.window)]) / loudest
        check(swell < 1.4, f"{name}: on the way it is {decibels(swell):.1f} dB louder than before and after")
        transition = change.beside(*own)
        check(transition.is_smooth, f"{name}: {transition}")
        worst = max(worst, transition.over)
        if was is not None and was != cutoff:
            there = (colour > middle) == (cutoff == BRIGHT)
            arrived = at[(at > evidence.frame(edit["asked"])) & there][0]
            longest = max(longest, (arrived - evidence.frame(edit["written"])) / RATE)
        was = cutoff
    check(longest <= SOON, f"a save is heard after {longest * 1000:.0f} ms only")
    return longest, worst, steps
