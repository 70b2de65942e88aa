"""Two keyboards at once, each by its own mapping: one pulled out, the other sounds on; their numbers swapped, each means the same.

The keyboard's CC 74 is a pitch; the organ's keys sound an octave higher and its CC 74 is the volume. Both are heard.
"""

import time

from bed.keyboard import client
from bed.score import Score
from bed.stage import SINE
from bed.waiting import until

KEYBOARD = """kanon: mapping/1
name: Left
match: {name: Lab Keyboard}
knobs:
  - {cc: 74, to: osc1.pitch, range: [0 st, 1 st]}
"""
ORGAN = """kanon: mapping/1
name: Right
match: {usb: "%s"}
keys:
  - {transpose: 12}
knobs:
  - {cc: 74, to: player.volume, range: [25 %%, 100 %%], curve: linear}
"""
LOW, MIDDLE, HIGH = 60, 64, 67
# What the organ's knob makes of the volume.
QUARTER = 0.25
# A moment of the keyboard's is known this well on the card.
SLACK = 0.005


def duet(stage):
    """Both strike a key; then once more with both knobs turned, and turned back."""
    keyboard, organ = Score().notes(0, [LOW], 0.4), Score().notes(0.01, [HIGH], 0.4)
    keyboard.control(0.7, 74, 127).notes(0.8, [LOW], 0.4).control(1.4, 74, 0)
    organ.control(0.71, 74, 0).notes(0.81, [HIGH], 0.4).control(1.41, 74, 127)
    stage.play(keyboard, organ)


def connect(stage, *keyboards):
    """Plugs them in, one after the other; their sequencer clients' numbers."""
    for keyboard in keyboards:
        if not keyboard.is_plugged():
            keyboard.plug()
        until(lambda: keyboard.reaches("Kanon"), f"kanon connects to {keyboard.name}")
    time.sleep(0.3)
    return {keyboard.name: client(keyboard.name)[0] for keyboard in keyboards}


def play(stage):
    keyboard, organ = stage.keyboard, stage.other_keyboard
    stage.own("mappings", "left", KEYBOARD)
    stage.own("mappings", "right", ORGAN % organ.usb)
    with stage.playing(SINE):
        before = connect(stage, keyboard, organ)
        duet(stage)
        time.sleep(0.2)
        stage.play(Score().press(0, [LOW, MIDDLE]), Score().press(0.01, [HIGH]))
        time.sleep(0.9)
        stage.mark("unplugged", organ.unplug())
        time.sleep(0.4)
        stage.mark("lifted", stage.play(Score().lift(0, [LOW, MIDDLE])))
        keyboard.unplug()
        after = connect(stage, organ, keyboard)
        stage.save("numbers.json", [before, after])
        duet(stage)


def judge(evidence):
    import numpy as np

    from bed.hearing import loudest
    from bed.judge import NOTICE, RELEASE, check
    from bed.score import hertz

    evidence.orderly()
    before, after = evidence.load("numbers.json")
    check(list(before.values()) == list(after.values()) != [], f"the numbers {before} and {after} are not swapped")
    said = evidence.read("kanon.log")
    for name, mapping in [("Lab Keyboard", "Left"), ("Lab Organ", "Right")]:
        count = said.count(f"{name} is connected; its mapping is {mapping}.")
        check(count == 2, f"kanon says {count} times instead of twice that {name} has the mapping {mapping}")

    plain, turned = [LOW, HIGH + 12], [LOW + 1, HIGH + 13]
    heard, cents = evidence.notes([plain, turned, [LOW, MIDDLE, HIGH + 12], plain, turned])
    x, rate = evidence.card.left, evidence.card.rate

    def strength(note):
        return np.std(x[note.start + rate // 10 : note.start + rate // 3])

    for first in (0, 3):
        ratio = strength(heard[first + 1]) / strength(heard[first])
        check(abs(ratio / QUARTER - 1) < 0.02, f"the organ's knob makes the sound {ratio:.3f} times as strong")

    # The keyboard's two sines and nothing else, as strong as before
    chord = heard[2]

    def others(start, end):
        n = np.arange(start, end)
        waves = np.array([f(2 * np.pi * hertz(key) / rate * n) for key in (LOW, MIDDLE) for f in (np.cos, np.sin)]).T
        fit, *_ = np.linalg.lstsq(waves, x[start:end], rcond=None)
        return fit, loudest(x[start:end] - waves @ fit)

    gone = evidence.frame(evidence.marks["unplugged"])
    silent = gone + round((NOTICE + RELEASE) * rate)
    alone, rest = others(silent, evidence.frame(evidence.marks["lifted"] - SLACK))
    held, organ = others(chord.start + rate // 10, chord.start + rate // 2)
    check(organ > 1000, "the organ was not heard")
    check(rest < 20, f"{rest:.0f} steps of the organ still sound")
    check(np.allclose(alone, held, rtol=0.002, atol=0.0005), "the keyboard's notes do not go on as they were")
    return (
        f"worst {cents:.2f} cents, the organ {organ / rest:.0f} times weaker {(NOTICE + RELEASE) * 1000:.0f} ms after it was unplugged,"
        f" numbers {' and '.join(map(str, before.values()))} swapped"
    )
