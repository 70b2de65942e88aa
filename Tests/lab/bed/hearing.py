"""What an ear with a ruler hears: notes, their pitch, their onset, breaks, brightness, silence.

Every function takes one channel (full scale ±1) and its rate, and gives frames as floats where it can say more than a
whole frame. Limits and accuracy are what hearing_test.py proves.
"""

from dataclasses import dataclass

import numpy as np

# One step of a 16-bit card.
STEP = 1 / 32767


@dataclass
class Note:
    """One stretch of sound between two silences."""

    start: int
    end: int
    hertz: list
    onset: float

    def cents(self, wanted):
        """How far the note's partials are from the wanted frequencies; the worst, with its sign."""
        return max((1200 * np.log2(got / want) for got, want in zip(self.hertz, sorted(wanted))), key=abs)


def stretches(x, rate, gap=0.015, floor=3 * STEP):
    """The (start, end) frames of every stretch of sound that silence of `gap` seconds surrounds."""
    loud = np.flatnonzero(np.abs(x) > floor)
    if len(loud) == 0:
        return []
    cuts = np.flatnonzero(np.diff(loud) > gap * rate)
    starts = np.concatenate(([loud[0]], loud[cuts + 1]))
    ends = np.concatenate((loud[cuts], [loud[-1]])) + 1
    return list(zip(starts.tolist(), ends.tolist()))


def notes(x, rate, voices):
    """The notes of a passage of steady sines; `voices` says how many sound together in each, in order.

    With more stretches than entries the rest is heard as single notes.
    """
    heard = []
    for number, (start, end) in enumerate(stretches(x, rate)):
        count = voices[number] if number < len(voices) else 1
        steady = _steady(start, end)
        hertz = pitches(x[slice(*steady)], rate, count)
        heard.append(Note(start, end, hertz, onset(x, rate, hertz, start, end)))
    return heard


def _steady(start, end):
    """The middle of a note, behind the attack and before the release."""
    return start + (end - start) * 3 // 10, start + (end - start) * 7 // 10


def pitches(x, rate, count=1):
    """The frequencies of the `count` strongest steady sines, ascending.

    A peak of the spectrum names each; the phase it gains from the first half of the sound to the second gives the
    frequency far finer than the width of a bin.
    """
    half = len(x) // 2
    window = np.hanning(half)
    spectrum = np.abs(np.fft.rfft(x[:half] * window, 8 * half))
    found = []
    for _ in range(count):
        peak = int(np.argmax(spectrum))
        # a Hann window's main lobe is four bins wide
        spectrum[max(0, peak - 20) : peak + 21] = 0
        found.append(_refine(x, rate, peak * rate / (8 * half), window))
    return sorted(found)


