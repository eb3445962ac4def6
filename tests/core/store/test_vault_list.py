"""A practice whose key file is damaged, missing or another's is named, never invisible."""

import json
import math
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from core.crypto.kdf import KdfParams
from core.store.vault.listing import VaultInfo, is_shared, list_vaults
from core.store.vault.vault import create_vault, erase_vault
from tests.core.store.test_vault import rewrite

FAST = KdfParams.FAST_FOR_TESTS
PHRASE = "acorn meadow violin"
ODD: tuple[object, ...] = (None, [], {}, "", -1, 1e400, math.nan, "\ud800", "x" * 100, "?", True)


@pytest.fixture(name="template", scope="module")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vault, _ = create_vault(tmp_path_factory.mktemp("template"), PHRASE, params=FAST)
    vault.set_initials("Ruth Amsel")
    vault.close()
    vault.store_path.write_bytes(b"sealed")
    return vault.path


@pytest.fixture(name="folder")
def _folder(template: Path, tmp_path: Path) -> Path:
    """A vault whose store is beside its key file."""
    return shutil.copytree(template, tmp_path / "vaults" / template.name)


def seen(folder: Path) -> VaultInfo:
    """What the door shows of the only vault."""
    (info,) = list_vaults(folder.parent.parent)
    assert (info.id, info.path) == (UUID(folder.name), folder)
    return info


def mutations(intact: bytes) -> Iterator[bytes]:
    """Each byte flipped, dropped, doubled and cut after; fields taken out and given odd values."""
    draw = random.Random(5)  # noqa: S311 - which mutations, no secret
    for at in range(len(intact)):
        yield intact[:at] + bytes([intact[at] ^ 1 << draw.randrange(8)]) + intact[at + 1 :]
        yield intact[:at] + intact[at + 1 :]
        yield intact[: at + 1] + intact[at:]
        yield intact[:at]
    content = json.loads(intact)
    for name in content:
        yield json.dumps({key: value for key, value in content.items() if key != name}).encode()
        for odd in ODD:
            yield json.dumps(content | {name: odd}).encode()


def test_given_a_healthy_store_when_its_key_file_is_mutated_then_the_practice_is_named_every_time(
    folder: Path,
) -> None:
    file = folder / "vault.json"
    intact, sound, tried = file.read_bytes(), seen(folder), 0
    for content in mutations(intact):
        file.write_bytes(content)
        info = seen(folder)
        assert info == sound or info.problem, content
        tried += 1
    assert tried > 2785


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize(
    "field", ["id", "initials", "generation", "passphrase_slot", "recovery_slot", "keyring_slot", "mac"]
)
def test_given_a_checksum_that_fits_when_a_field_is_odd_then_the_practice_is_named(
    folder: Path, field: str, odd: object
) -> None:
    rewrite(folder, lambda content: content.update({field: odd}))
    seen(folder)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda _: None, "is missing"),
        (lambda file: file.write_bytes(b"{}"), "is damaged"),
        (lambda file: file.write_bytes(b"\xff\xfe"), "is damaged"),
        (Path.mkdir, "is damaged"),
        (os.mkfifo, "is damaged"),
    ],
    ids=["missing", "foreign", "binary", "folder", "pipe"],
)
def test_given_a_lost_key_file_when_listed_then_the_way_back_is_said(
    folder: Path, damage: Callable[[Path], object], said: str
) -> None:
    (folder / "vault.json").unlink()
    damage(folder / "vault.json")
    info = seen(folder)
    assert info.problem is not None
    assert said in info.problem
    assert all(way in info.problem for way in ("backup", "recovery paper", "other laptops"))
    assert "was not changed" in info.problem
    assert info.needs_key


def test_given_a_key_file_that_is_a_link_when_listed_then_it_is_named_and_not_followed(folder: Path) -> None:
    elsewhere = folder.parent.parent / "elsewhere.json"
    (folder / "vault.json").rename(elsewhere)
    (folder / "vault.json").symlink_to(elsewhere)
    assert "is a link" in str(seen(folder).problem)
    (folder / "vault.json").unlink()
    (folder / "vault.json").symlink_to("nowhere")
    assert "is a link" in str(seen(folder).problem)


def test_given_costs_that_this_program_never_writes_when_listed_then_it_is_said_before_any_work(
    folder: Path,
) -> None:
    def raise_cost(content: dict[str, object]) -> None:
        slot = bytes.fromhex(str(content["passphrase_slot"]))
        content["passphrase_slot"] = (slot[:1] + KdfParams(2**21, 16, 16).pack() + slot[13:]).hex()

    rewrite(folder, raise_cost)
    assert "is damaged" in str(seen(folder).problem)


def test_given_the_key_file_of_another_practice_when_listed_then_that_is_said(
    folder: Path, tmp_path: Path
) -> None:
    other, _ = create_vault(tmp_path / "other", PHRASE, params=FAST)
    other.close()
    shutil.copy(other.path / "vault.json", folder / "vault.json")
    info = seen(folder)
    assert "belongs to another" in str(info.problem)
    assert info.needs_key


def test_given_a_folder_with_a_name_of_its_own_when_its_key_file_is_lost_then_it_is_named(
    folder: Path,
) -> None:
    named = folder.rename(folder.with_name("ruth's practice"))
    (sound,) = list_vaults(named.parent.parent)
    assert (sound.id, sound.problem) == (UUID(folder.name), None)
    (named / "vault.json").unlink()
    (lost,) = list_vaults(named.parent.parent)
    assert "is missing" in str(lost.problem)


def test_given_a_newer_program_s_key_file_when_listed_then_it_says_to_update(folder: Path) -> None:
    rewrite(folder, lambda content: content.update(version=2))
    info = seen(folder)
    assert "newer version" in str(info.problem)
    assert not info.needs_key


def test_given_what_may_not_be_read_when_listed_then_it_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> int:
        raise PermissionError(13, "no")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", closed)
        info = seen(folder)
    assert "Permission denied" in str(info.problem)
    assert not info.needs_key


def test_given_folders_that_are_no_vaults_when_listed_then_they_are_skipped(tmp_path: Path) -> None:
    for name, content in ((uuid4().hex, b"{}"), ("not an id", b""), (".erased-1", b"")):
        folder = tmp_path / "vaults" / name
        folder.mkdir(parents=True)
        (folder / "vault.json").write_bytes(content)
    (tmp_path / "vaults" / uuid4().hex).mkdir()
    (tmp_path / "vaults" / "stray").write_bytes(b"")
    assert list_vaults(tmp_path) == []


def test_given_a_vault_with_a_lost_key_beside_another_then_the_desktop_is_shared(
    folder: Path, tmp_path: Path
) -> None:
    assert not is_shared(folder)
    other = tmp_path / "vaults" / uuid4().hex
    other.mkdir()
    (other / "store.db").write_bytes(b"sealed")
    assert is_shared(folder)


def test_given_an_erasure_that_stops_half_way_then_nothing_of_it_is_listed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "rmtree", lambda *_args, **_options: None)
    erase_vault(folder)
    assert list_vaults(folder.parent.parent) == []
    assert not list(folder.parent.glob("*/vault.json"))


def test_given_a_folder_that_cannot_be_renamed_when_erased_then_it_goes_where_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> Path:
        raise PermissionError(13, "held")

    monkeypatch.setattr(Path, "rename", held)
    erase_vault(folder)
    assert not folder.exists()
