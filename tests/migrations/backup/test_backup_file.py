"""A server's backup as a file: whole or not there, read before it is used, refused with a sentence."""

import errno
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.domain.errors import BadInput, DiskFull, ServerRefused, UserError, VersionMismatch
from core.domain.registry import TABLES
from migrations.operate.backup import ServerBackupReport, backup
from migrations.operate.backup_file import MANIFEST, BackupReader
from migrations.operate.connection import operator
from migrations.operate.restore import restore
from migrations.server import chain
from migrations.server.catalog import catalog, drift, golden
from tests.plugins_pg import TestClinic, TestDevice


def silent(what: str, done: int, total: int | None) -> None:
    """A progress that nobody watches."""


@pytest.fixture
def saved(clinic18: TestClinic, tmp_path: Path) -> ServerBackupReport:
    owner = clinic18.owner
    owner.remote().push(owner.workspace_id, clinic18.epoch(owner), [owner.client() for _ in range(20)])
    return backup(clinic18.url, tmp_path / "clinic.backup", silent)


def new_database(clinic: TestClinic) -> sa.URL:
    return clinic.server.url(clinic.database + "_back")


def rewritten(saved: ServerBackupReport, change: Callable[[dict[str, Any]], None]) -> Path:
    """The backup with another manifest, as a program of another version would have written it."""
    target = saved.path.with_suffix(".other")
    with zipfile.ZipFile(saved.path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == MANIFEST:
                told = json.loads(content)
                change(told)
                content = json.dumps(told).encode()
            new.writestr(name, content)
    return target


def test_given_a_clinic_when_saved_then_every_row_of_every_table_is_counted(
    clinic18: TestClinic, saved: ServerBackupReport
) -> None:
    for table in saved.manifest.tables:
        assert [(table.rows,)] == clinic18.as_superuser(f"SELECT count(*) FROM pz.{table.name}")
    names = clinic18.as_superuser(
        "SELECT relname FROM pg_class WHERE relnamespace = 'pz'::regnamespace AND relkind = 'r'"
    )
    assert {table.name for table in saved.manifest.tables} == {name for (name,) in names} - {"schema_version"}


def test_given_several_practices_when_saved_then_all_are_in_it_and_nothing_of_the_reading_stays(
    clinic: TestClinic, tmp_path: Path
) -> None:
    other = clinic.add_workspace()
    for owner in (clinic.owner, other):
        owner.remote().push(owner.workspace_id, clinic.epoch(owner), [owner.client()])

    made = backup(clinic.url, tmp_path / "clinic.backup", silent)

    counts = {table.name: table.rows for table in made.manifest.tables}
    assert (counts["clients"], counts["devices"], counts["members"]) == (2, 2, 2)
    assert clinic.as_superuser("SELECT count(*) FROM pz.devices") == [(2,)]


def test_given_devices_at_work_when_saved_then_the_file_is_one_moment(
    clinic18: TestClinic, tmp_path: Path
) -> None:
    owner = clinic18.owner
    remote, epoch = owner.remote(), clinic18.epoch(owner)
    remote.push(owner.workspace_id, epoch, [owner.client()])

    def work_on(what: str, done: int, total: int | None) -> None:
        if what.startswith("Saving"):
            remote.push(owner.workspace_id, epoch, [owner.client()])

    made = backup(clinic18.url, tmp_path / "clinic.backup", work_on)

    counts = {table.name: table.rows for table in made.manifest.tables}
    assert (counts["clients"], counts["ledger"]) == (1, 1)
    restore(new_database(clinic18), made.path, silent, create_database=True)


def test_given_a_backup_when_written_then_only_its_owner_may_read_it(saved: ServerBackupReport) -> None:
    assert stat.S_IMODE(saved.path.stat().st_mode) == 0o600


def test_given_any_damaged_or_missing_byte_when_restored_then_it_is_refused_and_nothing_is_made(
    clinic18: TestClinic, saved: ServerBackupReport
) -> None:
    whole = saved.path.read_bytes()
    flips = range(40, len(whole), max(1, len(whole) // 60))
    damaged = [whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :] for at in flips]
    damaged += [whole[:cut] for cut in (0, 10, len(whole) // 2, len(whole) - 1)]
    path, refused = saved.path.with_suffix(".bad"), 0
    for content in damaged:
        path.write_bytes(content)
        try:
            restore(new_database(clinic18), path, silent)
        except (BadInput, VersionMismatch):
            refused += 1
        except ServerRefused:  # no such database: a byte that says nothing flipped, a zip member's time
            continue
    assert refused > len(damaged) // 2


@pytest.mark.parametrize("mask", [0x01, 0x55, 0x80, 0xFF])
def test_given_any_flipped_byte_of_the_directory_when_opened_then_it_is_read_or_refused_in_words(
    saved: ServerBackupReport, mask: int
) -> None:
    whole = saved.path.read_bytes()
    path = saved.path.with_suffix(".flipped")
    refused = 0
    for at in range(whole.rindex(b"PK\x01\x02"), len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])
        try:
            with BackupReader(path) as reader:
                reader.verify(silent)
        except (BadInput, VersionMismatch):
            refused += 1
    assert refused > 20


def test_given_a_file_that_is_no_backup_when_restored_then_it_says_so(
    clinic18: TestClinic, tmp_path: Path
) -> None:
    photo, other = tmp_path / "photo.jpg", tmp_path / "other.zip"
    photo.write_bytes(b"\xff\xd8" * 400)
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("letter.txt", "Dear all")
    for path in (photo, other, tmp_path / "missing", tmp_path):
        with pytest.raises(BadInput):
            restore(new_database(clinic18), path, silent)


def test_given_a_backup_of_a_newer_program_when_restored_then_it_asks_for_the_update(
    clinic18: TestClinic, saved: ServerBackupReport
) -> None:
    for name, value in (("revision", "9999"), ("format", 2)):
        newer = rewritten(saved, lambda told, name=name, value=value: told.update({name: value}))  # type: ignore[misc]
        with pytest.raises(VersionMismatch):
            restore(new_database(clinic18), newer, silent)


@pytest.mark.parametrize("name", ["clients; DROP", 'x"', "pg_authid", "no_such_table"])
def test_given_a_forged_table_when_restored_then_it_is_refused_and_nothing_is_made(
    clinic18: TestClinic, saved: ServerBackupReport, name: str
) -> None:
    forged = rewritten(saved, lambda told: told["tables"][0].update({"name": name}))
    with pytest.raises(BadInput):
        restore(new_database(clinic18), forged, silent, create_database=True)


def test_given_a_database_with_a_practice_when_restored_into_it_then_it_is_left_alone(
    clinic18: TestClinic, saved: ServerBackupReport
) -> None:
    with pytest.raises(UserError) as refused:
        restore(clinic18.url, saved.path, silent)
    assert refused.value.code == "not_empty"


@pytest.mark.parametrize("phase", ["Saving clients", "Saving audit_events", "Checking"])
def test_given_an_interruption_when_saving_then_the_old_backup_stays_and_nothing_else(
    clinic18: TestClinic, saved: ServerBackupReport, phase: str
) -> None:
    before = saved.path.read_bytes()

    def interrupt(what: str, done: int, total: int | None) -> None:
        if what.startswith(phase) or (phase == "Saving audit_events" and what == "Saving ledger"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(clinic18.url, saved.path, interrupt)

    assert saved.path.read_bytes() == before
    assert [path.name for path in saved.path.parent.iterdir()] == [saved.path.name]
    assert clinic18.as_superuser("SELECT count(*) FROM pz.devices") == [(1,)]


def test_given_an_interruption_when_restoring_then_the_database_is_empty_and_a_second_try_works(
    clinic18: TestClinic, saved: ServerBackupReport
) -> None:
    def interrupt(what: str, done: int, total: int | None) -> None:
        if what == "Restoring clients":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(new_database(clinic18), saved.path, interrupt, create_database=True)
    with operator(new_database(clinic18)) as db:
        assert db.scalar(sa.text("SELECT to_regnamespace('pz')")) is None

    assert restore(new_database(clinic18), saved.path, silent).manifest == saved.manifest


_MADE_LATER = (
    "went_back",
    "former_names",
    "set_asides",
    "appointment_series",
    "note_templates",
    "text_snippets",
    "time_blocks",
    "measures",
    "waitlist_entries",
    "body_marks",
    "device_certs",
    "earlier_chunks",
)


def test_given_a_server_that_was_not_upgraded_yet_when_saved_and_restored_then_it_is_this_programs(
    clinic18: TestClinic, tmp_path: Path
) -> None:
    for table in ("limits", "practice_usage", "device_usage", "audit_witnesses", *_MADE_LATER):
        clinic18.as_superuser(f"DROP TABLE pz.{table} CASCADE")
    for each in TABLES:
        clinic18.as_superuser(f"ALTER TABLE IF EXISTS pz.{each.name} DROP COLUMN set_aside_at CASCADE")
    clinic18.as_superuser("ALTER TABLE pz.clients DROP COLUMN clinical_digest CASCADE")
    clinic18.as_superuser("ALTER TABLE pz.clients DROP COLUMN preferred_language CASCADE")
    clinic18.as_superuser("ALTER TABLE pz.key_manifests DROP COLUMN clinical CASCADE")
    clinic18.as_superuser("ALTER TABLE pz.devices DROP COLUMN program")
    clinic18.as_superuser("ALTER TABLE pz.audit_events DROP COLUMN sealed_late CASCADE, DROP COLUMN cut")
    clinic18.as_superuser("DROP TABLE pz.recovery_papers CASCADE")
    clinic18.as_superuser("UPDATE pz.schema_version SET version_num = '0004'")
    made = backup(clinic18.url, tmp_path / "clinic.backup", silent)
    assert made.manifest.revision == "0004"

    restored = restore(new_database(clinic18), made.path, silent, create_database=True)

    assert restored.revision == chain.head() != "0004"
    with operator(new_database(clinic18)) as db:
        assert list(drift(catalog(db), golden())) == []


def test_given_no_folder_when_saved_then_one_sentence(clinic18: TestClinic, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "no" / "folder"):
        with pytest.raises(BadInput):
            backup(clinic18.url, place, silent)


def test_given_a_full_disk_when_saved_then_it_says_so_and_leaves_nothing(
    clinic18: TestClinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        backup(clinic18.url, tmp_path / "clinic.backup", silent)
    assert list(tmp_path.iterdir()) == []


def test_given_rows_of_a_practice_when_saved_then_the_next_device_gets_numbers_after_them(
    clinic18: TestClinic, saved: ServerBackupReport
) -> None:
    owner: TestDevice = clinic18.owner
    owner.remote().pull(owner.workspace_id, clinic18.epoch(owner), 0, 10)
    again = backup(clinic18.url, saved.path, silent)
    restore(new_database(clinic18), again.path, silent, create_database=True)
    with operator(new_database(clinic18)) as db:
        newest = db.scalar(sa.text("SELECT max(id) FROM pz.access_events"))
        following = db.scalar(sa.text("SELECT nextval(pg_get_serial_sequence('pz.access_events', 'id'))"))
    assert (newest, following) == (1, 2)


@pytest.mark.parametrize("kind", ["pipe", "endless"])
def test_given_something_that_is_no_file_when_read_then_it_is_refused_at_once(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "b.zip"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(BadInput, match="it is not a file"):
        BackupReader(path)