def _refine(x, rate, hertz, window):
    half = len(window)
    for hop in (half // 8, half):
        wave = np.exp(-2j * np.pi * hertz / rate * np.arange(half))
        first = np.sum(x[:half] * window * wave)
        second = np.sum(x[hop : hop + half] * window * wave) * np.exp(-2j * np.pi * hertz / rate * hop)
        hertz += np.angle(second / first) / (2 * np.pi * hop) * rate
    return float(hertz)


def onset(x, rate, hertz, start, end, level=0.5):
    """The frame at which a note of steady sines has risen to `level` of its own loudness.

    The note's steady part is continued back over its attack; what is heard, as a multiple of that, is the envelope,
    whatever the phases the sines began with. The multiple is fitted as a line over 4 ms, so that the beating of a chord
    does not move it. Notes of one attack are therefore comparable to a small part of it.
    """
    begin = max(0, start - rate // 100)
    a, b = _steady(start, end)
    n = np.arange(begin, b)
    waves = np.concatenate([[np.cos(2 * np.pi * f / rate * n), np.sin(2 * np.pi * f / rate * n)] for f in hertz])
    fit, *_ = np.linalg.lstsq(waves[:, a - begin :].T, x[a:b], rcond=None)
    steady = fit @ waves
    reach = rate // 500
    away = np.arange(-reach, reach + 1)
    window = np.hanning(len(away))

    def moment(signal, power):
        # convolution turns the kernel round
        return np.convolve(signal, (window * away**power)[::-1], "same")

    full = [moment(steady * steady, power) for power in (0, 1, 2)]
    heard = [moment(steady * x[begin:b], power) for power in (0, 1)]
    envelope = (full[2] * heard[0] - full[1] * heard[1]) / (full[2] * full[0] - full[1] ** 2)
    low = np.flatnonzero(envelope[: a - begin] < level)
    if len(low) == 0:
        return float(start)
    last = int(low[-1])
    rise = (level - envelope[last]) / (envelope[last + 1] - envelope[last])
    return begin + last + float(rise)


def breaks(x, rate, hertz, start, end):
    """The frames at which a stretch of steady sines breaks: blocks lost, repeated or silenced, jumps, clicks.

    Each sine is cancelled by its own recurrence x[n] - 2·cos(w)·x[n-1] + x[n-2] = 0. What is left of an unbroken sound
    is rounding and the corners of its envelope (attacks from 20 ms, releases from 60 ms stay below the limit, whatever the
    phases); a break leaves a spike.
    """
    residue = x[max(0, start - 100) : end + 100]
    gain = 1
    for f in hertz:
        cancel = [1, -2 * np.cos(2 * np.pi * f / rate), 1]
        residue = np.convolve(residue, cancel, "valid")
        gain *= sum(np.abs(cancel))
    first = max(0, start - 100) + 2 * len(hertz)
    limit = gain * STEP + 0.007 * len(hertz) * np.max(np.abs(x[start:end]))
    return _apart(first + np.flatnonzero(np.abs(residue) > limit), rate)


def breaks_in_period(x, rate, hertz, start, end):
    """The frames at which a held tone of any waveform, its colour moving slowly, breaks.

    Each moment is compared with the one a period earlier. Colour changes that a little, and about as much as in other
    periods at the same part of the wave; a block lost, repeated or silenced changes it once, and far more.
    """
    period = rate / hertz
    y = x[start:end]
    size = 1 << (len(y) + int(period) + 1).bit_length()
    turn = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size * period)
    before = np.fft.irfft(np.fft.rfft(y, size) * turn, size)[: len(y)]
    change = _rms(y - before, 64) / np.maximum(_rms(y, round(period)), 30 * STEP)
    usual = np.minimum(np.roll(change, round(3 * period)), np.roll(change, -round(3 * period)))
    inside = slice(round(3 * period), -round(3 * period))
    hits = np.flatnonzero((change > 0.17)[inside] & (change > 4 * usual)[inside])
    return _apart(start + round(3 * period) + hits, rate, 2.5 * period / rate)


def _rms(x, frames):
    return np.sqrt(np.maximum(np.convolve(x**2, np.ones(frames) / frames, "same"), 0))


def _apart(hits, rate, gap=0.005):
    """One frame for each cluster of hits."""
    if len(hits) == 0:
        return []
    return hits[np.concatenate(([True], np.diff(hits) > gap * rate))].tolist()


def brightness(x, rate, window=0.03):
    """The spectral centroid in Hz every half `window`, as (frames at the windows' middles, hertz)."""
    size = int(window * rate)
    middles = np.arange(0, len(x) - size, size // 2)
    shape = np.hanning(size)
    f = np.fft.rfftfreq(size, 1 / rate)
    spectra = np.abs(np.fft.rfft([x[m : m + size] * shape for m in middles], axis=1))
    return middles + size / 2, (spectra @ f) / np.maximum(spectra.sum(axis=1), 1e-12)


def loudest(x):
    """The greatest sample, in steps of a 16-bit card."""
    return float(np.max(np.abs(x)) / STEP) if len(x) else 0.0


def place(part, whole):
    """The frame of `whole` at which `part` lies best."""
    size = 1 << (len(part) + len(whole)).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size)), size)
    at = int(np.argmax(likeness))
    return at if at < len(whole) else at - size


def difference(take, card):
    """How a recording (frames × channels) differs from what the card got: (frame of the card at which it begins, worst
    difference in steps of 16 bits, frame of the card at which it occurs). Where only one of them is, the other counts as
    silent."""
    at = place(take[:, 0], card[:, 0])
    first, last = min(0, at), max(len(card), at + len(take))
    off = np.zeros((last - first, 2))
    off[at - first : at - first + len(take)] = take
    off[-first : len(card) - first] -= card
    off = np.abs(off).max(axis=1) / STEP
    worst = int(np.argmax(off))
    return at, float(off[worst]), first + worst
