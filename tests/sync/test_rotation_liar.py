"""A server that lies about rows, keys, devices and lists: each lie is refused, on a real store and server."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.crypto.certs import issue, read_cert
from core.crypto.keys import DeviceKeys
from core.crypto.wrap import wrap_key
from core.domain.enums import Role
from core.domain.errors import ServerRefused, Tampered
from core.domain.ids import DeviceId
from core.store.attachments.workspace_keys import load_keys
from migrations.operate.embedded import EmbeddedServer
from sync.keys.rotation import rotate
from sync.remote import DeviceEntry, FiledCert, RemoteRow, WrappedKey
from tests.sync.rotating import CLOCK, Liar, RotatingClinic, column, lying_page, sync
from tests.sync.test_two_devices_pg import PgLaptop

NOTES = column("clients", "notes")


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[RotatingClinic]:
    made = RotatingClinic(any_server, tmp_path)
    yield made
    made.close()


@pytest.fixture
def owner(clinic: RotatingClinic) -> PgLaptop:
    made = clinic.enrol()
    made.laptop.add_client("One", notes="Allergy: penicillin.")
    made.laptop.add_client("Two", notes="No known allergy.")
    made.laptop.sync()
    return made


def _notices(laptop: PgLaptop) -> set[str]:
    return {notice["kind"] for notice in laptop.laptop.told("notices")}


def _seen(laptop: PgLaptop) -> dict[str, str]:
    return {
        laptop.laptop.value("clients", row_id, "first_name"): laptop.laptop.value("clients", row_id, "notes")
        for row_id in laptop.laptop.rows("clients")
    }


def test_cells_swapped_between_two_clients_are_not_shown(clinic: RotatingClinic, owner: PgLaptop) -> None:
    other = clinic.enrol()

    def swapped(rows: list[RemoteRow]) -> list[RemoteRow]:
        one, two = rows
        return [
            replace(one, cells={**one.cells, NOTES: two.cells[NOTES]}),
            replace(two, cells={**two.cells, NOTES: one.cells[NOTES]}),
        ]

    sync(other, pull=lying_page(swapped))

    assert _seen(other) == {}
    assert _notices(other) == {"tampered"}


def test_a_row_rolled_back_to_what_it_was_is_an_alarm_and_the_newer_words_stay(
    clinic: RotatingClinic, owner: PgLaptop
) -> None:
    other = clinic.enrol()
    old: list[RemoteRow] = []

    def remembered(rows: list[RemoteRow]) -> list[RemoteRow]:
        old.extend(rows)
        return rows

    sync(other, pull=lying_page(remembered))
    client = old[0].row_id
    owner.laptop.edit("clients", client, notes="Stopped the tablets.")
    owner.laptop.sync()
    other.laptop.sync()
    owner.laptop.add_client("Three")
    owner.laptop.sync()

    def rolled_back(rows: list[RemoteRow]) -> list[RemoteRow]:
        return [*(replace(old[0], seq=rows[0].seq) for _ in rows[:1]), *rows[1:]]

    sync(other, pull=lying_page(rolled_back))

    assert other.laptop.value("clients", client, "notes") == "Stopped the tablets."
    assert "rolled_back" in _notices(other)


def test_a_public_key_put_in_the_place_of_a_devices_own_gets_no_workspace_key(
    clinic: RotatingClinic, owner: PgLaptop
) -> None:
    other, eve = clinic.enrol(), DeviceKeys.generate()

    def substituted(entries: list[DeviceEntry]) -> list[DeviceEntry]:
        return [
            replace(entry, hpke_pub=eve.hpke_pub) if entry.device_id == other.laptop.me.device_id else entry
            for entry in entries
        ]

    _rotate_over(clinic, owner, directory=substituted)

    other.laptop.sync()
    with other.laptop.store.read() as db:
        assert 2 in load_keys(db)


def test_a_certificate_forged_for_that_key_stops_the_rotation(
    clinic: RotatingClinic, owner: PgLaptop
) -> None:
    other, eve = clinic.enrol(), DeviceKeys.generate()

    def forged(entries: list[DeviceEntry]) -> list[DeviceEntry]:
        return [
            _with_cert(entry, eve) if entry.device_id == other.laptop.me.device_id else entry
            for entry in entries
        ]

    with pytest.raises(ServerRefused, match="no owner let in"):
        _rotate_over(clinic, owner, directory=forged)
    assert clinic.look("SELECT count(*) FROM pz.key_manifests") == [(0,)]


def test_a_certificate_forged_for_that_key_above_the_genuine_one_gets_no_workspace_key(
    clinic: RotatingClinic, owner: PgLaptop
) -> None:
    other, eve = clinic.enrol(), DeviceKeys.generate()

    def forged(entries: list[DeviceEntry]) -> list[DeviceEntry]:
        lies = (_with_cert(entry, eve) for entry in entries)
        return [
            replace(lie, certs=[FiledCert(lie.cert), *true.certs])
            for lie, true in zip(lies, entries, strict=True)
        ]

    _rotate_over(clinic, owner, directory=forged)

    other.laptop.sync()
    with other.laptop.store.read() as db:
        assert 2 in load_keys(db)


def test_a_device_that_the_server_adds_to_itself_as_a_reader_gets_nothing(
    clinic: RotatingClinic, owner: PgLaptop
) -> None:
    eve = DeviceKeys.generate()

    def added(entries: list[DeviceEntry]) -> list[DeviceEntry]:
        return [*entries, _with_cert(replace(entries[0], device_id=DeviceId(uuid.uuid4())), eve)]

    with pytest.raises(ServerRefused) as refused:
        _rotate_over(clinic, owner, directory=added)
    assert refused.value.code == "stranger"
    assert clinic.look("SELECT count(*) FROM pz.wrapped_keys WHERE key_no = 2") == [(0,)]


def test_rows_that_such_a_device_signs_are_not_taken(clinic: RotatingClinic, owner: PgLaptop) -> None:
    other = clinic.enrol()

    def by_a_stranger(rows: list[RemoteRow]) -> list[RemoteRow]:
        return [replace(row, sealed_by=DeviceId(uuid.uuid4())) for row in rows]

    sync(other, pull=lying_page(by_a_stranger))

    assert _seen(other) == {}
    assert _notices(other) == {"tampered"}


def test_an_older_list_of_keys_is_refused(clinic: RotatingClinic, owner: PgLaptop) -> None:
    other = clinic.enrol()
    clinic.rotate(owner)
    first = owner.pg.key_lists(clinic.practice.workspace_id)
    clinic.rotate(owner)
    other.laptop.sync()

    with pytest.raises(Tampered, match="older list"):
        sync(other, hello=_of_generation(1), key_lists=lambda _lists: first)


def test_a_list_of_keys_that_is_hidden_again_is_refused(clinic: RotatingClinic, owner: PgLaptop) -> None:
    other = clinic.enrol()
    clinic.rotate(owner)
    other.laptop.sync()

    with pytest.raises(Tampered, match="no longer shows"):
        sync(other, hello=_of_generation(0), key_lists=lambda _lists: [])


def test_a_key_of_the_servers_own_making_is_left_aside(clinic: RotatingClinic, owner: PgLaptop) -> None:
    other, me = clinic.enrol(), clinic.practice
    target = other.laptop.identity
    eve = DeviceKeys.generate()
    blob = wrap_key(b"e" * 32, target.keys.hpke_pub, me.workspace_id, 2, target.device_id, eve.sign)
    planted = WrappedKey(2, target.device_id, blob, owner.laptop.me.device_id)
    clinic.rotate(owner)

    def swapped(keys: list[WrappedKey]) -> list[WrappedKey]:
        return [*(key for key in keys if key.key_no != 2), planted]

    with pytest.raises(ServerRefused):
        sync(other, wrapped_keys=swapped)
    with other.laptop.store.read() as db:
        assert 2 not in load_keys(db)


def test_a_removed_owner_whose_removal_is_hidden_may_neither_wrap_nor_let_in(
    clinic: RotatingClinic, owner: PgLaptop
) -> None:
    removed, fresh = clinic.enrol(), clinic.enrol()
    clinic.revoke(owner, removed)
    clinic.rotate(owner)
    ghost, signer = DeviceKeys.generate(), removed.laptop.identity

    def hidden(entries: list[DeviceEntry]) -> list[DeviceEntry]:
        cert = replace(
            read_cert(entries[0].cert),
            device_id=DeviceId(uuid.uuid4()),
            sign_pub=ghost.sign_pub,
            hpke_pub=ghost.hpke_pub,
            issuer_device_id=signer.device_id,
        )
        blob = issue(signer.keys.sign, cert)
        late = replace(entries[0], device_id=cert.device_id, cert=blob, certs=(), hpke_pub=ghost.hpke_pub)
        return [*(replace(entry, revoked_at=None) for entry in entries), late]

    with pytest.raises(ServerRefused, match="no owner let in"):
        _rotate_over(clinic, owner, directory=hidden)
    target = fresh.laptop.identity
    blob = wrap_key(
        b"e" * 32,
        target.keys.hpke_pub,
        clinic.practice.workspace_id,
        2,
        target.device_id,
        signer.keys.sign,
    )
    planted = WrappedKey(2, target.device_id, blob, signer.device_id)
    with pytest.raises(ServerRefused):
        sync(fresh, directory=hidden, wrapped_keys=lambda keys: [*(k for k in keys if k.key_no < 2), planted])


def test_a_cell_that_does_not_hold_is_not_sealed_anew(clinic: RotatingClinic, owner: PgLaptop) -> None:
    clinic.look("ALTER TABLE pz.clients DISABLE TRIGGER USER")
    clinic.look("UPDATE pz.clients SET notes = set_byte(notes, 20, get_byte(notes, 20) # 1)")
    clinic.look("ALTER TABLE pz.clients ENABLE TRIGGER USER")
    clinic.rotate(owner)

    owner.laptop.sync()

    assert clinic.labels("clients", "notes") == {"v1:"}
    assert set(_seen(owner).values()) == {"Allergy: penicillin.", "No known allergy."}


def _rotate_over(clinic: RotatingClinic, owner: PgLaptop, **lies: Callable[[Any], Any]) -> None:
    liar: Any = Liar(owner.pg, **lies)
    rotate(owner.laptop.store, liar, owner.laptop.identity, CLOCK, clinic.practice.ids)


def _with_cert(entry: DeviceEntry, eve: DeviceKeys) -> DeviceEntry:
    """A certificate that says what the server likes, signed by the server itself."""
    cert = replace(read_cert(entry.cert), device_id=entry.device_id, role=Role.OWNER, hpke_pub=eve.hpke_pub)
    return replace(entry, hpke_pub=eve.hpke_pub, cert=issue(eve.sign, cert), certs=())


def _of_generation(number: int) -> Callable[[Any], Any]:
    return lambda hello: replace(hello, heads=[replace(head, key_generation=number) for head in hello.heads])
