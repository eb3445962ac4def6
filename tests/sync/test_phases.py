"""Corners of push and pull: batch sizes, a lying server, a pass that is stopped."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import Cancelled, ServerRefused
from core.domain.ids import DeviceId
from core.store.feed import FeedRow
from core.store.journal import Entry
from core.store.wire import WireRow
from sync.ground import Known
from sync.page import plan_page
from sync.pull import before_unanswered
from sync.push import FIRST_OPS, MOST_OPS, BatchSize
from sync.remote import Op, PushAnswer
from tests.sync.laptops import Laptop, Practice

Two = tuple[Laptop, Laptop]


def test_batches_grow_while_answers_are_quick_and_shrink_when_slow() -> None:
    size = BatchSize()
    for _ in range(9):
        size.adapt(0.01)
    assert size.ops == MOST_OPS
    size.adapt(1.0)
    assert size.ops == MOST_OPS
    for _ in range(9):
        size.adapt(5.0)
    assert size.ops == FIRST_OPS // 4


def test_a_server_that_leaves_an_answer_out_is_refused_and_nothing_is_lost(laptops: Two) -> None:
    one, _ = laptops
    one.add_client()
    one.add_client()
    honest = one.remote.push

    def short(workspace_id: object, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        answer = honest(one.me.workspace_id, epoch, ops)
        return replace(answer, results=answer.results[:1])

    one.remote.push = short  # type: ignore[method-assign]
    with pytest.raises(ServerRefused):
        one.sync()
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
        (3, UUID(int=number)): Entry(None, known[3, UUID(int=number)].version, 1, 1)
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
        (3, UUID(int=number)): Entry(None, memory[number].version, 1, 1) for number in waiting & memory.keys()
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
