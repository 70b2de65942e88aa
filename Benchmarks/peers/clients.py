"""What programs cost as JACK clients that hold 64 keys, on a server of their own without a card: 48 kHz, blocks of 64."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

import offline
import synthdef

KEYS, SECONDS = 64, 8
HERE = pathlib.Path(__file__).resolve().parent


class Server:
    """A jackd of a name that no other has; everything that was started on it ends with it."""

    def __init__(self, folder, block=offline.BLOCK):
        self.folder = folder
        self.block = block
        self.name = f"kanon-peers-{os.getpid()}"
        self.environment = {**os.environ, "JACK_DEFAULT_SERVER": self.name, "JACK_NO_AUDIO_RESERVATION": "1",
                            "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
        self.processes = []

    def __enter__(self):
        self.start("jackd", "-n", self.name, "-r", "-d", "dummy", "-r", str(offline.RATE), "-p", str(self.block))
        self.wait_for("system:playback_1")
        return self

    def __exit__(self, *_):
        while self.processes:
            self.stop(self.processes[-1])

    def start(self, *command):
        process = subprocess.Popen(
            command, env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        self.processes.append(process)
        return process

    def stop(self, process):
        self.processes.remove(process)
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=3)
                return

    def ports(self):
        return subprocess.run(["jack_lsp"], env=self.environment, capture_output=True, text=True).stdout.splitlines()

    def wait_for(self, port, patience=10):
        """The name of the first port that contains `port`, once it is there."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            for name in self.ports():
                if port.lower() in name.lower():
                    return name
            time.sleep(0.1)
        raise TimeoutError(f"no port {port}")


def nanoseconds(process):
    """Processor time of all threads so far."""
    total = 0
    for task in pathlib.Path(f"/proc/{process.pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total


def percent(process):
    """Of a core, the least of three stretches: what others do to the caches only adds."""
    least = float("inf")
    for _ in range(3):
        begin, clock = nanoseconds(process), time.monotonic_ns()
        time.sleep(SECONDS / 3)
        least = min(least, (nanoseconds(process) - begin) / (time.monotonic_ns() - clock) * 100)
    return least


def measure(server, command, port, helper, midi=None):
    """Percent of a core at rest and with the keys held; `midi` is its MIDI port, or what strikes the keys."""
    process = server.start(*command)
    player = None
    try:
        server.wait_for(port)
        if isinstance(midi, str):
            midi = server.wait_for(midi)
        time.sleep(1)
        rest = percent(process)
        if callable(midi):
            midi()
        elif midi:
            player = server.start(helper, "keys", midi)
        time.sleep(1.5)
        if process.poll() is not None or player and player.poll() is not None:
            return None
        return {"rest": round(rest, 2), "held": round(percent(process), 2)}
    except (TimeoutError, OSError):
        return None
    finally:
        for one in (player, process):
            if one:
                server.stop(one)


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def strike(port):
    """Sends scsynth its definition and 64 voices."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(synthdef.message("/d_recv", synthdef.typical().encode()), ("127.0.0.1", port))
        time.sleep(0.5)
        for number in range(KEYS):
            client.sendto(synthdef.start("typical", number, synthdef.pitch(number)), ("127.0.0.1", port))
            time.sleep(0.005)


def build(folder):
    """The client of this folder; None without a C compiler or JACK's headers."""
    for compiler in ("cc", "clang", "gcc"):
        if shutil.which(compiler):
            helper = folder / "client"
            if subprocess.run([compiler, "-O2", "-o", helper, HERE / "client.c", "-ljack"]).returncode == 0:
                return str(helper)
    return None


def all_of_them(folder, kanon):
    """Percent of a core by program."""
    helper = build(folder)
    if not helper or not shutil.which("jackd"):
        return {}
    udp = free_port()
    found = {}
    with Server(folder) as server:
        found["nothing"] = measure(server, [helper, "nothing"], "nothing:left", helper)
        found["Kanon"] = measure(
            server, [kanon, "play", HERE / "typical.yaml", "--midi", "none", "--rt", "off"], "Kanon:left", helper, "Kanon:midi_in")
        if shutil.which("fluidsynth"):
            found["FluidSynth"] = measure(
                server,
                ["fluidsynth", "-q", "-s", "-i", "-R", "0", "-C", "0", "-r", str(offline.RATE), "-a", "jack", "-m", "jack", "-j",
                 "-o", f"shell.port={free_port()}", "-o", "synth.polyphony=1024", offline.SOUNDFONT],
                "fluidsynth-midi:left", helper, "fluidsynth-midi:midi")
        if shutil.which("scsynth"):
            found["SuperCollider"] = measure(
                server, ["scsynth", "-u", str(udp), "-o", "2", "-i", "0", "-n", "4096", "-w", "256", "-R", "0"],
                "SuperCollider:out", helper, lambda: strike(udp))
        if shutil.which("csound"):
            found["Csound"] = measure(
                server,
                ["csound", offline.csound_file(folder, "typical", KEYS, 60, "-odac -+rtaudio=jack -b64 -B128 -d -m0")],
                "csound", helper)
        if shutil.which("amsynth"):
            found["amsynth"] = measure(
                server, ["amsynth", "-x", "-a", "jack", "-r", str(offline.RATE), "-p", "64"], "amsynth:L out", helper,
                "amsynth:midi")
    return found
