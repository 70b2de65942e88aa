"""A hundred program changes a second under a held chord neither click nor lag: the last one asked for is what sounds.

For five seconds they come over the USB MIDI path, all of eight presets that sustain and have next to nothing above 12 kHz, where a
click would stand out. The last of them asks for a plain sine: 0.2 s later at most nothing but the keys' own sines is heard, Kanon
says that it plays it, and `kanon ctl status` does. What is heard on the way is held against all of the presets by themselves.
"""

import time

from bed.score import Score, hertz

KEYS = [48, 55, 60, 64, 67, 72, 76, 84]
LAST = "sine"
CROWD = ["tide", "trumpet", "turbine", "warm-pad", "synth-brass", "tonewheel", "pythagoras", "horn"]
SECONDS, PER_SECOND = 5, 100
# From the last request until it is heard alone.
SOON = 0.2


def play(stage):
    programs = {name: number for number, name in enumerate(stage.presets())}
    flood = Score()
    for count in range(SECONDS * PER_SECOND):
        # three on: the newest of some is taken, and all get their turn
        flood.program(count / PER_SECOND, programs[CROWD[count * 3 % len(CROWD)]])
    flood.program(SECONDS, programs[LAST])
    with stage.playing({}, preset=LAST, recording=True):
        stage.play(Score().press(0, KEYS))
        time.sleep(1)
        stage.play(flood)
        time.sleep(1)
        stage.save("status.json", stage.status())
        stage.play(Score().lift(0, KEYS))
        time.sleep(0.5)


def judge(evidence):
    import numpy as np

    from bed.changes import HOLE, SLACK
    from bed.continuity import RATE, Roughness, Transition, silence
    from bed.judge import check
    from bed.rendering import presets

    evidence.orderly()
    steps = evidence.whole()
    shipped = presets(KEYS)
    asked = [moment for moment, message in evidence.written if message[0] == 0xC0]
    pace = (len(asked) - 1) / (asked[-1] - asked[0])
    check(abs(pace - PER_SECOND) < 1, f"the keyboard sent {pace:.0f} program changes a second only")
    said = [line[8:].split(" (")[0] for line in evidence.read("kanon.log").splitlines() if line.startswith("Preset: ")]
    check(len(said) > SECONDS and len(set(said)) > 3, f"kanon says that it plays {', '.join(said)}")
    playing = evidence.load("status.json")["preset"]["name"]
    title = shipped.title(LAST)
    check(said[-1] == playing == title, f"kanon says {said[-1]} and ctl {playing} instead of {title}")

    sound = evidence.card.samples
    first, last = evidence.frame(asked[0] - SLACK), evidence.frame(asked[-1])
    end = evidence.frame(asked[-1] + 1 - SLACK)
    hole = silence(sound, first, end, HOLE)
    check(hole is None, f"it falls silent at {(hole or 0) / RATE:.4f} s")
    known = Roughness.of(sound, first - RATE // 2, first)
    for name in [LAST, *CROWD]:
        own = shipped.own(name, LAST)
        check(own.sustains, f"{name} does not sustain")
        known = known.joined(own.roughness)
    transition = Transition(Roughness.of(sound, first, end), known)
    check(transition.is_smooth, transition)

    def foreign(start):
        """What is not the keys' sines in a tenth of a second, as a share of the sound."""
        x = sound[start : start + RATE // 10, 0]
        n = np.arange(len(x))
        waves = np.concatenate([[f(2 * np.pi * hertz(key) / RATE * n) for f in (np.cos, np.sin)] for key in KEYS]).T
        # their loudness may still move a little; and a bend without a pitch, an offset that drains off, is no sound
        way = (n / len(n))[:, None]
        waves = np.concatenate([waves, waves * way, way**0, way, way**2], axis=1)
        fit, *_ = np.linalg.lstsq(waves, x, rcond=None)
        return float(np.sqrt(np.mean((x - waves @ fit) ** 2) / np.mean(x**2)))

    starts = np.arange(last, end - RATE // 10, RATE // 100)
    others = np.array([foreign(start) for start in starts])
    check(foreign(first - RATE // 5) < 0.01 < 0.1 < others[0], "the plain sine and the others do not differ")
    late = float(starts[np.flatnonzero(others > 0.01)[-1]] - last) / RATE + 0.01
    check(late <= SOON, f"something else is heard until {late * 1000:.0f} ms after the last request")
    return (
        f"{len(asked)} changes, {pace:.0f} a second, the last alone after {late * 1000:.0f} ms,"
        f" at most {transition.over:+.1f} dB over the sounds, recording within {steps:.2f} steps"
    )
