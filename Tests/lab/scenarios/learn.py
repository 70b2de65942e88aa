"""An unknown controller: kanon monitor shows what it sends, kanon learn writes its rules, and the Kanon that plays takes them at once."""

import json
import shutil
import signal
import subprocess
import time

from bed.keyboard import NAME
from bed.score import Score
from bed.stage import SINE
from bed.terminal import Terminal
from bed.waiting import steady, until

KEY = 48
STEP = 0.012
# What has no rule for such a device, and an endless knob whose number has one.
POT, PAIR, ENDLESS, PARAMETER = 102, 16, 22, 1290
TICK = 0.020


def turn(controller, values):
    score = Score()
    for index, value in enumerate(values):
        score.control(index * STEP, controller, value)
    return score


def turn_pair():
    score = Score()
    for index, value in enumerate(range(200, 12_000, 131)):
        score.control(index * STEP, PAIR, value >> 7)
        score.control(index * STEP, PAIR + 32, value & 127)
    return score


def turn_parameter():
    score = Score()
    for index in range(60):
        for controller, value in ((99, PARAMETER >> 7), (98, PARAMETER & 127), (6, 20 + index)):
            score.control(index * STEP, controller, value)
    return score


def all_sorts():
    """What kanon monitor is to show."""
    score = Score().notes(0, [KEY], 0.2)
    score.control(0.4, 74, 64).control(0.42, POT, 5)
    score.control(0.44, 64, 127).control(0.46, 64, 0)
    score.control(0.5, PAIR, 64).control(0.5, PAIR + 32, 1)
    for controller, value in ((99, PARAMETER >> 7), (98, PARAMETER & 127), (6, 64)):
        score.control(0.55, controller, value)
    score.events.append((0.6, bytes([0xF0, 0x7E, 0x7F, 0x06, 0x01, 0xF7])))
    score.events += [(0.7 + tick * TICK, b"\xf8") for tick in range(48)]
    return score


def monitor(stage):
    with open(stage.path("monitor.json"), "w") as out, open(stage.path("monitor.log"), "w") as log, steady():
        process = subprocess.Popen(
            [stage.kanon_path, "monitor", "--json"], stdin=subprocess.DEVNULL, stdout=out, stderr=log, env=stage.environment
        )
        until(lambda: stage.keyboard.reaches("Kanon monitor"), "kanon monitor listens", seconds=60)
        until(lambda: "connected" in stage.read("monitor.log"), "kanon monitor says so")
        stage.play(all_sorts())
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.wait(30)


