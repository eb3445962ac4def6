"""What stands below the figures, free of Qt: a row for each mark, with how it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.domain.chart_changes import MarkChange, MarkWay, mark_changes
from core.domain.records import BodyMark
from core.store.practice.body_marks import Chart
from desktop.body_chart.change_words import change_text, earlier_text, later_text
from desktop.body_chart.presenter import ShownChart


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A mark and how it went. `is_own`: of the chart that can be changed; `is_faint`: drawn behind it."""

    mark: BodyMark
    words: str
    is_own: bool = False
    is_faint: bool = False


def rows_of_note(shown: ShownChart, now: datetime) -> list[ChartRow]:
    """Marks of the note, each with what it was in earlier sessions."""
    return [ChartRow(mark, earlier_text(shown.seen(mark), now), is_own=True) for mark in shown.marks]


def rows_since(shown: ShownChart, earlier: Chart) -> list[ChartRow]:
    """Marks of the note with what changed since one session, then those of that session that are gone."""
    return rows_of_changes(mark_changes(earlier.marks, shown.marks), is_own=True)


def rows_alone(shown: ShownChart, earlier: Chart) -> list[ChartRow]:
    """Marks of the session alone, each with how it went on until the note."""
    changes = mark_changes(earlier.marks, shown.marks)
    later = {
        (each.mark if each.way is MarkWay.GONE else each.before or each.mark).id: each for each in changes
    }
    return [ChartRow(mark, later_text(later[mark.id])) for mark in earlier.marks]


def rows_of_changes(changes: Iterable[MarkChange], *, is_own: bool = False) -> list[ChartRow]:
    """Each mark with how it changed; those that are gone faintly."""
    return [
        ChartRow(
            each.mark,
            change_text(each),
            is_own=is_own and each.way is not MarkWay.GONE,
            is_faint=each.way is MarkWay.GONE,
        )
        for each in changes
    ]
