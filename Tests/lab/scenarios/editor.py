"""The preset edited in vim, nano and ed, key by key, while a chord is held: every save is heard, and nothing breaks.

The editors run in terminals of their own and are typed into as a player would, but for the pace.
"""

from bed.edits import BRIGHT, DARK, Edits, preset
from bed.terminal import Terminal

ESCAPE, ENTER = "\x1b", "\r"
ROUNDS = 2

# Programs, the keys that put in another cutoff and save it, and those that end them.
EDITORS = {
    "vim": (["vim.tiny", "-u", "NONE"], ESCAPE + ":%s/{old}/{new}/" + ENTER + ":w" + ENTER, ":q" + ENTER),
    "nano": (["nano", "--ignorercfiles"], "\x1c{old}" + ENTER + "{new}" + ENTER + "A\x0f" + ENTER, "\x18"),
    "ed": (["ed"], "/{old}/s/{old}/{new}/" + ENTER + "w" + ENTER, "q" + ENTER),
}

def play(stage):
    path, draft = stage.path("mine.yaml"), stage.path("draft.yaml")
    for name in (path, draft):
        with open(name, "w") as file:
            file.write(preset(DARK))
    # their files are read before anything sounds
    for command, save, leave in EDITORS.values():
        editor = Terminal(*command, draft)
        editor.type(save.format(old=DARK, new=BRIGHT) + save.format(old=BRIGHT, new=DARK) + leave)
        editor.end()

    edits = Edits(stage)
    with stage.playing({}, preset=path, recording=True):
        edits.hold()
        for name, (command, save, leave) in EDITORS.items():
            editor = Terminal(*command, path)
            for count in range(ROUNDS):
                for old, new in ((DARK, BRIGHT), (BRIGHT, DARK)):
                    edits.do(f"{name}, {new}", new, lambda: editor.type(save.format(old=old, new=new)))
            editor.type(leave)
            editor.end()
        edits.end()


def judge(evidence):
    from bed import edits

    longest, worst, steps = edits.judge(evidence)
    count = len(evidence.load("edits.json"))
    return (
        f"{count} saves by {', '.join(EDITORS)}, each heard within {longest * 1000:.0f} ms,"
        f" at most {worst:+.1f} dB over the sounds, recording within {steps:.2f} steps"
    )
