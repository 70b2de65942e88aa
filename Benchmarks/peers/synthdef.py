"""SuperCollider's synths, written without its language: the file format is described in SuperCollider's help, "Synth Definition
File Format"; an offline score is OSC bundles with their length in front."""

import struct

SCALAR, CONTROL, AUDIO = 0, 1, 2
ADD, MULTIPLY = 0, 2


class SynthDef:
    """A graph of unit generators with one parameter, the frequency."""

    def __init__(self, name):
        self.name, self.constants, self.units = name, [], []
        self.hertz = self.unit("Control", CONTROL)

    def unit(self, kind, rate, *inputs, outputs=1, special=0):
        """Adds a unit; an input is a number or what this gave."""
        sources = []
        for value in inputs:
            if isinstance(value, tuple):
                sources.append(value)
            else:
                if value not in self.constants:
                    self.constants.append(value)
                sources.append((-1, self.constants.index(value)))
        self.units.append((kind, rate, sources, outputs, special))
        return (len(self.units) - 1, 0)

    def multiply(self, rate, a, b):
        return self.unit("BinaryOpUGen", rate, a, b, special=MULTIPLY)

    def add(self, rate, a, b):
        return self.unit("BinaryOpUGen", rate, a, b, special=ADD)

    def out(self, *channels):
        self.unit("Out", AUDIO, 0, *channels, outputs=0)
        return self

    def encode(self):
        def text(string):
            return bytes([len(string)]) + string.encode()

        data = b"SCgf" + struct.pack(">ih", 2, 1) + text(self.name)
        data += struct.pack(f">i{len(self.constants)}f", len(self.constants), *self.constants)
        data += struct.pack(">if", 1, 440.0) + struct.pack(">i", 1) + text("hertz") + struct.pack(">i", 0)
        data += struct.pack(">i", len(self.units))
        for kind, rate, sources, outputs, special in self.units:
            data += text(kind) + struct.pack(">biih", rate, len(sources), outputs, special)
            data += b"".join(struct.pack(">ii", *source) for source in sources) + bytes([rate] * outputs)
        return data + struct.pack(">h", 0)


def sine():
    d = SynthDef("sine")
    return d.out(d.unit("SinOsc", AUDIO, d.hertz, 0.0))


def saw():
    d = SynthDef("saw")
    return d.out(d.unit("Saw", AUDIO, d.hertz))


def modulated():
    d = SynthDef("modulated")
    modulator = d.unit("SinOsc", AUDIO, d.multiply(CONTROL, d.hertz, 1.618), 0.0)
    return d.out(d.unit("SinOsc", AUDIO, d.hertz, d.multiply(AUDIO, modulator, 2.5)))


def typical():
    """Two saws with vibrato, a low-pass that an envelope and a low-frequency oscillator move, loudness, a place."""

    def envelope(d, attack, decay, sustain):
        # Attack, decay, release; held after the second. Shape 5 bends by -4.
        return d.unit(
            "EnvGen", CONTROL, 1, 1, 0, 1, 0, 0, 3, 2, -99, 1, attack, 5, -4, sustain, decay, 5, -4, 0, 1, 5, -4)

    d = SynthDef("typical")
    vibrato = d.add(CONTROL, d.multiply(CONTROL, d.unit("SinOsc", CONTROL, 5.5, 0.0), 0.006), 1.0)
    hertz = d.multiply(CONTROL, d.hertz, vibrato)
    saws = d.add(
        AUDIO, d.unit("Saw", AUDIO, d.multiply(CONTROL, hertz, 0.9965)),
        d.unit("Saw", AUDIO, d.multiply(CONTROL, hertz, 1.0035)))
    movement = d.add(CONTROL, d.multiply(CONTROL, d.unit("SinOsc", CONTROL, 3.0, 0.0), 200.0), 900.0)
    corner = d.add(CONTROL, d.multiply(CONTROL, envelope(d, 0.003, 20.0, 0.2), 2700.0), movement)
    low = d.unit("RLPF", AUDIO, saws, corner, 0.5)
    loud = d.multiply(AUDIO, low, envelope(d, 0.005, 20.0, 0.6))
    left = d.unit("Pan2", AUDIO, loud, 0.2, 0.01, outputs=2)
    return d.out(left, (left[0], 1))


def message(address, *values):
    """An OSC message."""

    def padded(data):
        return data + b"\0" * (4 - len(data) % 4)

    tags, data = ",", b""
    for value in values:
        if isinstance(value, bytes):
            tags += "b"
            data += struct.pack(">i", len(value)) + value + b"\0" * (-len(value) % 4)
        elif isinstance(value, str):
            tags += "s"
            data += padded(value.encode())
        elif isinstance(value, int):
            tags += "i"
            data += struct.pack(">i", value)
        else:
            tags += "f"
            data += struct.pack(">f", value)
    return padded(address.encode()) + padded(tags.encode()) + data


def bundle(seconds, *messages):
    """Messages that are due at a time of the score."""
    data = b"#bundle\0" + struct.pack(">Q", round(seconds * 2**32))
    for one in messages:
        data += struct.pack(">i", len(one)) + one
    return struct.pack(">i", len(data)) + data


def start(name, number, hertz):
    return message("/s_new", name, 1000 + number, 0, 0, "hertz", float(hertz))


def score(definition, count, seconds):
    """`count` synths that sound from the begin to the end."""
    data = bundle(0, message("/d_recv", definition.encode()))
    for number in range(count):
        data += bundle(0, start(definition.name, number, pitch(number)))
    return data + bundle(seconds, message("/c_set", 0, 0))


def pitch(number):
    """The hertz of one of 49 keys from C2 up, as Kanon's own bench plays them."""
    return 440 * 2 ** ((36 + (24 + number * 19) % 49 - 69) / 12)
