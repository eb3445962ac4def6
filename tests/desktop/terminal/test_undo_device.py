"""`pazpaz undo-device`: what a stolen login left is set aside by one command, once its laptop was removed."""

import json
import os
import uuid
from base64 import b64encode

from core.domain.registry import CLIENTS, SCHEMA_VERSION
from sync.enrolment.identity_store import remote_of
from tests.desktop.terminal.conftest import Terminal, join, names

_JUNK = b64encode(b"v1:" + bytes(60)).decode()


def _plant(stolen: Terminal) -> str:
    """A client that nobody can read, by the login of that laptop; returns the laptop's id."""
    with stolen.open() as opened:
        me, remote = opened.me, remote_of(opened.require_enrolment())
    (head,) = remote.hello().heads
    cells = {str(CLIENTS.by_name[name].no): _JUNK for name in ("first_name", "last_name")}
    op = {"n": head.last_op_no + 1, "i": str(uuid.uuid4()), "g": 1, "t": CLIENTS.no, "r": str(uuid.uuid4())}
    op |= {"b": 0, "d": None, "p": {}, "c": cells, "m": b64encode(os.urandom(32)).decode()}
    op |= {"s": b64encode(b"\x01" + os.urandom(66)).decode()}
    assert remote._connection is not None
    query = "SELECT pzapi.sync_push(%s, %s, %s, %s)"
    told = me.workspace_id, head.epoch, SCHEMA_VERSION, json.dumps([op])
    found = remote._connection.execute(query, told).fetchone()
    remote.close()
    assert found is not None
    assert found[0]["results"][0][1] == "ok"
    return str(me.device_id)


def test_given_what_a_stolen_login_left_when_undone_then_the_counts_are_told_and_nobody_sees_it_any_more(
    owner: Terminal, other_laptop: Terminal
) -> None:
    assert join(owner, other_laptop).status == 0
    assert other_laptop("sync").status == 0
    device = _plant(other_laptop)
    assert owner("sync").status == 0
    assert "Remove it first" in owner("undo-device", device).refusal()
    assert owner("revoke", device, "--yes").status == 0

    said = owner("undo-device", device, "--json")

    assert said.status == 0, said.err
    assert {name: said.document[name] for name in ("set_aside", "put_back", "left")} == {
        "set_aside": 1, "put_back": 0, "left": 0,
    }  # fmt: skip
    assert owner("sync").status == 0
    assert names(owner) == {"Fern", "רקפת"}
    assert "0 records were set aside" in owner("undo-device", device).out
