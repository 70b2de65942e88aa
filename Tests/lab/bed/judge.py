"""judge SCENARIO FOLDER: says in one line whether a scenario that was played came out right."""

import functools
import importlib
import json
import os
import re
import sys

import numpy as np

from bed import hearing, score
from bed.sound import Sound

# What Kanon may take to notice that a keyboard is gone, and the release of `stage.SINE` until 60 dB below, in seconds.
NOTICE, RELEASE = 0.050, 0.060


class Wrong(Exception):
    """What a scenario promises was not heard."""


def check(condition, message):
    if not condition:
        raise Wrong(message)


class Evidence:
    """What a scenario left: the card's sound, the take, the logs, and the moments of the keyboard's writes."""

    def __init__(self, folder):
        self.folder = folder
        failure = os.path.join(folder, "failure.txt")
        if os.path.exists(failure):
            raise Wrong(self.read("failure.txt").strip())
        check(os.path.exists(os.path.join(folder, "log.json")), "it was not played; see console.log and output.log")
        log = self.load("log.json")
        self.marks = log["marks"]
        self.written = [(moment, bytes.fromhex(message)) for moment, message in log["written"]]
        self.card = Sound.read(os.path.join(folder, "card.wav"))

    def read(self, name):
        with open(os.path.join(self.folder, name), errors="replace") as file:
            return file.read()

    def load(self, name):
        """A value that the scenario saved."""
        return json.loads(self.read(name))

    def keep(self, name, text):
        """Puts a file beside the others; its path."""
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    @property
    def take(self):
        return Sound.read(os.path.join(self.folder, "take.wav"))

    def presses(self):
        """The moments at which keys were pressed."""
        return [moment for moment, message in self.written if message[0] & 0xF0 == 0x90]

    def frame(self, moment):
        """The card's frame at a moment of the guest's: the first key that was pressed is the first sound."""
        return self._first_frame + round((moment - self.presses()[0]) * self.card.rate)

    @functools.cached_property
    def _first_frame(self):
        heard = hearing.stretches(self.card.left, self.card.rate)
        check(heard, "the card got nothing")
        return heard[0][0]

    def whole(self):
        """The recording is what the card got, from the first frame to the last; the greatest difference in steps of 16 bits."""
        card, take = self.card, self.take
        _, steps, frame = hearing.difference(take.samples, card.samples)
        check(hearing.loudest(take.left) > 1000, "the recording is silent")
        check(steps <= 1, f"the recording differs from the card by {steps:.0f} steps of 16 bits at {frame / card.rate:.4f} s")
        return steps

    def orderly(self, latency="4.00 ms"):
        """What holds for every scenario: Kanon says its latency, meets no xrun, loses no frame of a take and ends well."""
        said = self.read("kanon.log")
        check(f": {latency}." in said, f"kanon does not say that the latency is {latency}")
        xruns = re.findall(r"xruns[: ]+(\d+)", said)
        check(xruns, "kanon's closing line does not count xruns")
        check(xruns[-1] == "0", f"{xruns[-1]} xruns")
        check("were lost" not in said, f"the recording is not whole: {said.splitlines()[-1]}")
        check(self.marks.get("kanon status") == 0, f"kanon's exit status is {self.marks.get('kanon status')}")

    def silent(self, since, until):
        """Nothing sounds from `since`, a moment at which notes lost their keyboard, or a little later, to `until`."""
        begin, end = self.frame(since + NOTICE + RELEASE), self.frame(until)
        check(begin < end, "there is no time in which it had to be silent")
        rest = hearing.loudest(self.card.left[begin:end])
        check(rest < 20, f"{(NOTICE + RELEASE) * 1000:.0f} ms after the end {rest:.0f} steps of 16 bits still sound")

    def notes(self, chords):
        """The notes on the card: as many as `chords`, each in tune and unbroken. Gives them and the worst cents."""
        x, rate = self.card.left, self.card.rate
        heard = hearing.notes(x, rate, [len(keys) for keys in chords])
        check(len(heard) == len(chords), f"{len(heard)} notes instead of {len(chords)}: {_list(heard, rate)}")
        worst = 0
        for note, keys in zip(heard, chords):
            called = " ".join(score.name(key) for key in keys)
            cents = note.cents([score.hertz(key) for key in keys])
            check(abs(cents) <= 3, f"{called} is {cents:+.1f} cents off")
            worst = max(worst, abs(cents))
            for side in self.card.samples.T:
                broken = hearing.breaks(side, rate, note.hertz, note.start, note.end)
                check(not broken, f"{called} breaks at {_times(broken, rate)}")
        return heard, worst


def spread(heard, moments, rate, limit):
    """How unevenly notes follow the moments at which they were played, in seconds; more than `limit` is wrong."""
    late = np.array([note.onset / rate for note in heard]) - moments
    late -= np.median(late)
    worst = int(np.argmax(np.abs(late)))
    unevenness = float(np.ptp(late))
    check(unevenness <= limit, f"onset {worst + 1} is {late[worst] * 1000:+.2f} ms out of place")
    return unevenness


def _times(frames, rate):
    return ", ".join(f"{frame / rate:.4f} s" for frame in frames[:5]) + (" …" if len(frames) > 5 else "")


def _list(heard, rate):
    return ", ".join(f"{note.hertz[0]:.0f} Hz at {note.start / rate:.2f} s" for note in heard[:12])


def main():
    name, folder = sys.argv[1:]
    try:
        figures = importlib.import_module(f"scenarios.{name}").judge(Evidence(folder))
    except Wrong as wrong:
        print(f"FAIL {name}: {' '.join(str(wrong).split())}")
        return 1
    print(f"ok {name} ({figures})")
    return 0


if __name__ == "__main__":
    # the scenarios name this module bed.judge, and its Wrong must be theirs
    sys.exit(importlib.import_module("bed.judge").main())
