"""Where a scenario plays, in the guest: its card under jackd, Kanon, the keyboard, and what is kept of them."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time

from bed import keyboard
from bed.keyboard import Keyboard
from bed.score import Score
from bed.waiting import steady, until

# Over the preset `sine`, a plain one with a straight attack: corners soft enough, even where three keys begin at their crests at once,
# that whatever else breaks the wave is a fault.
SINE = {"amp.attack": "20 ms", "amp.curve": "0 %", "amp.release": "60 ms", "master.level": "-14 dB"}
# 64 frames × (2 periods + the one of jackd's asynchronous mode) at 48 kHz are 4.00 ms.
PERIOD = 64
JACKD = ["jackd", "-R", "-P70", "-n", "lab"]


class Stage:
    def __init__(self, name, card, kanon):
        self.name = name
        self.card = card
        self.kanon_path = kanon
        self.keyboard = Keyboard()
        self.other_keyboard = Keyboard(keyboard.OTHER_NAME, product=0x0105, controller=1)
        # Only what lies in memory may be written while sound flows.
        self.folder = f"/dev/shm/{name}"
        os.makedirs(self.folder)
        self.environment = {**os.environ, "JACK_DEFAULT_SERVER": "lab", "NO_COLOR": "1", "XDG_DATA_HOME": self.path("data")}
        self._written = []
        self._marks = {}

    def presets(self):
        """The names of the shipped presets, in the order of their programs."""
        files = os.listdir(f"{os.path.dirname(self.kanon_path)}/../share/kanon/factory/presets")
        return sorted(os.path.splitext(name)[0] for name in files)

    def path(self, name):
        return f"{self.folder}/{name}"

    def own(self, kind, name, text):
        """Writes a preset or a mapping of the player's own, which Kanon finds when it starts."""
        folder = self.path(f"data/kanon/{kind}")
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/{name}.yaml", "w") as file:
            file.write(text)

    def play(self, score, other=Score()):
        """Plays on the keyboard, and on the other one; every write is kept for the judge. The moment of the last one."""
        self._written += keyboard.play([(self.keyboard, score), (self.other_keyboard, other)])
        return self._written[-1][0]

    def mark(self, name, moment=None):
        """Keeps a moment for the judge."""
        self._marks[name] = time.monotonic() if moment is None else moment

    def save(self, name, value):
        """Keeps a value for the judge."""
        with open(self.path(name), "w") as file:
            json.dump(value, file, indent=1)

    def await_word(self, text, count=1):
        """Waits until Kanon has said something, so many times."""
        until(lambda: self.read("kanon.log").count(text) >= count, f"kanon says \"{text}\"")

    def read(self, name):
        with open(self.path(name), errors="replace") as file:
            return file.read()

    @contextlib.contextmanager
    def playing(self, sound, *arguments, preset="sine", recording=False, period=PERIOD, synchronous=False):
        """jackd on the scenario's card and `kanon play` on it, ready to be played; both ended afterwards."""
        if not self.keyboard.is_plugged():
            self.keyboard.plug()
        command = [self.kanon_path, "play", preset, *arguments]
        for key, value in sound.items():
            command += ["--set", f"{key}={value}"]
        if recording:
            command += ["--record", self.path("take.wav")]
        with contextlib.ExitStack() as stack:
            self._servers = stack.enter_context(contextlib.ExitStack())
            self.start_jackd(period, synchronous)
            with steady():
                self.kanon = stack.enter_context(self._running(command, "kanon", signal.SIGINT))
                until(self._is_ready, "kanon is ready and connected to the keyboard")
            time.sleep(0.5)
            self.mark("ready")
            yield
            time.sleep(0.3)

    @contextlib.contextmanager
    def ctl(self):
        """`kanon ctl` as a program drives it, waiting for commands: a function that gives it one and returns its answer, a line."""
        with subprocess.Popen(
            [self.kanon_path, "ctl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self.environment
        ) as process:

            def tell(command):
                process.stdin.write(f"{command}\n")
                process.stdin.flush()
                return process.stdout.readline().strip()

            yield tell
            process.stdin.close()

    def status(self):
        """What `kanon ctl status` gives, asked for at Kanon's socket: a program would take its time to start."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(f"{os.environ['XDG_RUNTIME_DIR']}/kanon/Kanon.sock")
            line.sendall(b'{"command":"status"}\n')
            with line.makefile() as answers:
                return json.loads(answers.readline())["status"]

    def start_jackd(self, period=PERIOD, synchronous=False):
        """jackd on the scenario's card, once it plays."""
        driver = ["-d", "alsa", "-r", "48000", "-n", "2", "-p", str(period), "-P", f"hw:{self.card}"]
        with steady():
            self._jackd = self._servers.enter_context(
                self._running([*JACKD, *(["-S"] if synchronous else []), *driver], "jackd", signal.SIGTERM)
            )
            until(self._card_is_running, "jackd plays on the card")

    def signal_jackd(self, number):
        """Sends jackd a signal."""
        self._jackd.send_signal(number)

    def kill_jackd(self):
        """Ends jackd without a warning; the moment at which it was gone."""
        self._jackd.kill()
        self._jackd.wait()
        return time.monotonic()

    def await_connection(self):
        until(lambda: self.keyboard.reaches("Kanon"), "kanon connects to the keyboard")

    def _is_ready(self):
        if self.kanon.poll() is not None:
            raise RuntimeError(f"kanon ended with status {self.kanon.returncode}: {self.read('kanon.log').strip()[-500:]}")
        said = self.read("kanon.log")
        return " ms" in said and (self.keyboard.reaches("Kanon") or f"{self.keyboard.name} (alone) is connected" in said)

    def _card_is_running(self):
        with open(f"/proc/asound/card{self.card}/pcm0p/sub0/status") as file:
            return "RUNNING" in file.read()

    @contextlib.contextmanager
    def _running(self, command, name, farewell):
        with open(self.path(f"{name}.out"), "a") as out, open(self.path(f"{name}.log"), "a") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=log, env=self.environment, start_new_session=True
            )
        try:
            yield process
        finally:
            process.send_signal(farewell)
            try:
                self._marks[f"{name} status"] = process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                self._marks[f"{name} status"] = "none: it had to be killed"

    def keep(self, folder):
        """Copies everything out of the guest."""
        for plugged in filter(Keyboard.is_plugged, (self.keyboard, self.other_keyboard)):
            plugged.unplug()
        self.save("log.json", {"written": self._written, "marks": self._marks})
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        shutil.rmtree(self.folder)

