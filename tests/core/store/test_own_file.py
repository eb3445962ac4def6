"""A store whose file is swapped, locked or out of room while it runs: said plainly, and nothing is lost."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.domain.errors import DiskFull, StoreDamaged, StoreReplaced, UserError
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.transfer.backup import backup
from core.store.vault.vault import Vault, create_vault
from migrations.local import upgrade
from tests.disk import SWAPS, deleted, folder_moved, no_room, replaced

KEY = bytes(range(32))
Swap = Callable[[Path, Path], None]


@pytest.fixture
def older(store: Store, tmp_path: Path) -> Path:
    """What the store was before its last words."""
    put(store, "before", b"older words")
    path = tmp_path / "older.db"
    store.backup_to(path)
    put(store, "last", b"last words")
    return path


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """In a folder of its own, so that the folder can be moved."""
    (tmp_path / "vault").mkdir()
    opened = Store.open(tmp_path / "vault" / "store.db", KEY, clock)
    upgrade(opened)
    yield opened
    opened.close()


def put(store: Store, name: str, value: bytes) -> None:
    with store.write() as db:
        set_fact(db, name, value)


def fact(path: Path, name: str, clock: FixedClock) -> bytes | None:
    again = Store.open(path, KEY, clock, create=False)
    try:
        with again.read() as db:
            return get_fact(db, name)
    finally:
        again.close()


@pytest.mark.parametrize("swap", [each for each in SWAPS if each is not folder_moved])
def test_given_a_file_swapped_under_us_when_writing_then_it_is_refused_and_all_is_kept_beside_it(
    store: Store, older: Path, clock: FixedClock, swap: Swap
) -> None:
    swap(store.path, older)
    content = store.path.read_bytes() if store.path.exists() else None
    for _ in range(2):
        with pytest.raises(StoreReplaced, match=r"moved or replaced .* store-kept-1\.db .* your text stays"):
            put(store, "new", b"never on the disk")
    kept = store.path.with_name("store-kept-1.db")
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.name for path in kept.parent.glob("store-kept*.db")] == [kept.name]
    assert (store.path.read_bytes() if store.path.exists() else None) == content
    store.close()
    assert fact(kept, "last", clock) == b"last words"
    assert fact(kept, "new", clock) is None


@pytest.mark.parametrize("swap", [deleted, replaced])
def test_given_a_file_swapped_under_us_when_more_connections_are_needed_then_none_opens_the_other_file(
    store: Store, older: Path, swap: Swap
) -> None:
    swap(store.path, older)
    with store.read() as db:
        assert get_fact(db, "last") == b"last words"
        with pytest.raises(StoreReplaced), store.read() as another:
            get_fact(another, "last")
    with pytest.raises(StoreReplaced):
        store.backup_to(store.path.with_name("backup.db"))
    assert not store.path.with_name("backup.db").exists()


def test_given_a_file_moved_away_when_put_back_then_writing_goes_on(
    store: Store, older: Path, clock: FixedClock
) -> None:
    away = store.path.with_name("away.db")
    store.path.rename(away)
    with pytest.raises(StoreReplaced, match="Put the file back where it was and try again"):
        put(store, "new", b"typed meanwhile")
    away.rename(store.path)
    put(store, "new", b"typed meanwhile")
    store.close()
    assert fact(store.path, "new", clock) == b"typed meanwhile"


def test_given_a_moved_folder_when_writing_then_nothing_is_made_in_its_place_and_putting_it_back_helps(
    store: Store, older: Path
) -> None:
    folder_moved(store.path, older)
    with pytest.raises(StoreReplaced, match="Put it back where it was, then try again; your text stays here"):
        put(store, "new", b"typed meanwhile")
    assert not store.path.parent.exists()
    store.path.parent.with_name("moved away").rename(store.path.parent)
    put(store, "new", b"typed meanwhile")


def test_given_no_open_connection_when_the_file_is_gone_then_it_says_to_put_it_back(store: Store) -> None:
    store.engine.dispose()
    store.path.unlink()
    with pytest.raises(StoreReplaced, match="Put it back where it was"):
        put(store, "new", b"x")
    assert not store.path.exists()


def test_given_a_closed_store_when_its_file_was_erased_then_no_copy_of_it_appears(store: Store) -> None:
    store.close()
    store.path.unlink()
    with pytest.raises(RuntimeError, match="closed"):
        put(store, "new", b"x")
    assert list(store.path.parent.glob("*kept*")) == []


# backups


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made, _ = create_vault(tmp_path / "home", "invented words for nobody", params=KdfParams.FAST_FOR_TESTS)
    yield made
    made.close()


@pytest.fixture
def practice_store(vault: Vault, clock: FixedClock) -> Iterator[Store]:
    opened = Store.open(vault.store_path, vault.db_key, clock)
    upgrade(opened)
    put(opened, "before", b"x" * 100_000)
    yield opened
    opened.close()


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_given_a_full_disk_when_backed_up_then_it_says_so_and_the_older_backup_stays(
    vault: Vault, practice_store: Store, tmp_path: Path
) -> None:
    target = tmp_path / "b.pazpaz"
    backup(vault, practice_store, target)
    old = target.read_bytes()
    with no_room(50_000), pytest.raises(DiskFull, match="disk is full"):
        backup(vault, practice_store, target)
    assert target.read_bytes() == old
    assert left_over(tmp_path) == []
    assert practice_store.integrity_problems() == []


def test_given_a_disk_that_fills_while_packing_when_backed_up_then_it_says_so_and_the_older_backup_stays(
    vault: Vault, practice_store: Store, tmp_path: Path
) -> None:
    target = tmp_path / "b.pazpaz"
    backup(vault, practice_store, target)
    old = target.read_bytes()
    with no_room(len(old) - 1), pytest.raises(DiskFull, match="disk is full"):
        backup(vault, practice_store, target)
    assert target.read_bytes() == old
    assert left_over(tmp_path) == []


def test_given_a_damaged_store_when_backed_up_then_it_is_not_called_a_full_disk(
    vault: Vault, practice_store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    practice_store.close()
    raw = bytearray(vault.store_path.read_bytes())
    raw[-6000:-5900] = bytes(100)
    vault.store_path.write_bytes(raw)
    again = Store.open(vault.store_path, vault.db_key, clock)
    with pytest.raises(StoreDamaged):
        backup(vault, again, tmp_path / "b.pazpaz")
    again.close()
    assert not (tmp_path / "b.pazpaz").exists()


def test_given_a_place_that_is_a_file_when_backed_up_then_it_says_to_choose_another(
    vault: Vault, practice_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError) as refused:
        backup(vault, practice_store, tmp_path / "file" / "b.pazpaz")
    assert str(tmp_path / "file") in refused.value.sentence


_WITHOUT_RIGHTS = """
import os, pathlib, sys
from core.crypto.kdf import KdfParams
from core.domain.clock import SystemClock
from core.domain.errors import UserError
from core.store.transfer.backup import backup
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.vault.vault import create_vault, open_vault
from migrations.local import upgrade

