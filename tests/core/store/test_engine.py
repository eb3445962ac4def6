"""The store's file: settings, transactions, wrong keys, damage, a full disk, a killed process."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy.exc import DBAPIError

from core.domain.clock import FixedClock
from core.domain.errors import DiskFull, NotAStore, NotFound, StoreDamaged, WrongPassphrase
from core.store.database.connect import open_connection
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from migrations.local import upgrade

KEY = bytes(range(32))
CANARY = "CanaryOfTheStore"


def _insert(store: Store, name: str, value: bytes) -> None:
    with store.write() as db:
        set_fact(db, name, value)


def _insert_two(store: Store, first: str, second: str) -> None:
    with store.write() as db:
        set_fact(db, first, b"first part")
        if not second:
            raise ValueError("half way")
        set_fact(db, second, b"x" * 1_000_000)


def _fact(store: Store, name: str) -> bytes | None:
    with store.read() as db:
        return get_fact(db, name)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("temp_store", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("cache_size", -16384),
        ("journal_mode", "wal"),
    ],
)
def test_given_a_connection_when_asked_then_its_settings_are_those_we_promise(
    store: Store, pragma: str, value: object
) -> None:
    with store.read() as db:
        assert db.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_given_rows_that_were_read_when_their_pages_are_released_then_memory_is_returned_and_all_reads_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("core.store.database.engine.return_freed", lambda: said.append("returned"))
    with store.write() as db:
        set_fact(db, "seen", b"1")
    store.release_pages()
    with store.read() as db:
        assert get_fact(db, "seen") == b"1"
    assert said == ["returned"]


def test_given_a_connection_when_asked_then_it_encrypts(store: Store) -> None:
    with store.read() as db:
        assert db.exec_driver_sql("PRAGMA cipher_version").scalar()
        assert db.exec_driver_sql("PRAGMA cipher_provider").scalar()


@pytest.mark.parametrize("bulk", [False, True])
def test_given_a_transaction_when_asked_then_typed_text_is_synced_fully_and_pages_normally(
    store: Store, bulk: bool
) -> None:
    for _ in range(2):
        with store.write(bulk=bulk) as db:
            assert db.exec_driver_sql("PRAGMA synchronous").scalar() == (1 if bulk else 2)


def test_given_a_store_when_a_file_is_attached_then_it_is_refused(store: Store, tmp_path: Path) -> None:
    with store.engine.connect() as db, pytest.raises(DBAPIError, match="not authorized"):
        db.exec_driver_sql(f"ATTACH '{tmp_path / 'plain.db'}' AS plain KEY ''")
    assert not (tmp_path / "plain.db").exists()


def test_given_a_store_when_an_extension_is_loaded_then_it_is_refused(store: Store) -> None:
    with store.engine.connect() as db, pytest.raises(DBAPIError):
        db.exec_driver_sql("SELECT load_extension('x')")


def test_given_memory_wiping_when_asked_for_then_it_is_on(tmp_path: Path) -> None:
    # In a process of its own: once on, it stays on and slows every test after it.
    script = dedent(
        """
        import pathlib, sys
        from core.store.database.connect import open_connection
        raw, _ = open_connection(pathlib.Path(sys.argv[1]), bytes(32), wipe_memory=True)
        print(raw.execute("PRAGMA cipher_memory_security").fetchone()[0])
        """
    )
    done = _python(script, str(tmp_path / "s.db"))
    assert done.stdout.strip() == "1"


def test_given_an_error_when_a_statement_fails_then_its_values_are_not_told(store: Store) -> None:
    with pytest.raises(DBAPIError) as caught, store.write() as db:
        db.exec_driver_sql("INSERT INTO facts (name, value) VALUES (?, ?)", (CANARY, None))
    assert CANARY not in str(caught.value)


def test_given_written_text_when_files_are_read_as_bytes_then_it_stands_nowhere(
    store: Store, tmp_path: Path
) -> None:
    for number in range(50):
        _insert(store, f"{CANARY}{number}", CANARY.encode() * 100)
    forms = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode("utf-16-be")]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".db", ".db-wal"}
    for path in files:
        raw = path.read_bytes()
        assert not any(form in raw for form in forms), path


def test_given_a_wrong_key_when_opened_then_it_says_so(store: Store, clock: FixedClock) -> None:
    with pytest.raises(WrongPassphrase):
        Store.open(store.path, bytes(32), clock)
    assert _fact(store, "missing") is None


@pytest.mark.parametrize("content", [b"SQLite format 3\0" + bytes(8176), b"\x89PNG" + bytes(100), b"x"])
def test_given_a_foreign_file_when_opened_then_it_says_so_and_leaves_it_alone(
    tmp_path: Path, clock: FixedClock, content: bytes
) -> None:
    path = tmp_path / "foreign"
    path.write_bytes(content)
    with pytest.raises(NotAStore):
        Store.open(path, KEY, clock)
    assert path.read_bytes() == content


def test_given_a_damaged_first_page_when_opened_then_it_says_so(store: Store, clock: FixedClock) -> None:
    store.close()
    raw = bytearray(store.path.read_bytes())
    raw[100:200] = bytes(100)
    store.path.write_bytes(raw)
    with pytest.raises(StoreDamaged):
        Store.open(store.path, KEY, clock)


@pytest.mark.parametrize("size", [0, 16, 5000])
def test_given_a_file_cut_short_when_opened_then_it_is_damaged_and_never_a_new_store(
    store: Store, clock: FixedClock, size: int
) -> None:
    store.close()
    store.path.write_bytes(store.path.read_bytes()[:size])
    with pytest.raises(StoreDamaged):
        Store.open(store.path, KEY, clock)


def test_given_a_last_page_torn_by_a_power_cut_when_opened_then_the_log_mends_it(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    _insert(store, "typed", b"the last sentence")
    torn = tmp_path / "torn.db"
    for end in ("", "-wal"):
        shutil.copy(f"{store.path}{end}", f"{torn}{end}")
    with torn.open("ab") as file:
        file.write(b"half a page")
    again = Store.open(torn, KEY, clock)
    assert _fact(again, "typed") == b"the last sentence"
    again.close()
    mended = Store.open(torn, KEY, clock)
    assert mended.integrity_problems() == []
    mended.close()


def test_given_a_damaged_later_page_when_checked_then_it_is_found(store: Store, clock: FixedClock) -> None:
    _insert(store, "a", b"x" * 200_000)
    store.close()
    raw = bytearray(store.path.read_bytes())
    raw[-6000:-5900] = bytes(100)
    store.path.write_bytes(raw)
    again = Store.open(store.path, KEY, clock)
    assert again.integrity_problems()
    with pytest.raises(StoreDamaged):
        _fact(again, "a")
    again.close()


def _blank(store: Store, page_from_the_end: int) -> None:
    """As a page is that SQLite never wrote."""
    store.close()
    raw = bytearray(store.path.read_bytes())
    at = len(raw) - page_from_the_end * 4096
    raw[at : at + 4096] = bytes(4096)
    store.path.write_bytes(raw)


@pytest.fixture
def holed(store: Store, clock: FixedClock) -> Iterator[Store]:
    """A store with a free page that was never written."""
    _insert(store, "a", b"x" * 200_000)
    with store.write() as db:
        db.exec_driver_sql("DELETE FROM facts WHERE name = 'a'")
    _blank(store, 20)
    again = Store.open(store.path, KEY, clock)
    yield again
    again.close()


def test_given_a_free_page_that_was_never_written_when_checked_then_all_is_well(
    holed: Store,
) -> None:
    with holed.read() as db:
        assert db.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    assert holed.integrity_problems() == []


def test_given_pages_in_use_that_somebody_emptied_when_checked_then_it_is_found(
    store: Store, clock: FixedClock
) -> None:
    _insert(store, "a", b"x" * 200_000)
    _blank(store, 1)
    again = Store.open(store.path, KEY, clock)
    assert again.integrity_problems()
    again.close()


def test_given_a_free_page_never_written_when_it_is_used_beside_a_long_reader_then_all_is_well(
    holed: Store,
) -> None:
    with holed.read() as db:
        db.exec_driver_sql("SELECT * FROM facts").all()
        # What was written since stays in the log for as long as somebody sees the state before it.
        _insert(holed, "b", b"y" * 400_000)
        assert holed.integrity_problems() == []
    assert holed.integrity_problems() == []


def test_given_a_page_in_use_that_somebody_emptied_when_checked_beside_a_long_reader_then_it_is_found(
    store: Store, clock: FixedClock
) -> None:
    _insert(store, "a", b"x" * 200_000)
    _blank(store, 1)
    again = Store.open(store.path, KEY, clock)
    with again.read() as db:
        db.exec_driver_sql("SELECT count(*) FROM facts").all()
        _insert(again, "b", b"y")
        assert again.integrity_problems()
    again.close()


def test_given_a_missing_file_when_it_must_exist_then_none_is_made(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(NotFound):
        Store.open(tmp_path / "none.db", KEY, clock, create=False)
    assert not (tmp_path / "none.db").exists()


def test_given_a_full_disk_when_writing_then_nothing_is_lost_and_work_goes_on(store: Store) -> None:
    _insert(store, "before", b"safe")
    with store.read() as db:
        pages = int(db.exec_driver_sql("PRAGMA page_count").scalar_one())
    with store.write() as db:
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(DiskFull):
        _insert_two(store, "half", "big")
    assert (_fact(store, "before"), _fact(store, "half")) == (b"safe", None)
    _insert(store, "after", b"small")
    assert _fact(store, "after") == b"small"
    assert store.integrity_problems() == []


def test_given_a_file_size_limit_when_writing_then_it_says_the_disk_is_full(tmp_path: Path) -> None:
    script = dedent(
        """
        import pathlib, resource, signal, sys
        from core.domain.clock import SystemClock
        from core.domain.errors import DiskFull
        from core.store.database.engine import Store
        from core.store.database.facts import get_fact, set_fact
        from migrations.local import upgrade
        store = Store.open(pathlib.Path(sys.argv[1]), bytes(32), SystemClock())
        upgrade(store)
        with store.write() as db:
            set_fact(db, "before", b"safe")
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
        try:
            with store.write() as db:
                set_fact(db, "big", b"x" * 2_000_000)
        except DiskFull:
            print("full")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        with store.write() as db:
            set_fact(db, "after", b"more")
        with store.read() as db:
            print(get_fact(db, "before"), get_fact(db, "big"), get_fact(db, "after"))
        print(store.integrity_problems())
        """
    )
    done = _python(script, str(tmp_path / "s.db"))
    assert done.stdout.split("\n")[:3] == ["full", "b'safe' None b'more'", "[]"], done.stderr


def _python(script: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    root = str(Path(__file__).parents[3])
    environment = {**os.environ, "PYTHONPATH": root}
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


_WRITES_FOR_EVER = """
import pathlib, sys
from core.domain.clock import SystemClock
from core.domain.ids import Uuid7Source
from core.store.database.engine import Store
from core.store.unit_of_work.bootstrap import read_me
from core.store.practice.practice import Practice
from core.domain.new_rows import ClientDraft
clock = SystemClock()
store = Store.open(pathlib.Path(sys.argv[1]), bytes(range(32)), clock)
with store.read() as db:
    me = read_me(db)
