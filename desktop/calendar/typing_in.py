"""A booking that was typed in one line, in the form: looked at there, and booked from there.

What the line does not say is proposed by the form, as for any other client.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from core.domain import timegrid
from core.domain.ids import ClientId
from core.domain.records import Client
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.pages import CalendarPage
from desktop.calendar.ports import CalendarGateway
from desktop.calendar.repeating import End, RepeatForm, Unit
from desktop.kit.ports import Runner
from desktop.kit.typed_booking import TypedBooking

if TYPE_CHECKING:
    from desktop.calendar.pane import CalendarPane

_UNITS = {"day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH_DAY, "year": Unit.YEAR}


def book_typed(
    pane: "CalendarPane", desk: CalendarGateway, runner: Runner, client_id: ClientId, typed: TypedBooking
) -> None:
    """Opens the form as soon as the client is read; a form with something typed in it is asked about.

    Where that is kept, the line stands in the palette again.
    """

    def on_client(client: Client) -> None:
        pane.leave_form(partial(_begin, pane, client, typed), line=typed.text)

    runner.run(lambda: desk.get_client(client_id), on_client)


def _begin(pane: "CalendarPane", client: Client, typed: TypedBooking) -> None:
    presenter, booking = pane.presenter, pane.booking
    start, end = _span(typed, presenter.page)
    pane.close_panel()
    presenter.select(None)
    presenter.go_to(typed.day)
    presenter.drop(Ghost(GestureKind.CREATE, start, end))
    booking.begin(start, end, client, treats=presenter.treats)
    if typed.service is not None:
        booking.choose_service(typed.service.id)
    booking.set_repeat(_repeat(typed))
    if typed.service is not None or typed.minutes:
        booking.retime(start, end, whole=True)


def _span(typed: TypedBooking, page: CalendarPage) -> tuple[datetime, datetime]:
    usual = typed.service.default_duration_minutes if typed.service else page.hours.usual_minutes
    start = timegrid.at_wall(typed.day, typed.start, page.zone)
    return start, start + timedelta(minutes=typed.minutes or usual)


def _repeat(typed: TypedBooking) -> RepeatForm:
    if typed.every is None:
        return RepeatForm()
    interval, unit = typed.every
    if typed.times is None:
        return RepeatForm(_UNITS[unit], interval)
    return RepeatForm(_UNITS[unit], interval, end=End.TIMES, times=typed.times)
