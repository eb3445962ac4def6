"""A settlement: rows, bases, history, notices, questions and the cursor stand together or not at all."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import Connection

from core.domain.clock import FixedClock
from core.domain.enums import ConflictReason
from core.domain.ids import DeviceId, Uuid7Source
from core.domain.registry import CLIENTS, SESSIONS
from core.store.database.engine import Store
from core.store.database.facts import get_fact
from core.store.database.me import Me
from core.store.outbox import feed_store
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.journal import Journal
from core.store.outbox.known_rows import known
from core.store.outbox.wire_row import WireRow
from core.store.unit_of_work.conflicts import Question
from core.store.unit_of_work.settlement import (
    UNREADABLE,
    Landing,
    Lost,
    Settled,
    Settlement,
    SettlementWriter,
    Told,
)

OTHER = DeviceId(UUID(int=77))
EPOCH = UUID(int=9)
NOTE = (SESSIONS.no, UUID(int=500))
FIRST, LAST, CONSENT, IS_ACTIVE = (
    CLIENTS.by_name[name].no for name in ("first_name", "last_name", "consent_status", "is_active")
)
UNFIT = {FIRST: 5.5, LAST: "Unfit", IS_ACTIVE: "perhaps"}
"""Values that the table of clients does not take."""


class Cut(Exception):
    """The program ends here."""


class Laptop:
    def __init__(self, store: Store, me: Me, clock: FixedClock) -> None:
        ids = Uuid7Source(clock)
        self.store, self.me = store, me
        self.journal = Journal(me.workspace_id, clock, ids)
        self.writer = SettlementWriter(me, self.journal, clock, ids)

    def settle(self, settlement: Settlement) -> Settled:
        with self.store.write() as db:
            return self.writer.write(db, settlement)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with self.store.read() as db:
            return [tuple(row) for row in db.exec_driver_sql(sql)]

    def names(self) -> dict[UUID, object]:
        found = self.rows("SELECT id, first_name FROM clients")
        return {UUID(bytes=row_id): name for row_id, name in found if isinstance(row_id, bytes)}


@pytest.fixture
def laptop(store: Store, me: Me, clock: FixedClock) -> Laptop:
    return Laptop(store, me, clock)


def client(number: int, name: str = "Ada", *, version: int = 1, **fields: object) -> FeedRow:
    row = WireRow(
        table_no=CLIENTS.no,
        row_id=UUID(int=number),
        version=version,
        created_at=1,
        updated_at=version,
        deleted_at=None,
        fields={FIRST: name, LAST: "Invented", CONSENT: False, IS_ACTIVE: True},
    )
    return FeedRow(row, number, b"m" * 32, OTHER)


def unfit(number: int) -> FeedRow:
    good = client(number)
    return replace(good, row=replace(good.row, fields=dict(UNFIT)))  # type: ignore[arg-type]


def asked(field: str = "plan", ours: str = "Rest.") -> Question:
    return Question(
        table_no=NOTE[0],
        row_id=NOTE[1],
        field=field,
        reason=ConflictReason.TEXT,
        base="",
        ours=ours,
        theirs="Walk.",
        our_device=DeviceId(UUID(int=3)),
        their_device=OTHER,
    )


def merge_of(question: Question) -> Told:
    lost = Lost(about=NOTE, field=question.field or "", kind="conflict", ours=question.ours)
    return Told(key=NOTE, history=(lost,), questions=(question,), event="session.merge")


def test_given_one_row_that_does_not_fit_when_written_then_the_others_stand_and_it_is_told(
    laptop: Laptop,
) -> None:
    settled = laptop.settle(Settlement(taken=(client(1), unfit(2), client(3, "Bea"))))

    assert laptop.names() == {UUID(int=1): "Ada", UUID(int=3): "Bea"}
    assert (settled.applied, settled.alarms) == (2, 1)
    assert settled.changed == {(CLIENTS.no, UUID(int=1)), (CLIENTS.no, UUID(int=3))}
    assert laptop.rows("SELECT row_id, kind FROM notices") == [(UUID(int=2).bytes, UNREADABLE)]


def test_given_a_row_that_did_not_fit_before_when_it_is_read_again_then_it_is_not_told_twice(
    laptop: Laptop,
) -> None:
    settled = laptop.settle(Settlement(taken=(unfit(2),), is_quiet=True))

    assert settled == Settled()
    assert laptop.rows("SELECT 1 FROM notices") == []


def test_given_a_merged_row_that_its_table_does_not_take_when_written_then_ours_is_kept_beside_the_servers(
    laptop: Laptop,
) -> None:
    server, key = client(1, "Theirs", version=2), (CLIENTS.no, UUID(int=1))
    ours = Told(
        key=key, history=(Lost(about=key, kind="replaced", ours="{}"),), notices=(("replaced", None),)
    )
    merged = Landing(server=server, row=unfit(1).row, waits=True, told=Told(key=key), otherwise=ours)
    laptop.settle(Settlement(bases=(client(1).row,)))
    settled = laptop.settle(Settlement(landings=(merged,)))

    assert laptop.names() == {UUID(int=1): "Theirs"}
    assert (settled.merged, settled.alarms) == (1, 0)
    assert laptop.rows("SELECT kind, ours FROM history") == [("replaced", "{}")]
    ((history_id,),) = laptop.rows("SELECT id FROM history")
    assert laptop.rows("SELECT kind, history_id FROM notices") == [("replaced", history_id)]
    assert laptop.rows("SELECT count(*) FROM journal") == [(0,)]


def test_given_a_merged_row_that_differs_from_the_servers_when_written_then_the_rest_waits(
    laptop: Laptop,
) -> None:
    server, key = client(1, "Theirs", version=2), (CLIENTS.no, UUID(int=1))
    row = replace(server.row, fields={**server.row.fields, FIRST: "Both"})
    told = Told(key=key)
    laptop.settle(
        Settlement(landings=(Landing(server=server, row=row, waits=True, told=told, otherwise=told),))
    )

    with laptop.store.read() as db:
        entry = laptop.journal.entry(db, *key)
    assert laptop.names() == {UUID(int=1): "Both"}
    assert entry is not None
    assert entry.base is not None
    assert (entry.base_version, entry.base.fields[FIRST]) == (2, "Theirs")


def test_given_a_question_that_is_asked_already_when_written_then_its_texts_stay_in_the_history_alone(
    laptop: Laptop,
) -> None:
    first = laptop.settle(Settlement(told=(merge_of(asked()),)))
    second = laptop.settle(Settlement(told=(merge_of(asked()), merge_of(asked(ours="Run.")))))

    assert (first.conflicts, second.conflicts) == (1, 1)
    assert laptop.rows("SELECT ours FROM conflicts ORDER BY rid") == [("Rest.",), ("Run.",)]
    kinds = [kind for (kind,) in laptop.rows("SELECT kind FROM history ORDER BY rowid")]
    assert kinds == ["conflict", "replaced", "conflict"]
    assert laptop.rows("SELECT count(*) FROM audit_events") == [(2,)]


def test_given_rows_that_are_here_when_shown_again_then_only_their_place_or_stamps_are_news(
    laptop: Laptop,
) -> None:
    laptop.settle(Settlement(taken=(client(1), client(2))))
    lie = replace(client(1, "Lie"), seq=11, mac=b"x" * 32)
    echo = replace(client(2, "Lie"), seq=12, mac=b"y" * 32)
    laptop.settle(Settlement(seen=(lie,), echoes=(echo,)))

    with laptop.store.read() as db:
        held = known(db, CLIENTS.no, [UUID(int=1), UUID(int=2)])
    assert set(laptop.names().values()) == {"Ada"}
    assert (held[UUID(int=1)].seq, held[UUID(int=1)].mac) == (11, b"m" * 32)
    assert (held[UUID(int=2)].seq, held[UUID(int=2)].mac) == (12, b"y" * 32)


def test_given_a_cut_before_the_cursor_when_written_then_no_part_of_it_stands(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Settlement(
        taken=(client(1),),
        told=(merge_of(asked()),),
        facts={"sync/planted": b"1"},
        cursor=(1, EPOCH),
    )

    def cut(*_: object) -> None:
        raise Cut

    with monkeypatch.context() as struck:
        struck.setattr(feed_store, "set_cursor", cut)
        with pytest.raises(Cut):
            laptop.settle(whole)
    assert _written(laptop) == (0, 0, 0, 0, None)

    laptop.settle(whole)
    assert _written(laptop) == (1, 1, 1, 1, b"1")


def _written(laptop: Laptop) -> tuple[object, ...]:
    with laptop.store.read() as db:
        counts = [_count(db, name) for name in ("clients", "history", "conflicts", "feed")]
        return (*counts, get_fact(db, "sync/planted"))


def _count(db: Connection, name: str) -> int:
    return int(db.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())