practice = Practice(store, me, clock, Uuid7Source(clock))
while True:
    done = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented", notes="x" * 3000))
    sys.stdout.write(str(done.value.id) + "\\n")
    sys.stdout.flush()
"""


@pytest.mark.usefixtures("practice")
def test_given_a_process_killed_while_writing_when_opened_then_every_told_row_is_whole(
    store: Store, clock: FixedClock
) -> None:
    store.close()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    for round_no in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITES_FOR_EVER, str(store.path)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        ) as process:
            assert process.stdout is not None
            told = [process.stdout.readline().strip() for _ in range(3 + 4 * round_no)]
            process.send_signal(signal.SIGKILL)
            told += [line.strip() for line in process.stdout if len(line.strip()) == 36]
        again = Store.open(store.path, KEY, clock)
        assert again.integrity_problems() == []
        with again.read() as db:
            here = {row[0].hex() for row in db.exec_driver_sql("SELECT id FROM clients")}
            queued = {
                row[0].hex() for row in db.exec_driver_sql("SELECT row_id FROM journal WHERE table_no = 3")
            }
        assert {line.replace("-", "") for line in told} <= here
        assert here == queued
        again.close()


def test_given_a_writer_at_work_when_another_thread_reads_then_it_does_not_wait(store: Store) -> None:
    _insert(store, "a", b"old")
    seen: list[bytes | None] = []
    with store.write() as db:
        set_fact(db, "a", b"new")
        reader = threading.Thread(target=lambda: seen.append(_fact(store, "a")))
        reader.start()
        reader.join(timeout=10)
        assert seen == [b"old"]
    assert _fact(store, "a") == b"new"


def test_given_many_threads_when_all_write_then_none_is_lost(store: Store) -> None:
    def work(number: int) -> None:
        for step in range(10):
            _insert(store, f"{number}/{step}", b"x")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM facts").scalar() == 60


def test_given_an_error_inside_a_transaction_when_it_ends_then_nothing_of_it_stays(store: Store) -> None:
    with pytest.raises(ValueError, match="half way"):
        _insert_two(store, "a", "")
    assert _fact(store, "a") is None


def test_given_a_transaction_when_another_is_begun_inside_it_then_it_is_a_bug(store: Store) -> None:
    with store.write(), pytest.raises(RuntimeError, match="inside"), store.write():
        pass


def test_given_a_closed_store_when_used_then_it_is_a_bug(store: Store) -> None:
    store.close()
    with pytest.raises(RuntimeError, match="closed"), store.read() as db:
        db.exec_driver_sql("SELECT 1")
    with pytest.raises(RuntimeError, match="closed"):
        store.backup_to(store.path.with_name("copy"))


def test_given_a_copy_when_opened_with_the_same_key_then_it_holds_the_same(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    _insert(store, "a", b"x")
    store.backup_to(tmp_path / "copy.db")
    copy = Store.open(tmp_path / "copy.db", KEY, clock)
    assert _fact(copy, "a") == b"x"
    assert copy.integrity_problems() == []
    copy.close()


def test_given_a_new_store_when_made_then_only_its_owner_may_read_it(
    tmp_path: Path, clock: FixedClock
) -> None:
    store = Store.open(tmp_path / "s.db", KEY, clock)
    upgrade(store)
    for path in tmp_path.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path
    store.close()


def test_given_two_connections_when_opened_then_both_are_keyed(store: Store) -> None:
    raw, _guard = open_connection(store.path, KEY)
    assert raw.execute("SELECT count(*) FROM facts").fetchone() == (0,)
    raw.close()
