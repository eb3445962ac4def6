"""What a pass compares: sums that were kept, and all rows once a session and where the sums look wrong."""

import threading

import pytest

from core.store.outbox import digests
from sync.rows.run import SyncSession
from tests.sync.laptops import Laptop

NEVER = threading.Event()


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one each time all rows are counted."""
    seen: list[int] = []
    original = digests.counted

    def counted(db: object, workspace_id: object, hi: int) -> list[digests.Digest]:
        seen.append(hi)
        return original(db, workspace_id, hi)  # type: ignore[arg-type]

    monkeypatch.setattr(digests, "counted", counted)
    return seen


def _arrives(one: Laptop, session: SyncSession) -> None:
    """Something new comes to the other laptop, whose session this is."""
    one.add_client()
    one.sync()
    session.run_once(lambda _event: None, NEVER)


def test_given_a_long_session_when_rows_arrive_then_all_rows_are_counted_only_once(
    laptops: tuple[Laptop, Laptop], counts: list[int]
) -> None:
    one, two = laptops
    session = two.session()
    _arrives(one, session)
    counts.clear()
    for _ in range(5):
        _arrives(one, session)
    assert counts == []
    assert two.remote.calls.count("digests") >= 6


def test_given_a_damaged_sum_when_rows_arrive_then_it_is_mended_and_nothing_is_read_again(
    laptops: tuple[Laptop, Laptop],
) -> None:
    one, two = laptops
    session = two.session()
    _arrives(one, session)
    with two.store.write() as db:
        db.exec_driver_sql("UPDATE digest_sums SET total = x'0102030405060708', rows = rows + 3")
    pulls = two.remote.calls.count("pull")
    _arrives(one, session)
    assert two.remote.calls.count("pull") == pulls + 1
    with two.store.read() as db:
        seq = two.cursor().seq
        workspace_id = two.me.workspace_id
        assert digests.kept(db, workspace_id, seq) == digests.counted(db, workspace_id, seq)


def test_given_a_row_that_vanished_past_every_trigger_when_a_session_begins_then_it_comes_back(
    laptops: tuple[Laptop, Laptop],
) -> None:
    one, two = laptops
    client = one.add_client()
    one.sync()
    two.sync()
    with two.store.write() as db:
        db.exec_driver_sql("DELETE FROM clients")
        db.exec_driver_sql("DELETE FROM digest_notes")
    _arrives(one, two.session())
    assert client in two.rows("clients")
