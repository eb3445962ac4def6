"""A sync pass beside a window that is at work: each of its long loops stands still for it."""

import json
from collections.abc import Sequence
from uuid import UUID

import pytest

from core.domain.ids import WorkspaceId
from core.runtime.yielding import FOREGROUND, Foreground
from sync.postgres.wire import encode_ops
from sync.remote import Op, PushAnswer
from tests.sync.laptops import Laptop, Practice

ROWS = 100


@pytest.fixture
def stood(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with each item that had to wait; the window is at work all the time."""
    times: list[int] = []
    monkeypatch.setattr(FOREGROUND, "_opened", 0.0)
    monkeypatch.setattr(Foreground, "_is_busy", lambda _self, _now: True)
    monkeypatch.setattr(Foreground, "_stand_still", lambda _self: times.append(1))
    return times


def _write(laptop: Laptop) -> None:
    for number in range(ROWS):
        laptop.add("clients", first_name=f"Client{number}", last_name="Demo")


def test_given_a_window_at_work_when_rows_go_out_then_each_of_the_six_loops_over_them_stands_still(
    practice: Practice, stood: list[int]
) -> None:
    laptop = practice.enrol()
    _write(laptop)
    stood.clear()
    laptop.sync()
    assert laptop.dirty() == 0
    assert len(stood) >= 6 * ROWS


def test_given_a_window_at_work_when_rows_come_in_then_each_of_the_four_loops_over_them_stands_still(
    practice: Practice, stood: list[int]
) -> None:
    writer, reader = practice.enrol(), practice.enrol()
    _write(writer)
    writer.sync()
    stood.clear()
    reader.sync()
    assert len(stood) >= 4 * ROWS


def test_given_a_window_at_work_when_a_batch_is_written_for_the_wire_then_it_stands_still_at_each_op(
    practice: Practice, stood: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, batches = practice.enrol(), []
    push = laptop.remote.push

    def listen(workspace_id: WorkspaceId, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        batches.append(ops)
        return push(workspace_id, epoch, ops)

    monkeypatch.setattr(laptop.remote, "push", listen)
    _write(laptop)
    laptop.sync()
    stood.clear()
    written = json.loads(encode_ops(batches[0]))
    assert [op["n"] for op in written] == [op.op_no for op in batches[0]]
    assert len(stood) == len(batches[0]) >= ROWS
