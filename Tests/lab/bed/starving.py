"""One thread of a program that gets no time, while the others go on."""

import contextlib
import ctypes
import glob
import os
import time

from bed.score import Score

# What Kanon says when it finds that something was lost.
WORD = "More MIDI came than ALSA could hold"
# Twice what Kanon's pool, or its buffer of a device alone, has room for.
EVENTS = 4000
# A controller that means nothing.
SPARE = 85
_SEIZE, _INTERRUPT, _DETACH = 0x4206, 0x4207, 17
_WALL = 0x40000000


def thread(pid, name):
    """The number of a program's thread of that name."""
    for path in glob.glob(f"/proc/{pid}/task/*/comm"):
        with open(path) as file:
            if file.read().strip() == name:
                return int(path.split("/")[4])
    raise LookupError(f"{pid} has no thread {name}")


@contextlib.contextmanager
def stopped(pid, name):
    """Stops the thread as a debugger does."""
    number = thread(pid, name)
    _ptrace(_SEIZE, number)
    try:
        _ptrace(_INTERRUPT, number)
        os.waitpid(number, _WALL)
        yield
    finally:
        _ptrace(_DETACH, number)


def _ptrace(request, number):
    call = ctypes.CDLL(None, use_errno=True).ptrace
    call.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    call.restype = ctypes.c_long
    if call(request, number, None, None) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def overflow(stage, keys):
    """Lets go of keys that are held while Kanon's MIDI thread gets no time and so much comes that the releases find no room; marks
    when the thread goes on, and when it is over."""
    with stopped(stage.kanon.pid, "kanon-midi"):
        stage.keyboard.pour([bytes([0xB0, SPARE, number & 127]) for number in range(EVENTS)])
        stage.play(Score().lift(0, keys))
        time.sleep(0.1)
    stage.mark("resumed")
    stage.await_word(WORD)
    time.sleep(0.3)
    stage.mark("over")


def judge_overflow(evidence, chord):
    """The notes of `chord`, as heard, ended because of it and in time; how long that took in seconds."""
    from bed.judge import check

    resumed = evidence.marks["resumed"]
    check(chord.end > evidence.frame(resumed), "the keys' releases came through: nothing was lost")
    evidence.silent(resumed, evidence.marks["over"])
    count = evidence.read("kanon.log").count(WORD)
    check(count == 1, f"kanon says {count} times that something was lost")
    return (chord.end - evidence.frame(resumed)) / evidence.card.rate
