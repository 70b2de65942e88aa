#!/usr/bin/env python3
"""Writes the demo piece, a canon over a ground, as a Standard MIDI File.

    docs/demo/compose.py [demo.mid]        without a name: Sources/kanon/Resources/demo.mid

A descending ground of four bars is played three times. Broken chords begin alone; the second time a melody joins; the
third time the melody returns unchanged, as in a canon, under a descant of its own. The pedal is changed with the harmony,
the wheel brings vibrato to the long notes, controller 74 opens the filter towards the climax and closes it again, and
the end slows down. Everything is on channel 1, with at most twelve notes held at a time. Nothing is random: the same
bytes come out every time.
"""

import math
import pathlib
import struct
import sys

TICKS = 480  # a quarter note
BAR = 4 * TICKS
BARS = 12  # before the last chord
MOST_NOTES = 12

NAMES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def key(name):
    """The key of a note like A4 (69), C#5 or Bb1."""
    accidental = name.count("#") - name.count("b")
    return NAMES[name[0]] + accidental + 12 * (int(name[-1]) + 1)


# The ground: bass, then the broken chord of each half bar from its lowest note up.
GROUND = [
    ("D2", "A3 D4 E4 F4", "A3 D4 F4 A4"),
    ("C2", "G3 C4 D4 E4", "G3 C4 E4 G4"),
    ("Bb1", "F3 A3 D4 F4", "F3 Bb3 D4 F4"),
    ("A1", "E3 A3 D4 E4", "E3 A3 C#4 E4"),
]

# (note, length in eighths)
MELODY = [
    [("D5", 3), ("E5", 1), ("F5", 2), ("E5", 2)],
    [("G5", 3), ("F5", 1), ("E5", 4)],
    [("D5", 3), ("C5", 1), ("D5", 2), ("F5", 2)],
    [("E5", 4), ("C#5", 4)],
]
DESCANT = [
    [("A5", 4), ("D6", 2), ("C6", 2)],
    [("E6", 4), ("C6", 4)],
    [("Bb5", 4), ("A5", 2), ("D6", 6)],  # tied over the bar: the fourth above A …
    [(None, 4), ("C#6", 4)],  # … falls to the third
]
LAST_CHORD = "D2 A2 D3 A3 D4 F#4 A4 D5 A5 D6"


