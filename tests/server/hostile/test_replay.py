"""What was sent once and comes again, by its device or another one; and stamps of a device's own."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from core.domain.registry import BY_NAME
from migrations.operate.embedded import EmbeddedServer
from tests.server.hostile.cases import PUSH
from tests.server.hostile.hostile_fixture import Arena, built
from tests.server.raw import Raw

_PULL = "SELECT * FROM pzapi.sync_pull(%(ws)s, %(epoch)s, 0, 100, 100000)"
_NOTES = str(BY_NAME["clients"].by_name["notes"].no)


class Sender:
    """The therapist's connection; each call is a transaction of its own, as the program makes them."""

    def __init__(self, arena: Arena, raw: Raw) -> None:
        self.arena, self.raw = arena, raw

    def push(self, *ops: dict[str, Any]) -> list[list[Any]]:
        ((answer,),) = self.raw.rows(PUSH, self.arena.names | {"batch": json.dumps(ops)})
        return list(answer["results"])

    def state(self, *ops: dict[str, Any]) -> str:
        return self.raw.state(PUSH, self.arena.names | {"batch": json.dumps(ops)})

    def feed(self) -> list[tuple[Any, ...]]:
        """All rows; the first line only tells how far they reach."""
        return self.raw.rows(_PULL, self.arena.names)[1:]

    def edit(self, words: str, base: int = 1) -> dict[str, Any]:
        return self.arena.op("therapist", "clients", "client", base, notes=words)


@pytest.fixture(scope="module")
def own_arena(any_server: EmbeddedServer) -> Iterator[Arena]:
    """Of this module: what is sent here stays."""
    with built(any_server) as made:
        yield made


@pytest.fixture
def arena(own_arena: Arena) -> Arena:
    """With a client whom no other test touched."""
    owner = own_arena.clinic.owner
    client = owner.client()
    remote = owner.remote()
    remote.push(owner.workspace_id, own_arena.clinic.epoch(owner), [client])
    remote.close()
    return replace(own_arena, names=own_arena.names | {"client": client.row_id})


@pytest.fixture
def sender(arena: Arena) -> Iterator[Sender]:
    raw = arena.open("therapist")
    yield Sender(arena, raw)
    raw.close()


def test_given_a_batch_that_was_answered_when_sent_again_then_the_answer_is_the_same_and_no_row_moves(
    sender: Sender,
) -> None:
    op = sender.edit("djE6eA==")
    answer = sender.push(op)
    rows = sender.feed()

    assert [sender.push(op) for _ in range(3)] == [answer] * 3
    assert answer[0][1:3] == ["ok", 2]
    assert sender.feed() == rows


@pytest.mark.parametrize(
    "change",
    [{"c": {_NOTES: "djE6eQ=="}}, {"d": True}, {"b": 2}, {"t": 4}, {"r": str(uuid.uuid4())}, {"s": "eA=="}],
)
def test_given_other_words_under_an_answered_number_when_sent_then_nothing_of_them_is_taken(
    sender: Sender, change: dict[str, object]
) -> None:
    op = sender.edit("djE6eA==")
    answer = sender.push(op)
    rows = sender.feed()

    again = sender.push(op | change)

    assert [each[:3] for each in again] == [each[:3] for each in answer]
    assert sender.feed() == rows


def test_given_an_answered_number_under_another_id_when_sent_then_it_is_a_copy_of_this_device(
    sender: Sender,
) -> None:
    op = sender.edit("djE6eA==")
    sender.push(op)

    assert sender.state(op | {"i": str(uuid.uuid4())}) == "PZC01"


def test_given_an_op_of_another_device_when_sent_as_ones_own_then_its_time_is_past_and_its_author_is_not_told(
    sender: Sender, arena: Arena
) -> None:
    overheard = arena.op("owner", "clients", "client", 1, notes="djE6eA==")
    mine = overheard | {"n": sender.edit("djE6eA==")["n"]}
    sender.push(mine)
    (row,) = [row for row in sender.feed() if row[2] == arena.names["client"]]
    assert row[-1] == arena.names["therapist_device"]

    assert sender.push(mine | {"n": mine["n"] + 1, "i": str(uuid.uuid4())})[0][1:3] == ["stale", 2]


def test_given_the_making_of_a_row_when_sent_anew_then_the_row_that_is_there_stays(
    sender: Sender, arena: Arena
) -> None:
    again = arena.op("therapist", "clients", "client", 0, first_name="djE6eA==", last_name="djE6eA==")
    rows = sender.feed()

    assert sender.push(again)[0][1:3] == ["stale", 1]
    assert sender.feed() == rows


@pytest.mark.parametrize(
    "forged",
    [
        {"version": 900, "v": 900}, {"seq": 1, "q": 1}, {"created_at": 1}, {"updated_at": 1},
        {"sealed_by": str(uuid.uuid4())}, {"workspace_id": str(uuid.uuid4()), "w": str(uuid.uuid4())},
        {"deleted_at": "2001-01-01"}, {"p": {"1": 1, "2": "x", "8": 1, "999": "x", "seq": 1, "version": 7}},
        {"c": {"1": "eA==", "999": "eA==", _NOTES: "djE6eA=="}},
    ],
)  # fmt: skip
def test_given_stamps_that_only_the_server_makes_when_a_device_sends_its_own_then_the_servers_stand(
    sender: Sender, arena: Arena, forged: dict[str, object]
) -> None:
    honest = sender.edit("djE6eA==")
    (before,) = [row for row in sender.feed() if row[2] == arena.names["client"]]
    newest = max(row[0] for row in sender.feed())

    sender.push(honest | forged)

    (after,) = [row for row in sender.feed() if row[2] == arena.names["client"]]
    seq, table, row_id, version, created_at, updated_at, deleted_at = after[:7]
    assert (seq, version) == (newest + 1, 2)
    assert (table, row_id, created_at, deleted_at) == (before[1], before[2], before[4], None)
    assert updated_at >= before[5]
    assert updated_at.year > 2025
    assert after[-1] == arena.names["therapist_device"]
