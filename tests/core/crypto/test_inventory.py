"""What an adoption comes to: the same for the same rows in any order, and for no others."""

import uuid

import pytest

from core.crypto.inventory import RowInventory
from core.domain.errors import Tampered
from core.domain.ids import WorkspaceId

KEY = b"i" * 32
WORKSPACE = WorkspaceId(uuid.UUID(int=1))
Told = tuple[int, uuid.UUID, int, bytes]
ROWS: list[Told] = [(3, uuid.UUID(int=no), no, bytes([no]) * 32) for no in range(1, 5)]


def proof(rows: list[Told], key: bytes = KEY, workspace_id: WorkspaceId = WORKSPACE) -> bytes:
    inventory = RowInventory(key, workspace_id)
    for row in rows:
        inventory.add(*row)
    assert inventory.count == len(rows)
    return inventory.proof()


def test_given_the_same_rows_in_another_order_then_the_proof_is_the_same() -> None:
    assert proof(ROWS) == proof(ROWS[::-1])
    assert len(proof(ROWS)) == 32


@pytest.mark.parametrize(
    "rows",
    [
        [],
        ROWS[1:],
        [*ROWS, ROWS[0]],
        [(4, *ROWS[0][1:]), *ROWS[1:]],
        [(3, uuid.UUID(int=9), *ROWS[0][2:]), *ROWS[1:]],
        [(3, ROWS[0][1], 2, ROWS[0][3]), *ROWS[1:]],
        [(*ROWS[0][:3], ROWS[1][3]), (*ROWS[1][:3], ROWS[0][3]), *ROWS[2:]],
        [(*ROWS[0][:2], ROWS[1][2], ROWS[0][3]), (*ROWS[1][:2], ROWS[0][2], ROWS[1][3]), *ROWS[2:]],
    ],
    ids=["none", "one_less", "one_twice", "table", "id", "version", "macs_swapped", "versions_swapped"],
)
def test_given_other_rows_then_the_proof_is_another(rows: list[Told]) -> None:
    assert proof(rows) != proof(ROWS)


def test_given_another_key_or_practice_then_the_proof_is_another() -> None:
    assert proof(ROWS, key=b"k" * 32) != proof(ROWS)
    assert proof(ROWS, workspace_id=WorkspaceId(uuid.UUID(int=2))) != proof(ROWS)


@pytest.mark.parametrize(
    ("version", "mac"), [(1, b""), (1, b"m" * 33), (-1, b"m" * 32), (1 << 32, b"m" * 32)]
)
def test_given_what_no_adoption_writes_then_it_is_refused(version: int, mac: bytes) -> None:
    with pytest.raises(Tampered, match="not readable"):
        RowInventory(KEY, WORKSPACE).add(3, uuid.UUID(int=1), version, mac)
