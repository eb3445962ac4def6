"""Measures as a table for a spreadsheet, in which nothing that a person typed is a formula. No Qt."""

import csv
import io
from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from core.domain.ids import NoteId
from core.domain.measures import number
from core.domain.records import Measure

HEADS = ("day", "time", "name", "number", "unit", "lowest", "highest", "remark", "note")
# What spreadsheets take for the beginning of a formula, as OWASP lists it for CSV injection.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def measures_csv(measures: Iterable[Measure], signed: Collection[NoteId], zone: ZoneInfo) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; a line for each measure, in the given order."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADS)
    for measure in measures:
        at = measure.taken_at.astimezone(zone)
        note = "" if measure.session_id is None else "signed" if measure.session_id in signed else "draft"
        texts = (measure.name, measure.value, measure.unit, measure.low, measure.high, measure.note)
        rows.writerow((f"{at:%Y-%m-%d}", f"{at:%H:%M}", *(plain_cell(text) for text in texts), note))
    return out.getvalue().encode("utf-8-sig")


def plain_cell(text: str | None) -> str:
    """What a spreadsheet would compute gets an apostrophe before it; numbers stay numbers."""
    cell = text or ""
    return f"'{cell}" if cell.startswith(_FORMULAS) and number(cell) is None else cell
