"""Two laptops of one therapist, a server that is saved, lost and brought back."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.crypto.chunks import ChunkPlace
from core.domain.errors import DeviceRevoked, UserError
from core.domain.registry import BY_NAME
from migrations.operate.backup import ServerBackupReport, backup
from migrations.operate.connection import operator
from migrations.operate.devices import list_devices
from migrations.operate.doctor import doctor
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.restore import Restored, restore
from migrations.operate.status import status
from sync.postgres.files import PostgresFiles
from sync.postgres.rows import PostgresRemote
from sync.postgres.transport import ServerAddress
from sync.rows.run import SyncSession
from tests.sync.laptops import START
from tests.sync.test_two_devices_pg import Clinic, PgLaptop

NOTE = "Slept badly.\nGait normal.\nWalks daily."


def silent(what: str, done: int, total: int | None) -> None:
    """A progress that nobody watches."""


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


def save(clinic: Clinic) -> ServerBackupReport:
    url = clinic.server.url(clinic.database)
    return backup(url, clinic.practice.folder / "monday.backup", silent)


def lose(clinic: Clinic) -> None:
    """The database is gone, with whoever is connected; its name is free again."""
    for laptop in clinic.laptops:
        laptop.pg.close()
    with operator(clinic.server.url(superuser=True), autocommit=True) as db:
        db.execute(sa.text(f"DROP DATABASE {clinic.database} WITH (FORCE)"))


def bring_back(clinic: Clinic, saved: ServerBackupReport, server: EmbeddedServer | None = None) -> Restored:
    found = server or clinic.server
    return restore(found.url(clinic.database), saved.path, silent, create_database=True)


def move(laptop: PgLaptop, clinic: Clinic, server: EmbeddedServer) -> None:
    """The laptop finds the other server under the clinic's name, as DNS would tell it."""
    old: ServerAddress = laptop.pg._address
    laptop.pg = PostgresRemote(
        ServerAddress(
            host=server.host,
            port=server.port,
            dbname=clinic.database,
            login_role=old.login_role,
            password=old.password,
        )
    )
    practice = laptop.laptop
    laptop.session = SyncSession(
        practice.store, laptop.pg, practice.identity, practice.practice.clock, practice.practice.ids
    )


