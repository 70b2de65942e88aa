"""A knob turned down and up again (CC 74) is heard as a filter that closes and opens, without a break."""

from bed.score import Score, hertz
from bed.stage import SINE

KEY = 48
STEP = 0.012
CONTROLLER = 74


def play(stage):
    # from the top down: a knob with pickup moves nothing before it has met the present value
    score = Score().notes(0, [KEY], 0.8 + 2 * 128 * STEP)
    for step in range(128):
        score.control(0.4 + step * STEP, CONTROLLER, 127 - step)
        score.control(0.4 + (128 + step) * STEP, CONTROLLER, step)
    with stage.playing({**SINE, "osc1.shape": "saw"}):
        stage.play(score)


def judge(evidence):
    import numpy as np

    from bed import hearing
    from bed.judge import check

    evidence.orderly()
    x, rate = evidence.card.left, evidence.card.rate
    heard = hearing.stretches(x, rate)
    check(len(heard) == 1, f"{len(heard)} stretches of sound instead of one")
    start, end = heard[0]
    moments = [(moment - evidence.presses()[0]) * rate + start for moment, _ in evidence.written]
    broken = hearing.breaks_in_period(x, rate, hertz(KEY), start + rate // 20, int(moments[-1]))
    check(not broken, f"it breaks at {', '.join(f'{frame / rate:.4f} s' for frame in broken[:5])}")

    turned = [at for at, (_, message) in zip(moments, evidence.written) if message[0] & 0xF0 == 0xB0]
    lowest = (turned[127] + turned[128]) / 2
    at, colour = hearing.brightness(x[: int(moments[-1])], rate)
    ratios = []
    for name, leg in (("down", (at > turned[0]) & (at < lowest)), ("up", (at > lowest) & (at < turned[-1]))):
        heights = colour[leg] if name == "up" else colour[leg][::-1]
        ratio = heights[-1] / heights[0]
        check(ratio >= 2, f"turned {name}, the centroid moves by a factor of {ratio:.2f} only")
        dip = np.min(heights / np.maximum.accumulate(heights))
        check(dip > 0.9, f"turned {name}, the centroid turns back by {(1 - dip) * 100:.0f} %")
        ratios.append(ratio)
    return f"centroid ×{ratios[0]:.1f} down, ×{ratios[1]:.1f} up, {heights[0]:.0f} to {heights[-1]:.0f} Hz"
