"""The main job, done by the program's own widgets: two laptops, one clinic, one note; each step checked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, Qt

from core.domain.clock import Clock, SystemClock
from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.domain.timegrid import at_wall
from desktop.demo.conflict_demo import ConflictDemo
from desktop.demo.laptop import Laptop, differing_tables
from desktop.demo.stage import DemoStage
from desktop.demo.ui_driver import CheckFailedError, UiDriver, application, check
from desktop.session.console import Console
from desktop.session.sample.marking import PASSPHRASE

CLIENT = ("Fern", "Inventley")
EARLY = time(6, 30)
"""Before the invented practice opens; an earlier tour may have booked it all the same."""
LENGTH = timedelta(minutes=45)


@dataclass(frozen=True, slots=True)
class TourStep:
    """One thing a therapist does. `act` returns what was checked, for the person who reads along."""

    title: str
    act: Callable[[], str]


class Tour:
    """Plays the steps in order; the first check that does not hold ends it."""

    def __init__(self, scene: DemoStage, console: Console, shots: Path, clock: Clock) -> None:
        self._console, self._clock = console, clock
        self._hands = UiDriver(shots)
        app = application()
        self.a = Laptop("A", app, scene.laptop_a, clock, self._hands)
        self.b = Laptop("B", app, scene.laptop_b, clock, self._hands)
        self._meeting = ConflictDemo(self.a, self.b, scene, self._hands)
        self._client_id: ClientId | None = None

    def steps(self) -> Sequence[TourStep]:
        """In the order in which they must be played: each builds on what the ones before it left."""
        meeting = self._meeting
        return (
            TourStep("A wrong passphrase", self._wrong_passphrase),
            TourStep("Unlock laptop A", self._unlock_a),
            TourStep("Unlock laptop B, the same therapist's", self._unlock_b),
            TourStep("Find a client", self._find_client),
            TourStep("Book an appointment", self._book),
            TourStep("Start its note and type", meeting.write),
            TourStep("The note reaches the clinic and laptop B", meeting.reach_clinic),
            TourStep("The connection is gone", meeting.go_offline),
            TourStep("Edit the same note differently on both", meeting.edit_both),
            TourStep("The connection is back", meeting.come_back),
            TourStep("What could be merged is merged", meeting.see_merge),
            TourStep("The rest is decided on the conflict screen", meeting.decide),
            TourStep("Finalize", meeting.finalize),
            TourStep("Nothing differs any more", meeting.compare),
            TourStep("Close both windows", self._close),
        )

    def play(self) -> None:
        """Plays every step and prints what it checked.

        CheckFailedError ends it at the first that does not hold.
        """
        steps = self.steps()
        for number, step in enumerate(steps, start=1):
            checked = step.act()
            line = f"{number:2}/{len(steps)} {step.title}: {checked}"
            self._console.result({"step": number, "title": step.title, "checked": checked}, [line])

    def shoot_failure(self) -> None:
        """What both windows looked like when a check failed."""
        for laptop in (self.a, self.b):
            if laptop.program.workplace is not None:
                self._hands.shoot(laptop.window, f"failed-{laptop.name}")

    # The steps.

    def _wrong_passphrase(self) -> str:
        sentence = self.a.refuse("not the passphrase at all")
        check(self.a.program.workplace is None, "a wrong passphrase opens nothing")
        self._hands.shoot(self.a.show_door(), "01-wrong-passphrase")
        return f'refused, with "{sentence}"'

    def _unlock_a(self) -> str:
        self.a.unlock(PASSPHRASE)
        self.a.sync()
        self._meeting.begin()
        self._hands.shoot(self.a.window, "02-today")
        count = len(self.a.practice.clients.list())
        check(count >= 60, "the demo's clients are there")
        return f"window is open, {count} clients, {self.a.window.top.pill.text().lower()}"

    def _unlock_b(self) -> str:
        self.b.unlock(PASSPHRASE)
        self.b.sync()
        check(self.a.opened.me.user_id == self.b.opened.me.user_id, "both are one person's")
        check(self.a.opened.me.device_id != self.b.opened.me.device_id, "they are two devices")
        check(not differing_tables(self.a, self.b), "both stores hold the same rows")
        return "both stores hold the same rows"

    def _find_client(self) -> str:
        self.a.go("clients")
        screen = self.a.clients
        self._hands.until(lambda: screen.model.rowCount() > 50, "the list of clients")
        self._hands.write(screen.search, CLIENT[0])
        self._hands.until(lambda: self._found() == [CLIENT], f"only {CLIENT[0]} is listed")
        self._hands.press(screen.search, Qt.Key.Key_Return)
        name = self._hands.until(
            lambda: screen.detail.name.text() if screen.detail.isVisible() else None, "the client"
        )
        check(CLIENT[0] in name, "the client in front is the one that was looked for")
        self._client_id = screen.model.items[0].client.id
        self._hands.shoot(self.a.window, "03-client")
        return f"{name}, after typing {len(CLIENT[0])} letters"

    def _found(self) -> list[tuple[str, str]]:
        found = [one.client for one in self.a.clients.model.items]
        return [(client.first_name, client.last_name) for client in found]

    def _book(self) -> str:
        self._hands.click(self.a.clients.detail.schedule_button)
        pane = self._hands.until(lambda: self.a.calendar.pane, "the calendar")
        form = pane.form
        self._hands.until(
            lambda: form.isVisible() and CLIENT[0] in form.picker.edit.text(), "the booking form"
        )
        choices = (form.service.editor, form.location.editor)
        self._hands.until(lambda: all(each.count() > 2 for each in choices), "services and places to choose")
        for _ in range(2):
            self._hands.press(form.service.editor, Qt.Key.Key_Down)
        self._hands.press(form.location.editor, Qt.Key.Key_Down)
        start = self._free_time()
        form.day.editor.setDate(QDate(start.year, start.month, start.day))
        self._hands.rewrite(form.start.editor, f"{start:%H:%M}")
        self._hands.rewrite(form.end.editor, f"{start + LENGTH:%H:%M}")
        self._hands.shoot(self.a.window, "04-booking")
        self._hands.click(form.save_button)
        booked = self._hands.until(lambda: self._booked(start), "the appointment in laptop A's store")
        self._hands.until(lambda: not form.isVisible(), "the form is gone")
        self._hands.shoot(self.a.window, "05-calendar")
        service = self._service_at(start)
        return f"{service} on {booked:%d %b at %H:%M} is in the store, 45 minutes"

    def _service_at(self, start: datetime) -> str:
        (entry,) = self.a.practice.appointments.between(start, start + LENGTH)
        check(entry.service is not None, "the appointment has the service that was chosen")
        check(entry.location is not None, "the appointment has the place that was chosen")
        return entry.service.name if entry.service else ""

    def _free_time(self) -> datetime:
        """Early today, or on the last day before on which that time is past and free."""
        zone = ZoneInfo(self.a.practice.settings.workspace().timezone)
        today = self._clock.now().astimezone(zone).date()
        for back in range(300):
            start = at_wall(today - timedelta(days=back), EARLY, zone)
            over = start + LENGTH <= self._clock.now()
            if over and not self.a.practice.appointments.between(start, start + LENGTH):
                return start.astimezone(zone)
        raise CheckFailedError("no free morning in the demo")

    def _booked(self, start: datetime) -> datetime | None:
        entries = self.a.practice.appointments.between(start, start + LENGTH)
        mine = [one for one in entries if one.appointment.client_id == self._client_id]
        asked = (start, start + LENGTH)
        exact = [
            one for one in mine if (one.appointment.scheduled_start, one.appointment.scheduled_end) == asked
        ]
        return start if exact else None

    def _close(self) -> str:
        for laptop in (self.b, self.a):
            laptop.close()
        check(not self.a.program.jobs.busy, "no work is left behind")
        return "drafts saved, sync stopped, stores closed"


def run_tour(scene: DemoStage, console: Console, shots: Path) -> int:
    """The exit status: 0 when every check held."""
    tour = Tour(scene, console, shots, SystemClock())
    try:
        tour.play()
    except CheckFailedError as failure:
        tour.shoot_failure()
        raise UserError(f"The tour stopped: {failure}.", code="check_failed") from None
    finally:
        # A tour that failed while there was no connection has left the server stopped.
        scene.server.start()
    console.result({"ok": True, "shots": str(shots)}, [f"Every check held. The pictures are in {shots}."])
    return 0