def test_given_devices_ahead_of_a_backup_when_it_is_restored_then_they_offer_again_what_was_lost(
    clinic: Clinic,
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    client = one.add_client("Before", notes="כאבי גב.")
    note = one.add_note(client, plan=NOTE)
    one.sync(), two.sync()
    saved = save(clinic)
    lost = one.add_client("After")
    one.edit("sessions", note, plan=NOTE + "\nEdited after.")
    one.sync(), two.sync()
    two.add_note(lost, plan="Written by the other.")
    two.sync(), one.sync()
    unsent = two.add_client("Unsent")
    before = set(one.rows("clients")) | {unsent}

    lose(clinic)
    done = bring_back(clinic, saved)
    for laptop in (one, two, one, two):
        assert laptop.sync().waiting == 0

    assert done.logins.kept == ("Laptop", "Laptop")
    assert one.content() == two.content()
    assert set(one.rows("clients")) == before
    assert len(one.rows("sessions")) == 2
    assert one.value("sessions", note, "plan") == NOTE + "\nEdited after."
    assert one.open_conflicts() == two.open_conflicts() == []
    assert server_ids(clinic, "clients") == sorted(before)


def server_ids(clinic: Clinic, table: str) -> list[uuid.UUID]:
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        return list(db.scalars(sa.text(f"SELECT id FROM pz.{table} ORDER BY id")))


def test_given_a_restored_clinic_when_doctored_then_it_is_as_well_as_before(clinic: Clinic) -> None:
    one = clinic.enrol().laptop
    one.add_client()
    one.sync()
    before = _grave(clinic)
    saved = save(clinic)
    lose(clinic)
    bring_back(clinic, saved)

    assert _grave(clinic) == before
    assert "durability" in before


def _grave(clinic: Clinic) -> list[str]:
    """What is grave there; other tests share the server's roles, and it is in haste on purpose."""
    found = doctor(clinic.server.url(clinic.database))
    return [each.name for each in found if not each.well and each.grave]


def test_given_every_table_when_restored_then_each_row_is_as_it_was_but_for_epoch_and_batches(
    clinic: Clinic,
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    note = one.add_note(one.add_client(), plan=NOTE)
    one.add("services", name="Massage", default_duration_minutes=45)
    one.add("locations", name="Room", location_type="CLINIC", address="Main street 1")
    one.sync(), two.sync()
    one.edit("sessions", note, is_draft=False, finalized_at=START)
    one.sync(), two.sync()
    before = everything(clinic)
    saved = save(clinic)
    lose(clinic)
    bring_back(clinic, saved)

    after = everything(clinic)

    epochs = [state.pop("sync_workspace") for state in (before, after)]
    told = [state.pop("went_back") for state in (before, after)]
    for state in (before, after):
        state.pop("practice_usage")  # counted anew
    assert after == before
    assert epochs[0] != epochs[1]
    assert (len(told[0]), len(told[1])) == (0, 1)
    assert set(before) >= set(BY_NAME) - {"sync_workspace"}


def everything(clinic: Clinic) -> dict[str, list[str]]:
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        names = db.scalars(sa.text("SELECT relname FROM pg_class WHERE relnamespace = 'pz'::regnamespace"
                                   " AND relkind = 'r'")).all()  # fmt: skip
        return {
            name: list(db.scalars(sa.text(f"SELECT t::text FROM pz.{name} t ORDER BY 1"))) for name in names
        }


@pytest.mark.parametrize("is_to_be_wiped", [False, True], ids=["revoked", "revoked, with an order to wipe"])
def test_given_a_device_revoked_after_the_backup_when_restored_then_it_stays_out(
    clinic: Clinic, is_to_be_wiped: bool
) -> None:
    """Who is to wipe itself got its login back to hear of it, and nothing else."""
    first, second = clinic.enrol(), clinic.enrol()
    first.laptop.sync(), second.laptop.sync()
    saved = save(clinic)
    first.pg.revoke_device(clinic.practice.workspace_id, second.laptop.me.device_id)
    if is_to_be_wiped:
        first.pg.order_wipe(clinic.practice.workspace_id, second.laptop.me.device_id, b"papers")

    lose(clinic)
    done = bring_back(clinic, saved)

    assert len(done.logins.shut) == 1
    (one, two) = list_devices(clinic.server.url(clinic.database))
    assert (one.revoked_at is None, two.revoked_at is None) == (True, False)
    with operator(clinic.server.url(clinic.database)) as db:
        is_open = sa.text("SELECT rolcanlogin FROM pg_roles WHERE rolname = :login")
        assert db.scalar(is_open, {"login": two.login_role}) is is_to_be_wiped
    with pytest.raises((DeviceRevoked, UserError)):
        second.laptop.sync()
    assert first.laptop.sync().waiting == 0


@pytest.mark.parametrize(("old", "new"), [("pg16", "pg18"), ("pg18", "pg16")])
def test_given_another_server_when_restored_there_then_the_laptops_log_in_and_go_on(
    old: str, new: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    clinic = Clinic(request.getfixturevalue(old), tmp_path)
    other: EmbeddedServer = request.getfixturevalue(new)
    laptops = [clinic.enrol(), clinic.enrol()]
    one, two = (each.laptop for each in laptops)
    one.add_client("Before")
    one.sync(), two.sync()
    saved = save(clinic)
    one.add_client("After")
    one.sync()
    lose(clinic)

    done = bring_back(clinic, saved, other)
    for each in laptops:
        move(each, clinic, other)
    one.sync(), two.sync(), one.sync()

    assert (len(done.logins.made), done.logins.lost) == (2, ())
    assert len(two.rows("clients")) == 2
    assert one.content() == two.content()
    clinic.close()


def test_given_attachments_when_saved_and_restored_then_their_content_is_there(clinic: Clinic) -> None:
    first, _ = clinic.enrol(), clinic.enrol()
    place, workspace = ChunkPlace(b"k" * 32, 1, 2), first.laptop.me.workspace_id
    address: ServerAddress = first.pg._address
    before = PostgresFiles(address)
    before.put_chunk(workspace, place, b"v1:sealed")
    assert before.get_chunk(workspace, place) == b"v1:sealed"
    before.close()

    saved = save(clinic)
    lose(clinic)
    bring_back(clinic, saved)

    after = PostgresFiles(address)
    assert after.get_chunk(workspace, place) == b"v1:sealed"
    assert [have.numbers for have in after.have_chunks(workspace, [place.blob_key])] == [frozenset({1})]
    after.close()


def test_given_a_restored_clinic_when_its_limits_are_asked_for_then_what_came_back_counts(
    clinic: Clinic,
) -> None:
    one = clinic.enrol().laptop
    one.add_client()
    one.sync()
    url = clinic.server.url(clinic.database, superuser=True)
    counted = sa.text("SELECT rows, bytes, file_bytes FROM pz.practice_usage")
    with operator(url) as db:  # as of a server whose rows were there before anything was counted
        db.execute(sa.text("DELETE FROM pz.practice_usage"))
    saved = save(clinic)
    lose(clinic)

    bring_back(clinic, saved)

    (workspace,) = status(clinic.server.url(clinic.database)).workspaces
    with operator(url) as db:
        assert db.execute(counted).all() == [(workspace.rows, workspace.bytes, 0)]
    assert workspace.rows > 0
