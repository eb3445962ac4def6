"""How long the window stays away while a clinic's changes come and a day's work goes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from clinic import PASSPHRASE, Clinic, Row
from harness import Figure, percentile
from loop_probe import Gaps, LoopProbe, planted, watch_for
from PySide6.QtCore import QEventLoop, QTimer
from stage import Stage
from texts import Prose
from window import application

from core.domain.clock import SystemClock
from core.domain.enums import AppointmentStatus
from core.domain.ids import Uuid7Source
from core.store.unit_of_work.writer import Writer
from core.store.vault.listing import list_vaults
from desktop.app import Program
from desktop.session.open_practice import OpenPractice, open_practice
from desktop.shell.engines import Engine
from desktop.shell.unlocked import UnlockedSession
from desktop.sync_status.state import StatusPhase

COMING, GOING = 10_000, 1_000
_FRAME_MS = 16.0
_PLANTED_S = 0.05
_SETTLE_MS = 700
_LONGEST_MS = 240_000


def window_gaps(stage: Stage) -> list[Figure]:
    """For each screen in front: an idle loop, then one that meets a busy pass, in turns."""
    application()
    seen = max(planted(_PLANTED_S).held_ms)
    note = "a sleep of that length on the window's thread"
    figures = [_figure("planted block of 50 ms, as the probe sees it", (seen, _PLANTED_S * 1000), note)]
    with _reception(stage) as reception:
        for name, show in reception.screens():
            show()
            reception.program.jobs.wait()
            with stage.phase(f"window with {name}"):
                idle, busy = reception.idle(), reception.busy()
            figures += _figures(name, busy, idle)
    return figures


def _figures(name: str, busy: Gaps, idle: Gaps) -> list[Figure]:
    held = max(busy.held_ms), max(idle.held_ms)
    high = percentile(busy.all_ms, 0.999), percentile(idle.all_ms, 0.999)
    own = max(busy.own_ms), max(idle.own_ms)
    return [
        _figure(f"window with {name}: longest gap", (max(busy.all_ms), max(idle.all_ms))),
        _figure("  99.9th percentile of all gaps", high),
        _figure("  longest gap while a processor was free", held, limit=_FRAME_MS),
        _figure("  longest computing of the window's thread", own, limit=_FRAME_MS),
    ]


def _figure(
    name: str,
    times: tuple[float, float],
    note: str = "the window while nothing syncs",
    limit: float | None = None,
) -> Figure:
    return Figure(name=name, unit="ms", ours=times[0], floor=times[1], note=note, limit=limit)


def _at(first: datetime, number: int) -> datetime:
    """Four times a day, for two years."""
    day, place = divmod(number, 4)
    return first + timedelta(days=day, hours=2 * place)


class _Reception:
    """The whole program on the second laptop, over a clinic in which the first one works."""

    def __init__(self, stage: Stage, clinic: Clinic, opened: OpenPractice) -> None:
        self._clinic, self._opened = clinic, opened
        self._idle_s = stage.scale.long_s
        self._coming, self._going = stage.scale.of(COMING, 50), stage.scale.of(GOING)
        self._prose, self._ids = Prose(21), Uuid7Source()
        self.program = Program(application(), clinic.folder / "b")
        self.program.open(opened)
        self.program.jobs.wait()

    @property
    def work(self) -> UnlockedSession:
        assert self.program.workplace is not None  # noqa: S101 - opened by the constructor
        return self.program.workplace

    def screens(self) -> Sequence[tuple[str, Callable[[], object]]]:
        go = self.work.window.go
        return (
            ("the calendar", lambda: go("calendar")),
            ("clients", lambda: go("clients")),
            ("a note", self._show_note),
            ("today", lambda: go("today")),
        )

    def begin(self) -> None:
        """Everything that the clinic has is here before anything is measured."""
        self._change_the_clinic()
        self._pass()

    def idle(self) -> Gaps:
        self._engine.pause()
        gaps = watch_for(self._idle_s)
        self._engine.resume()
        return gaps

    def busy(self) -> Gaps:
        self._engine.pause()
        self._change_the_clinic()
        self._change_here()
        probe = LoopProbe()
        probe.start()
        self._pass()
        return probe.stop()

    def _pass(self) -> None:
        """Until a pass has ended that left nothing behind, and the screens have read what they show."""
        loop, bridge = QEventLoop(), self.work.bridge
        before = bridge.state.saved_at

        def look(_state: object = None) -> None:
            state = bridge.state
            if state.phase is StatusPhase.FAILED:
                raise RuntimeError(state.code)
            if state.phase is StatusPhase.IDLE and not state.waiting and state.saved_at != before:
                QTimer.singleShot(_SETTLE_MS, loop.quit)

        bridge.state_changed.connect(look)
        QTimer.singleShot(_LONGEST_MS, loop.quit)
        self._engine.resume()
        loop.exec()
        bridge.state_changed.disconnect(look)
        self.program.jobs.wait()

    @property
    def _engine(self) -> Engine:
        engine = self.work.engine
        assert engine is not None  # noqa: S101 - the laptop is enrolled
        return engine

    def _change_the_clinic(self) -> None:
        self._clinic.write(self._rows(self._coming))
        self._clinic.a.sync()

    def _rows(self, count: int) -> Iterator[Row]:
        """A fifth clients, three tenths visits, four a day, the rest notes of 1 kB."""
        people = [self._ids.new() for _ in range(max(1, count // 5))]
        me = self._clinic.a.enrolment.identity.user_id
        first = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(weeks=4)
        for number, person in enumerate(people):
            words = self._prose.text(40).split()
            yield Row("clients", {"first_name": words[0], "last_name": f"{words[-1]} {number}"}, person)
        for number in range(count * 3 // 10):
            start = _at(first, number)
            yield Row(
                "appointments",
                {
                    "client_id": people[number % len(people)],
                    "practitioner_user_id": me,
                    "scheduled_start": start,
                    "scheduled_end": start + timedelta(minutes=45),
                    "timezone": "UTC",
                    "location_type": "CLINIC",
                    "status": AppointmentStatus.SCHEDULED,
                    "edit_count": 0,
                },
            )
        for number in range(count // 2):
            yield Row("sessions", self._note(people[number % len(people)], _at(first, number), number))

    def _note(self, client_id: UUID, at: datetime, number: int) -> dict[str, object]:
        """One in a hundred is still a draft."""
        is_draft = number % 100 == 0
        texts = {name: self._prose.text(250) for name in ("subjective", "objective", "assessment", "plan")}
        done = None if is_draft else at + timedelta(minutes=5)
        return {
            "client_id": client_id,
            "session_date": at,
            "is_draft": is_draft,
            "finalized_at": done,
            **texts,
        }

    def _change_here(self) -> None:
        """A day's work of this laptop: as many clients edited, each a change of its own."""
        me = self._opened.me
        with self._opened.store.write() as db:
            sql = "SELECT id FROM clients WHERE deleted_at IS NULL ORDER BY id DESC LIMIT ?"
            found = db.exec_driver_sql(sql, (self._going,)).fetchall()
            for (row_id,) in found:
                writer = Writer(db, me, SystemClock(), self._ids)
                writer.update("clients", UUID(bytes=row_id), {"notes": self._prose.text(200)})

    def _show_note(self) -> None:
        practice = self.work.opening.practice
        (draft, *_) = practice.notes.drafts()
        self.work.navigator.open_note(draft.note.id)


@contextmanager
def _reception(stage: Stage) -> Iterator[_Reception]:
    clinic = Clinic(stage.server, stage.folder / "reception", "reception")
    clinic.a.sync()
    home = clinic.free_second()
    reception = _Reception(stage, clinic, open_practice(list_vaults(home)[0].path, PASSPHRASE, SystemClock()))
    try:
        reception.begin()
        yield reception
    finally:
        reception.work.hard_lock()
        clinic.close()
