"""The Today screen."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.dates import day_within, long_day
from desktop.kit.i18n import one_line, plural, tr
from desktop.kit.screen import Command, Screen
from desktop.kit.shortcuts import Keys, Shortcut
from desktop.paper.record_out import RecordOut
from desktop.reminders.carrier import DesktopCarrier
from desktop.reminders.dialog import RemindersDialog
from desktop.today.presenter import NextDay, TodayContent, TodayPresenter, Visit, greeting
from desktop.today.side_cards import side_of
from desktop.today.visits import VisitsCard
from desktop.widgets.card import ScrollPage
from desktop.widgets.empty import EmptyState
from desktop.widgets.narrow import beside_or_below
from desktop.widgets.text import Text

_LOOK_AGAIN_MS = 60_000


class TodayScreen(Screen):
    """Reads again when anything changes, and every minute for the line that says Now."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._go = context.navigator
        self._presenter = TodayPresenter(context.practice, context.jobs, context.clock, self)
        self._greeting = Text(size="title")
        self._day = Text(tone="secondary")
        self._page = ScrollPage(width_px=1040)
        self._visits = VisitsCard(context.theme)
        self._columns = QHBoxLayout()
        self._beside: QWidget | None = None
        self._shown: TodayContent | None = None
        self._carrier = DesktopCarrier()
        self._out = RecordOut(context, self)
        self.keys = Keys(self, self.shortcuts(), {"remind": self.remind})
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

    @override
    def flush(self) -> None:
        self._carrier.forget()

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        text = tr("Today", "Remind clients of the next day")
        return (Shortcut("R", text, tr("Shortcuts", "Today"), "remind"),)

    @override
    def commands(self) -> Sequence[Command]:
        title = tr("Palette", "Remind clients")
        words = tr("Palette", "reminders tomorrow message mail")
        return (Command(title, self.remind, "mail", words=words, keys="R"),)

    def remind(self) -> None:
        """Whoever comes on the next day with appointments, and was not told yet."""
        RemindersDialog(self._context, self._carrier, self._out, self).begin()

    def show_today(self, content: TodayContent) -> None:
        """Replace what differs."""
        before, self._shown = self._shown, content
        self._greeting.setText(greeting(content.hour, content.therapist))
        self._day.setText(one_line((long_day(content.day), _summary(content))))
        # Every minute reads again: what is the same is left alone, with the focus that somebody has in it.
        if before == content:
            return
        self._visits.show_visits(content.visits, lambda: self._empty(content))
        if before is None or _beside(before) != _beside(content):
            self._replace_side(side_of(content, self._go, self.remind))

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
            text = _coming(content.next_day, content.day)
        title = tr("Today", "A free day")
        return EmptyState(
            theme, "today", title, text, tr("Today", "Open the calendar"), lambda: self._open_day(content)
        )

    def _open_day(self, content: TodayContent) -> None:
        coming = content.next_day
        self._go.open_calendar(content.day if coming is None else coming.day)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(tokens.XS)
        head.addWidget(self._greeting, 0, Qt.AlignmentFlag.AlignLeading)
        head.addWidget(self._day, 0, Qt.AlignmentFlag.AlignLeading)
        self._page.body.addLayout(head)
        self._columns.setSpacing(tokens.L)
        self._columns.addWidget(self._visits, 5, Qt.AlignmentFlag.AlignTop)
        self._page.body.addLayout(self._columns)
        self._page.body.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._page)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside_or_below(self._columns, self)

    def _on_changed(self, _changed: object) -> None:
        # Out of sight it can wait: whoever comes back has it read again.
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
    coming = content.next_day if content.visits else None
    asks = content.questions, content.to_remind
    return content.day, asks, list(content.drafts), content.gap, content.has_clients, coming


def _coming(coming: NextDay, today: date) -> str:
    """ "Your next appointment: tomorrow at 09:00, Mira Talbot, Massage, and 3 more that day." """
    when = tr("Today", "{day} at {time}", day=day_within(coming.day, today), time=f"{coming.start:%H:%M}")
    who = ", ".join(filter(None, (coming.name, coming.service)))
    if coming.count == 1:
        return tr("Today", "Your next appointment: {when}, {who}.", when=when, who=who)
    more = plural("Today", "1 more", "{n} more", coming.count - 1)
    return tr(
        "Today", "Your next appointment: {when}, {who}, and {more} that day.", when=when, who=who, more=more
    )


def _summary(content: TodayContent) -> str:
    living = sum(not visit.is_gone for visit in content.visits)
    if not living:
        return tr("Today", "no appointments")
    return plural("Today", "1 appointment", "{n} appointments", living)
