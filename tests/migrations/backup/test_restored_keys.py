"""Key rotations and wipe orders, saved and brought back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.domain.errors import UserError
from migrations.operate.backup import backup
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.restore import restore
from sync.rows.run import SyncSession
from tests.sync.rotating import CLOCK, RotatingClinic
from tests.sync.test_two_devices_pg import PgLaptop


def silent(what: str, done: int, total: int | None) -> None:
    """A progress that nobody watches."""


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[RotatingClinic]:
    made = RotatingClinic(any_server, tmp_path)
    yield made
    made.close()


def save(clinic: RotatingClinic) -> Path:
    url = clinic.server.url(clinic.database)
    return backup(url, clinic.practice.folder / "monday.backup", silent).path


def lose_and_restore(clinic: RotatingClinic, saved: Path) -> None:
    for laptop in clinic.laptops:
        laptop.pg.close()
    with operator(clinic.server.url(superuser=True), autocommit=True) as db:
        db.execute(sa.text(f"DROP DATABASE {clinic.database} WITH (FORCE)"))
    restore(clinic.server.url(clinic.database), saved, silent, create_database=True)
    for laptop in clinic.laptops:
        start_again(laptop)


def start_again(laptop: PgLaptop) -> None:
    """As after a night: what the program had in memory is gone."""
    mine = laptop.laptop
    laptop.session = SyncSession(mine.store, laptop.pg, mine.identity, CLOCK, mine.practice.ids)


def test_given_rotated_keys_when_saved_and_restored_then_devices_go_on_with_them(
    clinic: RotatingClinic,
) -> None:
    first, second = clinic.enrol(), clinic.enrol()
    first.laptop.add_client("Before")
    first.laptop.sync(), second.laptop.sync()
    clinic.rotate(first)
    second.laptop.add_client("Under the new key")
    second.laptop.sync(), first.laptop.sync()
    saved = save(clinic)
    first.laptop.add_client("After")
    first.laptop.sync(), second.laptop.sync()

    lose_and_restore(clinic, saved)
    for each in (first, second, first):
        assert each.laptop.sync().waiting == 0

    assert len(first.laptop.rows("clients")) == 3
    assert first.laptop.content() == second.laptop.content()


def test_given_a_backup_from_before_a_rotation_when_restored_then_devices_refuse_it_and_keep_their_work(
    clinic: RotatingClinic,
) -> None:
    first = clinic.enrol()
    first.laptop.add_client("Before")
    first.laptop.sync()
    saved = save(clinic)
    clinic.rotate(first)
    first.laptop.sync()
    first.laptop.add_client("Unsent")

    lose_and_restore(clinic, saved)

    with pytest.raises(UserError) as refused:
        first.laptop.sync()
    assert refused.value.code == "tampered"
    assert first.laptop.dirty() == 1
    assert len(first.laptop.rows("clients")) == 2