class Piece:
    """Notes and controllers as they are composed."""

    def __init__(self):
        self.notes = []  # (start, end, key, velocity)
        self.controls = []  # (tick, controller, value)

    def note(self, start, length, name, velocity):
        number = key(name)
        # A hand is never quite even: up to 8 ticks late (13 ms) and 4 steps of velocity off, by a fixed pattern.
        start += (start // 60 * 7 + number * 3) % 9
        velocity += (start // 60 * 5 + number) % 9 - 4
        self.notes.append((start, start + length, number, max(1, min(127, round(velocity)))))

    def control(self, tick, controller, value):
        value = max(0, min(127, round(value)))
        last = next((v for t, c, v in reversed(self.controls) if c == controller), None)
        if value != last:
            self.controls.append((tick, controller, value))

    def curve(self, controller, start, end, first, last):
        """Moves a controller smoothly from one value to another, every sixteenth note."""
        for tick in range(start, end + 1, TICKS // 4):
            share = (tick - start) / (end - start)
            self.control(tick, controller, first + (last - first) * (1 - math.cos(math.pi * share)) / 2)


def loudness(bar):
    """The dynamics of the piece: a crescendo to the eleventh bar."""
    return 52 + 34 * bar / 10 if bar <= 10 else 86 - 14 * (bar - 10)


def ground(piece, bar):
    bass, *halves = GROUND[bar % 4]
    velocity = loudness(bar)
    piece.note(bar * BAR, BAR - 60, bass, velocity + 4)
    for half, chord in enumerate(halves):
        low, second, third, top = chord.split()
        start = bar * BAR + half * BAR // 2
        if bar < 8:
            pattern, step = [low, second, third, top], TICKS // 2
        else:
            pattern, step = [low, second, third, top, third, second, third, top], TICKS // 4
        for index, name in enumerate(pattern):
            weight = -6 if index else -2
            piece.note(start + index * step, step - 30, name, velocity - 8 + weight)


def line(piece, bar, notes, velocity):
    tick = bar * BAR
    for name, eighths in notes:
        length = eighths * TICKS // 2
        if name:
            piece.note(tick, length - 20, name, velocity + (4 if eighths > 2 else 0))
        tick += length


def pedal(piece):
    """Down just after the harmony, up with the next one, as pianists do; each half bar once there is a melody."""
    for bar in range(BARS):
        for half in range(1 if bar < 4 else 2):
            tick = bar * BAR + half * BAR // 2
            piece.control(tick, 64, 0)
            piece.control(tick + TICKS // 4, 64, 127)
    piece.control(BARS * BAR, 64, 0)
    piece.control(BARS * BAR + TICKS // 2, 64, 127)
    piece.control(BARS * BAR + 6 * TICKS, 64, 0)


def compose():
    piece = Piece()
    pedal(piece)
    for bar in range(BARS):
        ground(piece, bar)
    for bar in range(4):
        line(piece, 4 + bar, MELODY[bar], loudness(4 + bar) + 12)
        line(piece, 8 + bar, MELODY[bar], loudness(8 + bar) + 4)
        line(piece, 8 + bar, DESCANT[bar], loudness(8 + bar) + 12)
    for index, name in enumerate(LAST_CHORD.split()):
        start = BARS * BAR + index * 24
        piece.note(start, 5 * TICKS - index * 24, name, 58 + index)
    # The wheel on the long notes of the melody, of the descant and of the last chord.
    piece.control(0, 1, 0)
    for start, end, top in [(5.5, 6, 50), (7, 7.5, 40), (7.5, 8, 55), (9, 9.5, 60), (9.5, 10, 50), (11, 11.5, 70)]:
        begin, finish = int(start * BAR), int(end * BAR)
        middle = (begin + finish) // 2
        piece.curve(1, begin, middle, 0, top)
        piece.curve(1, middle, finish - TICKS // 4, top, 0)
    piece.curve(1, BARS * BAR + TICKS, BARS * BAR + 3 * TICKS, 0, 45)
    piece.curve(1, BARS * BAR + 3 * TICKS, BARS * BAR + 6 * TICKS, 45, 0)
    # The filter opens in three waves.
    for start, end, first, last in [
        (0, 3, 46, 68), (3, 4, 68, 58), (4, 7, 58, 80), (7, 8, 80, 66), (8, 10.5, 66, 104), (10.5, 12, 104, 72), (12, 13.5, 72, 40),
    ]:
        piece.curve(74, int(start * BAR), int(end * BAR), first, last)
    return piece


def tempos():
    """(tick, quarter notes a minute): steady, then slower through the last bars."""
    yield 0, 80
    for step in range(8):
        yield 10 * BAR + step * TICKS, 79 - 1.4 * step - 0.25 * step * step
    yield BARS * BAR, 57


def check(piece):
    """At most MOST_NOTES keys sound together, those held by the pedal included."""
    timeline = [(end, 0, "off", number) for _, end, number, _ in piece.notes]
    timeline += [(start, 2, "on", number) for start, _, number, _ in piece.notes]
    timeline += [(tick, 1, "pedal", value) for tick, controller, value in piece.controls if controller == 64]
    down, held, ringing, most = False, {}, set(), 0
    for _, _, what, value in sorted(timeline):
        if what == "pedal":
            down = value >= 64
            ringing &= ringing if down else set()
        elif what == "on":
            assert not held.get(value), f"key {value} is struck while it is held"
            held[value] = True
            ringing.discard(value)
        else:
            held.pop(value)
            if down:
                ringing.add(value)
        most = max(most, len(held) + len(ringing))
    assert not held and not ringing, "a note hangs"
    assert most <= MOST_NOTES, f"{most} notes at a time"
    return most


def variable_length(number):
    data = [number & 0x7F]
    while number := number >> 7:
        data.append(number & 0x7F | 0x80)
    return bytes(reversed(data))


def chunk(events, end):
    """A track of (tick, order, bytes), ended at `end`."""
    data, last = b"", 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        data += variable_length(tick - last) + message
        last = tick
    data += variable_length(end - last) + b"\xff\x2f\x00"
    return b"MTrk" + struct.pack(">I", len(data)) + data


def meta(kind, data):
    return bytes([0xFF, kind]) + variable_length(len(data)) + data


def write(piece):
    end = BARS * BAR + 7 * TICKS
    conductor = [(0, 0, meta(0x03, b"Canon over a ground")), (0, 0, meta(0x58, bytes([4, 2, 24, 8])))]
    conductor += [(tick, 1, meta(0x51, round(6e7 / tempo).to_bytes(3, "big"))) for tick, tempo in tempos()]
    # At one tick: keys up, then controllers, then keys down.
    music = [(0, 0, meta(0x03, b"Keyboard"))]
    music += [(end_, 0, bytes([0x80, number, 64])) for _, end_, number, _ in piece.notes]
    music += [(tick, 1, bytes([0xB0, controller, value])) for tick, controller, value in piece.controls]
    music += [(start, 2, bytes([0x90, number, velocity])) for start, _, number, velocity in piece.notes]
    return b"MThd" + struct.pack(">IHHH", 6, 1, 2, TICKS) + chunk(conductor, end) + chunk(music, end)


def seconds():
    end, total = BARS * BAR + 7 * TICKS, 0
    marks = list(tempos()) + [(end, None)]
    for (tick, tempo), (following, _) in zip(marks, marks[1:]):
        total += (following - tick) / TICKS * 60 / tempo
    return total


def main():
    here = pathlib.Path(__file__).resolve().parent
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parents[1] / "Sources/kanon/Resources/demo.mid"
    piece = compose()
    most = check(piece)
    data = write(piece)
    path.write_bytes(data)
    print(f"{path}: {len(piece.notes)} notes, at most {most} at a time, {seconds():.1f} s, {len(data)} bytes")


main()
