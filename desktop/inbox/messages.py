"""Double bookings, refused changes, notices and drafts as messages with their verbs."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtGui import QGuiApplication

from core.domain.ids import ClientId, NoteId
from core.domain.registry import BY_NAME, Column
from core.store.practice.inbox import SETTLED_BY_ITSELF
from core.store.practice.practice import InboxItem, RefusedChange
from core.text.direction import isolated
from desktop.inbox.conflict import Booking, Case, DoubleBooking, MoveOffer, ToldNotice
from desktop.inbox.merged_page import Merging
from desktop.inbox.message import Message, Verb
from desktop.inbox.notices import kept_values, merging_of, notice_words
from desktop.inbox.presenter import InboxPresenter, Shown
from desktop.inbox.refused_words import refused_words
from desktop.inbox.texts import shortened
from desktop.inbox.values import value_words
from desktop.kit.context import ScreenContext
from desktop.kit.dates import long_day, moment_text, time_text
from desktop.kit.field_texts import field_word, is_for_people, record_word
from desktop.kit.i18n import one_line, tr
from desktop.kit.slot_search import WEEKS

_LONGEST_SHOWN = 6_000


class Messages:
    """Makes the page of an item that is not a conflict of texts."""

    def __init__(self, presenter: InboxPresenter, context: ScreenContext) -> None:
        self._presenter = presenter
        self._context = context

    def make(self, item: InboxItem, shown: Shown) -> Message:
        """Of a question of texts, which has a page of its own, the message is empty."""
        if isinstance(shown, DoubleBooking):
            return self._double_booking(shown)
        if isinstance(shown, RefusedChange):
            return self._refused(item, shown)
        if isinstance(shown, ToldNotice):
            return self._notice(item, shown)
        return self._draft(item) if not isinstance(shown, Case) else Message("", "")

    def _double_booking(self, shown: DoubleBooking) -> Message:
        verbs = [
            Verb(
                tr("Inbox", "Go to {name}", name=self._called(shown, one, shortened)),
                partial(self._open, one),
            )
            for one in shown.bookings
        ]
        verbs.append(Verb(tr("Inbox", "It is fine like this  (0)"), self._presenter.dismiss, "quiet"))
        offer = shown.offer
        return Message(
            tr("Inbox", "Two appointments at one time"),
            _double_words(shown),
            [(self._name(one), _booking_text(one, self._context.clock.now())) for one in shown.bookings],
            verbs,
            "" if offer is None else self._offer_words(shown, offer),
            () if offer is None else list(self._ways_out(shown, offer)),
        )

    def _called(self, shown: DoubleBooking, one: Booking, cut: Callable[[str], str] = str) -> str:
        """By its client; by its hours where both are one client's."""
        if len({self._name(each) for each in shown.bookings}) == 1:
            return isolated(_hours(one, self._context.clock.now()))
        return isolated(cut(self._name(one)))

    def _offer_words(self, shown: DoubleBooking, offer: MoveOffer) -> str:
        name = self._called(shown, offer.gives_way)
        if not offer.starts:
            return tr(
                "Inbox",
                "For the appointment of {name} no time is free in the {count} weeks from its day on.",
                name=name,
                count=WEEKS,
            )
        if offer.was_later:
            return tr("Inbox", "The appointment of {name} was booked later. It could move:", name=name)
        return tr("Inbox", "The appointment of {name} could move:", name=name)

    def _ways_out(self, shown: DoubleBooking, offer: MoveOffer) -> Iterator[Verb]:
        """One for each free time, with its digit."""
        now, name = self._context.clock.now(), self._called(shown, offer.gives_way, shortened)
        for number, start in enumerate(offer.starts):
            when, key = moment_text(start, now), number + 1
            text = tr("Inbox", "Move {name} to {when}  ({key})", name=name, when=when, key=key)
            yield Verb(text, partial(self._presenter.take_time, number))

    def _refused(self, item: InboxItem, shown: RefusedChange) -> Message:
        words = refused_words(shown, self._context.clock.now())
        blocks = list(self._typed(shown))
        verbs = []
        if shown.can_go_again:
            verbs.append(Verb(tr("Inbox", "Send again  (R)"), self._presenter.retry, "primary"))
        is_away = shown.put_away_at is not None
        if not is_away:
            verbs.append(Verb(tr("Inbox", "Put away  (0)"), self._presenter.dismiss, "quiet"))
        if (is_away and blocks) or any(len(text) > _LONGEST_SHOWN for _, text in blocks):
            verbs.append(Verb(tr("Inbox", "Copy all of it"), partial(_copy, blocks)))
        shortened = [(heading, _beginning(text)) for heading, text in blocks]
        return Message(self._title(item), words, shortened, [*verbs, *self._record(item)])

    def _typed(self, shown: RefusedChange) -> Iterator[tuple[str, str]]:
        """What the person had written, without the ids that only the program reads."""
        now = self._context.clock.now()
        for name, value in shown.fields.items():
            table = BY_NAME[shown.table]
            column = table.by_name[name]
            if value not in (None, "") and is_for_people(table, column):
                yield field_word(shown.table, name), _words(column, value, now)

    def merging(self, item: InboxItem, shown: Shown) -> Merging | None:
        """The page of a text that was put together; None for any other item."""
        if not isinstance(shown, ToldNotice):
            return None
        field = shown.notice.field
        what = field_word(item.table, field) if field else record_word(item.table)
        now, has_record = self._context.clock.now(), bool(self._record(item))
        return merging_of(shown, self._titled(item, what), now, has_record=has_record)

    def _notice(self, item: InboxItem, shown: ToldNotice) -> Message:
        now = self._context.clock.now()
        verbs = self._record(item)
        if shown.notice.put_away_at is None:
            verbs.insert(0, Verb(_put_away(shown.notice.kind), self._presenter.dismiss, "primary"))
        blocks = list(kept_values(shown.notice, now))
        return Message(self._title(item), notice_words(shown, now), blocks, verbs)

    def _draft(self, item: InboxItem) -> Message:
        when = moment_text(item.at, self._context.clock.now())
        opened = partial(self._context.navigator.open_note, NoteId(item.row_id))
        return Message(
            self._title(item),
            tr(
                "Inbox",
                "This note is a draft, last written {when}. Finish and sign it when you are ready.",
                when=when,
            ),
            verbs=[Verb(tr("Inbox", "Open the note  (O)"), opened, "primary")],
        )

    def _title(self, item: InboxItem) -> str:
        return self._titled(item, record_word(item.table))

    def _titled(self, item: InboxItem, what: str) -> str:
        if item.client_name and not self._context.bus.blurred:
            return f"{isolated(item.client_name)}: {what}"
        return what

    def open_record(self, item: InboxItem) -> None:
        """The note or the client that the item is about (O); nothing where there is neither."""
        for verb in self._record(item):
            verb.act()

    def _record(self, item: InboxItem) -> list[Verb]:
        navigator = self._context.navigator
        if item.table == "sessions":
            return [
                Verb(tr("Inbox", "Open the note  (O)"), partial(navigator.open_note, NoteId(item.row_id)))
            ]
        if item.client_id is not None:
            opened = partial(navigator.open_client, ClientId(item.client_id))
            return [Verb(tr("Inbox", "Open the client  (O)"), opened)]
        return []

    def _open(self, booking: Booking) -> None:
        row = booking.appointment
        zone = self._context.clock.now().tzinfo
        self._context.navigator.open_calendar(row.scheduled_start.astimezone(zone).date(), row.id)

    def _name(self, booking: Booking) -> str:
        if self._context.bus.blurred:
            return "".join(f"{part[0]}." for part in booking.client_name.split())
        return booking.client_name


