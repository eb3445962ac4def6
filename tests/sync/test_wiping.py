"""A removed device erases itself for an owner's order alone; everything else only shuts it out."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.crypto.certs import DeviceCert, issue
from core.crypto.keys import DeviceKeys
from core.crypto.manifests import sign_wipe_order
from core.domain.clock import to_micros
from core.domain.enums import Role
from core.domain.errors import DeviceRevoked, ServerRefused, UserError
from core.domain.ids import DeviceId
from migrations.operate.embedded import EmbeddedServer
from sync.keys.remote_wipe import _pack, is_ordered, order_wipe
from tests.sync.laptops import START
from tests.sync.rotating import CLOCK, Liar, RotatingClinic
from tests.sync.test_two_devices_pg import PgLaptop


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[RotatingClinic]:
    made = RotatingClinic(any_server, tmp_path)
    yield made
    made.close()


@pytest.fixture
def pair(clinic: RotatingClinic) -> tuple[PgLaptop, PgLaptop]:
    """The owner's laptop and one that was stolen and removed."""
    owner = clinic.enrol()
    owner.laptop.sync()
    stolen = clinic.enrol()
    stolen.laptop.sync()
    clinic.revoke(owner, stolen)
    stolen.pg.close()
    return owner, stolen


def test_a_removed_device_is_told_so_and_keeps_its_work(
    clinic: RotatingClinic, pair: tuple[PgLaptop, PgLaptop]
) -> None:
    _, stolen = pair
    stolen.laptop.add_client("Written meanwhile")
    with pytest.raises(DeviceRevoked, match="stays here"):
        stolen.laptop.sync()
    with pytest.raises(UserError):
        is_ordered(stolen.pg, stolen.laptop.identity)
    assert len(stolen.laptop.rows("clients")) == 1


def test_an_owners_order_reaches_it_and_is_the_last_thing_it_may_ask(
    clinic: RotatingClinic, pair: tuple[PgLaptop, PgLaptop]
) -> None:
    owner, stolen = pair
    order_wipe(owner.pg, owner.laptop.identity, stolen.laptop.me.device_id, CLOCK)

    with pytest.raises(DeviceRevoked):
        stolen.laptop.sync()
    assert is_ordered(stolen.pg, stolen.laptop.identity)
    with pytest.raises(UserError):
        stolen.pg.directory(clinic.practice.workspace_id)

    stolen.pg.wipe_obeyed(clinic.practice.workspace_id)
    assert not is_ordered(stolen.pg, stolen.laptop.identity)
    stolen.pg.close()
    with pytest.raises(UserError):
        stolen.pg.wipe_orders()
    assert not is_ordered(owner.pg, owner.laptop.identity)


def test_an_order_that_the_server_or_the_device_signs_itself_is_not_obeyed(
    clinic: RotatingClinic, pair: tuple[PgLaptop, PgLaptop]
) -> None:
    _, stolen = pair
    me, eve = stolen.laptop.identity, DeviceKeys.generate()
    cert = DeviceCert(
        workspace_id=me.workspace_id,
        user_id=me.user_id,
        device_id=DeviceId(uuid.uuid4()),
        role=Role.OWNER,
        sign_pub=eve.sign_pub,
        hpke_pub=eve.hpke_pub,
        issued_at=to_micros(START),
    )
    by_eve = sign_wipe_order(eve.sign, me.workspace_id, me.device_id, 1, cert.device_id)
    by_itself = sign_wipe_order(me.keys.sign, me.workspace_id, me.device_id, 1, me.device_id)
    own_cert = clinic.practice.head().devices[-1].cert
    lies = ([by_eve, issue(eve.sign, cert)], [by_eve], [by_itself, own_cert], [b""], [b"x" * 40, b"y"])
    for papers in (*(_pack(lie) for lie in lies), b"\0", b"\xff\xff", b""):
        liar: Any = Liar(stolen.pg)
        liar.__dict__["wipe_orders"] = lambda papers=papers: [(me.workspace_id, papers)]
        assert not is_ordered(liar, me)


def test_an_order_for_another_device_or_workspace_is_not_obeyed(
    clinic: RotatingClinic, pair: tuple[PgLaptop, PgLaptop]
) -> None:
    owner, stolen = pair
    order_wipe(owner.pg, owner.laptop.identity, stolen.laptop.me.device_id, CLOCK)
    ((workspace_id, papers),) = stolen.pg.wipe_orders()
    liar: Any = Liar(owner.pg)
    liar.__dict__["wipe_orders"] = lambda: [(workspace_id, papers)]
    assert not is_ordered(liar, owner.laptop.identity)


def test_a_therapist_cannot_order_nor_an_owner_for_a_device_that_is_still_in(clinic: RotatingClinic) -> None:
    owner = clinic.enrol()
    owner.laptop.sync()
    helper = clinic.enrol(Role.THERAPIST)
    with pytest.raises(UserError, match="owner"):
        order_wipe(helper.pg, helper.laptop.identity, owner.laptop.me.device_id, CLOCK)
    with pytest.raises(ServerRefused):
        order_wipe(owner.pg, owner.laptop.identity, helper.laptop.me.device_id, CLOCK)
    with pytest.raises(UserError, match="itself"):
        order_wipe(owner.pg, owner.laptop.identity, owner.laptop.me.device_id, CLOCK)
