"""Cuts text into lines and sentences that join back to the same text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.text.languages import any_of

_END = re.compile(r"(?<=[.!?…׃])[\"'”’)\]]*\s+")
"""A sentence ends at its punctuation followed by space; "2.5 mg" and "1:30" have no space and stay whole."""

_ABBREVIATION = re.compile(
    rf"(?:^|[\s(\[/])(?:(?:[^\W\d_]\.)+|(?:{any_of('abbreviations')})\.)$", re.IGNORECASE
)
_LIST_NUMBER = re.compile(r"(?:^|[\s(*•–—-])\d{1,3}\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the white space that followed it in its paragraph."""

    text: str
    gap: str


def lines(text: str) -> list[str]:
    """The paragraphs; no text has none. `"\\n".join` is the inverse."""
    return text.split("\n") if text else []


def sentences(paragraph: str) -> list[Sentence]:
    """The sentences in order; joining texts and gaps gives the paragraph back."""
    found: list[Sentence] = []
    start = 0
    for match in _END.finditer(paragraph):
        gap_at = match.start() + len(match.group().rstrip())
        if not _goes_on(paragraph[start:gap_at], paragraph[match.end() :]):
            found.append(Sentence(paragraph[start:gap_at], paragraph[gap_at : match.end()]))
            start = match.end()
    if start < len(paragraph):
        last = paragraph[start:].rstrip()
        found.append(Sentence(last, paragraph[start + len(last) :]))
    return found


def _goes_on(before: str, after: str) -> bool:
    """Whether a full stop stands inside a sentence: "400 mg b.i.d. with food", "Dr. Levi", "1. Rest".

    Where it is uncertain the sentence goes on: a sentence too long is asked about, one too short is
    merged into something that nobody wrote.
    """
    opening = after.lstrip("\"'“‘([")[:1]
    if opening.isdigit() or opening.islower():
        return True
    return bool(_ABBREVIATION.search(before) or _LIST_NUMBER.search(before))


def is_ended(before: str) -> bool:
    """Whether what stands before the caret in its line is whole: nothing, or sentences with space behind.

    "Ibuprofen 2." may go on with "5 mg"; only the space tells that it does not. Where it is uncertain
    ("Dr. ", "1. ") the sentence goes on.
    """
    text = before.rstrip()
    if not text:
        return True
    ends = [match for match in _END.finditer(before) if match.end() == len(before)]
    return bool(ends) and not _goes_on(text, "")


def joined(parts: Sequence[Sentence]) -> str:
    """A paragraph; sentences that came to stand next to each other without white space get one space."""
    text = "".join(part.text + (part.gap or " ") for part in parts[:-1])
    return text + (parts[-1].text + parts[-1].gap if parts else "")
