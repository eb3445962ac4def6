"""A booking as it was typed in one line, for somebody who is still to be added as a client."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QLocale

from core.domain.records import Service
from desktop.kit.day_words import booking_words
from desktop.kit.typed_booking import BookingWords, TypedBooking, booking_meant


@dataclass(frozen=True, slots=True)
class BookingLine:
    """`text` as it was typed at the time `at` on the practice's clock, from which "tue" counts."""

    text: str
    at: datetime
    who: str

    def meant(self, services: Sequence[Service]) -> TypedBooking | None:
        """What it says besides the name; None where it is a name alone."""
        return booking_meant(self.text, self.at, present_words(), services)


def present_words() -> BookingWords:
    """Those of the present language, with the first day of its week."""
    return booking_words(QLocale().firstDayOfWeek().value - 1)


def line_to_json(line: BookingLine | None) -> dict[str, Any] | None:
    """For a form that is left unfinished; `line_from_json` is the way back."""
    return None if line is None else {"text": line.text, "at": line.at.isoformat(), "who": line.who}


def line_from_json(given: Mapping[str, Any] | None) -> BookingLine | None:
    """None where the form was of no booking, or of a program that knew none."""
    if given is None:
        return None
    return BookingLine(given["text"], datetime.fromisoformat(given["at"]), given["who"])
