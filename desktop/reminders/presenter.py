"""Reminding the clients of one day, one after the other. No Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from core.domain.clock import Clock
from core.domain.errors import RuleBroken, UserError
from core.domain.ids import AppointmentId
from core.domain.registry import Access
from core.domain.reminders import Channel, Standing
from core.domain.rights import may_write
from core.store.practice.reminders import concerning
from desktop.kit.i18n import tr
from desktop.kit.ports import Publisher, Runner
from desktop.reminders.message import (
    ReminderSettings,
    link_of,
    message_of,
    reminder_settings,
    usual_language,
    ways_to,
)

if TYPE_CHECKING:
    from core.store.practice.practice import Done, Practice
    from core.store.practice.reminders import Reminder


@dataclass(frozen=True, slots=True)
class DayContent:
    """All that is shown of a day. `day` None: nothing is booked for the next two weeks."""

    day: date | None
    now: datetime
    """In the practice's zone."""
    everyone: Sequence["Reminder"]
    own: Sequence["Reminder"]
    """Those whom this person treats; all of them where this person treats nobody on this day."""
    settings: ReminderSettings
    may_mark: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """A text is on its way to one client. Opening a program does not prove that it was sent."""

    appointment_id: AppointmentId
    start: datetime
    """What the text says."""
    channel: Channel


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """What is shown beside the list, of the client in front. `text` is empty where it cannot be made."""

    reminder: "Reminder"
    language: str
    text: str
    ways: Sequence[Channel]
    sending: Sending | None
    refusal: str = ""
    """Why there is no text."""


class RemindersView(Protocol):
    """The dialog as its presenter sees it. GUI thread."""

    def show_day(self, content: DayContent, shown: Sequence["Reminder"], chosen: "Reminder | None") -> None:
        """Puts the list in place of the last; `chosen` is in front."""
        ...

    def show_letter(self, letter: Letter | None) -> None:
        """None where the list is empty."""
        ...

    def say(self, sentence: str) -> None:
        """What was refused; "" takes it away."""
        ...


class Carrier(Protocol):
    """Hands texts to other programs. Nothing that is given here may be kept or logged."""

    def open(self, link: str) -> bool:
        """False where no program of this computer takes such a link."""
        ...

    def copy(self, text: str) -> None:
        """Into the clipboard."""
        ...