def learn(stage, key, score, count):
    """Learns a knob that shows at once what it is; without a terminal."""
    with open(stage.path("learn.log"), "a") as log, steady():
        process = subprocess.Popen(
            [stage.kanon_path, "learn", key, "--yes"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=stage.environment
        )
        until(lambda: stage.keyboard.reaches("Kanon learn"), "kanon learn listens", seconds=60)
        until(lambda: stage.read("learn.log").count("Turn the knob") == count, "kanon learn asks")
        stage.play(score)
        status = process.wait(60)
    if status != 0:
        raise RuntimeError(f"kanon learn {key} ended with {status}: {stage.read('learn.log').strip()[-300:]}")


def learn_endless(stage, key):
    """Learns a knob that has to be turned to and fro; in a terminal."""
    with steady():
        terminal = Terminal(stage.kanon_path, "learn", key, environment=stage.environment)
        until(lambda: stage.keyboard.reaches("Kanon learn"), "kanon learn listens", seconds=60)
        terminal.await_word("slowly to the right")
        stage.play(turn(ENDLESS, [1, 1, 2, 1, 1, 1]))
        terminal.await_word("slowly to the left")
        stage.play(turn(ENDLESS, [127, 127, 126, 127]))
        terminal.await_word("[Y/n]")
        terminal.type("y\n")
        terminal.end()
    stage.save("terminal.json", terminal.shown)


def play(stage):
    with stage.playing({**SINE, "osc1.shape": "saw"}):
        monitor(stage)
        learn(stage, "filter.cutoff", turn(POT, range(0, 128)), 1)
        stage.await_word(f"{NAME}: its mapping is {NAME}.")
        learn(stage, "knob.2", turn_pair(), 2)
        learn(stage, "knob.4", turn_parameter(), 3)
        learn_endless(stage, "knob.3")
        stage.await_word(f"Mapping: {NAME}, as saved.")
        time.sleep(1)
        stage.play(Score().press(0, [KEY]))
        time.sleep(0.5)
        stage.mark("turned", stage.play(turn(POT, range(127, 50, -1))))
        time.sleep(0.3)
        stage.play(Score().lift(0, [KEY]))
        time.sleep(0.3)
    shutil.copy(stage.path("data/kanon/mappings/lab-keyboard.yaml"), stage.path("lab-keyboard.yaml"))


def judge(evidence):
    import numpy as np

    from bed import hearing
    from bed.judge import check

    evidence.orderly()
    lines = [json.loads(line) for line in evidence.read("monitor.json").splitlines()]
    messages = [line for line in lines if "text" in line]

    def shown(text):
        found = [line for line in messages if text in line["text"]]
        check(found, f'kanon monitor does not show "{text}"')
        return found[-1]

    check(shown("note on C3 (48), velocity 100")["device"] == NAME, "kanon monitor does not name the keyboard")
    hits = "".join(shown("CC 74 Brightness = 64")["hits"])
    check("CC 74 -> knob.5 Brightness (pickup)" in hits, f"CC 74 hits {hits}")
    check("no rule" in shown(f"CC {POT} = 5").get("reason", ""), f"CC {POT} has a rule")
    check("standard" in shown("CC 64 Sustain pedal = 127").get("reason", ""), "the pedal is not the standard's")
    shown(f"CC {PAIR}+{PAIR + 32} = 8193 of 16383")
    shown(f"NRPN {PARAMETER} = 8256 of 16383")
    shown("identity request: F0 7E 7F 06 01 F7")
    clock = [line["stream"] for line in lines if line.get("message") == "clock"]
    check(sum(part["count"] for part in clock) == 48, "not all 48 clock ticks are summed up")
    mean = clock[0]["meanMilliseconds"]
    check(abs(mean - TICK * 1000) < 0.5, f"a clock of {TICK * 1000:.0f} ms is said to have {mean:.3f} ms")
    delays = [line.get("delayMicroseconds") for line in messages]
    check(None not in delays, "messages without the kernel's stamp")
    check(max(delays) < 20_000, f"a message took {max(delays)} µs")

    mapping = evidence.read("lab-keyboard.yaml")
    for text in (
        f'match: {{name: "{NAME}", usb: "1d6b:0104"}}',
        f"- {{cc: {POT}, to: filter.cutoff}}",
        f"- {{cc: {PAIR}, bits: 14, to: knob.2}}",
        f"- {{nrpn: {PARAMETER}, to: knob.4}}",
        f"- {{cc: {ENDLESS}, relative: twos-complement, to: knob.3}}",
        "- {cc: 74, to: knob.5}",
        "# The sound controllers.",
    ):
        check(text in mapping, f"the mapping has no {text}")
    check(f"{{cc: {ENDLESS}, to: knob.3}}" not in mapping, "the rule that CC 22 had is still there")
    said = evidence.load("terminal.json")
    check(f"It takes the place of {{cc: {ENDLESS}, to: knob.3}}." in said, "kanon learn does not say what it replaces")

    # the last key is held while the learned knob is turned down
    held, turned = evidence.frame(evidence.presses()[-1]), evidence.frame(evidence.marks["turned"])
    rate = evidence.card.rate
    at, colour = hearing.brightness(evidence.card.left[held : turned + rate // 5], rate)
    before, after = np.median(colour[at < 0.4 * rate]), np.median(colour[at > turned - held])
    check(before > 2 * after, f"the learned knob moves the centroid from {before:.0f} to {after:.0f} Hz only")
    return (
        f"four knobs learned, centroid {before:.0f} to {after:.0f} Hz,"
        f" {len(delays)} messages {int(np.median(delays))} µs after the kernel, {max(delays)} µs at most"
    )
