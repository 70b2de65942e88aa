"""A preset and a mapping saved again and again under a held chord, in every way editors save: each is heard, nothing breaks.

The chord is dark or bright, and the other with every save. A file that is wrong or gone leaves the sound as it is, and Kanon says
what is wrong with file, line and column. A knob means something else as soon as the mapping's file is saved.
"""

import os
import subprocess
import time

from bed.edits import BRIGHT, DARK, Edits, preset

KNOB = 74
MAPPING = """kanon: mapping/1
name: Mine
knobs:
  - {cc: 74, to: filter.cutoff, range: RANGE, takeover: jump}
"""
# Where the knob leads to at its upper end.
RANGES = {DARK: f"[100 Hz, {DARK}]", BRIGHT: f"[100 Hz, {BRIGHT}]"}


def mapping(cutoff):
    return MAPPING.replace("RANGE", RANGES[cutoff])


def misspelt(text):
    return text.replace("cutoff", "cutof")


def in_place(path, text):
    with open(path, "w") as file:
        file.write(text)


def slowly(path, text):
    """All but the last line is there for a while."""
    lines = text.splitlines(keepends=True)
    with open(path, "w") as file:
        file.writelines(lines[:-1])
        file.flush()
        time.sleep(0.06)
        file.write(lines[-1])


def line_by_line(path, text):
    """Empty at first, and closed behind every line."""
    in_place(path, "")
    for line in text.splitlines(keepends=True):
        with open(path, "a") as file:
            file.write(line)


def renamed(path, text):
    in_place(f"{path}.new", text)
    os.rename(f"{path}.new", path)


def by_sed(path, text):
    old, new = (DARK, BRIGHT) if BRIGHT in text else (BRIGHT, DARK)
    subprocess.run(["sed", "-i", f"s/{old}/{new}/", path], check=True)


def made_anew(path, text):
    os.remove(path)
    in_place(path, text)


def with_backup(path, text):
    """As vim does with `backupcopy=no`."""
    os.rename(path, f"{path}~")
    in_place(path, text)
    os.remove(f"{path}~")


def through_link(path, text):
    in_place(f"{path}.real", text)
    os.symlink(f"{path}.real", f"{path}.link")
    os.rename(f"{path}.link", path)


STYLES = [in_place, renamed, by_sed, slowly, made_anew, with_backup, line_by_line, through_link]


def play(stage):
    sound, knobs = stage.path("mine.yaml"), stage.path("map.yaml")
    in_place(sound, preset(BRIGHT))
    in_place(knobs, mapping(BRIGHT))
    # sed's own file is read before anything sounds
    by_sed(sound, preset(DARK))
    edits = Edits(stage)
    with stage.playing({}, "--mapping", knobs, preset=sound, recording=True):
        edits.hold()
        for count, style in enumerate(STYLES):
            cutoff = (BRIGHT, DARK)[count % 2]
            edits.do(f"the preset {style.__name__}", cutoff, lambda: style(sound, preset(cutoff)))
        edits.do("a wrong preset", DARK, lambda: in_place(sound, misspelt(preset(BRIGHT))), "The sound stays as it was.")
        edits.do("no preset", DARK, lambda: os.remove(sound), "is gone; the sound stays.")
        edits.do("the preset again", BRIGHT, lambda: in_place(sound, preset(BRIGHT)))

        for count, style in enumerate(STYLES):
            cutoff = (DARK, BRIGHT)[count % 2]
            edits.do(f"the mapping {style.__name__}", cutoff, lambda: style(knobs, mapping(cutoff)), turn=KNOB)
        wrong = misspelt(mapping(DARK))
        edits.do("a wrong mapping", BRIGHT, lambda: in_place(knobs, wrong), "The mapping stays as it was.", turn=KNOB)
        edits.end()


def judge(evidence):
    from bed import edits
    from bed.judge import check

    longest, worst, steps = edits.judge(evidence)
    said = evidence.read("kanon.log")
    for name, text in (("mine.yaml", misspelt(preset(BRIGHT))), ("map.yaml", misspelt(mapping(DARK)))):
        number, line = next((n, line) for n, line in enumerate(text.splitlines(), 1) if "cutof" in line)
        # the place of a parameter is that of the whole word
        place = f"{name}:{number}:{line.index('filter.cutof' if 'filter.cutof' in line else 'cutof') + 1}: "
        check(place in said, f"kanon does not say what is wrong at {place}")
        check(said.count(f"{name}:") == 1, f"kanon says more than that of {name}")
    count = len(evidence.load("edits.json"))
    return (
        f"{count} saves, each heard within {longest * 1000:.0f} ms, at most {worst:+.1f} dB over the sounds,"
        f" recording within {steps:.2f} steps"
    )
