"""What shipped presets are by themselves: rendered on this machine by the Kanon under test, for changes to be held against."""

import json
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bed.continuity import RATE, Roughness, silence
from bed.score import Score
from bed.sound import Sound

SECONDS = 20
# The attack itself is over within 5 ms; half a second behind it a sound counts as steady.
ATTACK, STEADY = RATE // 200, RATE // 2


@dataclass(frozen=True)
class Own:
    """What a preset is like while keys are held: what stands out of it from behind the attack on, the same from half a second
    on, and whether it never falls silent."""

    roughness: Roughness
    steady: Roughness
    sustains: bool


class Presets:
    """The presets of the program at `kanon`, with `keys` held."""

    def __init__(self, kanon, keys):
        self._kanon = kanon
        self._keys = keys

    @lru_cache(maxsize=None)
    def own(self, name, notes_of=None):
        """What the preset `name` is; where keys were struck in another, with what notes keep from there: loudness, place, mode,
        phase."""
        with tempfile.TemporaryDirectory() as folder:
            song, wav = f"{folder}/held.mid", f"{folder}/held.wav"
            with open(song, "wb") as file:
                file.write(Score().notes(0, self._keys, SECONDS).midi_file())
            command = ["render", song, "-o", wav, "--preset", name, "--tail", "0", "--format", "wav32f"]
            for key, value in (self._kept(notes_of) if notes_of else {}).items():
                command += ["--set", f"{key}={value}"]
            self._run(*command)
            sound = Sound.read(wav).samples
        steady = Roughness.of(sound, STEADY)
        return Own(steady.joined(Roughness.of(sound, ATTACK, STEADY)), steady, silence(sound, STEADY) is None)

    def title(self, name):
        """What Kanon calls it."""
        return self._shown(name)[0].split(":")[0]

    def _kept(self, name):
        """The values of what counts from the next note on."""
        own = dict(re.split(r"\s{2,}", line)[:2] for line in self._shown(name)[2:] if "  " in line)
        return {key: own.get(key, initial) for key, initial in self._of_notes.items()}

    @cached_property
    def _of_notes(self):
        parameters = json.loads(self._run("params", "--json"))
        return {it["key"]: it["initial"] for it in parameters if it["change"] == "next note"}

    @lru_cache(maxsize=None)
    def _shown(self, name):
        return self._run("preset", "show", name).splitlines()

    def _run(self, *words):
        return subprocess.run([self._kanon, *words], check=True, capture_output=True, text=True).stdout


def presets(keys):
    """Those of the program that was played."""
    return Presets(os.environ["KANON"], tuple(keys))