class RemindersPresenter:
    """`begin` first; then `refresh` may be called at every change. GUI thread."""

    def __init__(
        self,
        practice: "Practice",
        runner: Runner,
        publisher: Publisher,
        clock: Clock,
        carrier: Carrier,
        view: RemindersView,
    ) -> None:
        self._practice, self._runner, self._publisher, self._clock = practice, runner, publisher, clock
        self._carrier, self._view = carrier, view
        self._content: DayContent | None = None
        self._chosen: AppointmentId | None = None
        self._languages: dict[AppointmentId, str] = {}
        self._sending: Sending | None = None
        self._usual: Channel | None = None
        self._shows_everyone = False

    @property
    def day(self) -> date | None:
        """The day in front; None before it was read, and where nothing is booked."""
        return self._content.day if self._content else None

    @property
    def shown(self) -> Sequence["Reminder"]:
        """What the list holds."""
        if self._content is None:
            return ()
        return self._content.everyone if self._shows_everyone else self._content.own

    def begin(self, day: date | None = None) -> None:
        """Reads a day, by itself the next one with appointments."""
        self._chosen = self._sending = None
        self._runner.run(partial(self._read, day), self._on_read)

    def refresh(self) -> None:
        """Reads the day in front again; the client in front stays."""
        if self._content is not None:
            self._runner.run(partial(self._read, self._content.day), self._on_read)

    def show_everyone(self, on: bool) -> None:
        """All of the practice's appointments, or those of whoever works here."""
        self._shows_everyone = on
        self._show()

    def choose(self, appointment_id: AppointmentId) -> None:
        """Another client comes to the front; what was open for the last one is left as it is."""
        if appointment_id != self._chosen:
            self._chosen, self._sending = appointment_id, None
            self._view.say("")
            self._show_letter()

    def write_in(self, language: str) -> None:
        """For the client in front, as long as this is open."""
        if self._chosen is not None:
            self._languages[self._chosen] = language
            self._show_letter()

    def send(self, channel: Channel) -> None:
        """Opens the program with the text; what then became of it is asked, not assumed."""
        letter = self._letter()
        if letter is None or self._content is None:
            return
        try:
            link = link_of(channel, letter.reminder, letter.language, self._content.settings)
        except RuleBroken as error:
            self._view.say(error.sentence)
            return
        if self._carrier.open(link):
            self._ask(letter.reminder, channel)
        else:
            self._view.say(
                tr(
                    "Reminders",
                    "No program on this laptop opens this, so nothing was sent. Copy the text instead.",
                )
            )

    def copy(self) -> None:
        """Into the clipboard, for whatever program or telephone the person has."""
        letter = self._letter()
        if letter is not None and letter.text:
            self._carrier.copy(letter.text)
            self._ask(letter.reminder, Channel.OTHER)

    def mark(self) -> None:
        """It was sent; the next client whom nobody told comes to the front."""
        sending, self._sending = self._sending, None
        if sending is not None:
            reminders = self._practice.reminders
            # With the start that the text named: an appointment that moved meanwhile counts as not reminded.
            self._do(
                lambda: reminders.mark(sending.appointment_id, sending.start, sending.channel),
                leaves=sending.appointment_id,
            )

    def not_sent(self) -> None:
        """What was opened was not sent: nothing is marked."""
        self._sending = None
        self._show_letter()

    def take_back(self) -> None:
        """The client in front was marked and was not told after all."""
        if (reminder := self._front()) is not None:
            self._do(lambda: self._practice.reminders.take_back(reminder.appointment_id))

    def preferred(self, ways: Sequence[Channel]) -> Channel | None:
        """What Enter does: the way that was used last, else the first of them."""
        return self._usual if self._usual in ways else next(iter(ways), None)

    def _do(self, work: Callable[[], "Done[Any]"], *, leaves: AppointmentId | None = None) -> None:
        self._view.say("")
        self._runner.run(work, partial(self._on_marked, leaves), self._on_refused)

    def _on_marked(self, leaves: AppointmentId | None, done: "Done[Any]") -> None:
        """The list is read before other screens are told: they ask for more than this one."""
        if leaves is not None and leaves == self._chosen:  # whoever went on meanwhile stays there
            self._chosen = self._after_this()
        self.refresh()
        self._publisher.publish(done.changed)

    def _on_refused(self, error: UserError) -> None:
        self._view.say(error.sentence)
        self.refresh()

    def _after_this(self) -> AppointmentId | None:
        """The next one whom nobody told, from here on and then from the top; else the one in front."""
        ids = [each.appointment_id for each in self.shown]
        at = ids.index(self._chosen) + 1 if self._chosen in ids else 0
        round_ = [*self.shown[at:], *self.shown[:at]]
        waiting = (each.appointment_id for each in round_ if each.standing is not Standing.REMINDED)
        return next((each for each in waiting if each != self._chosen), self._chosen)

    def _read(self, day: date | None) -> DayContent:
        practice = self._practice
        place, settings = practice.settings.workspace(), practice.settings.all()
        zone = ZoneInfo(place.timezone)
        day = day or practice.reminders.next_day()
        everyone = practice.reminders.to_remind(day) if day else []
        with practice.desk.read() as db:
            role = practice.desk.role(db)
        return DayContent(
            day=day,
            now=self._clock.now().astimezone(zone),
            everyone=everyone,
            own=concerning(everyone, practice.me.user_id),
            settings=reminder_settings(place.name, place.locale, zone, settings),
            may_mark=may_write(role, Access.CARE),
        )

    def _on_read(self, content: DayContent) -> None:
        self._content = content
        self._show()

    def _show(self) -> None:
        if self._content is None:
            return
        ids = [each.appointment_id for each in self.shown]
        if self._chosen not in ids:
            self._chosen, self._sending = None, None
            self._chosen = self._after_this() or next(iter(ids), None)
        self._view.show_day(self._content, self.shown, self._front())
        self._show_letter()

    def _show_letter(self) -> None:
        self._view.show_letter(self._letter())

    def _letter(self) -> Letter | None:
        """Of the client in front."""
        reminder = self._front()
        if reminder is None or self._content is None:
            return None
        settings = self._content.settings
        usual = usual_language(reminder, settings)
        language = self._languages.get(reminder.appointment_id, usual)
        try:
            text, refusal = message_of(reminder, language, settings), ""
        except RuleBroken as error:
            text, refusal = "", error.sentence
        return Letter(reminder, language, text, ways_to(reminder, settings), self._sending, refusal)

    def _ask(self, reminder: "Reminder", channel: Channel) -> None:
        self._usual = channel
        start = reminder.entry.appointment.scheduled_start
        self._sending = Sending(reminder.appointment_id, start, channel)
        self._view.say("")
        self._show_letter()

    def _front(self) -> "Reminder | None":
        return next((each for each in self.shown if each.appointment_id == self._chosen), None)
