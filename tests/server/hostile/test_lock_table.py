"""Connections that hold few locks each and fill the server's table of locks together."""

from collections.abc import Iterator

import pytest

from migrations.operate.guard import Ended, guarding
from migrations.operate.overstaying import Bounds, Reason
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import HELLO
from tests.server.raw import Raw

_FEW = 1_900
"""Fewer than one connection may hold."""


@pytest.fixture
def holding() -> Iterator[list[Raw]]:
    opened: list[Raw] = []
    yield opened
    for each in opened:
        each.close()


def _hold(holding: list[Raw], device: TestDevice, locks: int) -> Raw:
    """By number, which differs from those of all others."""
    raw = Raw(device)
    first = len(holding) * 100_000
    raw.rows(f"SELECT count(pg_advisory_lock(i)) FROM generate_series({first + 1}, {first + locks}) i")
    holding.append(raw)
    return raw


def _room(clinic: TestClinic) -> int:
    ((found,),) = clinic.as_superuser(
        "SELECT current_setting('max_locks_per_transaction')::int * (current_setting('max_connections')::int"
        " + current_setting('max_prepared_transactions')::int)"
    )
    return int(str(found))


def _looked(clinic: TestClinic) -> list[Ended]:
    with guarding(clinic.url, Bounds()) as guard:
        return list(guard.look().ended)


def test_given_connections_of_one_practice_that_hold_half_of_all_locks_when_looked_then_its_worst_end(
    clinic: TestClinic, owner: TestDevice, holding: list[Raw]
) -> None:
    most = _room(clinic) // 2
    within = most // _FEW
    devices = [owner, *(clinic.enrol(owner) for _ in range((within + 1) // 4))]
    honest = _hold(holding, clinic.enrol(clinic.add_workspace()), 5)
    for number in range(within):
        _hold(holding, devices[number // 4], _FEW)
    assert _looked(clinic) == []

    _hold(holding, devices[within // 4], _FEW + 1)

    (ended,) = _looked(clinic)
    assert (ended.reason, ended.login.workspace_id) == (Reason.PRACTICE_LOCKS, owner.workspace_id)
    assert ended.locks > _FEW
    assert honest.state(HELLO) == "00000"


def test_given_practices_that_fill_the_table_together_when_looked_then_the_worst_ends(
    clinic: TestClinic, owner: TestDevice, holding: list[Raw]
) -> None:
    most = _room(clinic) * 3 // 4
    _hold(holding, owner, 5)
    for _ in range(most // _FEW):
        _hold(holding, clinic.add_workspace(), _FEW)
    assert _looked(clinic) == []
    worst = clinic.add_workspace()

    _hold(holding, worst, _FEW + 50)

    (ended,) = _looked(clinic)
    assert (ended.reason, ended.login.workspace_id) == (Reason.ALL_LOCKS, worst.workspace_id)
