"""Tuning messages on the USB keyboard's cable, a bulk dump of 408 bytes among them, are heard in the notes behind them."""

from bed.score import Score, hertz
from bed.stage import SINE

KEY = 69
STEP = 0.7
# What the messages make of the key, in cents.
CENTS = [0, 50, 70, 0, 25, 37.5]


def pitch(semitones):
    """Three bytes: semitones, and 14 bits of one."""
    fraction = round(semitones % 1 * 16384)
    return bytes([int(semitones), fraction >> 7, fraction & 127])


def dump(head, pitches):
    body = bytes(head) + b"Lab".ljust(16) + b"".join(pitches)
    checksum = 0
    for byte in body:
        checksum ^= byte
    return b"\xf0" + body + bytes([checksum & 127]) + b"\xf7"


def messages():
    quarter_up = [pitch(min(key + 0.5, 127.5)) for key in range(128)]
    yield dump([0x7E, 0x7F, 0x08, 0x01, 0], quarter_up)
    # every channel, 20 cents above that; then 50 below
    yield bytes([0xF0, 0x7F, 0x7F, 0x08, 0x08, 3, 127, 127] + [64 + 20] * 12 + [0xF7])
    yield bytes([0xF0, 0x7F, 0x7F, 0x08, 0x09, 3, 127, 127] + [32, 0] * 12 + [0xF7])
    yield bytes([0xF0, 0x7F, 0x7F, 0x08, 0x02, 0, 1, KEY]) + pitch(KEY + 0.25) + b"\xf7"
    yield dump([0x7E, 0x7F, 0x08, 0x04, 1, 0], [pitch(min(key + 0.375, 127.5)) for key in range(128)])


def play(stage):
    score = Score().notes(0, [KEY], 0.25)
    for number, message in enumerate(messages(), 1):
        score.events.append((number * STEP - 0.35, message))
        score.notes(number * STEP, [KEY], 0.25)
    with stage.playing(SINE):
        stage.play(score)


def judge(evidence):
    from bed import hearing
    from bed.judge import check

    evidence.orderly()
    check("Tuning: MIDI Lab" in evidence.read("kanon.log"), "kanon does not say which tuning came")
    heard = hearing.notes(evidence.card.left, evidence.card.rate, [1] * len(CENTS))
    check(len(heard) == len(CENTS), f"{len(heard)} notes instead of {len(CENTS)}")
    errors = [note.cents([hertz(KEY) * 2 ** (cents / 1200)]) for note, cents in zip(heard, CENTS)]
    for number, error in enumerate(errors):
        check(abs(error) < 0.5, f"note {number + 1} is {error:+.2f} cents from where its tuning has it")
    return f"worst {max(map(abs, errors)):.3f} cents"
