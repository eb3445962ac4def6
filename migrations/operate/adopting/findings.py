"""What an adoption has to say about single rows: settled by a rule, in need of consent, or in the way."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

SHOWN = 20
"""Rows named per kind; all are counted."""


class Grade(StrEnum):
    SETTLED = "settled"
    """By a stated rule that loses nothing: the original stays beside it, sealed."""
    MENDABLE = "mendable"
    """The new tables cannot hold it as it is; mended by a stated rule when that is asked for."""
    OBSTACLE = "obstacle"
    """Unknown or unreadable: nothing is adopted before somebody has looked at it."""


RULES: dict[str, tuple[Grade, str]] = {
    "attended": (Grade.SETTLED, "status ATTENDED becomes COMPLETED, which means the same"),
    "final_without_time": (
        Grade.SETTLED,
        "note neither draft nor finalized: finalized at its last change",
    ),
    "no_address": (Grade.SETTLED, "place without an address: the address says so"),
    "attachment": (
        Grade.SETTLED,
        "attachment: its record is kept sealed on the server; the file stays where it is",
    ),
    "end_not_after_start": (
        Grade.MENDABLE,
        "appointment ends before it begins: lasts as its service does, else 60 minutes",
    ),
    "duration_out_of_range": (Grade.MENDABLE, "note's duration is not within 0 to 480 minutes: left empty"),
    "service_without_duration": (Grade.MENDABLE, "service without a length: 60 minutes"),
    "finalized_draft": (Grade.MENDABLE, "note both draft and finalized: finalized"),
    "name_taken": (Grade.MENDABLE, "name used twice: a number is added"),
    "odd_tags": (Grade.MENDABLE, "tags that are not words: left out"),
    "odd_number": (Grade.MENDABLE, "a number that JSON cannot carry: the document is left out"),
    "odd_document": (
        Grade.MENDABLE,
        "nested deeper or with longer numbers than every laptop reads: the document is left out",
    ),
    "odd_version": (Grade.MENDABLE, "note's version is below 1: 1"),
    "unknown_word": (Grade.OBSTACLE, "unknown word"),
    "no_master_key": (Grade.OBSTACLE, "encrypted text, and no master key was given"),
    "unreadable": (Grade.OBSTACLE, "encrypted text that this master key does not open"),
    "not_text": (Grade.OBSTACLE, "encrypted text that is not UTF-8"),
    "too_large": (Grade.OBSTACLE, "longer than a server takes"),
    "odd_time": (Grade.OBSTACLE, "a date outside the years 1 to 9999"),
    "foreign_link": (Grade.OBSTACLE, "belongs to a row of another practice"),
}


@dataclass(frozen=True, slots=True)
class SurveyFinding:
    """`what` names a column, and for an unknown word the word; never a person's data."""

    code: str
    table: str
    row_id: str
    what: str = ""


@dataclass
class Findings:
    """Counted by kind, table and column; a few rows of each are named."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    named: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def add(self, found: Iterable[SurveyFinding]) -> None:
        for one in found:
            key = one.code, one.table, one.what
            self.counts[key] += 1
            rows = self.named.setdefault(key, [])
            if len(rows) < SHOWN:
                rows.append(one.row_id)

    def of(self, grade: Grade) -> list[tuple[str, str, str]]:
        return sorted(key for key in self.counts if RULES[key[0]][0] is grade)

    def line(self, key: tuple[str, str, str]) -> str:
        """One kind in words, with the rows that have it."""
        code, table, what = key
        rows = ", ".join(self.named[key][:3]) + (" ..." if self.counts[key] > 3 else "")
        place = f"{table}.{what}" if what else table
        return f"{self.counts[key]:,} x {place}: {RULES[code][1]} ({rows})"
