"""As many messages as the USB cable brings, keys struck and let go among them: no key stays down, and wheels end where they were put."""

import time

from bed.score import Score, hertz
from bed.stage import SINE

KEY = 81
EVENTS, PER_NOTE = 32_000, 200
# A quarter of the way up: the bend's range is two semitones.
BEND = 8192 + 2048
SEMITONES = 2 * 2048 / 8191


def bend(value):
    return bytes([0xE0, value & 127, value >> 7])


def torrent():
    """Bends, pressures and controllers without end; a key goes down and comes up again all the time."""
    count = 0
    while count < EVENTS:
        key = 40 + count // PER_NOTE % 24
        yield bytes([0x91, key, 100])
        for step in range((PER_NOTE - 2) // 3):
            yield bend(8192 + (step * 37 + count) % 512)
            yield bytes([0xD1, step % 128])
            yield bytes([0xB1, 1, step % 8])
        yield bytes([0x81, key, 64])
        count += PER_NOTE
    yield bend(BEND)


def play(stage):
    messages = list(torrent())
    with stage.playing(SINE):
        stage.play(Score().press(0, [KEY]))
        time.sleep(0.2)
        rate = stage.keyboard.pour(messages)
        time.sleep(0.2)
        stage.mark("bent")
        time.sleep(0.2)
        stage.mark("lifted", stage.play(Score().lift(0, [KEY])))
        time.sleep(0.3)
        stage.mark("end")
        stage.save("torrent.json", {"rate": rate, "status": stage.status()})
        stage.play(Score().tune([KEY]))


def judge(evidence):
    import numpy as np

    from bed import hearing
    from bed.judge import check

    evidence.orderly()
    x, rate, marks = evidence.card.left, evidence.card.rate, evidence.marks
    alone = x[evidence.frame(marks["bent"]) : evidence.frame(marks["lifted"] - 0.005)]
    pitch = 12 * np.log2(hearing.pitches(alone, rate)[0] / hertz(KEY))
    check(abs(pitch - SEMITONES) < 0.005, f"the bend ends at {pitch:.3f} semitones instead of {SEMITONES:.3f}")
    evidence.silent(marks["lifted"], marks["end"])
    torrent = evidence.load("torrent.json")
    status = torrent["status"]
    check(status["midiEvents"] > EVENTS, f"only {status['midiEvents']} of {EVENTS} messages came")
    check(status["notes"] == 1 + EVENTS // PER_NOTE, f"{status['notes']} keys were struck instead of {1 + EVENTS // PER_NOTE}")
    for name in ("refusedEvents", "midiOverflows", "voices"):
        check(status[name] == 0, f"{name} is {status[name]}")
    return (
        f"{EVENTS} messages, {torrent['rate']:.0f} a second, {status['lateEvents']} late, none refused,"
        f" the bend at {pitch:.4f} semitones in the end"
    )
