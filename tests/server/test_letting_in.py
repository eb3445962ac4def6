"""Devices are let in and out while the operator upgrades: who waits for whom, and that all of it is done."""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from core.domain.errors import ServerRefused
from migrations.operate.connection import operator
from migrations.operate.upgrade import upgrade
from migrations.server import chain
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.at_once import until_it_waits
from tests.server.hostile.test_other_practice import CALLS
from tests.server.raw import Raw

_CALLS = pytest.mark.parametrize("name", ["enrol_device", "revoke_device"])

_AN_OPERATOR_WAITS = """SELECT count(*) FROM pg_stat_activity
WHERE application_name = 'pazpaz server' AND wait_event_type = 'Lock'"""


def _call(clinic: TestClinic, name: str) -> tuple[str, dict[str, object]]:
    """The owner lets one in or out; as SQL with its values."""
    owner = clinic.owner
    values: dict[str, object] = {"ws": owner.workspace_id, "epoch": clinic.epoch(owner)}
    other = clinic.enrol(owner)
    asked = clinic.request(owner, owner.user_id)
    values |= {"own_user": owner.user_id, "owner_device": other.device_id, "own_device": owner.device_id}
    values |= {"device": asked.device_id, "login": asked.login_role, "verifier": asked.verifier}
    return CALLS[name].format(ws="ws"), values | {"owner_user": owner.user_id}


@_CALLS
def test_given_an_upgrade_that_has_begun_when_a_device_is_let_in_or_out_then_neither_waits_for_the_other(
    clinic: TestClinic, owner: TestDevice, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What lets it in or out holds the tables, and then needs who may connect; so must the upgrade."""
    raw, (call, values), real = Raw(owner), _call(clinic, name), chain.upgrade
    answers: list[str] = []
    with ThreadPoolExecutor(1) as pool:

        def meanwhile(db: sa.Connection) -> None:
            answer = pool.submit(raw.state, call, values)
            until_it_waits(clinic, raw, answer)
            real(db)
            answers.append(answer.result())

        monkeypatch.setattr(chain, "upgrade", meanwhile)
        upgrade(clinic.url)
    raw.close()

    assert answers == ["00000"]


@_CALLS
def test_given_a_device_that_is_being_let_in_or_out_when_upgraded_then_the_upgrade_has_its_turn_after_it(
    clinic: TestClinic, owner: TestDevice, name: str
) -> None:
    raw, (call, values) = Raw(owner), _call(clinic, name)
    raw.rows("BEGIN")
    assert raw.state(call, values) == "00000"
    with ThreadPoolExecutor(1) as pool:
        upgraded = pool.submit(upgrade, clinic.url)
        while not upgraded.done() and clinic.as_superuser(_AN_OPERATOR_WAITS) == [(0,)]:
            pass
        raw.rows("COMMIT")
        assert upgraded.result().after == chain.head()
    raw.close()


@contextmanager
def _database_held(clinic: TestClinic, deadlock_timeout: str) -> Iterator[sa.Connection]:
    """Somebody else changes who may connect to the database, and is not done yet."""
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        db.execute(sa.text(f"SET LOCAL deadlock_timeout = '{deadlock_timeout}'"))
        db.execute(sa.text(f"GRANT CONNECT ON DATABASE {clinic.database} TO pg_monitor"))
        yield db


def _crossed(clinic: TestClinic, raw: Raw, deadlock_timeout: str) -> str:
    """SQLSTATE of a removal that waits for an operator who then waits for it."""
    call, values = _call(clinic, "revoke_device")
    with ThreadPoolExecutor(1) as pool:
        with _database_held(clinic, deadlock_timeout) as db:
            answer = pool.submit(raw.state, call, values)
            until_it_waits(clinic, raw, answer)
            db.execute(sa.text("LOCK TABLE pz.devices IN ACCESS EXCLUSIVE MODE"))
        return answer.result()


def test_given_a_removal_and_an_operator_who_wait_for_each_other_when_refused_then_it_is_told_or_goes_on(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    removing = raw(owner)

    assert _crossed(clinic, removing, "1min") == "00000"
    with pytest.raises(ServerRefused) as refused:
        _crossed(clinic, removing, "10ms")
    assert refused.value.code == "held_up"


def test_given_somebody_who_holds_the_database_when_a_device_without_limits_lets_one_in_then_it_gives_up(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    letting_in, (call, values) = raw(owner), _call(clinic, "enrol_device")
    letting_in.rows("SET lock_timeout = 0")

    with _database_held(clinic, "1s"):
        assert letting_in.state(call, values) == "55P03"
    assert letting_in.state(call, values | {"device": uuid.uuid4()}) == "00000"
