"""What is played: timed MIDI messages, and the same as a Standard MIDI File."""

import struct
from dataclasses import dataclass, field

NAMES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]
# From one note of a tune to the next.
TUNE_SECONDS = 0.30037


def hertz(key):
    """The frequency of a MIDI key in equal temperament, A4 = 440 Hz."""
    return 440 * 2 ** ((key - 69) / 12)


def name(key):
    return f"{NAMES[key % 12]}{key // 12 - 1}"


@dataclass
class Score:
    """Messages as (seconds, bytes), in the order they are written; one entry is one write."""

    events: list = field(default_factory=list)

    def notes(self, at, keys, seconds, velocity=100):
        """Keys pressed together at `at` and let go together `seconds` later."""
        self.events.append((at, b"".join(bytes([0x90, key, velocity]) for key in keys)))
        self.events.append((at + seconds, b"".join(bytes([0x80, key, 64]) for key in keys)))
        return self

    def tune(self, keys):
        """Keys one after another."""
        for step, key in enumerate(keys):
            # 300 ms and a little, so that the onsets fall everywhere within JACK's periods
            self.notes(TUNE_SECONDS * step, [key], 0.15)
        return self

    def press(self, at, keys, velocity=100):
        """Keys pressed and kept down."""
        self.events.append((at, b"".join(bytes([0x90, key, velocity]) for key in keys)))
        return self

    def lift(self, at, keys):
        """Keys let go."""
        self.events.append((at, b"".join(bytes([0x80, key, 64]) for key in keys)))
        return self

    def control(self, at, controller, position):
        self.events.append((at, bytes([0xB0, controller, position])))
        return self

    def program(self, at, number):
        """Another preset asked for."""
        self.events.append((at, bytes([0xC0, number])))
        return self

    def sorted(self):
        return sorted(self.events, key=lambda event: event[0])

    def midi_file(self):
        """The score as a format 0 file at 1000 ticks a second."""

        def length(ticks):
            digits = [ticks & 0x7F]
            while ticks := ticks >> 7:
                digits.insert(0, ticks & 0x7F | 0x80)
            return bytes(digits)

        track = b"\x00\xff\x51\x03" + (500_000).to_bytes(3, "big")
        now = 0
        for at, message in self.sorted():
            for start in range(0, len(message), 3):
                ticks = round(at * 1000)
                track += length(ticks - now) + message[start : start + 3]
                now = ticks
        track += b"\x00\xff\x2f\x00"
        return b"MThd" + struct.pack(">IHHH", 6, 0, 1, 500) + b"MTrk" + struct.pack(">I", len(track)) + track
