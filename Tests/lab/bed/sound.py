"""A WAV file as numbers."""

import struct
from dataclasses import dataclass

import numpy as np


@dataclass
class Sound:
    """Frames × channels, full scale ±1, and the rate in Hz."""

    samples: np.ndarray
    rate: int = 48_000

    @property
    def left(self):
        return self.samples[:, 0]

    @property
    def seconds(self):
        return len(self.samples) / self.rate

    @staticmethod
    def read(path):
        """PCM of 16, 24 or 32 bits, or float of 32. A header that was never finished is read to the file's end."""
        with open(path, "rb") as file:
            data = file.read()
        if data[:4] not in (b"RIFF", b"RF64") or data[8:12] != b"WAVE":
            raise ValueError(f"{path} is no WAV file")
        at, layout = 12, None
        while at + 8 <= len(data):
            kind, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
            body = at + 8
            if kind == b"fmt ":
                code, channels, rate, _, _, bits = struct.unpack("<HHIIHH", data[body : body + 16])
                if code == 0xFFFE:
                    code = struct.unpack("<H", data[body + 24 : body + 26])[0]
                layout = (code, channels, rate, bits)
            elif kind == b"data":
                if size in (0, 0xFFFFFFFF) or body + size > len(data):
                    size = len(data) - body
                return Sound(_decode(data[body : body + size], *layout), layout[2])
            at = body + size + size % 2
        raise ValueError(f"{path} holds no sound")

    def write(self, path):
        """As 16-bit PCM."""
        frames = np.clip(np.round(self.samples * 32767), -32768, 32767).astype("<i2")
        channels = frames.shape[1]
        body = frames.tobytes()
        layout = struct.pack("<HHIIHH", 1, channels, self.rate, self.rate * channels * 2, channels * 2, 16)
        with open(path, "wb") as file:
            file.write(b"RIFF" + struct.pack("<I", 36 + len(body)) + b"WAVE")
            file.write(b"fmt " + struct.pack("<I", 16) + layout + b"data" + struct.pack("<I", len(body)) + body)


def _decode(data, code, channels, rate, bits):
    data = data[: len(data) // (channels * bits // 8) * (channels * bits // 8)]
    if code == 3 and bits == 32:
        numbers = np.frombuffer(data, "<f4").astype(float)
    elif code == 1 and bits == 16:
        # JACK writes a full-scale sample as 32767
        numbers = np.frombuffer(data, "<i2") / 32767
    elif code == 1 and bits == 24:
        octets = np.frombuffer(data, np.uint8).reshape(-1, 3).astype(np.int32)
        numbers = ((octets[:, 0] | octets[:, 1] << 8 | octets[:, 2] << 16) << 8 >> 8) / 0x800000
    elif code == 1 and bits == 32:
        numbers = np.frombuffer(data, "<i4") / 0x80000000
    else:
        raise ValueError(f"a WAV of format {code}, {bits} bits is not read here")
    return numbers.reshape(-1, channels)
