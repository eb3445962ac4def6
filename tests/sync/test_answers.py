"""What a push makes of each answer of the server: what waits, what is told, and what goes on."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from core.domain.errors import VersionMismatch
from core.domain.registry import BY_NAME
from core.store.database.facts import get_fact, set_fact
from core.store.practice.practice import Practice as Books
from core.store.unit_of_work.repository import REACH
from sync.remote import Op, PushAnswer, Result, Status
from sync.rows.push import FIRST_BYTES, FIRST_OPS, Pushed
from sync.rows.reach import Reach
from sync.rows.resync import PUT_BACK
from sync.rows.verify import WENT_BACK
from tests.sync.laptops import START, Laptop, Practice


@pytest.fixture
def laptop(practice: Practice) -> Laptop:
    return practice.enrol()


def pushed(laptop: Laptop) -> Pushed:
    return laptop.session()._push.run(laptop.practice.head().epoch, threading.Event())


def answer_all(laptop: Laptop, code: str | None) -> None:
    """From now on the server refuses every op, and says why with this code."""

    def push(workspace_id: object, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        return PushAnswer([Result(op.op_no, Status.REFUSED, 0, code) for op in ops], 0)

    laptop.remote.push = push  # type: ignore[method-assign]


def answer_stale(laptop: Laptop, version: int) -> None:
    """From now on the server has this version of every row, and takes nothing."""

    def push(workspace_id: object, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        return PushAnswer([Result(op.op_no, Status.STALE, version) for op in ops], 0)

    laptop.remote.push = push  # type: ignore[method-assign]


def went_back(laptop: Laptop) -> bytes | None:
    with laptop.store.read() as db:
        return get_fact(db, WENT_BACK)


def codes(laptop: Laptop) -> list[str]:
    inbox = Books(laptop.store, laptop.me, laptop.clock, laptop.ids).inbox
    return [item.code for item in inbox.refused()]


@pytest.mark.parametrize(
    ("code", "told"),
    [("check", "check"), ("unique", "unique"), ("reference", "reference"), (None, "refused")],
)
def test_given_refusals_then_their_code_is_in_the_inbox_the_rows_have_changed_and_nothing_waits(
    laptop: Laptop, code: str | None, told: str
) -> None:
    clients = laptop.add_client("Ada"), laptop.add_client("Bea")
    answer_all(laptop, code)
    done = pushed(laptop)
    assert (done.accepted, done.refused, done.behind) == (0, 2, 0)
    assert done.changed == {(BY_NAME["clients"].no, client) for client in clients}
    assert (codes(laptop), laptop.dirty(), laptop.told("outbox")) == ([told, told], 0, [])


def test_given_an_op_whose_group_was_not_applied_then_it_waits_and_nobody_is_told(laptop: Laptop) -> None:
    laptop.add_client()
    answer_all(laptop, "group")
    assert pushed(laptop) == Pushed()
    assert (codes(laptop), laptop.dirty(), laptop.told("outbox")) == ([], 1, [])


def test_given_an_appointment_whose_service_is_renamed_when_refused_with_it_then_both_wait_to_go_again(
    laptop: Laptop,
) -> None:
    service = laptop.add("services", name="Massage", default_duration_minutes=30)
    times: dict[str, Any] = {
        "scheduled_start": START,
        "scheduled_end": START + timedelta(hours=1),
        "timezone": "UTC",
    }
    laptop.add("appointments", client_id=laptop.ids.new(), service_id=service, **times)
    tables = {BY_NAME["services"].no: "unique", BY_NAME["appointments"].no: "reference"}

    def push(workspace_id: object, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        return PushAnswer([Result(op.op_no, Status.REFUSED, 0, tables[op.table_no]) for op in ops], 0)

    laptop.remote.push = push  # type: ignore[method-assign]
    stop = threading.Event()
    done = laptop.session()._push.run(laptop.practice.head().epoch, stop, lambda _accepted: stop.set())
    assert (done.refused, done.behind, done.changed) == (0, 0, frozenset([(BY_NAME["services"].no, service)]))
    assert (codes(laptop), laptop.dirty(), laptop.told("outbox")) == ([], 2, [])


def test_given_a_version_whose_number_another_one_has_then_it_waits_until_that_one_is_pulled(
    laptop: Laptop,
) -> None:
    client = laptop.add_client()
    notes = laptop.add_note(client), laptop.add_note(client)
    laptop.sync()
    versions = [laptop.add("session_versions", session_id=note, version_number=1) for note in notes]
    answer_all(laptop, "unique")
    done = pushed(laptop)
    assert (done.accepted, done.refused, done.behind, done.changed) == (0, 0, 2, frozenset())
    assert (codes(laptop), laptop.dirty(), laptop.told("outbox")) == ([], 2, [])
    answer_all(laptop, "check")
    done = pushed(laptop)
    assert (done.refused, done.behind) == (2, 0)
    assert done.changed == {(BY_NAME["session_versions"].no, version) for version in versions}


def test_given_a_service_whose_name_another_one_has_then_it_is_renamed_and_waits_to_go_again(
    laptop: Laptop,
) -> None:
    service = laptop.add("services", name="Massage", default_duration_minutes=30)
    answer_all(laptop, "unique")
    push = laptop.session()._push
    stop = threading.Event()
    done = push.run(laptop.practice.head().epoch, stop, lambda _accepted: stop.set())
    assert (done.accepted, done.refused, done.behind) == (0, 0, 0)
    assert done.changed == {(BY_NAME["services"].no, service)}
    assert laptop.value("services", service, "name") == "Massage (2)"
    assert (codes(laptop), laptop.dirty(), laptop.told("outbox")) == ([], 1, [])


def test_given_a_service_that_is_refused_for_something_else_then_it_keeps_its_name(laptop: Laptop) -> None:
    service = laptop.add("services", name="Massage", default_duration_minutes=30)
    answer_all(laptop, "check")
    assert pushed(laptop).refused == 1
    assert laptop.value("services", service, "name") == "Massage"


def test_given_a_repeated_answer_that_tells_a_later_version_then_ours_is_the_one_that_the_op_made(
    laptop: Laptop,
) -> None:
    client = laptop.add_client()
    honest = laptop.remote.push

    def later(workspace_id: object, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        answer = honest(laptop.me.workspace_id, epoch, ops)
        return replace(answer, results=[replace(each, version=each.version + 5) for each in answer.results])

    laptop.remote.push = later  # type: ignore[method-assign]
    assert pushed(laptop).accepted == 1
    assert laptop.row("clients", client).version == 1


@pytest.mark.parametrize(("took_s", "factor"), [(0.1, 2), (1.0, 1), (3.0, 0.5)])
def test_given_a_server_that_answers_so_fast_then_the_next_batch_is_sized_for_it(
    laptop: Laptop, took_s: float, factor: float
) -> None:
    laptop.clock.advance(timedelta(hours=1))
    laptop.add_client()
    honest = laptop.remote.push

    def slow(workspace_id: object, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        laptop.clock.advance(timedelta(seconds=took_s))
        return honest(laptop.me.workspace_id, epoch, ops)

    laptop.remote.push = slow  # type: ignore[method-assign]
    push = laptop.session()._push
    push.run(laptop.practice.head().epoch, threading.Event())
    assert (push._size.ops, push._size.octets) == (FIRST_OPS * factor, FIRST_BYTES * factor)


@pytest.mark.parametrize(("version", "told"), [(1, b"1"), (2, None), (3, None)])
def test_given_a_row_of_which_the_server_has_another_version_then_only_an_older_one_means_that_it_forgot(
    laptop: Laptop, version: int, told: bytes | None
) -> None:
    client = laptop.add_client()
    laptop.sync()
    for phone in ("1", "2"):
        laptop.edit("clients", client, phone=phone)
        if phone == "1":
            laptop.sync()
    answer_stale(laptop, version)
    done = pushed(laptop)
    assert (done.accepted, done.refused, done.behind, done.changed) == (0, 0, 1, frozenset())
    assert went_back(laptop) == told
    assert (codes(laptop), laptop.dirty(), laptop.told("outbox")) == ([], 1, [])


@pytest.mark.parametrize(("version", "is_agreed"), [(1, True), (2, False)])
def test_given_a_version_that_did_not_hold_and_is_gone_again_then_nothing_was_forgotten(
    laptop: Laptop, version: int, is_agreed: bool
) -> None:
    table, client = BY_NAME["clients"], laptop.add_client()
    laptop.sync()
    laptop.edit("clients", client, phone="1")
    base = replace(laptop.row("clients", client), version=5, spoiled=frozenset())
    with laptop.store.write() as db:
        laptop.journal.rebase(db, table.no, client, base, still_dirty=True)
    answer_stale(laptop, version)
    assert pushed(laptop).behind == 1
    assert went_back(laptop) is None
    with laptop.store.write() as db:
        entry = laptop.journal.entry(db, table.no, client)
    assert entry is not None
    assert entry.base is not None
    assert (entry.base.spoiled is None) == is_agreed


def test_given_a_question_out_of_reach_that_the_server_has_otherwise_then_it_is_refused_and_told(
    laptop: Laptop,
) -> None:
    about = {"table_no": BY_NAME["clients"].no, "row_id": laptop.ids.new(), "field": "medical_history"}
    values = {**about, "reason": "both_changed", "ours": "Mine.", "noticed_at": START}
    with laptop.store.write() as db:
        laptop._writer(db).insert("conflicts", values)
        set_fact(db, REACH, Reach.OPEN.encode())
    answer_stale(laptop, 1)
    done = pushed(laptop)
    assert (done.refused, done.behind, codes(laptop)) == (1, 0, ["forbidden"])


def test_given_a_version_that_gave_way_and_is_refused_for_its_number_then_it_can_be_sent_again_later(
    laptop: Laptop,
) -> None:
    note = laptop.add_note(laptop.add_client())
    version = laptop.add("session_versions", session_id=note, version_number=1)
    laptop.sync()
    laptop.delete("session_versions", version)
    answer_all(laptop, "unique")
    done = pushed(laptop)
    assert (done.refused, done.behind, codes(laptop)) == (1, 0, ["unique"])


@pytest.mark.parametrize("is_old_server", [False, True])
def test_given_what_others_did_when_offered_again_then_each_pass_says_once_that_the_server_went_back(
    laptop: Laptop, is_old_server: bool
) -> None:
    told: list[tuple[object, UUID]] = []

    def tell(workspace_id: object, epoch: UUID) -> None:
        told.append((workspace_id, epoch))
        if is_old_server:
            raise VersionMismatch("An older server.")

    laptop.remote.tell_went_back = tell  # type: ignore[method-assign]
    epoch = laptop.practice.head().epoch
    expected = (laptop.me.workspace_id, epoch)
    _offer(laptop)
    pushed(laptop)
    assert told == []  # nobody found yet that it was put back
    with laptop.store.write() as db:
        set_fact(db, PUT_BACK, epoch.bytes)
    push, stop = laptop.session()._push, threading.Event()
    laptop.add_client()
    push.run(epoch, stop)
    assert told == []  # one's own work offers nothing
    for _ in range(3):
        _offer(laptop)
    push._size.ops = 1  # so that they go in three calls
    push.run(epoch, stop, told=lambda _accepted: stop.set())
    assert told == [expected]  # two of them wait
    push.run(epoch, threading.Event())
    assert told == [expected] * 2
    _offer(laptop)
    push.run(epoch, threading.Event())
    assert told == [expected] * 2  # all that was lost is back


def _offer(laptop: Laptop) -> None:
    """What somebody else did, and a server lost."""
    named = {"user_id": laptop.ids.new(), "device_id": laptop.ids.new()}
    laptop.add("audit_events", event_type="note.opened", action="READ", client_time=START, **named)
