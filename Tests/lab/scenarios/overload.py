"""128 keys of a dear preset are too much: voices end before blocks come too late, JACK keeps its client, and all is well again.

The emulated processor takes about fifty times as long for every sample as a real one, so the load is a natural one.
"""

import time

from bed.score import Score

# Nineteen saws a voice, through the kernel for processors without AVX2.
PRESET = "ensemble"
DEAR = {"master.level": "-30 dB", "osc1.unison": 8, "osc2.unison": 8, "osc3.level": "-14 dB", "osc3.shape": "saw", "osc3.unison": 3}
KEYS = list(range(24, 120))
AFTER = [72, 76, 79]


def play(stage):
    cloud = Score()
    for step in range(128):
        cloud.press(0.02 * step, [KEYS[step * 37 % len(KEYS)]])
    with stage.playing(DEAR, "--polyphony", "128", "--kernel", "baseline", preset=PRESET):
        stage.save("before.json", stage.status())
        stage.play(cloud)
        time.sleep(1)
        stage.save("status.json", stage.status())
        stage.mark("held")
        time.sleep(1)
        stage.save("later.json", stage.status())
        stage.mark("lifted", stage.play(Score().lift(0, KEYS)))
        time.sleep(3)
        stage.mark("after")
        for key in AFTER:
            stage.play(Score().notes(0, [key], 0.15))
            time.sleep(0.15)
        stage.save("end.json", stage.status())


def judge(evidence):
    import numpy as np

    from bed import hearing
    from bed.judge import check

    before, status, later, end = (evidence.load(f"{name}.json") for name in ("before", "status", "later", "end"))
    said = evidence.read("kanon.log")
    check("too slow" not in said and "No sound" not in said, "JACK let go of Kanon")
    check(status["shedVoices"] > 0, f"nothing had to end: {status['voices']} voices at {status['blockLoad']:.0%}")
    check("Too much for the processor" in said, "kanon does not say so")
    check(status["voices"] >= 8, f"{status['voices']} voices are left")
    check(later["blockLoad"] < 0.9, f"blocks still take {later['blockLoad']:.0%}")
    late = later["xruns"] - status["xruns"]
    check(late == 0, f"{late} xruns after the voices had ended")
    xruns = status["xruns"] - before["xruns"]
    check(xruns <= 20, f"{xruns} xruns while keys were struck")
    rate = evidence.card.rate
    held = evidence.card.left[-int(rate * 6) :]
    pieces = held[: len(held) // (rate // 20) * (rate // 20)].reshape(-1, rate // 20)
    check(np.sum(np.abs(pieces).max(axis=1) > 20 * hearing.STEP) > 20, "the card got no sound")
    check(end["voices"] <= len(AFTER), f"{end['voices']} voices sound at the end")
    check(evidence.marks.get("kanon status") == 0, "kanon did not end well")
    return (
        f"{status['voices']} of 128 voices fit, {status['shedVoices']} ended early, {status['steals']} stolen, {xruns} xruns while"
        f" they came and none afterwards, blocks take {later['blockLoad']:.0%}"
    )
