"""A stolen login of an owner's gives every device rubbish for a certificate: all go on as before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.crypto.certs import issue, read_cert, verify_chain
from core.domain.enums import Role
from core.domain.ids import DeviceId
from migrations.operate.embedded import EmbeddedServer
from sync.keys.certificates import devices_of, false_givers, proven_certs
from sync.keys.keychain import Keychain
from sync.keys.manifest_choice import shown_keys
from sync.keys.remote_wipe import order_wipe
from sync.remote import DeviceEntry
from tests.sync.rotating import CLOCK
from tests.sync.theft import StolenLaptop, stolen


@dataclass
class Theft(StolenLaptop):
    """The keys of its practice were changed once."""

    def entries(self) -> list[DeviceEntry]:
        return list(self.owner.pg.directory(self.clinic.practice.workspace_id))

    def give(self, device_id: DeviceId, cert: bytes) -> None:
        self.thief.pg.renew_cert(self.clinic.practice.workspace_id, device_id, cert)

    def give_all(self, cert: Callable[[DeviceEntry], bytes]) -> None:
        for entry in self.entries():
            self.give(entry.device_id, cert(entry))


@pytest.fixture
def theft(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Theft]:
    with stolen(Theft, any_server, tmp_path, key_changes=1) as made:
        yield made


def _flipped(entry: DeviceEntry) -> bytes:
    """In the form of one, for this very device; the signature is not the issuer's."""
    return entry.cert[:-1] + bytes([entry.cert[-1] ^ 1])


def _own(theft: Theft) -> Callable[[DeviceEntry], bytes]:
    stolen = theft.entries()[-1].cert
    return lambda _entry: stolen


SPOIL: dict[str, Callable[[Theft], Callable[[DeviceEntry], bytes]]] = {
    "rubbish": lambda _: lambda entry: b"rubbish for " + entry.device_id.bytes,
    "nothing": lambda _: lambda _entry: b"",
    "a wrong signature": lambda _: _flipped,
    "the thief's own": _own,
}


@pytest.mark.parametrize("spoil", SPOIL.values(), ids=SPOIL)
def test_given_rubbish_for_every_device_when_laptops_sync_then_rows_arrive_and_new_laptops_come_in(
    theft: Theft, spoil: Callable[[Theft], Callable[[DeviceEntry], bytes]]
) -> None:
    owner, helper = theft.owner, theft.helper
    theft.give_all(spoil(theft))

    client = owner.laptop.add_client("Written after")
    for each in (owner, helper):
        each.session = each.laptop.session()  # a program that was started anew trusts what it reads now
    assert owner.laptop.sync().waiting == 0
    Keychain(helper.laptop.store, helper.pg, helper.laptop.identity).refresh()
    helper.laptop.sync()

    assert helper.laptop.value("clients", client, "first_name") == "Written after"
    assert helper.laptop.told("notices") == []
    fresh = theft.clinic.enrol()
    fresh.laptop.sync()
    assert fresh.laptop.content() == owner.laptop.content()


@pytest.mark.parametrize("spoil", SPOIL.values(), ids=SPOIL)
def test_given_rubbish_for_every_device_when_the_thief_is_removed_then_earlier_programs_go_on_as_well(
    theft: Theft, spoil: Callable[[Theft], Callable[[DeviceEntry], bytes]]
) -> None:
    clinic, owner = theft.clinic, theft.owner
    theft.give_all(spoil(theft))
    clinic.revoke(owner, theft.thief)

    done = clinic.rotate(owner)

    assert done.devices == 2
    me = owner.laptop.identity
    last = {entry.device_id: entry.cert for entry in theft.entries()}
    assert verify_chain(last, me.root_pub, me.workspace_id).keys() == last.keys()
    order_wipe(owner.pg, me, theft.thief.laptop.me.device_id, CLOCK)
    for each in (owner, theft.helper):
        assert each.laptop.sync().waiting == 0


