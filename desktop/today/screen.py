"""The Today screen."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import tokens
from desktop.context import ScreenContext
from desktop.dates import day_text, day_within, long_day
from desktop.i18n import plural, tr
from desktop.screen import Screen
from desktop.today.presenter import OpenDraft, TodayContent, TodayPresenter, Visit, greeting
from desktop.today.visits import VisitsCard
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card, Page
from desktop.widgets.empty import EmptyState
from desktop.widgets.text import ElidedText, Text

_LOOK_AGAIN_MS = 60_000
_MOST_DRAFTS = 6


class TodayScreen(Screen):
    """Reads again when anything changes, and every minute for the line that says Now."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._go = context.navigator
        self._presenter = TodayPresenter(context.practice, context.jobs, context.clock, self)
        self._greeting = Text(size="title")
        self._day = Text(tone="secondary")
        self._page = Page(width_px=1040)
        self._visits = VisitsCard(context.theme)
        self._columns = QHBoxLayout()
        self._beside: QWidget | None = None
        self._shown: TodayContent | None = None
        self._lay_out()
        self._visits.opened.connect(self._on_visit_opened)
        self._visits.note_requested.connect(self._on_note_requested)
        context.bus.changed.connect(self._on_changed)
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._on_minute)
        self._timer.start()

    @override
    def activate(self) -> None:
        self._presenter.refresh()

    @override
    def new(self) -> None:
        self._go.new_client()

    def show_today(self, content: TodayContent) -> None:
        """Replace what differs."""
        before, self._shown = self._shown, content
        self._greeting.setText(greeting(content.hour, content.therapist))
        self._day.setText(f"{long_day(content.day)} · {_summary(content)}")
        if before == content:
            return
        self._visits.show_visits(content.visits, lambda: self._empty(content))
        if before is None or _beside(before) != _beside(content):
            self._replace_side(self._side(content))

    def _replace_side(self, side: QWidget | None) -> None:
        if self._beside is not None:
            self._columns.removeWidget(self._beside)
            self._beside.hide()
            self._beside.deleteLater()
        self._beside = side
        if side is not None:
            self._columns.addWidget(side, 3)

    def _empty(self, content: TodayContent) -> EmptyState:
        theme = self._context.theme
        if not content.has_clients:
            text = tr("Today", "Add your first client; a name is enough. Then book them in the calendar.")
            title = tr("Today", "Welcome")
            return EmptyState(theme, "sparkle", title, text, tr("Today", "Add a client"), self._go.new_client)
        text = tr("Today", "Nothing is booked in the next two weeks.")
        if content.next_day is not None:
            day = day_within(content.next_day, content.day)
            text = tr("Today", "Your next appointments are on {day}.", day=day)
        title = tr("Today", "A free day")
        return EmptyState(
            theme, "today", title, text, tr("Today", "Open the calendar"), lambda: self._open_day(content)
        )

    def _open_day(self, content: TodayContent) -> None:
        self._go.open_calendar(content.next_day or content.day)

    def _side(self, content: TodayContent) -> QWidget | None:
        if not content.drafts and not content.questions:
            return None
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.L)
        if content.questions:
            column.addWidget(self._questions_card(content.questions))
        if content.drafts:
            column.addWidget(self._drafts_card(content))
        column.addStretch(1)
        return side

    def _questions_card(self, count: int) -> Card:
        card = Card(plural("Today", "1 needs you", "{n} need you", count))
        words = tr("Today", "Two devices changed the same thing, or the clinic refused a change.")
        card.body.addWidget(Text(words, tone="secondary", wrap=True))
        button = Button(tr("Today", "Open the inbox"), self._go.open_inbox)
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _drafts_card(self, content: TodayContent) -> Card:
        card = Card(tr("Today", "Unsigned notes"))
        card.body.setSpacing(tokens.S)
        for draft in content.drafts[:_MOST_DRAFTS]:
            card.body.addLayout(self._draft_line(draft, content))
        more = len(content.drafts) - _MOST_DRAFTS
        if more > 0:
            words = plural("Today", "and 1 more", "and {n} more", more)
            card.body.addWidget(Text(words, tone="secondary", size="small"))
        return card

    def _draft_line(self, draft: OpenDraft, content: TodayContent) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedText(draft.name))
        day = day_text(draft.session_date.date(), content.day)
        words.addWidget(Text(day, size="small", tone="secondary"))
        note_id = draft.note_id
        button = Button(tr("Today", "Open"), lambda: self._go.open_note(note_id), kind="quiet", compact=True)
        button.setAccessibleName(tr("Today", "Open the note of {name}", name=draft.name))
        line = QHBoxLayout()
        line.addLayout(words, 1)
        line.addWidget(button)
        return line

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(tokens.XS)
        head.addWidget(self._greeting)
        head.addWidget(self._day)
        self._page.body.addLayout(head)
        self._columns.setSpacing(tokens.L)
        self._columns.addWidget(self._visits, 5)
        self._page.body.addLayout(self._columns)
        self._page.body.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._page)

    def _on_changed(self, _changed: object) -> None:
        if self.isVisible():
            self._presenter.refresh()

    def _on_minute(self) -> None:
        if self.isVisible():
            self._presenter.refresh()

    def _on_visit_opened(self, visit: Visit) -> None:
        self._go.open_calendar(visit.start.date(), visit.appointment_id)

    def _on_note_requested(self, visit: Visit) -> None:
        self._go.start_note(visit.client_id, visit.appointment_id)


def _beside(content: TodayContent) -> tuple[object, ...]:
    """What the cards beside the visits show."""
    return content.day, content.questions, list(content.drafts)


def _summary(content: TodayContent) -> str:
    living = sum(not visit.is_gone for visit in content.visits)
    if not living:
        return tr("Today", "no appointments")
    return plural("Today", "1 appointment", "{n} appointments", living)
