"""The hearing, tried on sounds whose truth is known. Run by `test --self-test`."""

import os
import tempfile
import unittest

import numpy as np

from bed import hearing, score
from bed.sound import Sound

RATE = 48_000


def steps(x):
    """As a 16-bit card gives it."""
    return np.round(x * 32767) / 32767


def note(hertz, at, seconds, length, attack=0.005, release=0.06, level=0.25, phase=0.0):
    """A sine with a linear attack and an exponential release, `at` to a fraction of a frame; a list makes a chord."""
    t = np.arange(int(length * RATE)) / RATE - at
    held = np.clip(t / attack, 0, 1)
    fall = np.exp(-np.log(1000) * np.maximum(t - seconds, 0) / release)
    tone = sum(np.sin(2 * np.pi * f * t + phase * (1 + i)) for i, f in enumerate(np.atleast_1d(hertz)))
    return level * held * fall * tone


def saw(hertz, seconds, cutoffs):
    """A band-limited saw through a moving slope of 12 dB an octave, partial by partial; the knob has 128 positions."""
    t = np.arange(int(seconds * RATE)) / RATE
    octave = np.interp(t, np.linspace(0, seconds, len(cutoffs)), np.log2(cutoffs))
    span = max(np.ptp(octave), 1e-9)
    octave = np.round(octave / span * 127) / 127 * span
    # steps reach the filter over 5 ms, as a player would smooth them
    cutoff = 2 ** np.convolve(np.pad(octave, 120, "edge"), np.ones(240) / 240, "valid")[: len(t)]
    return 0.2 * sum(
        np.sin(2 * np.pi * hertz * k * t + 0.3) / k / (1 + (hertz * k / cutoff) ** 2)
        for k in range(1, int(RATE / 2 / hertz))
    )


def without(x, at, frames=64):
    """A block lost."""
    return np.concatenate((x[:at], x[at + frames :]))


def twice(x, at, frames=64):
    """A block played again."""
    return np.concatenate((x[:at], x[at - frames :]))


def silenced(x, at, frames=64):
    """A block of nothing."""
    y = x.copy()
    y[at : at + frames] = 0
    return y


DAMAGES = (without, twice, silenced)
KEYS = (72, 74, 76, 77, 79, 81, 83, 84)


class Pitch(unittest.TestCase):
    def test_one_sine_is_heard_to_a_tenth_of_a_cent(self):
        for key in KEYS:
            for cents in (-20, -0.3, 0, 2.7):
                wanted = score.hertz(key) * 2 ** (cents / 1200)
                x = steps(note(wanted, 0.02, 0.15, 0.3, phase=key))
                (heard,) = hearing.notes(x, RATE, [1])
                self.assertLess(abs(heard.cents([wanted])), 0.1)

    def test_the_notes_of_a_chord_are_heard_to_half_a_cent(self):
        wanted = [score.hertz(72), score.hertz(76) * 1.001, score.hertz(79)]
        x = steps(note(wanted, 0.02, 1, 1.2, phase=1))
        (heard,) = hearing.notes(x, RATE, [3])
        self.assertLess(abs(heard.cents(wanted)), 0.5)

    def test_a_note_four_cents_off_is_told(self):
        wanted = score.hertz(72)
        (heard,) = hearing.notes(steps(note(wanted * 2 ** (4 / 1200), 0.02, 0.15, 0.3)), RATE, [1])
        self.assertGreater(abs(heard.cents([wanted])), 3)


class Onset(unittest.TestCase):
    def test_spacing_is_heard_to_a_tenth_of_a_millisecond_whatever_pitch_and_phase(self):
        for attack in (0.003, 0.005, 0.020):
            late = []
            for i, key in enumerate(KEYS * 3):
                at = 0.05 + i * 0.000137
                x = steps(note(score.hertz(key), at, 0.15, 0.4, attack=attack, phase=i * 0.83))
                (heard,) = hearing.notes(x, RATE, [1])
                late.append(heard.onset / RATE - at)
            self.assertLess(max(late) - min(late), 0.0001)
            self.assertLess(abs(np.mean(late) - attack / 2), 0.0002)

    def test_a_chord_begins_where_its_notes_begin(self):
        for phase in (0.1, 1.7, 2.9):
            x = steps(note([score.hertz(k) for k in (72, 76, 79)], 0.05, 1, 1.2, phase=phase))
            (heard,) = hearing.notes(x, RATE, [3])
            self.assertLess(abs(heard.onset / RATE - 0.0525), 0.0003)

    def test_a_note_two_milliseconds_late_is_told(self):
        x = note(880, 0.05, 0.15, 0.6) + note(880, 0.302, 0.15, 0.6)
        first, second = hearing.notes(steps(x), RATE, [1, 1])
        self.assertAlmostEqual((second.onset - first.onset) / RATE, 0.252, delta=0.0001)


