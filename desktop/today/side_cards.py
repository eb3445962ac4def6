"""What stands beside the day's appointments: what needs a person, free time, unsigned notes, the next day."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.kit import tokens
from desktop.kit.context import Navigator
from desktop.kit.dates import day_text, day_within, length_text
from desktop.kit.i18n import one_line, plural, tr
from desktop.today.gap import FreeGap
from desktop.today.presenter import NextDay, OpenDraft, TodayContent
from desktop.widgets.buttons import Button, quiet
from desktop.widgets.card import Card
from desktop.widgets.text import ElidedText, Text

_MOST_DRAFTS = 6
_SOON_DAYS, _LATE_DAYS = 2, 7


def side_of(content: TodayContent, go: Navigator, remind: Callable[[], object]) -> QWidget | None:
    """None when there is nothing to say."""
    cards = list(_cards(content, go, remind))
    if not cards:
        return None
    side = QWidget()
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(tokens.L)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return side


def _cards(content: TodayContent, go: Navigator, remind: Callable[[], object]) -> Iterator[Card]:
    if content.questions:
        yield _questions_card(content.questions, go)
    if content.to_remind and content.next_day is not None:
        yield _reminders_card(content.to_remind, content.next_day.day, content.day, remind)
    if content.gap is not None and content.has_clients:
        yield _gap_card(content.gap, content.day, go)
    if content.drafts:
        yield _drafts_card(content, go)
    if content.next_day is not None and content.visits:
        yield _next_day_card(content.next_day, content.day, go)


def _questions_card(count: int, go: Navigator) -> Card:
    card = Card(plural("Today", "1 needs you", "{n} need you", count))
    words = tr("Today", "Two devices changed the same thing, or the clinic refused a change.")
    card.body.addWidget(Text(words, tone="secondary", wrap=True))
    button = Button(tr("Today", "Open the inbox"), go.open_inbox)
    card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
    return card


def _reminders_card(count: int, day: date, today: date, remind: Callable[[], object]) -> Card:
    card = Card(tr("Today", "Reminders"))
    words = plural(
        "Today",
        "1 of {day} not reminded yet",
        "{n} of {day} not reminded yet",
        count,
        day=day_within(day, today),
    )
    _add_leading(card.body, Text(words, tone="secondary"))
    button = Button(tr("Today", "Remind them"), remind)
    button.setToolTip(tr("Today", "Remind clients of the next day  {key}", key="R"))
    card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
    return card


def _gap_card(gap: FreeGap, day: date, go: Navigator) -> Card:
    card = Card(tr("Today", "Next free time"))
    if gap.start is None:
        words, length = tr("Today", "Now, until {end}", end=f"{gap.end:%H:%M}"), ""
    else:
        words = tr("Today", "{start} to {end}", start=f"{gap.start:%H:%M}", end=f"{gap.end:%H:%M}")
        length = length_text(gap.start, gap.end)
    name = tr("Today", "Open the calendar of today")
    card.body.addLayout(
        _line(Text(words), Text(length, size="small", tone="secondary"), name, partial(go.open_calendar, day))
    )
    return card


def _drafts_card(content: TodayContent, go: Navigator) -> Card:
    card = Card(tr("Today", "Unsigned notes"))
    card.body.setSpacing(tokens.S)
    for draft in content.drafts[:_MOST_DRAFTS]:
        name = tr("Today", "Open the note of {name}", name=draft.name)
        age = _age(draft, content.day)
        card.body.addLayout(_line(ElidedText(draft.name), age, name, partial(go.open_note, draft.note_id)))
    more = len(content.drafts) - _MOST_DRAFTS
    if more > 0:
        words = plural("Today", "and 1 more", "and {n} more", more)
        show = quiet(words, go.list_drafts)
        show.setAccessibleName(tr("Today", "All unsigned notes"))
        card.body.addWidget(show, 0, Qt.AlignmentFlag.AlignLeading)
    return card


def _age(draft: OpenDraft, today: date) -> Text:
    """The day of the session; from the second day on how long ago that was, and a week in another tone."""
    day, days = draft.session_date.date(), (today - draft.session_date.date()).days
    words = day_text(day, today)
    if days >= _SOON_DAYS:
        words = one_line((words, plural("Today", "{n} day ago", "{n} days ago", days)))
    return Text(words, size="small", tone="warning" if days >= _LATE_DAYS else "secondary")


def _next_day_card(coming: NextDay, today: date, go: Navigator) -> Card:
    card = Card(day_text(coming.day, today))
    count = plural("Today", "1 appointment", "{n} appointments", coming.count)
    times = tr("Today", "{start} to {end}", start=f"{coming.start:%H:%M}", end=f"{coming.end:%H:%M}")
    first = ElidedText(tr("Today", "First: {name}", name=coming.name), size="small", tone="secondary")
    name = tr("Today", "Open {day} in the calendar", day=day_text(coming.day, today))
    show = partial(go.open_calendar, coming.day, coming.appointment_id)
    card.body.addLayout(_line(Text(one_line((times, count))), first, name, show))
    return card


def _line(words: Text, below: Text, name: str, show: Callable[[], object]) -> QHBoxLayout:
    """Two lines of words, and a button with a `name` for those who do not see what it is beside."""
    column = QVBoxLayout()
    column.setSpacing(0)
    for label in (words, below):
        if label.text():
            _add_leading(column, label)
    button = Button(tr("Today", "Open"), show, kind="quiet", compact=True)
    button.setAccessibleName(name)
    line = QHBoxLayout()
    line.addLayout(column, 1)
    line.addWidget(button)
    return line


def _add_leading(column: QVBoxLayout, label: Text) -> None:
    """A plain label over a whole line stands where its own words begin: on the wrong side when mirrored."""
    if isinstance(label, ElidedText):
        column.addWidget(label)
    else:
        column.addWidget(label, 0, Qt.AlignmentFlag.AlignLeading)
