"""Backups: sealed, checked, restored as a vault and a device of its own."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from core.crypto.chunks import ChunkPlace
from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.domain.errors import Cancelled, NotAStore, StoreDamaged, UserError, WrongPassphrase
from core.domain.ids import DeviceId, Uuid7Source
from core.domain.new_rows import ClientDraft, PracticeDraft
from core.store.attachments.chunk_store import Files
from core.store.database import interruption
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.database.private_files import open_own
from core.store.practice.practice import Practice, found_practice
from core.store.transfer.backup import _unpack, backup, restore
from core.store.unit_of_work.bootstrap import read_me
from core.store.vault.device_identity import DeviceFile
from core.store.vault.listing import list_vaults
from core.store.vault.vault import Vault, create_vault, open_vault
from migrations.local import upgrade
from tests.core.patience import Patience

PASSPHRASE = "invented words for nobody at all"
CANARY = "CanaryOfTheBackup"


class Home:
    """A vault with an open practice in it."""

    def __init__(self, home: Path, clock: FixedClock) -> None:
        self.home = home
        self.vault, _ = create_vault(home, PASSPHRASE, params=KdfParams.FAST_FOR_TESTS)
        self.store = Store.open(self.vault.store_path, self.vault.db_key, clock)
        upgrade(self.store)
        ids = Uuid7Source(clock)
        draft = PracticeDraft(name="P", timezone="UTC", owner_name="Dana Demo")
        self.me = found_practice(self.store, clock, ids, DeviceId(ids.new()), draft)
        self.practice = Practice(self.store, self.me, clock, ids)
        self.practice.clients.add(ClientDraft(first_name=CANARY, last_name="Invented"))

    def close(self) -> None:
        self.store.close()
        self.vault.close()


@pytest.fixture
def home(tmp_path: Path, clock: FixedClock) -> Iterator[Home]:
    made = Home(tmp_path / "home", clock)
    yield made
    made.close()


def _names(vault: Vault, clock: FixedClock) -> list[str]:
    store = Store.open(vault.store_path, vault.db_key, clock, create=False)
    with store.read() as db:
        me = read_me(db)
    assert me is not None
    names = [one.client.first_name for one in Practice(store, me, clock, Uuid7Source(clock)).clients.list()]
    store.close()
    return names


def test_given_a_backup_when_restored_then_it_is_a_new_vault_and_a_new_device(
    home: Home, tmp_path: Path, clock: FixedClock
) -> None:
    report = backup(home.vault, home.store, tmp_path / "b.pazpaz")
    assert report.counts["clients"] == 1
    path = restore(tmp_path / "b.pazpaz", home.home, PASSPHRASE, clock=clock)
    assert {info.path for info in list_vaults(home.home)} == {home.vault.path, path}
    with open_vault(path, PASSPHRASE) as vault:
        assert vault.id != home.vault.id
        assert _names(vault, clock) == [CANARY]
        identity = DeviceFile(home.home, vault.id).read()
        assert identity is not None
        assert identity.device_id != home.me.device_id


def test_given_an_enrolled_device_when_restored_then_its_enrolment_does_not_come_along(
    home: Home, tmp_path: Path, clock: FixedClock
) -> None:
    with home.store.write() as db:
        for name in ("device_keys", "login_password", "cert", "server"):
            set_fact(db, name, b"old")
    backup(home.vault, home.store, tmp_path / "b.pazpaz")
    path = restore(tmp_path / "b.pazpaz", tmp_path / "elsewhere", PASSPHRASE, clock=clock)
    with open_vault(path, PASSPHRASE) as vault:
        store = Store.open(vault.store_path, vault.db_key, clock)
        with store.read() as db:
            told = [get_fact(db, name) for name in ("login_password", "cert", "server")]
            assert get_fact(db, "device_keys") != b"old"
            assert told == [None, None, b"old"]
        assert Practice(store, home.me, clock, Uuid7Source(clock)).waiting() > 0
        store.close()


def test_given_a_backup_when_read_as_bytes_then_no_name_stands_in_it(home: Home, tmp_path: Path) -> None:
    backup(home.vault, home.store, tmp_path / "b.pazpaz")
    raw = (tmp_path / "b.pazpaz").read_bytes()
    assert CANARY.encode() not in raw
    assert CANARY.encode("utf-16-le") not in raw


def _damage(path: Path, at: float) -> None:
    raw = bytearray(path.read_bytes())
    place = int(len(raw) * at)
    raw[place : place + 64] = bytes(64)
    path.write_bytes(raw)


@pytest.mark.parametrize("at", [0.3, 0.6, 0.9])
def test_given_a_damaged_backup_when_restored_then_it_is_refused_and_leaves_nothing(
    home: Home, tmp_path: Path, at: float
) -> None:
    path = tmp_path / "b.pazpaz"
    backup(home.vault, home.store, path)
    _damage(path, at)
    with pytest.raises(StoreDamaged):
        restore(path, home.home, PASSPHRASE)
    assert [info.path for info in list_vaults(home.home)] == [home.vault.path]
    assert [entry for entry in (home.home / "vaults").iterdir() if entry != home.vault.path] == []


@pytest.mark.parametrize("mask", [0x01, 0x55, 0x80, 0xFF])
def test_given_any_flipped_byte_of_the_directory_when_unpacked_then_it_is_whole_or_refused_in_words(
    home: Home, tmp_path: Path, mask: int
) -> None:
    path = tmp_path / "b.pazpaz"
    backup(home.vault, home.store, path)
    whole = path.read_bytes()
    refused = 0
    for at in range(whole.rindex(b"PK\x01\x02"), len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])
        try:
            _unpack(path, tmp_path / f"{at}", lambda _name: True)
        except UserError:
            refused += 1
    assert refused > 20


def test_given_a_backup_cut_short_when_restored_then_it_is_refused(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "b.pazpaz"
    backup(home.vault, home.store, path)
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(StoreDamaged):
        restore(path, home.home, PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"not a backup at all", b"\x89PNG\r\n\x1a\n" + bytes(64)])
def test_given_a_foreign_file_when_restored_then_it_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "holiday.png"
    path.write_bytes(content)
    with pytest.raises(NotAStore):
        restore(path, tmp_path / "home", PASSPHRASE)


def test_given_no_such_file_when_restored_then_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        restore(tmp_path / "missing", tmp_path / "home", PASSPHRASE)


def test_given_a_wrong_passphrase_when_restored_then_it_is_refused(home: Home, tmp_path: Path) -> None:
    backup(home.vault, home.store, tmp_path / "b.pazpaz")
    with pytest.raises(WrongPassphrase):
        restore(tmp_path / "b.pazpaz", home.home, "some other words entirely")


def test_given_a_damaged_store_when_backed_up_then_the_older_backup_stays(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.pazpaz"
    backup(home.vault, home.store, path)
    old = path.read_bytes()
    monkeypatch.setattr(Store, "integrity_problems", lambda *_: ["page 3"])
    with pytest.raises(StoreDamaged):
        backup(home.vault, home.store, path)
    assert path.read_bytes() == old
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


def _members(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return [name for name in archive.namelist() if name.startswith("files/")]


def test_given_a_file_that_is_still_being_sealed_when_backed_up_then_it_is_left_out(
    home: Home, tmp_path: Path
) -> None:
    files, place = Files(home.store), ChunkPlace(b"k" * 32, 0, 1)
    files.put(place, b"whole")
    with files.staging() as staging:
        staging.put(place, b"half of a file")
        backup(home.vault, home.store, tmp_path / "b.pazpaz")
    assert _members(tmp_path / "b.pazpaz") == [f"files/{place.blob_key.hex()}/000000"]


def test_given_a_file_that_is_let_go_while_the_backup_is_written_then_the_rest_is_saved(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Files(home.store)
    for key in (b"a" * 32, b"b" * 32):
        files.put(ChunkPlace(key, 0, 1), b"content")

    def racing(path: Path) -> BinaryIO:
        if path.parent.name.startswith("61"):
            shutil.rmtree(path.parent)
        return open_own(path)

    monkeypatch.setattr("core.store.transfer.backup.open_own", racing)
    backup(home.vault, home.store, tmp_path / "b.pazpaz")
    assert _members(tmp_path / "b.pazpaz") == [f"files/{(b'b' * 32).hex()}/000000"]


@pytest.fixture
def asking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """This practice is small: so it asks as often as a large one."""
    monkeypatch.setattr(interruption, "_STEPS", 50)


@pytest.mark.usefixtures("asking_often")
@pytest.mark.parametrize("work", ["copy", "check"])
def test_given_a_long_statement_when_it_is_not_wanted_any_more_then_it_ends_amid_and_the_store_goes_on(
    home: Home, tmp_path: Path, work: str
) -> None:
    def run(check: Patience, name: str) -> None:
        if work == "copy":
            home.store.backup_to(tmp_path / name, check)
        else:
            assert home.store.integrity_problems(check) == []

    whole = Patience()
    run(whole, "whole")
    assert whole.asked > 10
    patience = Patience(whole.asked // 2)
    with pytest.raises(Cancelled):
        run(patience, "half")
    assert patience.asked == patience.answers + 1, "nothing was done after the answer"
    run(Patience(), "again")
    home.practice.clients.add(ClientDraft(first_name="After", last_name="Invented"))


@pytest.mark.usefixtures("asking_often")
@pytest.mark.parametrize("tenth", range(10))
def test_given_a_backup_when_it_is_not_wanted_any_more_then_the_older_one_stays_and_nothing_half_made(
    home: Home, tmp_path: Path, tenth: int
) -> None:
    Files(home.store).put(ChunkPlace(b"k" * 32, 0, 1), b"content")
    folder = tmp_path / "backups"
    folder.mkdir()
    path, whole = folder / "b.pazpaz", Patience()
    backup(home.vault, home.store, path, whole)
    old = path.read_bytes()
    with pytest.raises(Cancelled):
        backup(home.vault, home.store, path, Patience(whole.asked * tenth // 10))
    assert path.read_bytes() == old
    assert list(folder.iterdir()) == [path]


def test_given_a_store_and_its_files_when_packed_then_each_piece_is_asked_for(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.transfer.backup._BLOCK", 4096)
    Files(home.store).put(ChunkPlace(b"k" * 32, 0, 1), bytes(100_000))
    path, patience = tmp_path / "b.pazpaz", Patience()
    backup(home.vault, home.store, path, patience)
    assert patience.asked >= path.stat().st_size // 4096
