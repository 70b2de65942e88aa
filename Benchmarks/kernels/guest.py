"""guest.py KANON: measures in the lab's guest, idle and loaded, and leaves the JSON of `kanon bench` in /run/lab. See measure."""

import contextlib
import os
import signal
import subprocess
import sys
import time

from bed.perform import install, settle
from bed.waiting import steady, until

# The setting that docs/realtime.md speaks of.
JACKD = ["jackd", "-R", "-P70", "-n", "lab", "-d", "alsa", "-r", "48000", "-p", "64", "-n", "2", "-P"]
# What keeps a kernel busy: processes that come and go, a pipe, and files in memory.
LOADS = [
    "while :; do /bin/true; done",
    "while :; do /bin/true; done",
    "cat /dev/zero | cat >/dev/null",
    "while :; do dd if=/dev/zero of=/dev/shm/load bs=1M count=64 status=none; done",
]
BENCHES = {
    "wakeup": ["wakeup", "--seconds", "3"],
    "latency": ["latency", "--strokes", "40"],
    "jitter": ["jitter", "--voices", "1", "--preset", "sine", "--callbacks", "2000"],
}
ENVIRONMENT = {**os.environ, "JACK_DEFAULT_SERVER": "lab", "NO_COLOR": "1"}


@contextlib.contextmanager
def running(command, **options):
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, env=ENVIRONMENT, start_new_session=True, **{"stdout": subprocess.DEVNULL, **options}
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def card_runs(card):
    with open(f"/proc/asound/card{card}/pcm0p/sub0/status") as file:
        return "RUNNING" in file.read()


def bench(kanon, arguments, name):
    with open(f"/dev/shm/{name}.json", "w") as out:
        subprocess.run([kanon, "bench", *arguments, "--json"], stdout=out, env=ENVIRONMENT, timeout=300)


def phase(kanon, card, name, loads):
    with contextlib.ExitStack() as stack:
        with steady():
            stack.enter_context(running([*JACKD, f"hw:{card}"], stderr=subprocess.DEVNULL))
            until(lambda: card_runs(card), "jackd plays on the card")
        # What waits for a file lets time leap: under load there is always something to do.
        stack.enter_context(steady())
        for load in loads:
            stack.enter_context(running(["sh", "-c", load], stderr=subprocess.DEVNULL))
        time.sleep(0.2)
        for bench_name, arguments in BENCHES.items():
            bench(kanon, arguments, f"{name}-{bench_name}")
    for bench_name in BENCHES:
        subprocess.run(["cp", f"/dev/shm/{name}-{bench_name}.json", "/run/lab/"], check=True)


def main():
    settle()
    kanon = install(sys.argv[1])
    # Once beforehand, so that every file lies in memory.
    bench(kanon, ["wakeup", "--seconds", "0.1"], "rehearsal")
    with open("/run/lab/kernel.txt", "w") as file:
        file.write(" ".join(os.uname()[2:4]))
    phase(kanon, 0, "idle", [])
    phase(kanon, 1, "loaded", LOADS)


if __name__ == "__main__":
    main()
