"""What the doctor says of a stage that plays is true, and a new user who follows it to the letter gets real time."""

import json
import os
import subprocess

from bed.score import Score
from bed.stage import SINE

# As Debian gives it to a user of whom nothing was said.
NO_RIGHTS = ["prlimit", "--rtprio=0:0", "--memlock=8388608:8388608"]
MENDED = ["priority-probe", "priority-limit", "memory-limit", "groups", "sequencer", "interrupts", "sequencer-timer", "wake-ups"]


def play(stage):
    with stage.playing(SINE):
        stage.play(Score().notes(0, [72], 0.2))
        command = [stage.kanon_path, "doctor", "--quick", "--json"]
        stage.save("playing.json", examine(command, {**os.environ, "JACK_DEFAULT_SERVER": "lab"}))
    newcomer(stage)


def newcomer(stage):
    """Somebody without any right asks, does what the script says, and logs in again."""
    subprocess.run(["useradd", "--create-home", "clara"], check=True)
    # What jackd2 and PipeWire brought along when they were installed.
    subprocess.run("rm -f /etc/security/limits.d/*", shell=True, check=True)
    # udev's work, which does not run here.
    subprocess.run("chgrp audio /dev/snd/*; chmod 660 /dev/snd/*", shell=True, check=True)
    asked = login(f"{stage.kanon_path} doctor --quick --json")
    stage.save("before.json", examine(asked))
    script = subprocess.run(login(f"{stage.kanon_path} doctor --quick --fix-script"), capture_output=True, text=True).stdout
    tools = stage.path("tools")
    os.makedirs(tools)
    # Nobody asks root for a password, and there is no network to install from.
    for name, line in [("sudo", 'exec "$@"'), ("apt-get", 'echo "$@"')]:
        with open(f"{tools}/{name}", "w") as file:
            file.write(f"#!/bin/sh\n{line}\n")
        os.chmod(f"{tools}/{name}", 0o755)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    done = subprocess.run(["bash"], input=script, env=environment, capture_output=True, text=True)
    stage.save("script.json", {"script": script, "said": done.stdout + done.stderr})
    stage.save("after.json", examine(asked))


def login(command):
    return [*NO_RIGHTS, "su", "-", "clara", "-c", command]


def examine(command, environment=None):
    done = subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if not done.stdout.startswith("{"):
        raise RuntimeError(f"kanon doctor ended with {done.returncode}: {done.stderr}")
    return {**json.loads(done.stdout), "status": done.returncode}


def judge(evidence):
    from bed.judge import check

    def verdicts(name):
        report = evidence.load(name)
        check(report["status"] == report["exitStatus"], f"{name}: it ended with {report['status']}")
        return {finding["key"]: (finding["verdict"], finding["says"]) for finding in report["findings"]}

    evidence.orderly()
    playing = verdicts("playing.json")
    check("64 frames × 2 at 48000 Hz, asynchronous: 4.00 ms" in playing["jack"][1], playing["jack"][1])
    for key in ["kernel", "preemption", "jack", "real-time-tasks", "wake-ups"]:
        check(playing[key][0] == "OK", f"while it plays, {key} is {playing[key]}")
    check("Mbit/s" in playing["usb-endpoints"][1], "it does not see the keyboard")
    before, after = verdicts("before.json"), verdicts("after.json")
    check(evidence.load("before.json")["status"] == 2, "a user without rights is not told that sound will break")
    for key in ["priority-probe", "priority-limit", "sequencer"]:
        check(before[key][0] == "FAIL", f"before, {key} is {before[key]}")
    for key in MENDED:
        check(after[key][0] == "OK", f"after the fixes, {key} is {after[key]}")
    check(evidence.load("after.json")["status"] < 2, "after the fixes sound will still break")
    return f"{sum(verdict == 'FAIL' for verdict, _ in before.values())} FAIL before, 0 after; {after['wake-ups'][1]}"
