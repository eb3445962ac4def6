"""How each place of the body chart went over all sessions, free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.chart_changes import MarkKey, mark_key, strength
from core.domain.records import BodyMark
from core.runtime.yielding import FOREGROUND
from core.store.practice.body_marks import Chart


@dataclass(frozen=True, slots=True)
class SessionMark:
    """A mark in its session: of several of one kind in one region the strongest, and of those the last."""

    chart: Chart
    mark: BodyMark


@dataclass(frozen=True, slots=True)
class Course:
    """One kind in one region, the oldest session first; never empty."""

    key: MarkKey
    seen: Sequence[SessionMark]
    ended: Chart | None
    """The first session in which it was not marked any more; None while the newest one has it."""

    @property
    def last(self) -> SessionMark:
        return self.seen[-1]

    @property
    def strengths(self) -> list[int]:
        """Of the sessions in which somebody said how strong it was."""
        said = (strength(each.mark) for each in self.seen)
        return [number for number in said if number is not None]


def courses(charts: Sequence[Chart]) -> list[Course]:
    """Of charts with the newest first: what is there in the newest comes first, the strongest before others,
    then what ended, the latest first."""
    found: dict[MarkKey, list[SessionMark]] = {}
    for chart in FOREGROUND.beside(reversed(charts)):
        for key, mark in _strongest(chart).items():
            found.setdefault(key, []).append(SessionMark(chart, mark))
    places = {chart.note_id: at for at, chart in enumerate(charts)}
    made = []
    for key, seen in found.items():
        at = places[seen[-1].chart.note_id]
        made.append((at, Course(key, seen, charts[at - 1] if at else None)))
    made.sort(key=lambda each: (each[0], -(strength(each[1].last.mark) or 0)))
    return [course for _, course in made]


def _strongest(chart: Chart) -> dict[MarkKey, BodyMark]:
    found: dict[MarkKey, BodyMark] = {}
    for mark in chart.marks:
        key = mark_key(mark)
        if key not in found or _rank(mark) >= _rank(found[key]):
            found[key] = mark
    return found


def _rank(mark: BodyMark) -> int:
    said = strength(mark)
    return -1 if said is None else said
