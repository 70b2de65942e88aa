"""The lab's USB MIDI keyboard, in the guest: a MIDI gadget on a dummy USB controller.

Kanon meets it as it meets any keyboard: snd-usb-audio finds it on the bus, and bytes written to the gadget's own side
arrive as USB MIDI packets.
"""

import glob
import os
import time

from bed.waiting import punctual, until

NAME = "Lab Keyboard"
_GADGET = "/sys/kernel/config/usb_gadget/keyboard"


def _write(path, text):
    with open(f"{_GADGET}/{path}", "w") as file:
        file.write(f"{text}\n")


def sequencer_clients():
    """ALSA's sequencer clients: a list of (number, name, the lines of its ports)."""
    clients = []
    with open("/proc/asound/seq/clients") as file:
        for line in file:
            if line.startswith("Client ") and '"' in line:
                clients.append((int(line[7:].split(":")[0]), line.split('"')[1], []))
            elif clients:
                clients[-1][2].append(line)
    return clients


def client(name):
    """The first sequencer client called `name`, or None."""
    return next((client for client in sequencer_clients() if client[1] == name), None)


class Keyboard:
    def __init__(self):
        self._device = None

    def plug(self):
        """Plugs it in and waits until ALSA has it."""
        if not os.path.isdir(_GADGET):
            for folder in ("strings/0x409", "configs/c.1/strings/0x409", "functions/midi.usb0"):
                os.makedirs(f"{_GADGET}/{folder}", exist_ok=True)
            _write("idVendor", "0x1d6b")
            _write("idProduct", "0x0104")
            _write("strings/0x409/manufacturer", "Kanon")
            _write("strings/0x409/product", NAME)
            _write("strings/0x409/serialnumber", "1")
            _write("configs/c.1/strings/0x409/configuration", "MIDI")
            _write("functions/midi.usb0/id", "gadget")
            _write("functions/midi.usb0/in_ports", 1)
            _write("functions/midi.usb0/out_ports", 1)
            os.symlink(f"{_GADGET}/functions/midi.usb0", f"{_GADGET}/configs/c.1/midi.usb0")
        _write("UDC", os.listdir("/sys/class/udc")[0])
        until(lambda: client(NAME) and self._own_side(), "the keyboard is plugged in")
        self._device = os.open(self._own_side(), os.O_WRONLY)

    def unplug(self):
        """Pulls it out and waits until ALSA has let go of it; the moment at which it had."""
        os.close(self._device)
        self._device = None
        _write("UDC", "")
        until(lambda: not client(NAME), "the keyboard is unplugged", step=0.001)
        return time.monotonic()

    def is_plugged(self):
        return self._device is not None

    def reaches(self, name):
        """Whether the keyboard is connected to the sequencer client `name`."""
        here, there = client(NAME), client(name)
        return bool(here and there) and any(
            "Connecting To:" in line and f" {there[0]}:" in line.replace(",", " ") for line in here[2]
        )

    def play(self, score):
        """Plays a score from now on; the (moment, bytes) at which each of its writes went out."""
        written = []
        with punctual():
            base = time.monotonic() + 0.05
            for at, message in score.sorted():
                time.sleep(max(0, base + at - time.monotonic()))
                written.append((time.monotonic(), message.hex()))
                os.write(self._device, message)
        return written

    @staticmethod
    def _own_side():
        for name in glob.glob("/proc/asound/card*/id"):
            with open(name) as file:
                if file.read().strip() == "gadget":
                    return f"/dev/snd/midiC{name.split('/')[3][4:]}D0"
        return None
