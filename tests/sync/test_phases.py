"""Corners of push and pull: batch sizes, a lying server, a pass that is stopped."""

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from core.domain.errors import Cancelled, ServerRefused
from core.domain.ids import DeviceId
from core.domain.registry import BY_NAME
from core.store.database.engine import Store
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.journal import WaitingRow
from core.store.outbox.known_rows import Known
from core.store.outbox.wire_row import WireRow
from sync.remote import Op, PushAnswer
from sync.rows.apply_page import plan_page
from sync.rows.codec import Bad
from sync.rows.pull import Pulled, WipeOutStopped, before_unanswered
from sync.rows.push import QUICK_S, SLOW_S, BatchSize
from sync.rows.run import allow_removal
from tests.sync.laptops import NEVER, Laptop, Practice

Two = tuple[Laptop, Laptop]


def test_batches_grow_while_answers_are_quick_and_shrink_when_slow() -> None:
    size = BatchSize()
    seen = []
    for took_s in (QUICK_S, SLOW_S, 0.4, 0.4, 0.4, 0.4, 0.4, 2.1, *[9.0] * 6):
        size.adapt(took_s)
        assert {type(size.ops), type(size.octets)} == {int}
        seen.append((size.ops, size.octets // 1024))
    assert seen == [
        *[(200, 256)] * 2,  # neither quick nor slow
        *[(400, 512), (800, 1024), (1000, 2048), (1000, 4096), (1000, 4096)],
        *[(500, 2048), (250, 1024), (125, 512), (62, 256), (50, 128), (50, 64), (50, 64)],
    ]


def test_a_server_that_leaves_an_answer_out_is_refused_and_nothing_is_lost(laptops: Two) -> None:
    one, _ = laptops
    one.add_client()
    one.add_client()
    honest = one.remote.push

    def short(workspace_id: object, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        answer = honest(one.me.workspace_id, epoch, ops)
        return replace(answer, results=answer.results[:1])

    one.remote.push = short  # type: ignore[method-assign]
    with pytest.raises(ServerRefused) as refused:
        one.sync()
    assert refused.value.code == "protocol"
    one.remote.push = honest  # type: ignore[method-assign]
    assert one.dirty() == 2
    assert one.sync().waiting == 0


def test_a_stopped_pull_keeps_the_pages_that_arrived(practice: Practice, laptops: Two) -> None:
    one, two = laptops
    for number in range(12):
        one.add_client(f"C{number}")
    one.sync()
    practice.server.page_limit = 5
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        two.session().run_once(two.events.append, stop)
    assert len(two.rows("clients")) == 5
    two.sync()
    assert one.content() == two.content()


def test_given_a_feed_of_many_pages_when_pulled_then_each_is_stored_in_turn_and_told(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    clients = [one.add_client(f"C{number}") for number in range(11)]
    one.sync()
    practice.server.page_limit = 3
    told: list[tuple[int, int]] = []
    start = two.cursor().seq
    pulled = two.session()._pull.run(
        practice.head().epoch,
        NEVER,
        lambda seq, _: told.append((seq - start, len(two.rows("clients")))),
    )
    assert told == [(3, 3), (6, 6), (9, 9), (11, 11)]
    assert pulled == Pulled(start + 11, drained=True)
    assert two.rows("clients").keys() == set(clients)


def test_given_a_row_whose_own_push_has_no_answer_when_pulled_then_it_ends_before_it_and_is_not_drained(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    shared = two.add_client("Shared")
    with two.store.write() as db:
        two.journal.stage(db, 10, 10_000)
    first = one.add_client("First")
    one.sync()
    start = one.cursor().seq
    model = practice.head().rows[BY_NAME["clients"].no, first]
    practice.head().rows[BY_NAME["clients"].no, shared] = replace(model, row_id=shared, seq=start + 1)
    practice.head().log.append((start + 1, (BY_NAME["clients"].no, shared)))
    practice.head().seq = start + 1
    pulled = two.session()._pull.run(practice.head().epoch, NEVER, lambda *_: None)
    assert pulled == Pulled(start, drained=False)
    assert two.cursor().seq == start


def test_given_a_power_cut_ahead_then_a_push_waits_for_the_disk_and_a_page_that_can_come_again_does_not(
    practice: Practice, laptops: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = laptops
    one.add_client()
    bulks: list[bool] = []
    original = Store.write

    def write(self: Store, *, bulk: bool = False) -> AbstractContextManager[Connection]:
        bulks.append(bulk)
        return original(self, bulk=bulk)

    epoch = practice.head().epoch
    push, pull = one.session()._push, two.session()._pull
    monkeypatch.setattr(Store, "write", write)
    push.run(epoch, NEVER)
    assert bulks
    assert set(bulks) == {False}
    bulks.clear()
    pull.run(epoch, NEVER, lambda *_: None)
    assert True in bulks


def test_given_pages_that_remove_little_each_when_pulled_then_all_count_and_a_person_is_told_of_how_many(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    clients = [one.add_client(f"C{number}") for number in range(60)]
    one.sync()
    two.sync()
    for client in clients:
        one.delete("clients", client)
    one.sync()
    practice.server.page_limit = 40
    with pytest.raises(WipeOutStopped, match="remove 60 of 60 records"):
        two.sync()
    assert sum(row.deleted_at is None for row in two.rows("clients").values()) == 20
    allow_removal(two.store)
    two.sync()
    assert one.content() == two.content()


def test_given_more_rows_than_one_batch_when_pushed_then_it_is_told_after_each_how_many_were_taken(
    practice: Practice, laptops: Two
) -> None:
    one, _ = laptops
    for number in range(7):
        one.add_client(f"C{number}")
    push = one.session()._push
    push._size = BatchSize(ops=2)
    told: list[int] = []
    done = push.run(practice.head().epoch, threading.Event(), told.append)
    assert told == [2, 6, 7]
    assert (done.accepted, done.refused, done.behind, done.changed) == (7, 0, 0, frozenset())


def test_given_a_row_that_is_behind_when_pushed_then_nothing_new_is_numbered_before_it_is_merged(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    shared = one.add_client("Shared"), one.add_client("Shared too")
    one.sync()
    two.sync()
    for client in shared:
        two.edit("clients", client, notes="Theirs.")
        one.edit("clients", client, notes="Mine.")
    two.sync()
    one.add_client("New")
    one.add_client("Newer")
    push = one.session()._push
    push._size = BatchSize(ops=3)
    done = push.run(practice.head().epoch, threading.Event())
    assert (done.accepted, done.behind) == (1, 2)
    assert one.dirty() == 3


def test_a_stopped_push_goes_on_later(laptops: Two) -> None:
    one, _ = laptops
    one.add_client()
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        one.session().run_once(one.events.append, stop)
    assert one.sync().pushed == 1


# the plan of a page


def feed_row(number: int, version: int, mac: bytes, updated_at: int) -> FeedRow:
    row = WireRow(
        table_no=3,
        row_id=UUID(int=number),
        version=version,
        created_at=1,
        updated_at=updated_at,
        deleted_at=None,
        fields={10: "x"},
    )
    return FeedRow(row, number + 1, mac, DeviceId(UUID(int=9)))


macs = st.sampled_from([b"a", b"b"])
versions = st.integers(1, 4)
rows = st.lists(st.tuples(versions, macs, st.integers(0, 3)), max_size=6).map(
    lambda many: [feed_row(number, *each) for number, each in enumerate(many)]
)
knowns = st.dictionaries(
    st.integers(0, 5),
    st.builds(Known, st.integers(0, 4), st.none() | macs, st.none() | st.just(1), st.integers(0, 3)),
)


@given(rows, knowns, st.sets(st.integers(0, 5)), st.booleans())
def test_each_row_of_a_page_has_exactly_one_fate(
    page: list[FeedRow], memory: dict[int, Known], waiting: set[int], restored: bool
) -> None:
    known = {(3, UUID(int=number)): each for number, each in memory.items()}
    entries = {
        (3, UUID(int=number)): WaitingRow(None, known[3, UUID(int=number)].version, 1, 1)
        for number in waiting & memory.keys()
    }
    plan = plan_page(page, known, entries, restored=restored)
    fates = [each.row.row_id for each in (*plan.apply, *plan.echo, *plan.again)]
    fates += [each.row.row_id for each, _ in plan.merge] + [key[1] for key, _ in plan.alarms]
    assert sorted(each.int for each in fates) == sorted(each.row.row_id.int for each in page)
    assert not (restored and plan.alarms)
    assert restored or not plan.again


@given(rows, knowns, st.sets(st.integers(0, 5)))
def test_no_row_goes_back_to_an_older_version_and_no_waiting_row_is_overwritten(
    page: list[FeedRow], memory: dict[int, Known], waiting: set[int]
) -> None:
    known = {(3, UUID(int=number)): each for number, each in memory.items()}
    entries = {
        (3, UUID(int=number)): WaitingRow(None, memory[number].version, 1, 1)
        for number in waiting & memory.keys()
    }
    plan = plan_page(page, known, entries)
    for each in plan.apply:
        key = 3, each.row.row_id
        assert key not in entries
        assert key not in known or known[key].version < each.row.version or known[key].version == 0


def test_a_page_ends_before_the_first_row_whose_push_has_no_answer(laptops: Two) -> None:
    one, _ = laptops
    mine = one.add_client()
    with one.store.write() as db:
        one.session()._journal.stage(db, 10, 10_000)
    page = [feed_row(number, 1, b"a", 0) for number in range(3)]
    page[1] = replace(page[1], row=replace(page[1].row, row_id=mine))
    with one.store.read() as db:
        assert before_unanswered(db, page, 9) == (page[:1], page[1].seq - 1)
        assert before_unanswered(db, page[2:], 9) == (page[2:], 9)
        others, ours = Bad(3, UUID(int=7), 4), Bad(BY_NAME["clients"].no, mine, 5)
        assert before_unanswered(db, [others, ours], 9) == ([others], 4)


@given(rows, macs)
def test_what_its_sender_sent_again_is_what_comes_back_whatever_its_mac_and_nothing_else_is(
    page: list[FeedRow], mac: bytes
) -> None:
    one, other = (DeviceId(UUID(int=number)) for number in (98, 99))
    for each in page:
        sent_again = Known(each.row.version, None, None, origin=one)
        assert sent_again.is_shown_by(replace(each, origin=one))
        assert not sent_again.is_shown_by(replace(each, origin=other))
        assert Known(each.row.version, mac, None).is_shown_by(each) is (mac == each.mac)
