"""What shipped presets are by themselves: rendered on this machine by the Kanon under test, for changes to be held against."""

import json
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce

from bed.continuity import RATE, Roughness, silence
from bed.score import Score
from bed.sound import Sound

SECONDS = 20
STRIKES, STRIKE_SECONDS = 12, 3
APART = ["osc2.pitch=0.03st", "osc3.pitch=-0.05st", *(f"osc{number}.phase=free" for number in (1, 2, 3))]
LOUD = ["amp.sustain=0dB", "amp.release=20ms"]
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
        sound = self._rendered(name, notes_of, Score().notes(0, self._keys, SECONDS))
        steady = Roughness.of(sound, STEADY)
        return Own(steady.joined(Roughness.of(sound, ATTACK, STEADY)), steady, silence(sound, STEADY) is None)

    @lru_cache(maxsize=None)
    def at_most(self, name, notes_of):
        """What may stand out of it where notes have been in other presets. Their oscillators lie to one another in any way, and where
        one modulates the other that is heard: so here they are a few cents apart, and pass all ways in many strikes. And their
        loudness may not have decayed while they are as bright as they get."""
        score = Score()
        for strike in range(STRIKES):
            score.notes(strike * (STRIKE_SECONDS + 0.1), self._keys, STRIKE_SECONDS)
        sound = self._rendered(name, notes_of, score, *APART, *LOUD)
        starts = [round(strike * (STRIKE_SECONDS + 0.1) * RATE) for strike in range(STRIKES)]
        parts = (Roughness.of(sound, start + ATTACK, start + STRIKE_SECONDS * RATE) for start in starts)
        return reduce(Roughness.joined, parts)

    def _rendered(self, name, notes_of, score, *settings):
        kept = self._kept(notes_of) if notes_of else {}
        with tempfile.TemporaryDirectory() as folder:
            song, wav = f"{folder}/held.mid", f"{folder}/held.wav"
            with open(song, "wb") as file:
                file.write(score.midi_file())
            command = ["render", song, "-o", wav, "--preset", name, "--tail", "0", "--format", "wav32f"]
            for setting in [*(f"{key}={value}" for key, value in kept.items()), *settings]:
                command += ["--set", setting]
            self._run(*command)
            return Sound.read(wav).samples

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
