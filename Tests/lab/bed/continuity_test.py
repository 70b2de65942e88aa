"""The measure of continuity, tried on sounds whose truth is known, as ContinuityMeasureTests.swift tries the same in Swift. Run by
`test --self-test`."""

import unittest

import numpy as np

from bed.continuity import FLOOR, RATE, Roughness, Transition, decibels, highpass, silence

CHANGE, SETTLED, END = 24_000, 36_000, 96_000
N = np.arange(END)


def sine(hertz=440.0, level=0.3, turns=0.0):
    return level * np.sin(2 * np.pi * (hertz * N / RATE + turns))


def both(left, right=None):
    return np.stack([left, left if right is None else right], axis=1)


def card(sound):
    """As a 16-bit card gives it."""
    return np.round(sound * 32767) / 32767


def verdict(left, right=None):
    """Half a second before and what lies behind, and what happens between them."""
    sound = card(both(left, right))
    # not from the first frame, where the sound breaks out of silence
    steady = Roughness.of(sound, 100, CHANGE).joined(Roughness.of(sound, SETTLED))
    return Transition(Roughness.of(sound, CHANGE, SETTLED), steady)


def sample_by_sample(x):
    """The high-pass as the tests of the engine have it: three sections, at rest at first."""
    for degrees in (15, 45, 75):
        d = 2 * np.sin(np.radians(degrees))
        b, a = 1 / (2 + d), (2 - d) / (2 + d)
        y = np.zeros(len(x) + 2)
        x = np.concatenate([[0, 0], x])
        for n in range(2, len(x)):
            y[n] = b * (x[n] - 2 * x[n - 1] + x[n - 2]) - a * y[n - 2]
        x = y[2:]
    return x


class HighPass(unittest.TestCase):
    def test_it_is_the_recurrence_of_the_swift_tests(self):
        for length in (1, 63, 1000, 4096):
            noise = np.random.default_rng(length).uniform(-1, 1, length)
            np.testing.assert_allclose(highpass(noise[:, None])[:, 0], sample_by_sample(noise), atol=1e-12)

    def test_it_lets_half_the_power_pass_at_12_kilohertz_and_nothing_an_octave_below(self):
        def gain(hertz):
            passed = highpass(both(sine(hertz, 1)))[RATE:, 0]
            return decibels(np.sqrt(np.mean(passed**2)) * np.sqrt(2))

        self.assertAlmostEqual(gain(12_000), -3.0103, delta=0.001)
        self.assertAlmostEqual(gain(18_000), 0, delta=0.1)
        self.assertAlmostEqual(gain(6_000), -45.9, delta=0.2)
        self.assertLess(gain(440), -140)

    def test_a_single_sample_at_60_decibels_below_full_scale_gives_66_9(self):
        click = np.zeros(2000)
        click[1000] = 0.001
        self.assertAlmostEqual(decibels(np.abs(highpass(both(click))).max()), -66.9, delta=0.1)


class Measure(unittest.TestCase):
    def test_a_click_of_one_sample_at_60_decibels_below_full_scale_is_found_on_either_side(self):
        for frame in (24_000, 24_001, 30_000, 35_990):
            x = sine()
            x[frame] += 0.001
            for sides in ((x, sine()), (sine(), x)):
                found = verdict(*sides)
                self.assertFalse(found.is_smooth)
                self.assertLessEqual(abs(found.window.high.frame - frame), 3)
                self.assertIn("above 12 kHz", str(found))

    def test_a_click_outside_the_window_is_none_of_the_changes(self):
        for frame in (23_900, 36_000):
            x = sine()
            x[frame] += 0.001
            self.assertTrue(verdict(x).is_smooth)

    def test_a_phase_that_starts_again_is_found(self):
        for turns in (0.01, 0.25, 0.5):
            self.assertGreater(verdict(np.where(N < 25_003, sine(), sine(turns=turns))).over, 20)

    def test_a_sound_that_ends_at_once_is_found_and_one_that_fades_within_five_milliseconds_is_smooth(self):
        self.assertGreater(verdict(np.where(N < 24_030, sine(), 0)).over, 20)
        way = np.clip((N - 24_030) / 240, 0, 1)
        self.assertTrue(verdict(sine() * (0.5 + 0.5 * np.cos(np.pi * way))).is_smooth)

    def test_a_block_lost_repeated_or_silenced_is_found(self):
        block = 440 * 64 / RATE
        for at in range(25_000, 25_200, 17):
            for rest in (sine(turns=block), sine(turns=-block), np.where(N < at + 64, 0, sine())):
                self.assertFalse(verdict(np.where(N < at, sine(), rest)).is_smooth)

    def test_a_steady_sound_and_a_ramp_of_loudness_pitch_and_sound_are_smooth(self):
        for hertz in (440, 8000):
            self.assertTrue(verdict(sine(hertz)).is_smooth)
        way = np.clip((N - CHANGE) / 1920, 0, 1)
        phase = 2 * np.pi * np.cumsum((440 + 440 * way) / RATE)
        self.assertTrue(verdict((0.3 - 0.2 * way) * np.sin(phase) + 0.05 * way * np.sin(3 * phase)).is_smooth)

    def test_noise_is_smooth_beside_itself(self):
        self.assertTrue(verdict(0.2 * np.random.default_rng(5).uniform(-0.5, 0.5, (END, 3)).sum(axis=1)).is_smooth)

    def test_what_lies_below_72_decibels_does_not_count(self):
        for level, counts in ((0.000_23, False), (0.000_28, True)):
            x = np.zeros(END)
            x[30_000] = level
            self.assertEqual(verdict(x).over > 10, counts)

    def test_what_stands_out_is_told_with_its_place(self):
        x = sine()
        x[30_000] += 0.01
        found = Roughness.of(both(x), CHANGE, SETTLED)
        self.assertIn(found.step.frame, (30_000, 30_001))
        self.assertAlmostEqual(found.step.value, np.abs(np.diff(x)).max(), delta=1e-12)
        self.assertEqual(Roughness.of(both(x), END).high.value, 0)


class Silence(unittest.TestCase):
    def test_it_is_a_cell_that_nobody_hears_not_a_passage_through_zero(self):
        sound = both(sine(50))
        self.assertIsNone(silence(sound))
        sound[24_010:24_040] = [0, FLOOR * 0.9]
        self.assertEqual(silence(sound), 24_010)
        self.assertEqual(silence(sound, 24_020, 24_036), 24_020)
        self.assertIsNone(silence(sound, 24_030))
        self.assertIsNone(silence(sound, 0, 8))
        self.assertEqual(silence(sound, frames=30), 24_010)
        self.assertIsNone(silence(sound, frames=31))
