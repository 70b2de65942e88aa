"""A program in a terminal of its own, in the guest, typed into as a player would, but for the pace."""

import contextlib
import os
import pty
import select
import time

from bed.waiting import until

# Seconds from key to key.
PAUSE = 0.03


class Terminal:
    def __init__(self, *command, environment=os.environ):
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.execvpe(command[0], command, {**environment, "TERM": "vt100", "LINES": "24", "COLUMNS": "80"})
        self._name = os.path.basename(command[0])
        self._shown = b""
        # what is typed before the program has taken the terminal over means something else
        until(lambda: self._look(0.01) or self._shown, f"{self._name} shows something", seconds=60)

    def type(self, text):
        """Types, a key at a time; the moment of the last one."""
        for key in text:
            os.write(self._terminal, key.encode())
            moment = time.monotonic()
            self._look(PAUSE)
        return moment

    def await_word(self, text):
        """Waits until the program has shown something."""
        until(lambda: self._look(0.01) or text in self.shown, f'{self._name} shows "{text}"', seconds=60)

    @property
    def shown(self):
        """All that it has shown, line breaks as they come."""
        return self._shown.decode(errors="replace")

    def end(self):
        """Waits until the program has ended."""
        until(lambda: self._look(0.01) or os.waitpid(self._process, os.WNOHANG)[0], f"{self._name} ends")
        os.close(self._terminal)

    def _look(self, seconds):
        """Takes what the program shows for some time: a terminal that is full would hold it up."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            if select.select([self._terminal], [], [], rest)[0]:
                # a terminal whose program has ended gives an error
                with contextlib.suppress(OSError):
                    self._shown += os.read(self._terminal, 4096)
                    continue
                time.sleep(max(0, end - time.monotonic()))
