"""An older key file put back is noticed from inside the store; a lost one comes back from a backup."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.domain.errors import (
    BadInput,
    DiskFull,
    NotAStore,
    RuleBroken,
    StoreBusy,
    StoreDamaged,
    Tampered,
    WrongPassphrase,
)
from core.store.database.engine import Store
from core.store.database.facts import get_json, set_fact
from core.store.database.private_files import FolderLock
from core.store.transfer.backup import backup, restore
from core.store.transfer.key_file_back import bring_back_key
from core.store.vault import key_generation
from core.store.vault.document import read_document
from core.store.vault.key_generation import watch_generation
from core.store.vault.listing import VaultInfo, list_vaults
from core.store.vault.vault import UnlockWay, Vault, create_vault, open_vault, open_with_either
from migrations.local import upgrade

FAST = KdfParams.FAST_FOR_TESTS
OLD, NEW, THIRD = "acorn meadow violin", "seventeen wet otters", "lanterns over quiet barley"


class Laptop:
    """One vault with its store, opened and closed as the program does."""

    def __init__(self, home: Path, clock: FixedClock) -> None:
        self.home, self.clock = home, clock
        vault, self.code = create_vault(home, OLD, params=FAST)
        self.path, self.file = vault.path, vault.path / "vault.json"
        store = Store.open(vault.store_path, vault.db_key, clock)
        upgrade(store)
        watch_generation(vault, store)
        self.opened: tuple[Vault, Store] | None = (vault, store)

    def open(self, vault: Vault) -> Vault:
        """Raises what `watch_generation` does, everything closed again."""
        store = Store.open(vault.store_path, vault.db_key, self.clock, create=False)
        self.opened = vault, store
        try:
            watch_generation(vault, store)
        except Tampered:
            self.close()
            raise
        return vault

    def close(self) -> None:
        if self.opened is not None:
            vault, store = self.opened
            store.close()
            vault.close()
            self.opened = None

    @property
    def vault(self) -> Vault:
        assert self.opened is not None
        return self.opened[0]

    @property
    def store(self) -> Store:
        assert self.opened is not None
        return self.opened[1]

    def known(self) -> int:
        """The generation that the store knows."""
        with self.store.read() as db:
            return int(get_json(db, "key_file")["generation"])

    def lost(self) -> VaultInfo:
        (info,) = list_vaults(self.home)
        return info


@pytest.fixture(name="laptop")
def _laptop(tmp_path: Path, clock: FixedClock) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "home", clock)
    yield made
    made.close()


@pytest.fixture(name="older")
def _older(laptop: Laptop) -> bytes:
    """The key file from before the passphrase was changed; the laptop is closed."""
    content = laptop.file.read_bytes()
    laptop.vault.set_passphrase(NEW, FAST)
    laptop.close()
    return content


def test_given_a_changed_passphrase_when_the_older_key_file_is_put_back_then_it_is_noticed(
    laptop: Laptop, older: bytes
) -> None:
    laptop.file.write_bytes(older)
    with pytest.raises(Tampered, match="earlier key file") as caught:
        laptop.open(open_vault(laptop.path, OLD))
    assert caught.value.code == "older_key_file"
    assert "Nothing was changed" in caught.value.sentence
    assert "recovery paper" in caught.value.sentence
    assert laptop.file.read_bytes() == older


def test_given_the_older_key_file_when_the_paper_and_a_new_passphrase_are_given_then_all_is_well_again(
    laptop: Laptop, older: bytes
) -> None:
    laptop.file.write_bytes(older)
    assert laptop.open(open_with_either(laptop.path, laptop.code)).needs_passphrase
    laptop.close()
    laptop.open(open_with_either(laptop.path, laptop.code)).set_passphrase(THIRD, FAST)
    assert not laptop.vault.needs_passphrase
    laptop.close()
    laptop.open(open_vault(laptop.path, THIRD))
    laptop.close()
    laptop.file.write_bytes(older)
    with pytest.raises(Tampered):
        laptop.open(open_vault(laptop.path, OLD))


def test_given_a_renewed_paper_when_the_older_key_file_is_put_back_then_the_old_paper_does_not_open_it(
    laptop: Laptop,
) -> None:
    content = laptop.file.read_bytes()
    laptop.vault.renew_recovery()
    laptop.close()
    laptop.file.write_bytes(content)
    with pytest.raises(Tampered, match="put back"):
        laptop.open(open_with_either(laptop.path, laptop.code))


def test_given_a_crash_between_key_file_and_store_when_opened_then_the_newer_file_is_taken_and_noted(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = laptop.known()
    with monkeypatch.context() as patch:
        patch.setattr(key_generation, "_note", lambda *_: None)
        laptop.vault.set_passphrase(NEW, FAST)
    assert laptop.known() == before
    laptop.close()
    laptop.open(open_vault(laptop.path, NEW))
    assert laptop.known() == laptop.vault.document.generation == before + 1


def test_given_a_full_disk_when_the_store_cannot_note_it_then_the_change_stands_all_the_same(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull("full")

    with monkeypatch.context() as patch:
        patch.setattr(key_generation, "set_json", full)
        laptop.vault.set_passphrase(NEW, FAST)
    laptop.close()
    laptop.open(open_vault(laptop.path, NEW))


def test_given_a_store_of_an_earlier_program_when_opened_then_its_key_file_is_the_latest(
    laptop: Laptop,
) -> None:
    laptop.vault.set_initials("Ruth Amsel")
    with laptop.store.write() as db:
        set_fact(db, "key_file", None)
    laptop.close()
    laptop.open(open_vault(laptop.path, OLD))
    assert laptop.known() == 2


def test_given_a_copied_profile_when_opened_then_nothing_is_older(
    laptop: Laptop, older: bytes, tmp_path: Path
) -> None:
    copy = shutil.copytree(laptop.path, tmp_path / "copy" / "vaults" / laptop.path.name)
    laptop.open(open_vault(copy, NEW))


def test_given_a_backup_when_restored_on_purpose_then_it_opens_with_the_passphrase_of_its_day(
    laptop: Laptop, tmp_path: Path
) -> None:
    backup(laptop.vault, laptop.store, tmp_path / "b.pazpaz")
    laptop.vault.set_passphrase(NEW, FAST)
    laptop.close()
    path = restore(tmp_path / "b.pazpaz", laptop.home, OLD, clock=laptop.clock)
    laptop.open(open_vault(path, OLD))
    assert laptop.known() == laptop.vault.document.generation


def test_given_a_backup_and_its_paper_when_restored_then_the_code_opens_it(
    laptop: Laptop, tmp_path: Path
) -> None:
    backup(laptop.vault, laptop.store, tmp_path / "b.pazpaz")
    path = restore(tmp_path / "b.pazpaz", tmp_path / "other", laptop.code.lower(), clock=laptop.clock)
    with open_vault(path, OLD) as again:
        assert again.way is UnlockWay.PASSPHRASE


# A lost key file


Damage = Callable[[Path], object]
LOST: tuple[Damage, ...] = (
    lambda _: None,
    lambda file: file.write_bytes(b"{}"),
    Path.mkdir,
)


@pytest.mark.parametrize("damage", LOST, ids=["missing", "damaged", "folder"])
@pytest.mark.parametrize("by_code", [False, True])
def test_given_a_lost_key_file_when_a_backup_brings_it_back_then_the_store_of_today_is_open(
    laptop: Laptop, tmp_path: Path, damage: Damage, by_code: bool
) -> None:
    backup(laptop.vault, laptop.store, tmp_path / "b.pazpaz")
    laptop.vault.set_passphrase(NEW, FAST)
    with laptop.store.write() as db:
        set_fact(db, "typed_since", b"since the backup")
    key = laptop.vault.db_key
    laptop.close()
    laptop.file.unlink()
    damage(laptop.file)
    vault = laptop.open(bring_back_key(tmp_path / "b.pazpaz", laptop.lost(), laptop.code if by_code else OLD))
    assert (vault.db_key, vault.id.hex, vault.needs_passphrase) == (key, laptop.path.name, True)
    laptop.close()
    laptop.open(open_vault(laptop.path, OLD))
    assert not laptop.vault.needs_passphrase
    laptop.vault.set_passphrase(THIRD, FAST)
    laptop.close()
    laptop.open(open_vault(laptop.path, THIRD))


def test_given_a_lost_key_file_when_the_backup_does_not_fit_then_nothing_is_changed(
    laptop: Laptop, tmp_path: Path, clock: FixedClock
) -> None:
    backup(laptop.vault, laptop.store, tmp_path / "b.pazpaz")
    other = Laptop(tmp_path / "other", clock)
    backup(other.vault, other.store, tmp_path / "other.pazpaz")
    other.close()
    with pytest.raises(RuleBroken, match="has its key file"):
        bring_back_key(tmp_path / "b.pazpaz", laptop.lost(), OLD)
    laptop.close()
    laptop.file.write_bytes(b"{}")
    (tmp_path / "text").write_bytes(b"a shopping list")
    (tmp_path / "torn").write_bytes((tmp_path / "b.pazpaz").read_bytes()[:700])
    for file, typed, error in (
        ("other.pazpaz", OLD, BadInput),
        ("b.pazpaz", NEW, WrongPassphrase),
        ("b.pazpaz", other.code, WrongPassphrase),
        ("text", OLD, NotAStore),
        ("torn", OLD, StoreDamaged),
        ("none", OLD, NotAStore),
    ):
        with pytest.raises(error):
            bring_back_key(tmp_path / file, laptop.lost(), typed)
    with FolderLock(laptop.path), pytest.raises(StoreBusy):
        bring_back_key(tmp_path / "b.pazpaz", laptop.lost(), OLD)
    assert laptop.file.read_bytes() == b"{}"


def test_given_a_lost_key_file_in_a_folder_with_a_name_then_a_backup_brings_it_back_too(
    laptop: Laptop, tmp_path: Path
) -> None:
    backup(laptop.vault, laptop.store, tmp_path / "b.pazpaz")
    laptop.close()
    named = laptop.path.rename(laptop.path.with_name(f"copy {uuid4().hex}"))
    (named / "vault.json").unlink()
    laptop.open(bring_back_key(tmp_path / "b.pazpaz", laptop.lost(), OLD))
    laptop.close()
    assert laptop.lost().problem is None
    assert read_document(named).id == laptop.lost().id


def test_given_either_secret_when_typed_then_it_says_which_opened(laptop: Laptop) -> None:
    laptop.close()
    with open_with_either(laptop.path, OLD) as vault:
        assert (vault.way, vault.needs_passphrase) == (UnlockWay.PASSPHRASE, False)
    with open_with_either(laptop.path, laptop.code.replace("-", " ").lower()) as vault:
        assert (vault.way, vault.needs_passphrase) == (UnlockWay.RECOVERY, True)
    with pytest.raises(WrongPassphrase):
        open_with_either(laptop.path, laptop.code[:-1])