class Breaks(unittest.TestCase):
    def found(self, x, hertz):
        ((start, end),) = hearing.stretches(x, RATE)
        return hearing.breaks(x, RATE, hertz, start, end)

    def test_whole_notes_have_none(self):
        for i, key in enumerate(KEYS):
            hertz = score.hertz(key)
            self.assertEqual(self.found(steps(note(hertz, 0.05, 0.15, 0.4, phase=i)), [hertz]), [])
        chord = [score.hertz(k) for k in (72, 76, 79)]
        self.assertEqual(self.found(steps(note(chord, 0.05, 1, 1.4)), chord), [])

    def test_a_chord_that_begins_at_the_crests_of_its_waves_has_none(self):
        chord = [score.hertz(k) for k in (72, 76, 79)]
        x = sum(note(hertz, 0.05, 1, 1.4, attack=0.02, phase=np.pi / 2) for hertz in chord)
        self.assertEqual(self.found(steps(x), chord), [])

    def test_a_block_lost_repeated_or_silenced_is_found_in_every_note_wherever_it_falls(self):
        for i, key in enumerate(KEYS):
            hertz = score.hertz(key)
            x = note(hertz, 0.05, 0.15, 0.4, phase=i)
            for damage in DAMAGES:
                for at in range(int(0.07 * RATE), int(0.07 * RATE) + 100, 7):
                    found = self.found(steps(damage(x, at)), [hertz])
                    self.assertTrue(found, f"{damage.__name__} at {at} in {score.name(key)}")
                    self.assertLess(abs(found[0] - at), 70)

    def test_a_block_lost_in_a_chord_is_found(self):
        chord = [score.hertz(k) for k in (72, 76, 79)]
        x = note(chord, 0.05, 1, 1.4)
        for damage in DAMAGES:
            for at in range(RATE // 2, RATE // 2 + 1000, 97):
                self.assertTrue(self.found(steps(damage(x, at)), chord), f"{damage.__name__} at {at}")

    def test_a_click_of_one_hundredth_is_found(self):
        x = note(880, 0.05, 0.15, 0.4)
        x[6000] += 0.01
        self.assertTrue(self.found(steps(x), [880]))

    def test_a_note_cut_off_is_found(self):
        x = note(880, 0.05, 0.15, 0.4)
        x[7003:] = 0
        self.assertTrue(self.found(steps(x), [880]))

    def test_a_swept_saw_has_none_and_every_damage_to_it_is_found(self):
        hertz = score.hertz(48)
        x = saw(hertz, 3, [12_000, 200, 12_000])
        self.assertEqual(hearing.breaks_in_period(steps(x), RATE, hertz, 0, len(x)), [])
        for damage in DAMAGES:
            for at in range(RATE // 4, 3 * RATE - RATE // 4, 5003):
                y = steps(damage(x, at))
                found = hearing.breaks_in_period(y, RATE, hertz, 0, len(y))
                self.assertTrue(found, f"{damage.__name__} at {at}")
                self.assertLess(abs(found[0] - at), 0.02 * RATE)


class Rest(unittest.TestCase):
    def test_brightness_follows_the_cutoff(self):
        _, hertz = hearing.brightness(saw(score.hertz(48), 2, [200, 12_000]), RATE)
        self.assertGreater(hertz[-1], 2 * hertz[0])
        self.assertTrue(np.all(np.diff(hertz) > -0.02 * hertz[:-1]))

    def test_silence_is_silent_and_a_ringing_note_is_not(self):
        self.assertEqual(hearing.loudest(np.zeros(1000)), 0)
        self.assertGreater(hearing.loudest(note(440, 0, 1, 1, level=0.001)), 30)

    def test_notes_are_told_apart_by_silence(self):
        x = steps(note(880, 0.05, 0.15, 0.6) + note(880, 0.3, 0.15, 0.6))
        self.assertEqual(len(hearing.stretches(x, RATE)), 2)
        self.assertEqual(hearing.stretches(np.zeros(1000), RATE), [])

    def test_a_recording_is_found_in_what_the_card_got_and_one_changed_sample_is_told(self):
        take = np.stack([note(500 + 40 * i, 0.1, 0.5, 1) for i in (0, 3)], axis=1)
        card = np.zeros((2 * RATE, 2))
        card[4321 : 4321 + len(take)] = steps(take)
        at, worst, _ = hearing.difference(take, card)
        self.assertEqual(at, 4321)
        self.assertLessEqual(worst, 0.51)
        card[4321 + 20_000, 1] += 0.001
        _, worst, frame = hearing.difference(take, card)
        self.assertGreater(worst, 30)
        self.assertEqual(frame, 4321 + 20_000)

    def test_a_block_missing_from_the_card_is_told(self):
        take = np.stack([note(500, 0.1, 0.5, 1)] * 2, axis=1)
        card = steps(np.stack([without(take[:, 0], 20_000)] * 2, axis=1))
        self.assertGreater(hearing.difference(take, card)[1], 100)

    def test_a_recording_that_begins_late_or_ends_early_is_told(self):
        whole = np.stack([note(500, 0.1, 0.5, 1)] * 2, axis=1)
        card = steps(whole)
        self.assertLessEqual(hearing.difference(whole, card)[1], 0.51)
        for part in (whole[: RATE // 3], whole[RATE // 3 :]):
            self.assertGreater(hearing.difference(part, card)[1], 100)
        self.assertGreater(hearing.difference(whole, card[: RATE // 3])[1], 100)

    def test_a_wav_file_keeps_its_samples(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.wav")
            x = steps(np.stack([note(880, 0, 0.1, 0.1)] * 2, axis=1))
            Sound(x, RATE).write(path)
            again = Sound.read(path)
            self.assertEqual(again.rate, RATE)
            np.testing.assert_allclose(again.samples, x, atol=1e-9)
            # a header as a killed recorder leaves it
            with open(path, "r+b") as file:
                file.seek(40)
                file.write(b"\0\0\0\0")
            np.testing.assert_allclose(Sound.read(path).samples, x, atol=1e-9)

    def test_a_midi_file_has_its_notes_at_their_ticks(self):
        data = score.Score().notes(0, [60], 0.25).notes(0.5, [62, 64], 0.25).midi_file()
        self.assertTrue(data.endswith(b"\x00\xff\x2f\x00"))
        self.assertIn(bytes.fromhex("00903c64817a803c40817a903e6400904064817a803e40"), data)
