"""A file takes another's place also where a virus scanner or an indexer holds that one for a moment."""

import errno
import sys
from pathlib import Path

import pytest

from core.domain.errors import NotAStore
from core.store.database import private_files
from core.store.database.replacing import move_over


class Held:
    """A system that refuses the first tries as Windows does while another program has the file open."""

    def __init__(self, refusals: int, code: int = errno.EACCES) -> None:
        self.refusals, self.code = refusals, code
        self.waited_s: list[float] = []

    def replace(self, source: Path, target: Path) -> None:
        if self.refusals > 0:
            self.refusals -= 1
            raise OSError(self.code, "held")
        source.replace(target)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    new, old = tmp_path / "new", tmp_path / "old"
    new.write_bytes(b"new")
    old.write_bytes(b"old")
    return new, old


def test_given_a_file_that_is_held_for_a_moment_when_replaced_then_it_is_tried_again_until_it_goes(
    files: tuple[Path, Path],
) -> None:
    held = Held(3)
    move_over(*files, held.replace, wait=held.waited_s.append, on_windows=True)
    assert files[1].read_bytes() == b"new"
    assert len(held.waited_s) == 3
    assert sum(held.waited_s) < 1


def test_given_a_file_that_stays_held_when_replaced_then_it_is_refused_and_both_are_whole(
    files: tuple[Path, Path],
) -> None:
    held = Held(10_000)
    with pytest.raises(PermissionError):
        move_over(*files, held.replace, wait=held.waited_s.append, on_windows=True)
    assert [file.read_bytes() for file in files] == [b"new", b"old"]
    assert 1 < sum(held.waited_s) < 5


@pytest.mark.parametrize(("code", "windows"), [(errno.ENOSPC, True), (errno.EACCES, False)])
def test_given_another_refusal_when_replaced_then_nobody_waits(
    files: tuple[Path, Path], code: int, windows: bool
) -> None:
    held = Held(1, code)
    with pytest.raises(OSError, match="held"):
        move_over(*files, held.replace, wait=held.waited_s.append, on_windows=windows)
    assert held.waited_s == []


def test_given_a_key_file_that_is_held_when_written_then_the_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_source: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "held", None, 32)

    monkeypatch.setattr(private_files, "move_over", refuse)
    target = tmp_path / "vault.json"
    target.write_bytes(b"old")
    with pytest.raises(NotAStore, match="Nothing was changed"):
        private_files.write_atomically(target, b"new")
    assert (target.read_bytes(), sorted(tmp_path.iterdir())) == (b"old", [target])


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere a file that is open can be replaced")
def test_given_windows_when_a_reader_has_the_file_open_then_it_is_replaced_once_the_reader_ends(
    files: tuple[Path, Path],
) -> None:
    reader = files[1].open("rb")
    move_over(*files, wait=lambda _seconds: reader.close())
    assert files[1].read_bytes() == b"new"
