"""A copied profile notices that it is a copy."""

import json
import shutil
import stat
from pathlib import Path
from uuid import UUID

import pytest

from core.domain.errors import StoreDamaged
from core.domain.ids import DeviceId
from core.store.vault import device_identity
from core.store.vault.device_identity import DeviceFile, computer_id

VAULT = UUID(int=5)
DEVICE = DeviceId(UUID(int=7))


def device_file(home: Path, computer: str = "laptop") -> DeviceFile:
    return DeviceFile(home, VAULT, lambda: computer)


def test_there_is_none_before_it_is_written(tmp_path: Path) -> None:
    assert device_file(tmp_path).read() is None


def test_the_same_installation_is_no_clone(tmp_path: Path) -> None:
    written = device_file(tmp_path).write(DEVICE)
    assert device_file(tmp_path).read() == written
    assert (written.device_id, written.is_clone) == (DEVICE, False)


def test_the_file_lies_outside_the_vault_and_is_private(tmp_path: Path) -> None:
    file = device_file(tmp_path)
    file.write(DEVICE)
    assert file.path == tmp_path / "devices" / f"{VAULT.hex}.json"
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700


def test_a_copied_profile_is_a_clone(tmp_path: Path) -> None:
    device_file(tmp_path / "home").write(DEVICE)
    shutil.copytree(tmp_path / "home", tmp_path / "copy")
    copy = device_file(tmp_path / "copy").read()
    assert copy
    assert (copy.device_id, copy.is_clone) == (DEVICE, True)


def test_the_same_disk_in_another_computer_is_a_clone(tmp_path: Path) -> None:
    device_file(tmp_path).write(DEVICE)
    moved = device_file(tmp_path, computer="desktop").read()
    assert moved
    assert moved.is_clone


def test_a_moved_profile_is_no_clone(tmp_path: Path) -> None:
    device_file(tmp_path / "home").write(DEVICE)
    (tmp_path / "home").rename(tmp_path / "renamed")
    moved = device_file(tmp_path / "renamed").read()
    assert moved
    assert not moved.is_clone


def test_a_file_of_another_vault_or_device_is_a_clone(tmp_path: Path) -> None:
    file = device_file(tmp_path)
    file.write(DEVICE)
    content = json.loads(file.path.read_text())
    with file.path.open("r+") as open_file:
        open_file.write(json.dumps(content | {"device_id": str(UUID(int=8))}))
    other = file.read()
    assert other
    assert other.is_clone


def test_a_clone_that_enrols_anew_is_none(tmp_path: Path) -> None:
    device_file(tmp_path / "home").write(DEVICE)
    shutil.copytree(tmp_path / "home", tmp_path / "copy")
    fresh = DeviceId(UUID(int=9))
    device_file(tmp_path / "copy").write(fresh)
    copy = device_file(tmp_path / "copy").read()
    assert copy
    assert (copy.device_id, copy.is_clone) == (fresh, False)


def test_a_forgotten_device_is_gone(tmp_path: Path) -> None:
    file = device_file(tmp_path)
    file.write(DEVICE)
    file.forget()
    file.forget()
    assert file.read() is None


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff", b'{"device_id": 5, "marker": ""}', b'{"device_id": "?"}', b"1" * 9000],
)
def test_a_damaged_file_is_said(tmp_path: Path, content: bytes) -> None:
    file = device_file(tmp_path)
    file.write(DEVICE)
    file.path.write_bytes(content)
    with pytest.raises(StoreDamaged, match="which device"):
        file.read()


def test_this_computer_has_a_steady_name() -> None:
    assert computer_id() == computer_id() == computer_id().strip()


def test_a_computer_without_a_name_is_told_by_the_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nameless() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(device_identity, "_system_id", nameless)
    assert computer_id() == ""
    DeviceFile(tmp_path, VAULT).write(DEVICE)
    same = DeviceFile(tmp_path, VAULT).read()
    assert same
    assert not same.is_clone
