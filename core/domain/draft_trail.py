"""The way that a draft's text came. Undo goes back along it, also after the program ended."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STRETCH_S = 20
"""What is typed on within so many seconds is one step, as it is for somebody who presses undo."""
MOST_STEPS = 40
MOST_CHARACTERS = 20_000
"""Of all texts of one trail together: it is written with every autosave."""


@dataclass(frozen=True, slots=True)
class Step:
    """From a text back to the one before it: `length` characters from `start` give way to `text`.

    `at` is when it was stored, in seconds since 1970.
    """

    start: int
    length: int
    text: str
    at: int

    def back(self, after: str) -> str:
        """The text before the step; `after` is the one that it led to."""
        return after[: self.start] + self.text + after[self.start + self.length :]


FieldSteps = Mapping[str, tuple[Step, ...]]
"""By field the steps that led to its text, oldest first."""


@dataclass(frozen=True, slots=True)
class Trail:
    """Steps, oldest first. They lead to the text with this digest and to no other."""

    digest: str
    steps: tuple[Step, ...]

    def leads_to(self, text: str) -> bool:
        """False where the text was changed by something that left no step, such as another laptop."""
        return self.digest == digest_of(text)


def digest_of(text: str) -> str:
    """The same for the same text alone."""
    # Qt's texts can hold one half of a surrogate pair, which UTF-8 by itself refuses.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def stepped(trail: Trail | None, before: str, after: str, at: int) -> Trail:
    """The trail with one more change at its end; a trail that does not lead to `before` is given up."""
    steps = trail.steps if trail is not None and trail.leads_to(before) else ()
    step = _step(before, after, at)
    if steps and _goes_on(steps[-1], step):
        # Two steps in one lead back to where the first did, at the time of the first: a stretch ends.
        step = _step(steps[-1].back(before), after, steps[-1].at)
        steps = steps[:-1]
    return Trail(digest_of(after), _bounded((*steps, step)))


def texts_along(steps: Sequence[Step], text: str) -> list[str]:
    """The texts that the steps lead from, oldest first, and at the end the given one, to which they lead."""
    found = [text]
    for step in reversed(steps):
        found.append(step.back(found[-1]))
    return found[::-1]


def _goes_on(last: Step, step: Step) -> bool:
    """Words added go on with words added. What was taken out is always a step of its own."""
    return not last.text and not step.text and 0 <= step.at - last.at < STRETCH_S


def _bounded(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    room, kept = MOST_CHARACTERS, 0
    for step in reversed(steps[-MOST_STEPS:]):
        room -= len(step.text)
        if room < 0:
            break
        kept += 1
    return steps[len(steps) - kept :]


def _step(before: str, after: str, at: int) -> Step:
    start = _alike(before, after)
    tail = _alike(before[start:][::-1], after[start:][::-1])
    return Step(start, len(after) - tail - start, before[start : len(before) - tail], at)


def _alike(first: str, second: str) -> int:
    """How many characters are the same from the start. Halving compares slices, which Python does fast."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
