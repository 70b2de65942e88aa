"""Changes of the sound under keys that are held: when each was asked for, and what the card got then."""

from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from bed.continuity import FLOOR, RATE, Roughness, Transition, silence

# A change is asked for, and the control thread looks around and reads the file; the notes morph; and half a second more.
LATE, MORPH, REST = 0.1, 0.04, 0.5
# For how long a scenario leaves a sound alone after a change: what is compared lies behind the transition.
STAY = LATE + MORPH + 2 * REST
# A moment of the keyboard's is known this well on the card.
SLACK = 0.01

# As long as one of JACK's periods: a low wave that just touches zero is as quiet for sixteen frames, now and then.
HOLE = 64


@dataclass
class Change:
    """The stretch of the card's frames in which a change falls, and what lies half a second before and behind it."""

    sound: object
    before: tuple
    window: tuple
    after: tuple

    @staticmethod
    def on(evidence, asked, answered, since=0):
        """The one that was asked for and answered at these moments. What was heard before `since`, when the keys were struck, does
        not belong to the sound before it."""
        frame = evidence.frame
        start, settled = frame(asked - SLACK), frame(answered + LATE + MORPH + REST)
        begin = max(frame(asked - SLACK - REST), frame(since + 2 * SLACK))
        return Change(evidence.card.samples, (begin, start), (start, settled), (settled, settled + int((REST - 2 * SLACK) * RATE)))

    @cached_property
    def steady(self):
        """What the sounds before and after are like."""
        return Roughness.of(self.sound, *self.before).joined(Roughness.of(self.sound, *self.after))

    def beside(self, *known):
        """The transition beside them, and what else is known of them."""
        return Transition(Roughness.of(self.sound, *self.window), reduce(Roughness.joined, known, self.steady))

    def hole(self):
        """The frame at which it falls silent between two sounds that do not; None where it never does."""
        if any(silence(self.sound, *part, HOLE) is not None for part in (self.before, self.after)):
            return None
        return silence(self.sound, *self.window, HOLE)

    def is_silent(self):
        """Whether nothing is left behind it."""
        return np.abs(self.sound[slice(*self.after)]).max() < FLOOR
