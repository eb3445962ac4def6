"""No file of ours follows a link: what somebody planted leads nothing of ours elsewhere."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from core.crypto.chunks import ChunkPlace
from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.domain.errors import DiskFull, NotAStore, NotFound, UserError
from core.domain.ids import DeviceId
from core.store.attachments.chunk_store import Files
from core.store.database.engine import Store
from core.store.database.private_files import make_private_file, read_limited, write_atomically
from core.store.transfer.backup import backup
from core.store.vault.device_identity import DeviceFile
from core.store.vault.key_generation import watch_generation
from core.store.vault.scratch import tidy
from core.store.vault.vault import create_vault, open_vault
from desktop.session.sample.marking import mark
from desktop.shell.window_state import WindowFile, WindowState
from migrations.local import upgrade

PHRASE = "acorn meadow violin"
VICTIM = b"what somebody else keeps here"


@pytest.fixture(name="victim")
def _victim(tmp_path: Path) -> Path:
    made = tmp_path / "victim"
    made.write_bytes(VICTIM)
    return made


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, clock: FixedClock) -> Path:
    """A closed vault with a store."""
    vault, _ = create_vault(tmp_path / "home", PHRASE, params=KdfParams.FAST_FOR_TESTS)
    store = Store.open(vault.store_path, vault.db_key, clock)
    upgrade(store)
    store.close()
    vault.close()
    return vault.path


@contextmanager
def opened(folder: Path, clock: FixedClock) -> Iterator[Store]:
    with open_vault(folder, PHRASE) as vault:
        store = Store.open(vault.store_path, vault.db_key, clock, create=False)
        try:
            yield store
        finally:
            store.close()


def use(folder: Path, clock: FixedClock) -> None:
    """Unlock, write, back up, close."""
    with open_vault(folder, PHRASE) as vault:
        store = Store.open(vault.store_path, vault.db_key, clock, create=False)
        try:
            watch_generation(vault, store)
            vault.set_initials("Ruth Amsel")
            backup(vault, store, folder.parent / "b.pazpaz")
        finally:
            store.close()


@pytest.mark.parametrize("name", ["vault.json", "vault.lock", "store.db"])
def test_given_a_link_in_the_place_of_a_file_when_opened_then_it_is_refused_and_not_followed(
    folder: Path, victim: Path, clock: FixedClock, name: str
) -> None:
    (folder / name).unlink()
    (folder / name).symlink_to(victim)
    with pytest.raises(NotAStore, match="is a link"):
        use(folder, clock)
    assert victim.read_bytes() == VICTIM


@pytest.mark.parametrize("name", ["store.db-wal", "store.db-shm", "store.db-journal"])
def test_given_a_link_in_the_place_of_the_log_when_opened_then_it_is_not_followed(
    folder: Path, victim: Path, clock: FixedClock, name: str
) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(victim)
    try:
        use(folder, clock)
    except UserError as refused:
        assert refused.sentence  # noqa: PT017 - a journal that nobody needs may be let be
    assert victim.read_bytes() == VICTIM


def test_given_a_link_that_leads_nowhere_when_a_store_is_made_then_nothing_is_made_there(
    tmp_path: Path, clock: FixedClock
) -> None:
    (tmp_path / "store.db").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotAStore, match="is a link"):
        Store.open(tmp_path / "store.db", bytes(32), clock)
    assert not (tmp_path / "elsewhere").exists()


PLACE = ChunkPlace(bytes(32), 0, 1)


@pytest.mark.parametrize("led", ["files", "blob"])
def test_given_a_link_in_the_place_of_a_files_folder_when_a_chunk_comes_and_goes_then_nothing_is_led_away(
    folder: Path, tmp_path: Path, clock: FixedClock, led: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / ".half").mkdir(parents=True)
    (elsewhere / "000000").write_bytes(VICTIM)
    with opened(folder, clock) as store:
        files = Files(store)
        files.put(PLACE, b"sealed")
        planted = folder / "files" if led == "files" else folder / "files" / PLACE.blob_key.hex()
        shutil.rmtree(planted)
        planted.symlink_to(elsewhere)

        assert (files.present(PLACE.blob_key), files.blobs()) == (frozenset(), set())
        with pytest.raises(NotFound):
            files.get(PLACE)
        files.drop(PLACE.blob_key)
        files.tidy()
        if led == "files":
            with pytest.raises(DiskFull):
                files.put(PLACE, b"sealed")
            with pytest.raises(DiskFull), files.staging():
                pass
        else:
            files.put(PLACE, b"sealed")
            assert files.get(PLACE) == b"sealed"
            assert not planted.is_symlink()
    assert {path.name for path in elsewhere.iterdir()} == {".half", "000000"}
    assert (elsewhere / "000000").read_bytes() == VICTIM


@pytest.mark.parametrize("led", ["files", "blob", "chunk"])
def test_given_a_link_among_the_files_when_backed_up_then_what_it_leads_to_is_not_in_the_backup(
    folder: Path, tmp_path: Path, clock: FixedClock, led: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / PLACE.blob_key.hex()).mkdir(parents=True)
    for chunk in (elsewhere / "000000", elsewhere / PLACE.blob_key.hex() / "000000"):
        chunk.write_bytes(VICTIM)
    with opened(folder, clock) as store:
        Files(store).put(PLACE, b"sealed")
    blob = folder / "files" / PLACE.blob_key.hex()
    planted = {"files": blob.parent, "blob": blob, "chunk": blob / "000000"}[led]
    if led == "chunk":
        planted.unlink()
    else:
        shutil.rmtree(planted)
    planted.symlink_to(elsewhere / "000000" if led == "chunk" else elsewhere)

    use(folder, clock)

    with zipfile.ZipFile(folder.parent / "b.pazpaz") as packed:
        assert sorted(packed.namelist()) == ["store.db", "vault.json"]


def test_given_a_link_to_a_lock_when_the_next_start_tidies_then_it_is_not_followed(
    tmp_path: Path, victim: Path
) -> None:
    (tmp_path / ".pazpaz-1.lock").symlink_to(victim)
    tidy(tmp_path)
    assert victim.read_bytes() == VICTIM
    assert (tmp_path / ".pazpaz-1.lock").is_symlink()


WRITERS: dict[str, Callable[[Path, FixedClock], object]] = {
    "vault.json": lambda home, _: write_atomically(home / "vault.json", b"{}"),
    "demo": lambda home, _: mark(home),
    "window.json": lambda home, _: WindowFile(home).write(WindowState(screen="notes")),
    "window.new": lambda home, _: WindowFile(home).write(WindowState(screen="notes")),
    "empty": lambda home, _: make_private_file(home / "empty"),
    "devices/00000000000000000000000000000007.json": lambda home, _: DeviceFile(home, UUID(int=7)).write(
        DeviceId(UUID(int=8))
    ),
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("leads", ["somewhere", "nowhere"])
def test_given_a_link_under_the_name_of_a_file_when_it_is_written_then_its_target_is_untouched(
    tmp_path: Path, victim: Path, clock: FixedClock, name: str, leads: str
) -> None:
    home = tmp_path / "home"
    (home / name).parent.mkdir(parents=True)
    target = victim if leads == "somewhere" else tmp_path / "made"
    (home / name).symlink_to(target)
    try:
        WRITERS[name](home, clock)
    except NotAStore as refused:
        assert "is a link" in refused.sentence  # noqa: PT017 - to refuse is as good as to replace the link
    assert victim.read_bytes() == VICTIM
    assert not (tmp_path / "made").exists()


def test_given_a_link_to_a_window_s_file_when_read_then_it_counts_as_none(tmp_path: Path) -> None:
    WindowFile(tmp_path).write(WindowState(screen="notes"))
    (tmp_path / "window.json").rename(tmp_path / "other.json")
    (tmp_path / "window.json").symlink_to(tmp_path / "other.json")
    assert WindowFile(tmp_path).read() == WindowState()
    with pytest.raises(NotAStore):
        read_limited(tmp_path / "window.json", 1000)
