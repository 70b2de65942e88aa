"""The measure of docs/continuity.md: what stands out of a sound, and of a change from one sound to another.

The same as Tests/KanonTesting has in Swift (Highpass, Roughness, Transition, Take.silence). Sounds are frames × channels,
full scale ±1, at 48 kHz.
"""

from dataclasses import dataclass

import numpy as np

RATE = 48_000
# Below it nothing is heard: -72 dB of full scale.
FLOOR = 10 ** (-72 / 20)
# By how many dB a change may exceed the sounds.
TOLERANCE = 1
# Frames in which what came before falls by more than 100 dB behind the high-pass.
MEMORY = 64
# Frames in a row that make a silence: a wave that passes zero is not as long beside it.
CELL = 16


def decibels(value):
    return float(20 * np.log10(max(value, 1e-9)))


def highpass(sound):
    """A Butterworth high-pass of the sixth order at 12 kHz, from rest, through its frequency response."""
    # what rings on behind the end must not come round to the beginning
    size = 1 << (len(sound) + 2 * MEMORY).bit_length()
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = np.ones_like(z)
    for degrees in (15, 45, 75):
        d = 2 * np.sin(np.radians(degrees))
        response *= (1 - z) ** 2 / ((2 + d) + (2 - d) * z**2)
    return np.stack([np.fft.irfft(np.fft.rfft(side, size) * response, size)[: len(sound)] for side in sound.T], axis=1)


@dataclass(frozen=True)
class Extreme:
    """The largest of several values, of full scale, and the frame where it was met first."""

    value: float = 0.0
    frame: int = 0

    @staticmethod
    def of(values, start):
        at = int(np.argmax(values))
        return Extreme(float(values[at]), start + at)

    def over(self, own):
        """How many dB this is above `own`; minus infinity where nobody hears it."""
        if self.value <= FLOOR:
            return -np.inf
        # Next to silence it would have no bound.
        return decibels(self.value) - decibels(max(own.value, FLOOR * 0.1))


@dataclass(frozen=True)
class Roughness:
    """What a click would have to stand out of in a stretch of sound: the largest difference of two neighbouring samples, and the
    largest sample above 12 kHz."""

    step: Extreme = Extreme()
    high: Extreme = Extreme()

    @staticmethod
    def of(sound, start=0, end=None):
        """That of the frames from `start` to `end`."""
        start, end = max(0, start), len(sound) if end is None else min(end, len(sound))
        if start >= end:
            return Roughness()
        before = max(0, start - MEMORY)
        part = sound[before:end]
        steps = np.diff(part, axis=0, prepend=np.zeros((1, part.shape[1])))
        return Roughness(
            *(Extreme.of(_louder_side(values)[start - before :], start) for values in (steps, highpass(part)))
        )

    def joined(self, other):
        """The larger of both, of each."""
        return Roughness(
            max(self.step, other.step, key=lambda it: it.value), max(self.high, other.high, key=lambda it: it.value)
        )


@dataclass(frozen=True)
class Transition:
    """What a window of a sound is like, beside the steady sounds on both sides of it."""

    window: Roughness
    steady: Roughness

    @property
    def over(self):
        """How many dB what stands out most is above the sounds' own."""
        return max(self.window.step.over(self.steady.step), self.window.high.over(self.steady.high))

    @property
    def is_smooth(self):
        return self.over <= TOLERANCE

    def __str__(self):
        found = [
            f"{name} {here.over(own):.1f} dB over the sounds' {decibels(own.value):.1f} dBFS at {here.frame / RATE:.4f} s"
            for name, here, own in (
                ("step", self.window.step, self.steady.step),
                ("above 12 kHz", self.window.high, self.steady.high),
            )
            if here.over(own) > TOLERANCE
        ]
        return "; ".join(found) or "smooth"


def silence(sound, start=0, end=None, frames=CELL):
    """The first of so many frames in a row between `start` and `end` that nobody hears on either side; None where there is always
    something."""
    quiet = _louder_side(sound[start:end]) < FLOOR
    lengths = np.convolve(quiet, np.ones(frames), "valid") if len(quiet) >= frames else np.zeros(1)
    at = int(np.argmax(lengths > frames - 0.5))
    return start + at if lengths[at] > frames - 0.5 else None


def _louder_side(sound):
    return np.maximum.reduce([np.abs(side) for side in sound.T])
