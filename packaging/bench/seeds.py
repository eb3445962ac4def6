"""The targets of the practice's design, by name, on the local store and on PostgreSQL 16 (as its owner)."""

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from harness import Figure, Taken, slow_tail, taken, timed
from seeds_practice import A_CLIENT, BOOKED_EACH, SeedsPractice
from seeds_server import seeds_server
from stage import APPOINTMENTS, CLIENTS, NOTES, Stage

from core.domain.new_rows import AppointmentDraft
from migrations.operate.embedded import EmbeddedServer

_WEEKS_BACK = 200
_LINES = 100
_DRAFTS = 20
_CALLS = 60
_BARE = "SELECT * FROM sessions WHERE id = ?"
_WEEK = """SELECT * FROM pz.appointments WHERE workspace_id = %(mine)s AND deleted_at IS NULL
  AND scheduled_start >= %(begin)s AND scheduled_start < %(end)s ORDER BY scheduled_start"""
_CONFLICT = """SELECT * FROM pz.appointments WHERE workspace_id = %(mine)s AND deleted_at IS NULL
  AND scheduled_start < %(end)s AND scheduled_start >= %(begin)s - interval '31 days'
  AND scheduled_end > %(begin)s AND status NOT IN ('CANCELLED', 'NO_SHOW')"""
_TIMELINE = """SELECT * FROM pz.sessions WHERE workspace_id = %(mine)s AND client_id = %(id)s
  AND deleted_at IS NULL ORDER BY session_date DESC LIMIT 100"""
_DRAFT_LIST = """SELECT * FROM pz.sessions WHERE workspace_id = %(mine)s AND is_draft
  AND deleted_at IS NULL ORDER BY draft_last_saved_at DESC LIMIT 20"""
_NOTE = "SELECT * FROM pz.sessions WHERE workspace_id = %(mine)s AND id = %(id)s"
_OF_APPOINTMENT = """SELECT * FROM pz.sessions WHERE workspace_id = %(mine)s AND appointment_id = %(id)s
  AND deleted_at IS NULL"""
_RANGE = """SELECT * FROM pz.sessions WHERE workspace_id = %(mine)s AND deleted_at IS NULL
  AND session_date < %(end)s ORDER BY session_date DESC LIMIT 100"""
_VISITS = """SELECT min(scheduled_start) FILTER (WHERE status = 'SCHEDULED' AND scheduled_start > now()),
  max(scheduled_start) FILTER (WHERE status = 'COMPLETED'), count(*) FROM pz.appointments
  WHERE workspace_id = %(mine)s AND client_id = %(id)s AND deleted_at IS NULL"""
Call = Callable[[random.Random], object]