def test_given_rubbish_when_devices_are_listed_then_the_login_that_gave_it_is_known(theft: Theft) -> None:
    theft.give_all(_flipped)
    me, entries = theft.owner.laptop.identity, theft.entries()

    proven = proven_certs(entries, me.workspace_id, me.root_pub)

    logins = {entry.device_id: entry.login_role for entry in entries}
    assert false_givers(entries, proven.genuine) == {logins[theft.thief.laptop.me.device_id]}
    assert proven.newest.keys() == logins.keys()


def test_given_certificates_that_were_overwritten_on_an_earlier_server_when_upgraded_then_kept_ones_count(
    theft: Theft,
) -> None:
    """Nothing that holds is left there; a laptop that was in before knows better, and gives it back."""
    clinic, owner = theft.clinic, theft.owner
    clinic.tamper("UPDATE pz.device_grants SET cert = 'rubbish'; UPDATE pz.device_certs SET cert = 'rubbish'")
    Keychain(theft.helper.laptop.store, theft.helper.pg, theft.helper.laptop.identity).refresh()
    clinic.revoke(owner, theft.thief)

    assert clinic.rotate(owner).devices == 2

    me = owner.laptop.identity
    assert len(proven_certs(theft.entries(), me.workspace_id, me.root_pub).newest) == 3
    fresh = clinic.enrol()
    fresh.laptop.sync()
    assert fresh.laptop.content() == owner.laptop.content()


def test_given_an_earlier_certificate_put_on_top_when_a_role_fell_since_then_the_later_one_counts(
    theft: Theft,
) -> None:
    me, helper = theft.owner.laptop.identity, theft.helper.laptop.me.device_id
    before = next(entry.cert for entry in theft.entries() if entry.device_id == helper)
    held = read_cert(before)
    fallen = type(held)(
        workspace_id=held.workspace_id,
        user_id=held.user_id,
        device_id=held.device_id,
        role=Role.ASSISTANT,
        sign_pub=held.sign_pub,
        hpke_pub=held.hpke_pub,
        issued_at=held.issued_at,
        issuer_device_id=me.device_id,
    )
    theft.owner.pg.renew_cert(me.workspace_id, helper, issue(me.keys.sign, fallen))

    theft.give(helper, before)

    keychain = Keychain(theft.helper.laptop.store, theft.helper.pg, theft.helper.laptop.identity)
    assert keychain.role() is Role.ASSISTANT


_LET_IN_AND_OUT = """WITH made AS (
  INSERT INTO pz.devices (device_id, login_role, user_id, name, sign_pub, hpke_pub, enrolled_by, revoked_at)
  SELECT gen_random_uuid(), 'planted_' || n, gen_random_uuid(), 'x', sha256(n::text::bytea), sha256(''), '',
    now() FROM generate_series(1, 1500) n RETURNING device_id, user_id),
member AS (INSERT INTO pz.members (workspace_id, user_id, role, revoked_at)
  SELECT '{ws}', user_id, 'READONLY', now() FROM made)
INSERT INTO pz.device_grants (workspace_id, device_id, cert, granted_by, revoked_at)
  SELECT '{ws}', device_id, 'rubbish', 'thief', now() FROM made"""
"""More than a list of keys has room for."""


def test_given_more_removed_devices_than_a_list_holds_when_an_owner_changes_the_keys_then_it_names_none(
    theft: Theft,
) -> None:
    clinic, owner = theft.clinic, theft.owner
    clinic.tamper(_LET_IN_AND_OUT.format(ws=clinic.practice.workspace_id))
    clinic.revoke(owner, theft.thief)

    assert clinic.rotate(owner).devices == 2

    me = owner.laptop.identity
    trusted = devices_of(proven_certs(theft.entries(), me.workspace_id, me.root_pub).newest)
    papers = shown_keys(owner.pg, me.workspace_id, trusted, 0).papers
    assert papers is not None
    assert papers.removed == {theft.thief.laptop.me.device_id}
    assert theft.helper.laptop.sync().waiting == 0
