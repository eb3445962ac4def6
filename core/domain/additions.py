"""Additions to signed notes: a dated paragraph below what was signed, which stays word for word."""

import re
from collections.abc import Mapping

from core.domain.errors import RuleBroken
from core.domain.notes import FIELD_LIMIT

Texts = Mapping[str, str | None]
_DATED = re.compile(r"[^\n]*\b\d{4}\b[^\n]*:\n")
"""The heading of an addition, in whichever language it was written: it has a year."""


def added_below(before: str | None, heading: str, addition: str) -> str:
    """The text with the paragraph at its foot. `heading` says when and by whom it was added.

    Raises RuleBroken (no_text, too_long) where nothing is to be added, or more than the text has room for.
    """
    if not addition.strip():
        raise RuleBroken(
            "Nothing is written that could be added; nothing was changed. Write it first, then sign.",
            code="no_text",
        )
    top = f"{before}\n\n{heading}\n" if before else f"{heading}\n"
    room = FIELD_LIMIT - len(top)
    if len(addition.strip()) > room:
        raise RuleBroken(
            f"The plan of this note has room for {max(room, 0)} more characters; nothing was changed. "
            "Shorten what you add, or write a new note.",
            code="too_long",
        )
    return top + addition.strip()


def is_addition(before: Texts, after: Texts) -> bool:
    """Whether all that stood there stands there still, and a dated paragraph stands below it."""
    pairs = [(text or "", after.get(name) or "") for name, text in before.items()]
    changed = [(old, new) for old, new in pairs if old != new]
    return len(changed) == 1 and _goes_on_below(*changed[0])


def _goes_on_below(old: str, new: str) -> bool:
    above = f"{old}\n\n" if old else ""
    return new.startswith(above) and _DATED.match(new[len(above) :]) is not None
