"""A disk without room: reading, exporting and backing up go on, and no failure is called what it is not."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from core.domain.clock import FixedClock
from core.domain.errors import DiskFull, StoreBusy, StoreDamaged, StoreReadOnly, StoreUnreadable, UserError
from core.domain.ids import DeviceId, Uuid7Source
from core.domain.new_rows import ClientDraft, PracticeDraft
from core.store.database.driver_errors import as_user_error
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.practice.practice import Practice, found_practice
from core.store.transfer.export_lines import export
from migrations.local import upgrade
from tests.disk import no_room, room_for, small_disk

KEY = bytes(range(32))
FULL = "The disk is full or cannot be written. Everything saved before is safe"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk") as made:
        yield made


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Another disk, with room."""
    made = tmp_path / "elsewhere"
    made.mkdir()
    return made


def founded(path: Path, clock: FixedClock) -> Practice:
    store = Store.open(path, KEY, clock)
    upgrade(store)
    ids = Uuid7Source(clock)
    draft = PracticeDraft(name="Invented practice", timezone="UTC", owner_name="Dana Demo")
    practice = Practice(store, found_practice(store, clock, ids, DeviceId(ids.new()), draft), clock, ids)
    practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented", notes="Tired. " * 20_000))
    return practice


def reopened(practice: Practice, clock: FixedClock) -> Practice:
    store = Store.open(practice.store.path, KEY, clock, create=False)
    return Practice(store, practice.me, clock, Uuid7Source(clock))


def names(practice: Practice) -> list[str]:
    return [one.client.first_name for one in practice.clients.list()]


@pytest.mark.parametrize("killed", [False, True], ids=["closed_before", "killed_before"])
def test_given_any_room_from_none_to_128_kb_when_opened_then_all_is_read_exported_and_backed_up(
    disk: Path, elsewhere: Path, clock: FixedClock, killed: bool
) -> None:
    practice = founded(disk / "store.db", clock)
    log = (disk / "store.db-wal").read_bytes()
    file = (disk / "store.db").read_bytes()
    practice.store.close()
    for room in range(0, 129, 4):
        if killed:
            (disk / "store.db").write_bytes(file)
            (disk / "store.db-wal").write_bytes(log)
        with room_for(disk, room * 1024):
            again = reopened(practice, clock)
            assert "Ada" in names(again), room
            report = export(again, elsewhere / f"export-{room}")
            assert report.counts["clients"] >= 1
            again.store.backup_to(elsewhere / f"{room}.db")
            with pytest.raises(DiskFull, match=FULL):
                again.clients.add(ClientDraft(first_name="Typed", last_name="Invented", notes="x" * 300_000))
            assert "Ada" in names(again)
        typed = again.clients.add(ClientDraft(first_name="Later", last_name="Invented")).value
        again.clients.edit(typed.id, notes="There is room.")
        assert again.store.integrity_problems() == []
        again.store.close()
        copy = Store.open(elsewhere / f"{room}.db", KEY, clock, create=False)
        assert copy.integrity_problems() == []
        copy.close()


def test_given_no_file_may_grow_when_opened_then_all_is_read_and_written_once_it_may(
    tmp_path: Path, clock: FixedClock
) -> None:
    practice = founded(tmp_path / "store.db", clock)
    practice.store.close()
    with no_room(0):
        again = reopened(practice, clock)
        assert names(again) == ["Ada"]
        with pytest.raises(DiskFull):
            again.clients.add(ClientDraft(first_name="Typed", last_name="Invented"))
    again.clients.add(ClientDraft(first_name="Typed", last_name="Invented"))
    assert set(names(again)) == {"Ada", "Typed"}
    again.store.close()


def test_given_a_disk_that_fills_up_while_open_when_read_then_everything_is_there(
    disk: Path, elsewhere: Path, clock: FixedClock
) -> None:
    practice = founded(disk / "store.db", clock)
    with room_for(disk, 0):
        assert names(practice) == ["Ada"]
        assert export(practice, elsewhere / "export").counts["clients"] == 1
        practice.store.backup_to(elsewhere / "copy.db")
    practice.store.close()


def test_given_no_room_at_all_when_a_practice_is_made_then_nothing_is_left_that_looks_like_one(
    disk: Path, clock: FixedClock
) -> None:
    with room_for(disk, 0), pytest.raises(DiskFull):
        Store.open(disk / "store.db", KEY, clock)
    assert not (disk / "store.db").exists()


# one connection for all