home, secret = pathlib.Path(sys.argv[1]), "invented words for nobody"
vault, _ = create_vault(home, secret, params=KdfParams.FAST_FOR_TESTS)
store = Store.open(vault.store_path, vault.db_key, SystemClock())
upgrade(store)
with store.write() as db:
    set_fact(db, "before", b"safe")
places = [home, *home.rglob("*")]
nobody = 65534 if os.geteuid() == 0 else os.geteuid()
(home / "out").mkdir()
for place in [*places, home / "out"]:
    os.chown(place, nobody, -1)
(home / "out").chmod(0o500)
os.seteuid(nobody)

def told(what, act):
    try:
        act()
        print(what, "went on")
    except UserError as error:
        print(what, "|", error.code, "|", error.sentence)

told("backup", lambda: backup(vault, store, home / "out" / "b.pazpaz"))
store.close()
vault.path.chmod(0o500)
told("open store", lambda: Store.open(vault.store_path, vault.db_key, SystemClock(), create=False))
vault.store_path.chmod(0o000)
told("read store", lambda: Store.open(vault.store_path, vault.db_key, SystemClock(), create=False))
vault.store_path.chmod(0o600)
vault.path.chmod(0o700)
store = Store.open(vault.store_path, vault.db_key, SystemClock(), create=False)
with store.write() as db:
    print(get_fact(db, "before"), store.integrity_problems())
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """One that somebody without any rights can reach; pytest's own is its owner's alone."""
    with tempfile.TemporaryDirectory(prefix="pazpaz-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def test_given_folders_that_may_not_be_written_when_opened_or_backed_up_then_each_says_so_and_all_is_there(
    open_folder: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_RIGHTS, str(open_folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    said = done.stdout.splitlines()
    assert len(said) == 4, done.stdout + done.stderr
    assert said[0].startswith("backup | ")
    assert "choose another place" in said[0]
    assert said[1].startswith("open store | store_read_only | ")
    assert "Everything saved before is safe" in said[1]
    assert said[2].startswith("read store | not_a_store | ")
    assert "Allow this user to read and write there" in said[2]
    assert said[3] == "b'safe' []"
