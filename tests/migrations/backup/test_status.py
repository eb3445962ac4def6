"""What the operator is told of sizes and lags."""

from pathlib import Path

from core.crypto.chunks import ChunkPlace
from migrations.operate.backup import backup
from migrations.operate.status import status
from sync.postgres.files import PostgresFiles
from tests.plugins_pg import TestClinic


def test_given_two_practices_when_asked_then_each_has_its_rows_bytes_and_lags(clinic: TestClinic) -> None:
    owner, other = clinic.owner, clinic.add_workspace()
    epoch, remote = clinic.epoch(owner), owner.remote()
    second = clinic.enrol(owner)
    remote.push(owner.workspace_id, epoch, [owner.client(notes=b"v1:" + b"x" * 50_000) for _ in range(3)])
    second.remote().pull(owner.workspace_id, epoch, 0, 2)
    files, place = PostgresFiles(second.address()), ChunkPlace(b"k" * 32, 0, 1)
    files.put_chunk(owner.workspace_id, place, b"v1:" + bytes(997))
    files.get_chunk(owner.workspace_id, place)  # is no page of the feed
    files.close()

    found = status(clinic.url)

    (mine, theirs) = sorted(found.workspaces, key=lambda each: each.workspace_id != owner.workspace_id)
    assert (mine.rows, mine.bytes > 150_000, theirs.rows, theirs.bytes) == (3, True, 0, 0)
    assert (mine.file_bytes, theirs.file_bytes) == (1000, 0)
    behind = {lag.device_id: lag.behind for lag in found.devices}
    assert behind == {owner.device_id: 3, second.device_id: 1, other.device_id: 0}


def test_given_a_revoked_device_when_asked_then_its_lag_is_no_matter(clinic18: TestClinic) -> None:
    owner = clinic18.owner
    lost = clinic18.enrol(owner)
    owner.remote().revoke_device(owner.workspace_id, lost.device_id)

    assert [lag.device_id for lag in status(clinic18.url).devices] == [owner.device_id]


def test_given_a_status_when_asked_then_the_operators_reading_leaves_nothing(clinic18: TestClinic) -> None:
    status(clinic18.url)

    assert clinic18.as_superuser("SELECT count(*) FROM pz.devices") == [(1,)]


def test_given_a_server_that_was_not_upgraded_yet_when_asked_and_saved_then_both_work(
    clinic18: TestClinic, tmp_path: Path
) -> None:
    owner = clinic18.owner
    owner.remote().push(owner.workspace_id, clinic18.epoch(owner), [owner.client()])
    for table in ("blob_chunks", "session_attachments"):
        clinic18.as_superuser(f"DROP TABLE pz.{table}")
    clinic18.as_superuser("ALTER TABLE pz.access_events DROP COLUMN blob_key")

    assert [(one.rows, one.file_bytes) for one in status(clinic18.url).workspaces] == [(1, 0)]
    saved = backup(clinic18.url, tmp_path / "monday.backup", lambda _what, _done, _total: None)

    assert {table.name: table.rows for table in saved.manifest.tables}["clients"] == 1
    assert "blob_chunks" not in {table.name for table in saved.manifest.tables}
