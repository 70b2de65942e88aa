"""The lab's USB MIDI keyboards, in the guest: MIDI gadgets, each on a dummy USB controller of its own.

Kanon meets them as it meets any keyboard: snd-usb-audio finds them on the bus, and bytes written to the gadget's own side
arrive as USB MIDI packets.
"""

import glob
import os
import time

from bed.waiting import punctual, until

NAME = "Lab Keyboard"
OTHER_NAME = "Lab Organ"
VENDOR = 0x1D6B
# The gadget's, for a millisecond of USB, a message each; it drops what finds none.
REQUESTS = 32


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
    """One that is `controller`'s: 0 or 1."""

    def __init__(self, name=NAME, product=0x0104, controller=0):
        self.name = name
        self.usb = f"{VENDOR:04x}:{product:04x}"
        self._product = product
        self._controller = controller
        self._gadget = f"/sys/kernel/config/usb_gadget/keyboard{controller}"
        self._device = None

    def plug(self):
        """Plugs it in and waits until ALSA has it."""
        self.attach()
        until(lambda: client(self.name) and self._own_side(), f"{self.name} is plugged in")
        self.open()

    def attach(self):
        """Plugs it in, and waits for nothing."""
        if not os.path.isdir(self._gadget):
            self._make()
        self._write("UDC", f"dummy_udc.{self._controller}")

    def open(self):
        """Once ALSA has it, its own side can be written to."""
        self._device = os.open(self._own_side(), os.O_WRONLY)

    def unplug(self):
        """Pulls it out and waits until ALSA has let go of it; the moment at which it had."""
        os.close(self._device)
        self._device = None
        self._write("UDC", "")
        until(lambda: not client(self.name), f"{self.name} is unplugged", step=0.001)
        return time.monotonic()

    def is_plugged(self):
        return self._device is not None

    def reaches(self, name):
        """Whether the keyboard is connected to the sequencer client `name`."""
        here, there = client(self.name), client(name)
        return bool(here and there) and any(
            "Connecting To:" in line and f" {there[0]}:" in line.replace(",", " ") for line in here[2]
        )

    def send(self, message):
        os.write(self._device, message)

    def pour(self, messages):
        """Sends messages as fast as the cable brings them; how many a second that were."""
        begin = time.monotonic()
        with punctual():
            for first in range(0, len(messages), REQUESTS):
                time.sleep(max(0, begin + first / REQUESTS / 1000 - time.monotonic()))
                self.send(b"".join(messages[first : first + REQUESTS]))
        return len(messages) / (time.monotonic() - begin)

    def _make(self):
        for folder in ("strings/0x409", "configs/c.1/strings/0x409", "functions/midi.usb0"):
            os.makedirs(f"{self._gadget}/{folder}", exist_ok=True)
        self._write("idVendor", f"0x{VENDOR:04x}")
        self._write("idProduct", f"0x{self._product:04x}")
        self._write("strings/0x409/manufacturer", "Kanon")
        self._write("strings/0x409/product", self.name)
        self._write("strings/0x409/serialnumber", "1")
        self._write("configs/c.1/strings/0x409/configuration", "MIDI")
        self._write("functions/midi.usb0/id", self._own_id)
        self._write("functions/midi.usb0/in_ports", 1)
        self._write("functions/midi.usb0/out_ports", 1)
        os.symlink(f"{self._gadget}/functions/midi.usb0", f"{self._gadget}/configs/c.1/midi.usb0")

    def _write(self, path, text):
        with open(f"{self._gadget}/{path}", "w") as file:
            file.write(f"{text}\n")

    @property
    def _own_id(self):
        return f"gadget{self._controller}"

    def _own_side(self):
        for name in glob.glob("/proc/asound/card*/id"):
            with open(name) as file:
                if file.read().strip() == self._own_id:
                    return f"/dev/snd/midiC{name.split('/')[3][4:]}D0"
        return None


def play(parts):
    """Plays scores together from now on, `parts` being (keyboard, score); the (moment, bytes) at which each write went out."""
    events = [(at, message, keyboard) for keyboard, score in parts for at, message in score.events]
    written = []
    with punctual():
        base = time.monotonic() + 0.05
        for at, message, keyboard in sorted(events, key=lambda event: event[0]):
            time.sleep(max(0, base + at - time.monotonic()))
            written.append((time.monotonic(), message.hex()))
            keyboard.send(message)
    return written
