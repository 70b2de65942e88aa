"""Knobs of 14 bits, without ends, by parameter number, and picked up after a preset change turn a pitch by exactly what they say.

One note is held while they move the oscillator's pitch; the card's pitch tells in cents what each message did.
"""

import time

from bed.score import Score, hertz
from bed.stage import SINE

KEY = 81
TRAVEL = 12.0
# A pitch arrives in a time constant of 24 ms.
STEP = 0.3
RELATIVE = {21: "twos-complement", 22: "offset-64", 23: "sign-bit"}
NUMBER = 1290
SECOND_PITCH = 3.0

TO = "to: osc1.pitch, range: [-6 st, 6 st], curve: linear"
MAPPING = "\n".join(
    [
        "kanon: mapping/1",
        "name: Knobs",
        "match: {name: Lab Keyboard}",
        "knobs:",
        f"  - {{cc: 16, bits: 14, {TO}}}",
        *(f"  - {{cc: {cc}, relative: {encoding}, step: 1 %, {TO}}}" for cc, encoding in RELATIVE.items()),
        f"  - {{nrpn: {NUMBER}, step: 1 %, {TO}}}",
        f"  - {{cc: 24, {TO}}}",
        "buttons:",
        "  - {cc: 25, preset: second}",
        "",
    ]
)
SECOND = f"""kanon: preset/1
name: Second
description: The sine of this scenario, {SECOND_PITCH:.0f} semitones higher
tags: [keys]
osc1: {{shape: sine, pitch: {SECOND_PITCH:.0f} st}}
"""


def fine(value):
    return -TRAVEL / 2 + TRAVEL * value / 16383


def coarse(value):
    return -TRAVEL / 2 + TRAVEL * value / 127


def control(number, *values):
    return b"".join(bytes([0xB0, number, value]) for value in values)


def turns():
    """What is turned: (what it is, the messages, the semitones that are then heard)."""
    # over the edge of the first part, in steps an eighth as wide as those of 7 bits
    for value in range(8250, 8250 + 12 * 16, 16):
        yield "14 bits", control(16, value >> 7) + control(48, value & 127), fine(value)
    pitch = fine(value)
    for number, up, down in [(21, 5, 125), (22, 69, 61), (23, 5, 67)]:
        pitch += 5 * TRAVEL / 100
        yield RELATIVE[number], control(number, up), pitch
        pitch -= 3 * TRAVEL / 100
        yield RELATIVE[number], control(number, down), pitch
        pitch += 2 * TRAVEL / 100
        yield RELATIVE[number], control(number, up - 4, up - 4), pitch
    for value in (8000, 8003, 12000):
        select = control(99, NUMBER >> 7) + control(98, NUMBER & 127)
        yield "NRPN", select + control(6, value >> 7) + control(38, value & 127), fine(value)
    yield "NRPN up", control(96, 0), fine(value) + TRAVEL / 100
    yield "NRPN down", control(97, 0), fine(value)
    yield "preset", control(25, 127), SECOND_PITCH
    # where the knob meets the preset's pitch it is at 95.25
    for value in (127, 110, 100):
        yield "pickup", control(24, value), SECOND_PITCH
    for value in (96, 90, 60, 0, 127):
        yield "pickup", control(24, value), coarse(value)


def play(stage):
    stage.own("mappings", "knobs", MAPPING)
    sections = {}
    for key, value in SINE.items():
        section, field = key.split(".")
        sections.setdefault(section, []).append(f"{field}: {value}")
    stage.own("presets", "second", SECOND + "".join(f"{name}: {{{', '.join(rows)}}}\n" for name, rows in sections.items()))
    score = Score().press(0, [KEY])
    for number, (_, messages, _) in enumerate(turns(), 1):
        score.events.append((number * STEP, messages))
    score.lift((number + 1) * STEP, [KEY])
    with stage.playing(SINE):
        stage.play(score)
        time.sleep(0.1)


def judge(evidence):
    import numpy as np

    from bed import hearing
    from bed.judge import check

    evidence.orderly()
    x, rate = evidence.card.left, evidence.card.rate
    moments = [moment for moment, message in evidence.written if message[0] == 0xB0]
    worst, pitches = {}, {}
    for moment, (kind, _, semitones) in zip(moments, turns(), strict=True):
        start, end = evidence.frame(moment + 0.75 * STEP), evidence.frame(moment + STEP) - rate // 500
        heard = 12 * np.log2(hearing.pitches(x[start:end], rate)[0] / hertz(KEY))
        off = 100 * (heard - semitones)
        check(abs(off) < 0.5, f"{kind} is heard at {heard:.4f} semitones instead of {semitones:.4f}")
        worst[kind] = max(worst.get(kind, 0), abs(off))
        pitches.setdefault(kind, []).append(heard)
    steps = 100 * np.diff(pitches["14 bits"])
    check(np.min(steps) > 0, "a knob of 14 bits steps back")
    check(np.max(steps) < 100 * TRAVEL / 127 / 4, f"a knob of 14 bits goes in steps of {np.max(steps):.2f} cents")
    return f"14 bits in steps of {np.mean(steps):.2f} cents; off by at most " + ", ".join(
        f"{cents:.3f} ({kind})" for kind, cents in worst.items()
    )
