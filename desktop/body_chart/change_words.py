"""In words: what changed since another session, and how a place went over all of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from core.domain.body_chart import MOST
from core.domain.chart_changes import MarkChange, MarkWay, strength
from core.domain.records import BodyMark
from core.store.practice.body_marks import Chart
from desktop.body_chart.courses import Course, SessionMark
from desktop.body_chart.words import kind_words, mark_place
from desktop.kit.dates import day_text, day_within
from desktop.kit.i18n import one_line, plural, tr
from desktop.widgets.trend_plot import PlotEnds, PlotPoint

MOST_TOLD = 10
"""So many of the newest strengths are read aloud."""
_MOST_EARLIER = 4
_MOST_POINTS = 60


def session_day(chart: Chart, now: datetime) -> str:
    """Such as "Mon 9 Nov"."""
    return day_text(chart.session_date.astimezone(now.tzinfo).date(), now.date())


def since_text(chart: Chart, changes: Sequence[MarkChange], now: datetime) -> str:
    """ "Since Mon 9 Nov: 1 new, 2 weaker." """
    day = day_within(chart.session_date.astimezone(now.tzinfo).date(), now.date())
    counts = Counter(change.way for change in changes)
    counted = (
        plural("BodyChart", "1 new", "{n} new", counts[MarkWay.NEW]),
        plural("BodyChart", "1 stronger", "{n} stronger", counts[MarkWay.STRONGER]),
        plural("BodyChart", "1 weaker", "{n} weaker", counts[MarkWay.WEAKER]),
        plural("BodyChart", "1 gone", "{n} gone", counts[MarkWay.GONE]),
        plural("BodyChart", "1 unchanged", "{n} unchanged", counts[MarkWay.SAME]),
    )
    ways = (MarkWay.NEW, MarkWay.STRONGER, MarkWay.WEAKER, MarkWay.GONE, MarkWay.SAME)
    said = [text for text, way in zip(counted, ways, strict=True) if counts[way]]
    return tr("BodyChart", "Since {day}: {changes}.", day=day, changes=", ".join(said))


def first_text() -> str:
    """Of a session before which nothing was marked."""
    return tr("BodyChart", "The first session with marks.")


def change_text(change: MarkChange) -> str:
    """How one mark went on: "Weaker: 8 before"."""
    before = None if change.before is None else change.before.intensity
    if change.way is MarkWay.NEW:
        return tr("BodyChart", "New")
    if change.way is MarkWay.GONE:
        return tr("BodyChart", "Gone")
    if change.way is MarkWay.STRONGER:
        return tr("BodyChart", "Stronger: {number} before", number=before)
    if change.way is MarkWay.WEAKER:
        return tr("BodyChart", "Weaker: {number} before", number=before)
    is_said_anew = change.mark.intensity is None and before is not None
    return tr("BodyChart", "{number} before", number=before) if is_said_anew else tr("BodyChart", "Unchanged")


def later_text(change: MarkChange) -> str:
    """How a mark of an earlier session went on since: "Weaker now: 3"."""
    if change.way is MarkWay.STRONGER:
        return tr("BodyChart", "Stronger now: {number}", number=change.mark.intensity)
    if change.way is MarkWay.WEAKER:
        return tr("BodyChart", "Weaker now: {number}", number=change.mark.intensity)
    return change_text(change) if change.way is MarkWay.GONE else tr("BodyChart", "Still there")


def earlier_text(seen: Sequence[SessionMark], now: datetime) -> str:
    """ "Before: 7 (2 November), 5 (9 November)"; nothing where there was none."""
    numbers = [
        tr("BodyChart", "{number} ({day})", number=_number(each.mark), day=session_day(each.chart, now))
        for each in seen[-_MOST_EARLIER:]
    ]
    return tr("BodyChart", "Before: {numbers}", numbers=", ".join(numbers)) if numbers else ""


def course_name(course: Course) -> str:
    """What is followed: "Pain · left shoulder (back)"."""
    mark = course.last.mark
    return one_line((kind_words().get(mark.kind, mark.kind), mark_place(mark)))


def course_last(course: Course) -> str:
    """How strong it is now; nothing where it is gone, or nobody said."""
    said = course.last.mark.intensity
    return "" if said is None or course.ended is not None else f"{said}/{MOST}"


def course_way(course: Course, now: datetime) -> str:
    """How strong it was, and what became of it: "8, 5, 3 · falling"."""
    return one_line((_numbers(course), _became(course, now)))


def course_spoken(course: Course, now: datetime) -> str:
    """As a screen reader says it: "Pain · left shoulder (back): 8, 5, 3; falling"."""
    name, way = course_name(course), _became(course, now)
    return tr("BodyChart", "{name}: {numbers}; {way}", name=name, numbers=_numbers(course), way=way)


def course_points(course: Course) -> list[PlotPoint]:
    """The newest of them, where somebody said how strong it was."""
    said = ((each.chart.session_date, strength(each.mark)) for each in course.seen[-_MOST_POINTS:])
    return [PlotPoint(at, number) for at, number in said if number is not None]


def course_ends() -> PlotEnds:
    """All strengths in one height, so that places can be compared."""
    return PlotEnds(0, MOST)


def _number(mark: BodyMark) -> str:
    return mark.intensity or "–"


def _numbers(course: Course) -> str:
    return ", ".join(_number(each.mark) for each in course.seen[-MOST_TOLD:])


def _became(course: Course, now: datetime) -> str:
    if course.ended is not None:
        day = course.ended.session_date.astimezone(now.tzinfo).date()
        return tr("BodyChart", "gone {day}", day=day_within(day, now.date()))
    strengths = course.strengths
    if len(strengths) < 2 or strengths[0] == strengths[-1]:
        return tr("BodyChart", "unchanged")
    rises = strengths[-1] > strengths[0]
    return tr("BodyChart", "rising") if rises else tr("BodyChart", "falling")
