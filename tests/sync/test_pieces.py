"""What goes into one call, and what becomes of a call that the server refuses whole."""

import uuid
from collections.abc import Sequence
from uuid import UUID

import pytest

from core.domain.errors import ContentRefused, ServerUnreachable
from core.domain.registry import CLIENTS
from core.store.outbox.sent_op import Sent
from core.store.outbox.wire_row import WireRow
from core.store.practice.inbox import Inbox
from core.store.practice.practice import Practice as Books
from sync.remote import Op, PushAnswer
from sync.rows import push as push_module
from sync.rows.call_size import MOST_BYTES, MOST_OPS, first_piece, halves, wire_bytes
from tests.sync.laptops import Laptop

Two = tuple[Laptop, Laptop]
NOTES = CLIENTS.by_name["notes"].no
BAD = "Nobody takes this."


def sent(no: int, group: int, *, text: str = "", size: int = 10) -> Sent:
    row_id = uuid.UUID(int=no)
    stamps = {"version": 0, "created_at": 0, "updated_at": 0, "deleted_at": None}
    row = WireRow(table_no=CLIENTS.no, row_id=row_id, fields={NOTES: text}, **stamps)  # type: ignore[arg-type]
    return Sent(
        op_no=no,
        op_id=row_id,
        group=group,
        table_no=CLIENTS.no,
        row_id=row_id,
        base_version=0,
        deleted=None,
        fields={NOTES: text, 23: "plain", 22: 5},
        row=row,
        edits=1,
        size=size,
        cells={99: b"abcd", 98: None},
    )


def inbox(laptop: Laptop) -> Inbox:
    return Books(laptop.store, laptop.me, laptop.practice.clock, laptop.practice.ids).inbox


def numbers(piece: Sequence[Sent]) -> list[int]:
    return [each.op_no for each in piece]


def test_given_an_op_when_weighed_then_cells_count_as_base64_and_texts_as_they_are() -> None:
    assert wire_bytes(sent(1, 1, text="é" * 3)) == 8 + 5 + 8


def test_given_a_batch_when_cut_then_groups_stay_whole_up_to_the_limits() -> None:
    batch = [sent(1, 1), sent(2, 2), sent(3, 2), sent(4, 3)]
    assert numbers(first_piece(batch, 3, 1000)) == [1, 2, 3]
    assert numbers(first_piece(batch, 2, 1000)) == [1]
    assert numbers(first_piece(batch, 9, 30)) == [1, 2, 3]
    assert numbers(first_piece(batch[1:], 1, 1)) == [2, 3]
    assert first_piece([], 9, 9) == []


def test_given_a_group_that_no_call_holds_when_cut_then_as_much_as_one_holds() -> None:
    many = [sent(no, 7) for no in range(MOST_OPS + 5)]
    assert len(first_piece(many, 10, 10)) == MOST_OPS
    large = [sent(no, 7, text="x" * (MOST_BYTES // 4)) for no in range(4)]
    assert len(first_piece(large, 10, 10)) == 2
    assert len(first_piece([sent(1, 7, text="x" * MOST_BYTES), sent(2, 7)], 10, 10)) == 1


def test_given_a_call_that_was_refused_when_halved_then_groups_stay_whole_while_they_can() -> None:
    batch = [sent(1, 1), sent(2, 1), sent(3, 1), sent(4, 2)]
    assert [numbers(half) for half in halves(batch)] == [[1, 2, 3], [4]]
    assert [numbers(half) for half in halves(batch[:3])] == [[1], [2, 3]]


def choosy(laptop: Laptop, code: str | None = None) -> list[int]:
    """The laptop's server refuses each call whole that holds this text, and does not say which op it was."""
    honest, lengths = laptop.remote.push, []

    def push(workspace_id: object, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        lengths.append(len(ops))
        names = [laptop.row("clients", op.row_id).fields[NOTES] for op in ops if op.cells]
        if BAD in names:
            raise ContentRefused("The clinic's server refused.", code=code)
        return honest(laptop.me.workspace_id, epoch, ops)

    laptop.remote.push = push  # type: ignore[method-assign]
    return lengths


@pytest.mark.parametrize(("code", "told"), [(None, "check"), ("batch_too_large", "too_large")])
def test_given_one_row_that_the_server_cannot_read_when_synced_then_it_alone_is_found_and_refused(
    laptops: Two, code: str | None, told: str
) -> None:
    one, two = laptops
    good = [one.add_client(f"C{no}", notes="Good.") for no in range(20)]
    bad = one.add_client("Bad", notes=BAD)
    good += [one.add_client(f"D{no}", notes="Good.") for no in range(20)]
    calls = choosy(one, code)
    outcome = one.sync()
    assert (outcome.refused, outcome.waiting) == (1, 0)
    assert len(calls) < 15
    two.sync()
    assert two.rows("clients").keys() == set(good)
    (item,) = inbox(one).refused()
    assert (item.row_id, item.code, item.fields["notes"]) == (bad, told, BAD)


@pytest.mark.parametrize(("more", "goes"), [(0, True), (1, False)])
def test_given_a_row_that_fills_a_call_to_the_byte_when_pushed_then_it_goes_and_a_larger_one_stays_here(
    laptops: Two, monkeypatch: pytest.MonkeyPatch, more: int, goes: bool
) -> None:
    one, _ = laptops
    client = one.add_client("Large", notes="Words.")
    monkeypatch.setattr(push_module, "wire_bytes", lambda _sent: MOST_BYTES + more)
    honest, seen = one.remote.push, list[Op]()

    def push(workspace_id: object, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        seen.extend(ops)
        return honest(one.me.workspace_id, epoch, ops)

    one.remote.push = push  # type: ignore[method-assign]
    assert one.sync().refused == (0 if goes else 1)
    assert [(op.bad, not op.plain and not op.cells) for op in seen] == [(not goes, not goes)]
    assert [item.code for item in inbox(one).refused()] == ([] if goes else ["too_large"])
    assert one.value("clients", client, "notes") == "Words."


def test_given_an_answer_that_was_lost_when_sent_again_then_the_refused_row_is_not_told_twice(
    laptops: Two,
) -> None:
    one, _ = laptops
    one.add_client("Bad", notes=BAD)
    choosy(one)
    strikes = iter([True])

    def fault(step: str) -> None:
        if step == "push.answer" and next(strikes, False):
            raise ServerUnreachable("The line broke.")

    one.remote.fault = fault
    with pytest.raises(ServerUnreachable):
        one.sync()
    assert inbox(one).refused() == []
    assert one.sync().refused == 1
    assert len(inbox(one).refused()) == 1


def test_given_a_server_that_refuses_even_an_op_without_content_when_synced_then_it_is_said_and_all_is_kept(
    laptops: Two,
) -> None:
    one, _ = laptops
    one.add_client("Large", notes="x" * MOST_BYTES)

    def push(workspace_id: object, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        raise ContentRefused("The clinic's server refused.")

    one.remote.push = push  # type: ignore[method-assign]
    with pytest.raises(ContentRefused):
        one.sync()
    assert one.dirty() == 1
    assert inbox(one).refused() == []
