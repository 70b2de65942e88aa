"""The preset edited in vim, nano and ed, key by key, while a chord is held: every save is heard, and nothing breaks.

The editors run in terminals of their own and are typed into as a player would, but for the pace.
"""

import contextlib
import os
import pty
import select
import time

from bed.edits import BRIGHT, DARK, Edits, preset
from bed.waiting import until

ESCAPE, ENTER = "\x1b", "\r"
# Seconds from key to key.
PAUSE = 0.03
ROUNDS = 2


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, *command):
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.execvpe(command[0], command, {**os.environ, "TERM": "vt100", "LINES": "24", "COLUMNS": "80"})
        self._has_shown = False
        # what is typed before the program has taken the terminal over means something else
        until(lambda: self._look(0.01) or self._has_shown, f"{command[0]} shows something", seconds=60)

    def type(self, text):
        """Types, a key at a time; the moment of the last one."""
        for key in text:
            os.write(self._terminal, key.encode())
            moment = time.monotonic()
            self._look(PAUSE)
        return moment

    def end(self):
        """Waits until the program has ended."""
        until(lambda: self._look(0.01) or os.waitpid(self._process, os.WNOHANG)[0], "the editor ends")
        os.close(self._terminal)

    def _look(self, seconds):
        """Takes what the program shows for some time: a terminal that is full would hold it up."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            if select.select([self._terminal], [], [], rest)[0]:
                # a terminal whose program has ended gives an error
                with contextlib.suppress(OSError):
                    self._has_shown = bool(os.read(self._terminal, 4096))
                    continue
                time.sleep(max(0, end - time.monotonic()))


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