@pytest.fixture
def alone(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    store = Store.open(tmp_path / "alone.db", KEY, clock)
    upgrade(store)
    store.close()
    opened = Store(tmp_path / "alone.db", KEY, clock, alone=True)
    yield opened
    opened.close()


def put(store: Store, name: str, value: bytes) -> None:
    with store.write() as db:
        set_fact(db, name, value)


def put_half(store: Store, name: str) -> None:
    with store.write() as db:
        set_fact(db, name, b"half")
        raise ZeroDivisionError


def fact(store: Store, name: str) -> bytes | None:
    with store.read() as db:
        return get_fact(db, name)


def test_given_one_connection_when_read_inside_a_write_and_written_inside_a_read_then_each_sees_the_other(
    alone: Store,
) -> None:
    with alone.write() as db:
        set_fact(db, "a", b"1")
        assert fact(alone, "a") == b"1"
    with alone.read() as db:
        put(alone, "b", b"2")
        assert get_fact(db, "b") == b"2"
        with pytest.raises(ZeroDivisionError):
            put_half(alone, "c")
        assert get_fact(db, "c") is None
    with pytest.raises(ZeroDivisionError):
        put_half(alone, "d")
    assert (fact(alone, "b"), fact(alone, "d")) == (b"2", None)


def test_given_one_connection_when_the_file_is_checked_inside_a_write_then_what_is_written_stays(
    tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "alone.db"
    store = Store.open(path, KEY, clock)
    upgrade(store)
    put(store, "large", b"x" * 200_000)
    with store.write() as db:
        db.exec_driver_sql("DELETE FROM facts WHERE name = 'large'")
    store.close()
    with path.open("r+b") as file:  # a free page as SQLite leaves it where it never wrote it
        file.seek(-20 * 4096, os.SEEK_END)
        file.write(bytes(4096))
    alone = Store(path, KEY, clock, alone=True)
    with alone.write() as db:
        set_fact(db, "a", b"1")
        assert alone.integrity_problems() == []
    assert fact(alone, "a") == b"1"
    alone.close()


def test_given_one_connection_when_many_threads_read_and_write_then_they_take_turns(alone: Store) -> None:
    def work(number: int) -> None:
        for round_no in range(5):
            put(alone, f"{number}/{round_no}", b"x")
            assert fact(alone, f"{number}/{round_no}") == b"x"

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with alone.read() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM facts WHERE value = x'78'").scalar() == 30


def test_given_one_connection_when_the_file_is_swapped_then_what_it_holds_is_kept_aside(
    alone: Store, clock: FixedClock
) -> None:
    put(alone, "a", b"1")
    alone.path.rename(alone.path.with_name("away.db"))
    with pytest.raises(UserError, match=r"alone-kept-1\.db"):
        put(alone, "b", b"2")
    kept = Store.open(alone.path.with_name("alone-kept-1.db"), KEY, clock, create=False)
    assert fact(kept, "a") == b"1"
    kept.close()


# each failure by its name


class Failure(sqlcipher.OperationalError):  # type: ignore[misc]
    def __init__(self, code: int) -> None:
        super().__init__("words of the driver")
        self.sqlite_errorcode = code


@pytest.mark.parametrize(
    ("code", "writing", "kind"),
    [
        (13, False, DiskFull),
        (10, True, DiskFull),
        (10, False, StoreUnreadable),
        (4874, False, StoreUnreadable),
        (11, True, StoreUnreadable),
        (26, False, StoreUnreadable),
        (14, False, StoreUnreadable),
        (8, True, StoreReadOnly),
        (3, False, StoreReadOnly),
        (5, True, StoreBusy),
        (6, False, StoreBusy),
    ],
)
def test_given_a_code_of_the_driver_when_told_then_it_is_what_it_is_and_no_damage_without_a_check(
    tmp_path: Path, code: int, writing: bool, kind: type[UserError]
) -> None:
    told = as_user_error(Failure(code), writing=writing, folder=tmp_path)
    assert type(told) is kind
    assert "driver" not in str(told)


def test_given_a_full_disk_when_the_driver_says_no_more_than_that_it_failed_then_the_disk_is_named(
    disk: Path,
) -> None:
    with room_for(disk, 100_000):
        for code in (10, 14):
            told = as_user_error(Failure(code), folder=disk)
            assert isinstance(told, DiskFull | StoreUnreadable)
    assert as_user_error(Failure(14), folder=disk / "gone").__class__ is StoreReadOnly
    assert as_user_error(Failure(1), folder=disk) is None
    assert as_user_error(ValueError("ours")) is None


def test_given_a_read_that_fails_when_a_check_finds_damage_then_it_is_named_and_the_file_is_to_be_kept(
    tmp_path: Path, clock: FixedClock
) -> None:
    practice = founded(tmp_path / "store.db", clock)
    practice.store.close()
    raw = bytearray((tmp_path / "store.db").read_bytes())
    raw[-6000:-5900] = bytes(100)
    (tmp_path / "store.db").write_bytes(raw)
    again = reopened(practice, clock)
    with pytest.raises(StoreDamaged, match=r"do not pass their check.* Keep it: what was not sent"):
        again.clients.get(again.clients.list()[0].client.id)
    again.store.close()


def failing_read(store: Store) -> list[str]:
    with store.read():
        assert store.integrity_problems() == []
        raise Failure(11)


def test_given_a_read_that_fails_when_a_check_finds_nothing_then_it_is_not_called_damaged(
    store: Store,
) -> None:
    for _ in range(2):
        with pytest.raises(StoreUnreadable, match="no damage was found"):
            failing_read(store)
