"""Bringing in files is stopped anywhere, by whatever: the same command goes on, one file in memory."""

import os
import signal
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path

import pytest
from typing_extensions import override

from core.domain.errors import Cancelled, DiskFull, UserError
from core.store.attachments.chunk_store import Files, Staging
from migrations.operate.adopting.files.objects import Folder
from migrations.operate.adopting.files.run import FileRun, Report
from tests.migrations.adopt.files.old_bucket import JPEG, PDF, OldBucket, counts
from tests.migrations.adopt.old_database import MASTER

_PROGRAM = """
import os, signal, sys
from pathlib import Path
from core.crypto.kdf import KdfParams
from core.store.attachments.adopted_files import AdoptedFiles
from core.store.attachments.chunk_store import Files
from core.store.unit_of_work.writer import Writer
from desktop.terminal.main import main
left = int(sys.argv[1])
def counted(owner, name):
    real = getattr(owner, name)
    def struck(*args, **options):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **options)
    setattr(owner, name, struck)
# Before a chunk is written, before and while the chunks move, before the row, before its audit.
for owner, name in ((os, "fsync"), (Files, "adopt"), (Path, "replace"), (Writer, "insert")):
    counted(owner, name)
counted(AdoptedFiles, "add")
sys.exit(main(sys.argv[2:], kdf=KdfParams.FAST_FOR_TESTS))
"""


def killed_at(bucket: OldBucket, left: int) -> int:
    """The exit status of the command, killed before its step number `left`."""
    options = ["--home", bucket.laptop.home, "--passphrase-file", bucket.laptop.secret]
    argv = [*options, *bucket.argv("--from", bucket.objects)]
    program = [sys.executable, "-c", _PROGRAM, str(left), *map(str, argv)]
    done = subprocess.run(program, capture_output=True, check=False, cwd=Path(__file__).parents[4])
    assert b"Traceback" not in done.stderr
    return done.returncode


@pytest.mark.skipif(os.name == "nt", reason="no kill -9 there")
def test_given_the_command_is_killed_at_step_after_step_when_repeated_then_all_files_are_there_once(
    bucket: OldBucket,
) -> None:
    for content in (PDF, JPEG, PDF + b"x"):
        bucket.add(content, file_type="image/jpeg" if content is JPEG else "application/pdf")
    bucket.write_records()
    steps, killed = iter((3, 8, 13, 15, 17, 19, 21)), 0
    while killed_at(bucket, next(steps, 0)) == -signal.SIGKILL:
        killed += 1
        assert set(bucket.held().items()) <= set(bucket.contents.items())
    assert killed >= 4
    assert counts(bucket.bring_in("--json")) == (0, 3, 0, 0, 0)
    assert bucket.held() == bucket.contents
    assert bucket.leftovers() == []
    with bucket.laptop.open() as opened:
        assert len(opened.practice.attachments.all()) == 3


def run_of(bucket: OldBucket, where: "Folder | None" = None) -> tuple[Report | None, UserError | None]:
    """In this process; `where` in place of the bucket's folder."""
    with bucket.laptop.open() as opened:
        objects = where or Folder(bucket.objects)
        work = FileRun(opened.practice, bucket.records(opened), objects, [MASTER], plain=False)
        try:
            return work.run(), None
        except UserError as error:
            return None, error


class Stopping(Folder):
    """Somebody presses Ctrl-C while the second object is read."""

    def __init__(self, root: Path, stop: threading.Event) -> None:
        super().__init__(root)
        self._stop, self._left = stop, 2

    @override
    def read(self, key: str, limit: int) -> bytes:
        self._left -= 1
        if not self._left:
            self._stop.set()
        return super().read(key, limit)


def test_given_ctrl_c_in_the_middle_of_a_file_when_repeated_then_it_goes_on_with_that_file(
    bucket: OldBucket,
) -> None:
    for _ in range(3):
        bucket.add()
    stop, told = threading.Event(), []
    with bucket.laptop.open() as opened:
        objects = Stopping(bucket.objects, stop)
        work = FileRun(opened.practice, bucket.records(opened), objects, [MASTER], plain=False)
        with pytest.raises(Cancelled, match=r"brought in are kept.*goes on"):
            work.run(lambda _what, done, total: told.append((done, total)), stop)
    assert told == [(1, 3)]
    assert len(bucket.held()) == 1
    assert bucket.leftovers() == []
    assert counts(bucket.bring_in("--json")) == (2, 1, 0, 0, 0)


def test_given_a_full_disk_when_there_is_room_again_then_the_same_command_goes_on(
    bucket: OldBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.add()
    bucket.add(PDF, file_type="application/pdf")
    with monkeypatch.context() as patched:

        def full(*_: object) -> None:
            raise DiskFull("The disk is full.")

        patched.setattr(Staging, "put", full)
        assert isinstance(run_of(bucket)[1], DiskFull)
    assert bucket.held() == {}
    assert bucket.leftovers() == []
    assert run_of(bucket)[1] is None
    assert bucket.held() == bucket.contents


def test_given_many_files_when_brought_in_then_memory_holds_one_at_a_time(bucket: OldBucket) -> None:
    size = 6 << 20
    bucket.add(b"\xff\xd8\xff" + os.urandom(size))
    peaks, done = [], []
    tracemalloc.start()
    try:
        for more in (0, 5):
            for _ in range(more):
                bucket.add(b"\xff\xd8\xff" + os.urandom(size))
            bucket.contents.clear()
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            report, _ = run_of(bucket)
            assert report is not None
            done.append((report.adopted, report.before))
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
    assert done == [(1, 0), (5, 1)]
    assert peaks[1] < peaks[0] + size
    assert peaks[0] < 6 * size


def test_given_a_row_that_did_not_come_when_counted_then_the_difference_is_said(
    bucket: OldBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.add()
    monkeypatch.setattr("core.store.attachments.adopted_files.AdoptedFiles.add", lambda *_: None)
    error = run_of(bucket)[1]
    assert error is not None
    assert error.code == "counts_differ"


def test_given_the_leftovers_of_a_run_that_was_killed_when_opened_again_then_they_are_gone(
    bucket: OldBucket,
) -> None:
    bucket.add()
    assert bucket.bring_in().status == 0
    with bucket.laptop.open() as opened, Files(opened.store).staging() as staging:
        left = staging.folder.parent / ".0-killed"
        left.mkdir()
    assert bucket.leftovers() == []
