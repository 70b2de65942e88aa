"""What a voice costs in programs that render without a server: the processor time of a run with many held voices less that of
one with none, a sample and voice. What all of it is mixed into is counted too."""

import os
import pathlib
import shutil
import struct
import subprocess

import synthdef

RATE, BLOCK, UNITS, SECONDS, ROUNDS = 48000, 64, 512, 10, 3
SOUNDFONT = "/usr/share/sounds/sf2/TimGM6mb.sf2"


def seconds(command):
    """Processor time of a command, user and system, the least of some rounds."""
    least = float("inf")
    for _ in range(ROUNDS):
        limited = ["timeout", "120", *command]
        process = subprocess.Popen(limited, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # The usage of what timeout waited for is in its own.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            return None
        least = min(least, usage.ru_utime + usage.ru_stime)
    return least


def nanoseconds(command):
    """`command` makes the command for a number of units."""
    many, none = seconds(command(UNITS)), seconds(command(0))
    if many is None or none is None:
        return None
    return round((many - none) / (UNITS * SECONDS * RATE) * 1e9, 2)


def supercollider(folder):
    """Sine, saw, phase modulation and the typical voice in scsynth -N."""
    if not shutil.which("scsynth"):
        return {}

    def command(definition):
        def run(count):
            score = folder / f"{definition.name}-{count}.osc"
            score.write_bytes(synthdef.score(definition, count, SECONDS))
            return ["scsynth", "-N", str(score), "_", str(folder / "out.raw"), str(RATE), "RAW", "int16", "-o", "2", "-z",
                    str(BLOCK), "-n", "4096", "-m", "65536", "-w", "256"]

        return run

    definitions = {"sine": synthdef.sine(), "saw": synthdef.saw(), "vortex": synthdef.modulated(), "typical": synthdef.typical()}
    return {name: nanoseconds(command(definition)) for name, definition in definitions.items()}


CSOUND_VOICES = {
    "sine": "aone poscil 0.001, p4, 1\nout aone",
    "saw": "aone vco2 0.001, p4\nout aone",
    "vortex": "aone poscil 0.4, p4 * 1.618, 1\nacar phasor p4\natwo tablei acar + aone, 1, 1, 0, 1\nout atwo * 0.001",
    "typical": """kvib lfo 0.006, 5.5
klfo lfo 200, 3
kmod linsegr 0, 0.003, 1, 20, 0.2, 1, 0
kamp linsegr 0, 0.005, 1, 20, 0.6, 1, 0
aone vco2 0.4, p4 * (1 + kvib) * 0.9965
atwo vco2 0.4, p4 * (1 + kvib) * 1.0035
alow lowpass2 aone + atwo, 900 + klfo + 2700 * kmod, 2
aloud = alow * kamp
outs aloud * 0.0006, aloud * 0.0008""",
}


def csound_file(folder, name, count, length, options):
    text = f"""<CsoundSynthesizer>
<CsOptions>
{options}
</CsOptions>
<CsInstruments>
sr = {RATE}
ksmps = {BLOCK}
nchnls = {2 if name == "typical" else 1}
0dbfs = 1
giTable ftgen 1, 0, 16384, 10, 1
instr 1
{CSOUND_VOICES[name]}
endin
</CsInstruments>
<CsScore>
"""
    text += "".join(f"i 1 0 {length} {synthdef.pitch(number)}\n" for number in range(count))
    path = folder / f"{name}-{count}.csd"
    path.write_text(text + f"f 0 {length}\ne\n</CsScore>\n</CsoundSynthesizer>\n")
    return str(path)


def csound(folder):
    """The same in csound -n."""
    if not shutil.which("csound"):
        return {}
    return {
        name: nanoseconds(lambda count, name=name: ["csound", csound_file(folder, name, count, SECONDS, "-n -d -m0")])
        for name in CSOUND_VOICES
    }


def song(count):
    """A MIDI file in which `count` keys of a flute, one sample each, are held; channel 10 is for drums."""
    channels = [number for number in range(16) if number != 9]
    track = b"".join(bytes([0, 0xC0 | channel, 73]) for channel in channels)
    for number in range(count):
        track += bytes([0, 0x90 | channels[number // 49], 36 + (24 + number * 19) % 49, 100])
    # 960 ticks a second.
    ticks, length = SECONDS * 960, b""
    while ticks or not length:
        length = bytes([ticks & 127 | (128 if length else 0)]) + length
        ticks >>= 7
    # Its player ends with the last voice, not with the song.
    silence = b"".join(bytes([0, 0xB0 | channel, 120, 0]) for channel in channels)
    track += length + silence[1:] + b"\x00\xff\x2f\x00"
    return b"MThd" + struct.pack(">ihhh", 6, 0, 1, 480) + b"MTrk" + struct.pack(">i", len(track)) + track


def fluidsynth(folder):
    """Held keys of a soundfont in fluidsynth -F, without its reverb and chorus."""
    if not shutil.which("fluidsynth") or not pathlib.Path(SOUNDFONT).exists():
        return {}

    def command(count):
        path = folder / f"keys-{count}.mid"
        path.write_bytes(song(count))
        return ["fluidsynth", "-q", "-n", "-i", "-R", "0", "-C", "0", "-r", str(RATE), "-z", str(BLOCK), "-o",
                "synth.polyphony=2048", "-T", "raw", "-F", str(folder / "out.raw"), SOUNDFONT, str(path)]

    return {"typical": nanoseconds(command)}
