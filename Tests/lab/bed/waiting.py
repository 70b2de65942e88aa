"""Waiting in a guest whose time is its own."""

import collections
import contextlib
import itertools
import os
import signal
import time


class Late(Exception):
    """Something did not happen."""


def until(condition, what, seconds=20, step=0.01):
    """Waits until `condition()` is true, and gives what it gave."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := condition():
            return result
        time.sleep(step)
    raise Late(f"waited {seconds} s in vain until {what}")


@contextlib.contextmanager
def steady():
    """Keeps the processor busy with an idle-class loop, so that the guest's time does not leap while something waits for
    a file. For starting programs: every second of it costs several outside."""
    spinner = os.fork()
    if spinner == 0:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        collections.deque(itertools.repeat(None), maxlen=0)
    try:
        yield
    finally:
        os.kill(spinner, signal.SIGKILL)
        os.waitpid(spinner, 0)


@contextlib.contextmanager
def punctual():
    """Above everything else that runs, as a player's finger is. For short work only: sound waits for it."""
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(90))
    try:
        yield
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
