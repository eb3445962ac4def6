"""Stores and servers put back, copied, robbed of keys, on real PostgreSQL: work is kept, and it is said."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.clock import SystemClock
from core.domain.errors import ServerRefused, UserError
from core.store.database.engine import Store
from core.store.database.facts import set_fact
from core.store.transfer.new_device import become_new_device
from core.store.unit_of_work.bootstrap import write_me
from migrations.operate.embedded import EmbeddedServer
from sync.postgres.rows import PostgresRemote
from sync.rows.run import SyncSession, allow_removal
from tests.sync.laptops import KEY, Laptop
from tests.sync.server_sql import Dump, operate
from tests.sync.test_two_devices_pg import BASE, Clinic, PgLaptop

TOMBSTONES = "UPDATE pz.sync_workspace SET tombstone_floor = seq"


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


def copy_of(clinic: Clinic, original: PgLaptop, name: str) -> PgLaptop:
    """The files of a store as they are on the disk now, opened under the same identity."""
    path = clinic.practice.folder / name
    for end in ("", "-wal"):
        source = Path(f"{original.laptop.store.path}{end}")
        if source.exists():
            shutil.copy(source, f"{path}{end}")
    store = Store.open(path, KEY, clinic.practice.clock)
    laptop = replace(original.laptop, store=store)
    clinic.practice.laptops.append(laptop)
    made = PgLaptop(laptop, PostgresRemote(original.pg._address))
    clinic.laptops.append(made)
    return made


def join_anew(clinic: Clinic, copy: PgLaptop) -> Laptop:
    """What joining again does: another identity over the same store, everything unsent kept."""
    fresh = clinic.enrol()
    laptop = replace(copy.laptop, identity=fresh.laptop.identity)
    session = SyncSession(laptop.store, fresh.pg, laptop.identity, SystemClock(), clinic.practice.ids)
    laptop.session = lambda: session  # type: ignore[method-assign]
    with laptop.store.write() as db:
        write_me(db, copy.laptop.me)
        become_new_device(db, laptop.identity.device_id)
    return laptop


def names(laptop: Laptop) -> set[object]:
    return {row.fields[10] for row in laptop.rows("clients").values() if row.deleted_at is None}


def settle(*laptops: Laptop) -> None:
    for _ in range(3):
        for laptop in laptops:
            laptop.sync()
    assert all(laptop.dirty() == 0 for laptop in laptops)
    assert all(laptop.content() == laptops[0].content() for laptop in laptops)


# restored and copied stores


def test_given_an_older_store_put_back_when_it_syncs_then_it_is_noticed_and_joins_anew_with_its_work(
    clinic: Clinic,
) -> None:
    one, other = clinic.enrol(), clinic.enrol().laptop
    one.laptop.add_client("Before")
    one.laptop.sync()
    older = copy_of(clinic, one, "older.db")
    note = one.laptop.add_note(one.laptop.add_client("After"), plan=BASE)
    one.laptop.sync()
    older.laptop.add_client("Typed in the older store")
    with pytest.raises(UserError, match=r"restored copy.*Your work is kept; .*join the clinic again") as told:
        older.laptop.sync()
    assert told.value.code == "restored_copy"
    assert older.laptop.dirty() == 1
    again = join_anew(clinic, older)
    settle(again, other)
    assert names(other) == {"Before", "After", "Typed in the older store"}
    assert again.value("sessions", note, "plan") == BASE


def test_given_a_copied_profile_when_both_push_at_once_then_one_is_told_and_nothing_is_lost_or_doubled(
    clinic: Clinic,
) -> None:
    one, other = clinic.enrol(), clinic.enrol().laptop
    one.laptop.add_client("Before")
    one.laptop.sync()
    twin = copy_of(clinic, one, "twin.db")
    for number in range(5):
        one.laptop.add_client(f"One {number}")
        twin.laptop.add_client(f"Twin {number}")
    told = race(one.laptop, twin.laptop)
    assert sorted(told, key=str) == [None, "restored_copy"]
    loser = (one, twin)[told.index("restored_copy")]
    winner = (one, twin)[told.index(None)].laptop
    assert loser.laptop.dirty() == 5
    again = join_anew(clinic, loser)
    settle(again, winner, other)
    expected = {"Before"} | {f"{who} {number}" for who in ("One", "Twin") for number in range(5)}
    assert names(other) == expected
    assert len(other.rows("clients")) == len(expected)


def race(*laptops: Laptop) -> list[str | None]:
    """Both passes at the same time; what each was told."""
    gate = threading.Barrier(len(laptops))
    told: list[str | None] = [None for _ in laptops]

    def run(index: int, laptop: Laptop) -> None:
        gate.wait()
        try:
            laptop.sync()
        except UserError as error:
            told[index] = error.code

    threads = [threading.Thread(target=run, args=each) for each in enumerate(laptops)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


# restored servers


def test_given_a_server_put_back_without_a_new_epoch_when_others_overtook_it_then_nothing_is_missing(
    clinic: Clinic,
) -> None:
    """The counter has passed our cursor again before we look: only the digests can tell."""
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    one.add_client("Before")
    settle(one, two)
    dump = Dump(clinic)
    one.add_client("Lost by the server")
    settle(one, two)
    dump.put_back()
    one.sync()
    for number in range(10):
        one.add_client(f"After {number}")
    one.sync()
    settle(two, one)
    assert names(two) == {"Before", "Lost by the server"} | {f"After {number}" for number in range(10)}


def test_given_a_server_put_back_without_a_new_epoch_when_devices_come_then_they_offer_what_it_lost(
    clinic: Clinic,
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    note = one.add_note(one.add_client("Before"), plan=BASE)
    settle(one, two)
    dump = Dump(clinic)
    one.edit("sessions", note, plan=BASE.replace("badly", "well"))
    one.add_client("Lost by the server")
    settle(one, two)
    two.add_client("Typed meanwhile")
    dump.put_back()
    settle(two, one)
    assert names(one) == {"Before", "Lost by the server", "Typed meanwhile"}
    assert one.value("sessions", note, "plan") == BASE.replace("badly", "well")


# tombstones


def test_given_tombstones_that_are_gone_when_a_device_was_away_then_their_rows_go_and_its_work_stays(
    clinic: Clinic,
) -> None:
    one, away = clinic.enrol().laptop, clinic.enrol().laptop
    gone, kept = one.add_client("Gone", notes="Her words."), one.add_client("Kept")
    settle(one, away)
    away.add_client("Typed while away")
    away.edit("clients", kept, phone="050")
    one.delete("clients", gone)
    one.sync()
    operate(clinic, "DELETE FROM pz.clients WHERE id = :id", {"id": gone})
    operate(clinic, TOMBSTONES)
    away.sync()
    assert names(away) == {"Kept", "Typed while away"}
    assert away.value("clients", kept, "phone") == "050"
    (entry,) = [each for each in away.told("history") if each["kind"] == "removed"]
    assert "Her words." in entry["ours"]
    assert away.dirty() == 0


# the wipe-out guard


def test_given_a_mass_removal_when_refused_then_all_stays_and_work_goes_out_and_when_allowed_it_goes(
    clinic: Clinic,
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    clients = [one.add_client(f"C{number}") for number in range(60)]
    settle(one, two)
    for client in clients:
        one.delete("clients", client)
    one.sync()
    for number in range(2):
        two.add_client(f"Typed {number}")
        with pytest.raises(UserError, match=r"remove 60 of .* Nothing was removed") as asked:
            two.sync()
        assert asked.value.code == "wipe_out"
        assert len(names(two)) == 61 + number
        assert two.dirty() == 0
    allow_removal(two.store)
    two.sync()
    assert names(two) == {"Typed 0", "Typed 1"}
    settle(two, one)


# lost keys


def test_given_the_clinic_without_our_key_when_syncing_then_it_is_said_work_stays_and_goes_on_with_the_key(
    clinic: Clinic,
) -> None:
    one = clinic.enrol().laptop
    one.add_client("From one")
    one.sync()
    two = clinic.enrol().laptop
    taken = operate(clinic, "SELECT * FROM pz.wrapped_keys WHERE device_id = :d", {"d": two.me.device_id})
    operate(clinic, "DELETE FROM pz.wrapped_keys WHERE device_id = :d", {"d": two.me.device_id})
    refused_without_key(two)
    for row in taken:
        put_key_back(clinic, row)
    settle(two, one)
    assert names(one) == {"From one", "Typed 0", "Typed 1"}


def test_given_a_key_that_cannot_be_opened_when_syncing_then_it_is_said_and_work_stays(
    clinic: Clinic,
) -> None:
    one = clinic.enrol().laptop
    one.add_client("From one")
    one.sync()
    two = clinic.enrol().laptop
    device = {"d": two.me.device_id}
    blobs = operate(clinic, "SELECT key_no, blob FROM pz.wrapped_keys WHERE device_id = :d", device)
    operate(clinic, "UPDATE pz.wrapped_keys SET blob = 'garbage' WHERE device_id = :d", device)
    refused_without_key(two)
    for key_no, blob in blobs:
        values = {**device, "no": key_no, "blob": blob}
        operate(
            clinic, "UPDATE pz.wrapped_keys SET blob = :blob WHERE device_id = :d AND key_no = :no", values
        )
    settle(two, one)
    assert names(one) == {"From one", "Typed 0", "Typed 1"}


def test_given_a_store_that_lost_its_keys_when_syncing_then_the_clinic_gives_them_again(
    clinic: Clinic,
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    settle(one, two)
    with two.store.write() as db:
        for number in (0, 1):
            set_fact(db, f"workspace_key/{number}", None)
    two.session()._keychain._ring = None
    two.add_client("Typed without keys")
    settle(two, one)
    assert names(one) == {"Typed without keys"}


def refused_without_key(laptop: Laptop) -> None:
    """Twice, with work in between: nothing comes in or goes out unread, and nothing is dropped."""
    for number in range(2):
        laptop.add_client(f"Typed {number}")
        with pytest.raises(ServerRefused, match=r"not given this device its keys yet. Nothing is lost here"):
            laptop.sync()
        assert names(laptop) == {f"Typed {each}" for each in range(number + 1)}
        assert laptop.dirty() == number + 1
        assert laptop.told("notices") == []


def put_key_back(clinic: Clinic, row: tuple[object, ...]) -> None:
    marks = ", ".join(f":v{number}" for number in range(len(row)))
    values = {f"v{number}": value for number, value in enumerate(row)}
    operate(clinic, f"INSERT INTO pz.wrapped_keys VALUES ({marks})", values)
