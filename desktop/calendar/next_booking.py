"""A booking for which nobody pointed at a time: the form at the next one that is open and free."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from core.domain import timegrid
from core.domain.ids import ClientId, UserId
from core.domain.records import Client
from core.domain.usual_booking import UsualBooking
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.block_desk import BlockDesk
from desktop.calendar.free_time import FARTHEST
from desktop.calendar.pages import CalendarPage
from desktop.calendar.ports import CalendarGateway
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner
from desktop.kit.slot_search import WEEKS, FreeSlot, SlotWish, booked_time, days_ahead, free_slots

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

_A_WEEK_AND_A_DAY = 8
"""Days that are read at once: a time may begin on the last evening of a week and end on the next day."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the person is. An answer that finds them elsewhere comes too late to do anything."""

    days: Sequence[date]
    cursor: datetime
    panel: object
    times: tuple[str, ...]
    """As they stand in the open form for a new appointment, also while they are typed."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What the store worker must know; without a client the wish is what the form will say."""

    after: datetime
    page: CalendarPage
    wish: SlotWish
    client_id: ClientId | None


@dataclass(frozen=True, slots=True)
class _Answer:
    slot: FreeSlot | None
    length: timedelta
    client: Client | None = None
    usual: UsualBooking | None = None


class NextBooking:
    """Works for one calendar. GUI thread; the search runs on the store worker.

    Nothing is shown before the answer is there, so that nothing moves that somebody looks at or types into.
    """

    def __init__(
        self, context: "ScreenContext", desk: CalendarGateway, runner: Runner, pane: AbstractPane
    ) -> None:
        self._desk, self._runner, self._pane = desk, runner, pane
        self._clock, self._me = context.clock, context.practice.me.user_id
        self._blocks = BlockDesk(context.practice)
        self._asked = 0

    def begin(self) -> None:
        """From the cursor on. An open form for a new appointment takes the time, and keeps all else."""
        booking = self._pane.booking
        wish = self._wish()
        if self._is_new_open and booking.span is not None:
            form, span = booking.form, booking.span
            wish = replace(
                wish,
                length=span[1] - span[0],
                service=form.service_id,
                room=form.location_id,
                client=form.client_id,
            )
        self._look(wish, None)

    def begin_for(self, client_id: ClientId) -> None:
        """From the cursor on, for what this client usually has."""
        treats = self._pane.presenter.treats or self._whoever_books()
        self._look(replace(self._wish(), practitioners=(treats,), client=client_id), client_id)

    def _wish(self) -> SlotWish:
        pane = self._pane
        treats = (pane.booking.treats if self._is_new_open else None) or pane.presenter.treats
        length = timedelta(minutes=pane.presenter.page.hours.usual_minutes)
        return SlotWish(length=length, practitioners=(treats or self._whoever_books(),))

    def _whoever_books(self) -> UserId | None:
        """Who treats nobody books for the others: a time is free for them where nobody has anything."""
        treat = {one.id for one in self._pane.presenter.team if one.is_active}
        return self._me if self._me in treat else None

    @property
    def _is_new_open(self) -> bool:
        return not self._pane.form.isHidden() and self._pane.booking.editing is None

    def _look(self, wish: SlotWish, client_id: ClientId | None) -> None:
        self._asked += 1
        presenter = self._pane.presenter
        after = max(presenter.cursor, self._clock.now())
        question = _Question(after, presenter.page, wish, client_id)
        self._runner.run(
            lambda: _answer(self._desk, self._blocks, question),
            partial(self._on_answer, self._asked, self._place()),
        )

    def _place(self) -> _Place:
        pane, form = self._pane, self._pane.form
        texts = (form.day.editor.text(), form.start.editor.text(), form.end.editor.text())
        presenter = pane.presenter
        times = texts if self._is_new_open else ()
        return _Place(presenter.page.days, presenter.cursor, pane.open_panel, times)

    def _on_answer(self, asked: int, before: _Place, answer: _Answer) -> None:
        now = self._place()
        if now.panel is None:  # the form may have been saved meanwhile, which leads nowhere else
            before = replace(before, panel=None, times=())
        if asked == self._asked and now == before:
            self._pane.leave_form(partial(self._open, answer), retimes=answer.client is None)

    def _open(self, answer: _Answer) -> None:
        pane, presenter = self._pane, self._pane.presenter
        start = answer.slot.start if answer.slot else presenter.cursor
        end = start + timedelta(minutes=presenter.page.hours.usual_minutes)
        kept = pane.booking.treats if self._is_new_open and answer.client is None else None
        if answer.client is not None:
            pane.show_panel(None)
        if answer.slot is not None and presenter.page.practitioners:
            presenter.practitioner = answer.slot.practitioner or presenter.practitioner
        presenter.book_at(start, end)
        if kept is not None and pane.booking.treats != kept:
            pane.booking.choose_treats(kept)  # the filter may hide their column, or the page have none
        if answer.client is not None:
            pane.booking.begin(start, end, answer.client, presenter.treats, usual=answer.usual)
        if answer.slot is None:
            pane.form.say_unfound(_nothing(answer.length))


def _answer(desk: CalendarGateway, blocks: BlockDesk, question: _Question) -> _Answer:
    wish, client_id = question.wish, question.client_id
    if client_id is None:
        return _Answer(_first(desk, blocks, question, wish), wish.length)
    client, usual = desk.get_client(client_id), desk.usual_booking(client_id)
    if usual is not None:
        wish = replace(wish, length=usual.length, service=usual.service_id, room=usual.location_id)
    return _Answer(_first(desk, blocks, question, wish), wish.length, client, usual)


def _first(desk: CalendarGateway, blocks: BlockDesk, question: _Question, wish: SlotWish) -> FreeSlot | None:
    """As far ahead as a free time can be looked for, week by week: mostly the first one is enough."""
    after, zone, hours = question.after, question.page.zone, question.page.hours
    days = days_ahead(after, zone)
    for number in range(0, len(days), 7):
        week = days[number : number + _A_WEEK_AND_A_DAY]
        # Beyond both ends: an appointment out there may keep time free in here by its buffer.
        first = timegrid.start_of_day(week[0], zone) - FARTHEST
        last = timegrid.start_of_day(week[-1] + timedelta(days=1), zone) + FARTHEST
        entries = [booked_time(row.appointment) for row in desk.between(first, last)]
        this_week = replace(wish, earliest=week[0], latest=week[-1])
        found = free_slots(this_week, after, hours, zone, entries, blocks.between(first, last))
        if found:
            return found[0]
    return None


def _nothing(length: timedelta) -> str:
    return tr(
        "Slots",
        "No free {minutes} minutes in the next {weeks} weeks, so this is the time marked in the calendar.",
        minutes=round(length / timedelta(minutes=1)),
        weeks=WEEKS,
    )