@dataclass(frozen=True, slots=True)
class _Target:
    """`sql` reads what `local` reads, and is given what `values` draws."""

    name: str
    limit_ms: float | None
    local: Call
    sql: str
    values: Callable[[random.Random], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Values for the server, where rows are found by their numbers."""

    clients: int
    appointments: int
    notes: int

    def client(self, rng: random.Random) -> Mapping[str, object]:
        return {"id": _id("client", rng.randrange(max(1, self.notes // A_CLIENT)))}

    def note(self, rng: random.Random) -> Mapping[str, object]:
        return {"id": _id("session", rng.randrange(self.notes))}

    def booked(self, rng: random.Random) -> Mapping[str, object]:
        return {"id": _id("appointment", rng.randrange(0, self.notes, BOOKED_EACH))}

    def week(self, rng: random.Random) -> Mapping[str, object]:
        begin = _moment(rng)
        return {"begin": begin, "end": begin + timedelta(days=7)}

    def hour(self, rng: random.Random) -> Mapping[str, object]:
        begin = _moment(rng)
        return {"begin": begin, "end": begin + timedelta(hours=1)}


def _id(kind: str, number: int) -> UUID:
    return UUID(hashlib.md5(f"{kind}{number}".encode(), usedforsecurity=False).hexdigest())


def _moment(rng: random.Random) -> datetime:
    return datetime.now(UTC) - timedelta(hours=rng.randrange(24 * 7 * _WEEKS_BACK))


def seeds(stage: Stage) -> list[Figure]:
    """Each question with what a person would ask it of, drawn anew for each call; p95."""
    sizes = stage.scale.of(CLIENTS), stage.scale.of(APPOINTMENTS, 1000), stage.scale.of(NOTES, 200)
    with stage.phase("the targets' practice, on this device"):
        here = SeedsPractice(stage.folder / "seeds", *sizes)
    server = EmbeddedServer(stage.folder / "server16", major=16)
    try:
        server.start()
        with stage.phase("the targets' practice, on PostgreSQL 16, and all questions"):
            return _figures(here, server, sizes, max(5, stage.scale.rounds * _CALLS // 5))
    finally:
        server.destroy()
        here.close()


def _figures(
    here: SeedsPractice, server: EmbeddedServer, sizes: tuple[int, int, int], calls: int
) -> list[Figure]:
    targets, found = _targets(here, _Drawn(*sizes)), []
    bare_here = slow_tail(taken(lambda: _bare(here)) for _ in range(calls))
    for target in targets:
        times = _times(target.local, calls)
        note = "a bare read by primary key of the same store"
        found.append(
            timed(f"{target.name}, p95", "ms", slow_tail(times), bare_here, note, limit=target.limit_ms)
        )
    with seeds_server(server, here.practice.me.workspace_id, *sizes) as there:
        key = "SELECT * FROM pz.sessions WHERE id = %(id)s"
        bare_there = slow_tail(_times(lambda rng: there.rows(key, _Drawn(*sizes).note(rng)), calls))
        for target in targets:
            times = _times(lambda rng, one=target: there.rows(one.sql, one.values(rng)), calls)  # type: ignore[misc]
            plan = there.plan(target.sql, target.values(random.Random(1)))  # noqa: S311 - any will do
            note = f"a bare read by primary key there; by {plan}"
            name = f"{target.name}, PostgreSQL 16, p95"
            found.append(timed(name, "ms", slow_tail(times), bare_there, note, limit=target.limit_ms))
    return found


def _times(call: Call, calls: int) -> list[Taken]:
    """Warm: the first call is not counted."""
    rng = random.Random(7)  # noqa: S311 - a run that repeats itself
    call(rng)
    return [taken(lambda: call(rng)) for _ in range(calls)]


def _targets(here: SeedsPractice, drawn: _Drawn) -> list[_Target]:
    practice = here.practice
    notes, visits, clients = practice.notes, practice.appointments, practice.clients

    def week(rng: random.Random) -> object:
        begin = _moment(rng)
        return visits.between(begin, begin + timedelta(days=7))

    def conflict(rng: random.Random) -> object:
        begin = _moment(rng)
        return visits.conflicts(_booking(here, begin))

    return [
        _Target("calendar week", 150, week, _WEEK, drawn.week),
        _Target("conflict check", 150, conflict, _CONFLICT, drawn.hour),
        _Target(
            "client timeline (100 notes)",
            150,
            lambda rng: practice.client_timeline.beginning(rng.choice(here.clients), most=100),
            _TIMELINE,
            drawn.client,
        ),
        _Target("draft list (20)", 100, lambda _: notes.drafts(_DRAFTS), _DRAFT_LIST, _nothing),
        _Target("single note", 50, lambda rng: notes.get(rng.choice(here.notes)), _NOTE, drawn.note),
        _Target(
            "note of an appointment",
            50,
            lambda rng: notes.for_appointment(rng.choice(here.booked)),
            _OF_APPOINTMENT,
            drawn.booked,
        ),
        _Target("date range (100 notes)", 150, lambda _: notes.recent(_LINES), _RANGE, drawn.week),
        _Target(
            "next, last and count of a client",
            None,
            lambda rng: clients.summary(rng.choice(here.clients)),
            _VISITS,
            drawn.client,
        ),
    ]


def _booking(here: SeedsPractice, begin: datetime) -> AppointmentDraft:
    return AppointmentDraft(
        client_id=here.clients[0], scheduled_start=begin, scheduled_end=begin + timedelta(hours=1)
    )


def _nothing(_: random.Random) -> Mapping[str, object]:
    return {}


def _bare(here: SeedsPractice) -> object:
    """The floor here: one row by its key, whole, without a program around it."""
    rng = random.Random()  # noqa: S311 - which row is no secret
    with here.opened.store.read() as db:
        return db.exec_driver_sql(_BARE, (rng.choice(here.notes).bytes,)).fetchall()
