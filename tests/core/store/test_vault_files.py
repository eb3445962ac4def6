"""Files are private from the first byte and replaced whole; locks are held by one."""

import errno
import os
import stat
from pathlib import Path

import pytest

from core.domain.errors import DiskFull, NotAStore, StoreBusy
from core.store.database import private_files
from core.store.database.private_files import (
    FolderLock,
    make_private_folder,
    private_replacement,
    read_limited,
    write_all,
    write_atomically,
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    write_atomically(file, b"one")
    write_atomically(file, b"two")
    assert file.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_is_private_before_its_first_byte(tmp_path: Path) -> None:
    with private_replacement(tmp_path / "a.json") as descriptor:
        [temporary] = tmp_path.iterdir()
        assert mode(temporary) == 0o600
        assert temporary.stat().st_size == 0
        write_all(descriptor, b"text")
    assert mode(tmp_path / "a.json") == 0o600


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    write_atomically(file, b"old")
    with pytest.raises(KeyError):
        _write_then_fail(file)
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def _write_then_fail(file: Path) -> None:
    with private_replacement(file) as descriptor:
        write_all(descriptor, b"ne")
        raise KeyError


def test_bytes_reach_the_disk_before_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(descriptor: int) -> None:
        order.append(_kind(descriptor))
        real_sync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        order.append("rename")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    write_atomically(tmp_path / "a.json", b"text")
    assert order == ["file", "rename", "folder"]


def _kind(descriptor: int) -> str:
    return "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real_write(fd, data[:3]))
    write_atomically(tmp_path / "a.json", b"ten bytes!")
    assert (tmp_path / "a.json").read_bytes() == b"ten bytes!"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    file = tmp_path / "a.json"
    write_atomically(file, b"old")

    def full(*_: object) -> int:
        raise OSError(number, "full")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(DiskFull, match="disk is full"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_may_not_be_used_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> int:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(os, "open", forbidden)
    with pytest.raises(NotAStore, match="cannot be used: Permission denied"):
        write_atomically(tmp_path / "a.json", b"new")


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotAStore, match="no practice"):
        read_limited(tmp_path / "missing" / "a.json", 10)
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotAStore):
        read_limited(tmp_path / "folder", 10)


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    assert read_limited(tmp_path / "a", 10) == b"0123456789"
    assert read_limited(tmp_path / "a", 9) is None


def test_folders_are_private_even_when_they_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "one" / "two"
    make_private_folder(folder)
    folder.chmod(0o755)
    make_private_folder(folder)
    assert mode(folder) == 0o700


def test_a_folder_is_held_once(tmp_path: Path) -> None:
    with FolderLock(tmp_path) as lock:
        with pytest.raises(StoreBusy):
            FolderLock(tmp_path)
        lock.release()
        FolderLock(tmp_path).release()


def test_a_lock_is_not_inherited_by_programs_that_are_started(tmp_path: Path) -> None:
    with FolderLock(tmp_path) as lock:
        assert lock._descriptor is not None
        assert not os.get_inheritable(lock._descriptor)


def test_a_lock_that_the_system_cannot_give_is_no_busy_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(private_files, "lock_descriptor", unsupported)
    with pytest.raises(OSError, match="no locks here"):
        FolderLock(tmp_path)


def test_a_lock_file_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    (tmp_path / "vault.lock").symlink_to(target)
    with pytest.raises(NotAStore):
        FolderLock(tmp_path)
    assert not target.exists()