def _words(column: Column, value: Any, now: datetime) -> str:
    """What was refused may be just what no screen has a word for."""
    try:
        return value_words(column, value, {}, now)
    except (ValueError, OverflowError, TypeError, RecursionError):
        return str(value)


def _beginning(text: str) -> str:
    """To lay out megabytes would hold up the window for a minute."""
    if len(text) <= _LONGEST_SHOWN:
        return text
    more = tr("Inbox", "… and {count} more letters", count=f"{len(text) - _LONGEST_SHOWN:,}")
    return f"{text[:_LONGEST_SHOWN]}\n{more}"


def _copy(blocks: Sequence[tuple[str, str]]) -> None:
    told = "\n\n".join(f"{heading}\n{text}" for heading, text in blocks)
    QGuiApplication.clipboard().setText(told)


def _put_away(kind: str) -> str:
    """An alarm is put away, and nobody is made to say that it looks right."""
    return tr("Inbox", "Looks right  (0)") if kind in SETTLED_BY_ITSELF else tr("Inbox", "Put away  (0)")


def _double_words(shown: DoubleBooking) -> str:
    if shown.still_meet:
        return tr(
            "Inbox",
            "Two devices booked the same time before they met. Both appointments are in the calendar. "
            "Move or cancel one of them, or leave it like this if it is meant.",
        )
    return tr(
        "Inbox",
        "Two devices booked the same time before they met. One of the appointments was moved or cancelled "
        "since, so nothing has to be done.",
    )


def _booking_text(booking: Booking, now: datetime) -> str:
    row = booking.appointment
    day = long_day(row.scheduled_start.astimezone(now.tzinfo).date())
    return one_line((day, _hours(booking, now), booking.service))


def _hours(booking: Booking, now: datetime) -> str:
    row = booking.appointment
    return f"{time_text(row.scheduled_start, now)}–{time_text(row.scheduled_end, now)}"
