"""What the recovery paper needs is kept in every version, whatever a login writes over the practice's row."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from core.domain.enums import Role
from core.domain.errors import ContentRefused, ServerRefused
from migrations.operate import by_paper
from migrations.operate.connection import operator
from migrations.server import chain
from sync.postgres.rows import PostgresRemote
from sync.remote import KeyRotation, RowSeal, WrappedKey
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.raw import Raw

_MAC, _SEAL = b"m" * 32, b"\x01" + bytes(66)
_KEPT = """SELECT practice -> 'settings' -> 'recovery_paper' ->> 'keys', paper
FROM pz.recovery_papers ORDER BY number"""
MOST = 20


@pytest.fixture
def thief(clinic: TestClinic, owner: TestDevice) -> TestDevice:
    """A stolen laptop of another owner."""
    return clinic.enrol(owner, Role.OWNER)


def _write(clinic: TestClinic, device: TestDevice, base: int, **settings: object) -> tuple[str, str | None]:
    row = "workspaces", device.workspace_id, base
    if base:
        op = device.op(*row, settings=settings)
    else:
        op = device.op(*row, settings=settings, name="Practice", timezone="UTC")
    remote = PostgresRemote(device.address())
    try:
        (result,) = remote.push(device.workspace_id, clinic.epoch(device), [op]).results
    finally:
        remote.close()  # a device has four connections at most
    return result.status, result.code


def _paper(keys: str) -> dict[str, object]:
    return {"recovery_paper": {"keys": keys}}


def _kept(clinic: TestClinic) -> list[object]:
    return [keys for keys, _ in clinic.as_superuser(_KEPT)]


def test_given_keys_for_the_paper_when_a_stolen_login_writes_over_them_then_every_version_is_kept(
    clinic: TestClinic, owner: TestDevice, thief: TestDevice
) -> None:
    assert _write(clinic, owner, 0, **_paper("genuine")) == ("ok", None)
    assert _write(clinic, owner, 1, **_paper("genuine"), week_start=1) == ("ok", None)
    assert _kept(clinic) == ["genuine"]  # the paper did not change

    assert _write(clinic, thief, 2) == ("ok", None)
    assert _write(clinic, thief, 3, **_paper("false")) == ("ok", None)
    assert _write(clinic, owner, 4, **_paper("genuine")) == ("ok", None)

    assert _kept(clinic) == ["genuine", "false", "genuine"]


def test_given_a_login_that_writes_without_end_when_it_reaches_its_limit_then_others_still_write(
    clinic: TestClinic, owner: TestDevice, thief: TestDevice
) -> None:
    _write(clinic, owner, 0, **_paper("genuine"))
    for number in range(1, MOST + 1):
        assert _write(clinic, thief, number, **_paper(f"false {number}")) == ("ok", None)

    assert _write(clinic, thief, MOST + 1, **_paper("one more")) == ("refused", "check")

    assert _write(clinic, owner, MOST + 1, **_paper("genuine")) == ("ok", None)
    assert len(_kept(clinic)) == MOST + 2


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("DELETE FROM pz.recovery_papers", "42501"),
        ("UPDATE pz.recovery_papers SET practice = '{}'", "42501"),
        ("TRUNCATE pz.recovery_papers", "42501"),
    ],
)
def test_given_kept_versions_when_a_role_of_ours_changes_them_then_refused_and_adding_works(
    clinic: TestClinic, owner: TestDevice, statement: str, refusal: str
) -> None:
    _write(clinic, owner, 0, **_paper("genuine"))

    def run(sql: str) -> None:
        with operator(clinic.url) as db:
            db.execute(sa.text("SET LOCAL ROLE pz_prov"))
            db.execute(sa.text(sql), {"ws": owner.workspace_id})

    with pytest.raises(ServerRefused, match=refusal):
        run(statement)
    run("SELECT pz.keep_paper(:ws, 'more')")

    assert clinic.as_superuser(_KEPT) == [("genuine", None), (None, b"more")]


def test_given_the_tables_owner_when_it_deletes_kept_versions_then_they_stay(
    clinic: TestClinic, owner: TestDevice
) -> None:
    _write(clinic, owner, 0, **_paper("genuine"))

    def delete() -> None:
        with operator(clinic.url) as db:
            db.exec_driver_sql("SET LOCAL ROLE pz_owner")
            db.exec_driver_sql("ALTER TABLE pz.recovery_papers NO FORCE ROW LEVEL SECURITY")
            db.exec_driver_sql("DELETE FROM pz.recovery_papers")

    with pytest.raises(ServerRefused, match="PZA01"):
        delete()

    assert _kept(clinic) == ["genuine"]


def test_given_a_change_of_the_keys_when_made_then_what_it_brings_for_the_paper_is_kept_with_it(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote = owner.remote()
    keys = [WrappedKey(2, owner.device_id, b"x", owner.device_id)]
    with pytest.raises(ContentRefused):
        remote.rotate_keys(owner.workspace_id, KeyRotation(1, 2, b"list", keys, bytes(65_537)), 0)

    remote.rotate_keys(owner.workspace_id, KeyRotation(1, 2, b"list", keys, b"signed"), 0)

    assert clinic.as_superuser(_KEPT) == [(None, b"signed")]


def test_given_an_adopted_row_when_it_gets_its_seal_then_the_sealed_version_is_kept_as_well(
    clinic: TestClinic, owner: TestDevice
) -> None:
    clinic.as_superuser(
        "INSERT INTO pz.workspaces (id, workspace_id, version, name, timezone, settings, mac)"
        """ VALUES (:ws, :ws, 1, 'Practice', 'UTC', '{"recovery_paper": {"keys": "k"}}', :mac)""",
        {"ws": owner.workspace_id, "mac": _MAC},
    )
    seal = RowSeal(owner.workspace_id, 1, _MAC, _SEAL)

    assert owner.remote().seal_rows(owner.workspace_id, 1, [seal]) == 1

    seals = clinic.as_superuser("SELECT practice ->> 'seal' FROM pz.recovery_papers ORDER BY number")
    assert seals == [(None,), (r"\x" + _SEAL.hex(),)]


def test_given_a_server_of_an_earlier_version_when_upgraded_then_what_its_rows_hold_is_kept(
    clinic: TestClinic, owner: TestDevice
) -> None:
    _write(clinic, owner, 0, **_paper("genuine"))
    with operator(clinic.url) as db:
        chain.downgrade(db, "0007")
    with operator(clinic.url) as db:
        chain.upgrade(db)

    assert _kept(clinic) == ["genuine"]
    assert _write(clinic, owner, 1, **_paper("more")) == ("ok", None)
    assert _kept(clinic) == ["genuine", "more"]


def test_given_a_device_when_it_asks_for_kept_versions_then_the_table_is_not_for_it(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    device = raw(owner)

    assert device.state("SELECT * FROM pz.recovery_papers") == "42501"
    assert device.state("SELECT pz.keep_paper(%s, 'x')", [owner.workspace_id]) == "42501"
    assert device.state("SELECT * FROM pzapi.key_lists(%s, NULL)", [owner.workspace_id]) == "00000"


@pytest.mark.parametrize("output", ["hex", "escape"])
def test_given_bytes_in_either_spelling_of_postgresqls_when_read_then_they_are_the_same(
    clinic: TestClinic, output: str
) -> None:
    with operator(clinic.url) as db:
        db.execute(sa.text(f"SET bytea_output = {output}"))
        every = b"".join(bytes([each]) for each in range(256)) + b"\\x00" + b"\\101"
        spelt = db.scalar(sa.text("SELECT to_jsonb(CAST(:every AS bytea)) #>> '{}'"), {"every": every})

    assert by_paper._bytes(spelt) == every


def test_given_a_login_that_spells_bytes_otherwise_when_its_version_is_kept_then_it_reads_as_all_others(
    clinic: TestClinic, owner: TestDevice
) -> None:
    clinic.as_superuser(f"ALTER ROLE {owner.login.role} SET bytea_output = 'escape'")
    clinic.as_superuser(f"ALTER ROLE {owner.login.role} SET TimeZone = '<far>+100'")
    assert _write(clinic, owner, 0, **_paper("genuine")) == ("ok", None)

    ((mac, at),) = clinic.as_superuser(
        "SELECT practice ->> 'mac', practice ->> 'created_at' FROM pz.recovery_papers"
    )

    assert (str(mac)[:2], str(at)[-6:]) == ("\\x", "+00:00")
