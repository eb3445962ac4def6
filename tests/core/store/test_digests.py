"""Sums that are kept with every write say what counting all rows says, whatever was written and by whom."""

import random
from uuid import UUID

import pytest
from sqlalchemy import Connection

from core.domain.ids import DeviceId
from core.domain.registry import CLIENTS, SESSIONS
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.outbox import digests, feed_store, known_rows
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.wire_row import WireRow
from tests.draws import fresh

ALL = 10**9
EPOCH = UUID(int=9)
STEPS = 60


class History:
    """Writes what a laptop writes, drawn from a seed; there are few rows, so that they meet again."""

    def __init__(self, me: Me, seed: int) -> None:
        self._me, self._rnd, self._seq = me, random.Random(seed), 0  # noqa: S311 - a run that repeats itself

    def step(self, db: Connection) -> None:
        self._rnd.choice(
            (self._pull, self._pull, self._echo, self._move, self._send, self._lose, self._anew, self._add_up)
        )(db)

    def _rows(self) -> list[FeedRow]:
        return [self._row(no) for no in self._rnd.sample(range(12), self._rnd.randrange(1, 6))]

    def _row(self, number: int) -> FeedRow:
        self._seq += 1
        at = self._seq
        of_client: dict[int, object] = {
            CLIENTS.by_name["first_name"].no: "A",
            CLIENTS.by_name["last_name"].no: "B",
            CLIENTS.by_name["consent_status"].no: False,
            CLIENTS.by_name["is_active"].no: True,
        }
        of_note: dict[int, object] = {
            SESSIONS.by_name["client_id"].no: str(UUID(int=1)),
            SESSIONS.by_name["session_date"].no: at,
            SESSIONS.by_name["is_draft"].no: True,
            SESSIONS.by_name["amendment_count"].no: 0,
        }
        table, fields = (CLIENTS, of_client) if number % 2 else (SESSIONS, of_note)
        row = WireRow(
            table_no=table.no,
            row_id=UUID(int=100 + number),
            version=1,
            created_at=at,
            updated_at=at,
            deleted_at=at if self._rnd.random() < 0.2 else None,
            fields=fields,  # type: ignore[arg-type]
        )
        mac = self._rnd.choice((None, self._rnd.randbytes(32), bytes(32), b"\xff" * 32))
        return FeedRow(row, at, mac, DeviceId(UUID(int=3)))

    def _pull(self, db: Connection) -> None:
        feed_store.apply_rows(db, self._me.workspace_id, self._rows())

    def _echo(self, db: Connection) -> None:
        known_rows.stamp(db, self._rows())

    def _move(self, db: Connection) -> None:
        known_rows.move(db, self._rows())

    def _send(self, db: Connection) -> None:
        sent = [(each.row.table_no, each.row.row_id, self._rnd.randbytes(32)) for each in self._rows()]
        known_rows.mark_sent(db, self._me.device_id, sent)

    def _lose(self, db: Connection) -> None:
        for each in self._rows()[:2]:
            db.exec_driver_sql("DELETE FROM clients WHERE id = ?", (each.row.row_id.bytes,))

    def _anew(self, db: Connection) -> None:
        if self._rnd.random() < 0.2:
            feed_store.start_replacement(db, self._me.workspace_id, EPOCH)

    def _add_up(self, db: Connection) -> None:
        digests.add_up(db, self._me.workspace_id)


@pytest.mark.parametrize("seed", [*range(15), *fresh(15)])
def test_given_any_history_when_asked_then_the_kept_sums_are_those_of_all_rows(
    store: Store, me: Me, seed: int
) -> None:
    history = History(me, seed)
    _count(store, me)
    for _ in range(STEPS):
        with store.write() as db:
            history.step(db)
        with store.read() as db:
            counted = digests.counted(db, me.workspace_id, ALL)
            assert digests.kept(db, me.workspace_id, ALL) == counted


def test_given_a_write_that_is_taken_back_when_asked_then_the_sums_never_saw_it(store: Store, me: Me) -> None:
    _count(store, me)
    history = History(me, 1)
    with pytest.raises(ZeroDivisionError):
        _pull_and_fail(store, history)
    with store.read() as db:
        assert digests.kept(db, me.workspace_id, ALL) == digests.counted(db, me.workspace_id, ALL)


def test_given_somebody_writes_between_counting_and_keeping_when_kept_then_that_is_in_it(
    store: Store, me: Me
) -> None:
    history = History(me, 2)
    with store.write() as db:
        history._pull(db)
    with store.read() as db:
        found = digests.count_anew(db, me.workspace_id)
    with store.write() as db:
        history._pull(db)
    with store.write() as db:
        digests.keep(db, me.workspace_id, found)
    with store.read() as db:
        assert digests.kept(db, me.workspace_id, ALL) == digests.counted(db, me.workspace_id, ALL)


def test_given_nothing_was_counted_yet_when_asked_then_the_sums_say_nothing(store: Store, me: Me) -> None:
    with store.read() as db:
        assert digests.kept(db, me.workspace_id, ALL) is None


def test_given_a_row_beyond_the_mark_when_asked_then_the_sums_say_nothing(store: Store, me: Me) -> None:
    _count(store, me)
    with store.write() as db:
        History(me, 3)._pull(db)
    with store.read() as db:
        assert digests.kept(db, me.workspace_id, 0) is None


def test_given_rows_when_the_notes_are_added_up_then_none_stay(store: Store, me: Me) -> None:
    _count(store, me)
    with store.write() as db:
        History(me, 4)._pull(db)
        assert _notes(db) > 0
        digests.add_up(db, me.workspace_id)
        assert _notes(db) == 0


def test_given_a_person_types_when_saved_then_no_sum_is_touched(store: Store, me: Me) -> None:
    with store.write() as db:
        History(me, 5)._pull(db)
        digests.add_up(db, me.workspace_id)
        db.exec_driver_sql("UPDATE clients SET notes = 'more', updated_at = 1")
        db.exec_driver_sql("UPDATE sessions SET plan = 'more', updated_at = 1")
        assert _notes(db) == 0


def _pull_and_fail(store: Store, history: History) -> None:
    with store.write() as db:
        history._pull(db)
        raise ZeroDivisionError


def _count(store: Store, me: Me) -> None:
    with store.read() as db:
        found = digests.count_anew(db, me.workspace_id)
    with store.write() as db:
        digests.keep(db, me.workspace_id, found)


def _notes(db: Connection) -> int:
    return int(db.exec_driver_sql("SELECT count(*) FROM digest_notes").scalar_one())
