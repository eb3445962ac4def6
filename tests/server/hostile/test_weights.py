"""What is as heavy as no program of ours writes: refused when it is sent, and bounded when it is read."""

import json
import os
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.domain.enums import Role
from sync.postgres.wire import encode_ops
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import PUSH, TOO_LARGE, Ops, Push, check_push
from tests.server.hostile.hostile_fixture import SEAL, Arena
from tests.server.hostile.test_pushes import _EDIT, _NOTED, CHECK, changed, op
from tests.server.raw import Raw

_LONGEST = SEAL + bytes(16 * 32)


def _b64(raw: bytes) -> str:
    return b64encode(raw).decode()


def _event(**keys: Any) -> Ops:
    """A good audit event with some keys of its wire form replaced: one that can never be written over."""
    return lambda arena: [each | keys for each in _NOTED(arena)]


SEALS = (
    Push(name="a mac of 8 MB", attack=changed(m=_b64(bytes(8_000_000))), control=_EDIT, refused=TOO_LARGE),
    Push(name="a mac of 2 MB", attack=changed(m=_b64(bytes(2_000_000))), control=_EDIT, refused=CHECK),
    Push(name="a seal of 2 MB", attack=changed(s=_b64(SEAL * 30_000)), control=_EDIT, refused=CHECK),
    Push(
        name="an event's mac of 2 MB", attack=_event(m=_b64(bytes(2_000_000))), control=_NOTED, refused=CHECK
    ),
    Push(name="an event's seal of 2 MB", attack=_event(s=_b64(SEAL * 30_000)), control=_NOTED, refused=CHECK),
    *(
        Push(name=f"a mac that is {name}", attack=changed(m=mac), control=_EDIT, refused=CHECK)
        for name, mac in {
            "null": None,
            "empty": "",
            "short": _b64(bytes(31)),
            "long": _b64(bytes(33)),
        }.items()
    ),
    *(
        Push(
            name=f"a seal that is {name}",
            attack=changed(s=seal),
            control=changed(s=_b64(_LONGEST)),
            refused=CHECK,
        )
        for name, seal in {
            "null": None,
            "empty": "",
            "short": _b64(SEAL[:-1]),
            "without a whole path": _b64(SEAL + bytes(31)),
            "with a path too long": _b64(_LONGEST + bytes(32)),
            "of another form": _b64(b"\x02" + SEAL[1:]),
        }.items()
    ),
)


def _cell(label: str) -> str:
    return _b64(label.encode() + bytes(60))


LABELS = (
    *(
        Push(
            name=f"a cell labelled {label!r}",
            attack=op("clients", "client", 1, notes=_cell(label)),
            control=op("clients", "client", 1, notes=_cell("v1:")),
            refused=CHECK,
        )
        for label in ("", "v2:", "v0:", "v01:", "v99999999:", "V1:", " v1:")
    ),
    Push(
        name="a new row with one cell of no key",
        attack=op("clients", "new", 0, first_name=_cell("v1:"), last_name=_cell("")),
        control=op("clients", "new", 0, first_name=_cell("v1:"), last_name=_cell("v1:")),
        refused=CHECK,
    ),
    Push(
        name="an empty cell",
        attack=op("clients", "client", 1, notes=""),
        control=op("clients", "client", 1, notes=None),
        refused=CHECK,
    ),
)
CASES = (*SEALS, *LABELS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_a_heavy_or_formless_row_when_pushed_then_refused_and_nothing_changed(
    arena: Arena, case: Push
) -> None:
    check_push(arena, case)


def test_given_an_op_that_names_another_signer_when_pushed_then_the_row_is_signed_by_its_login(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """Whoever reads it asks the key of that device, and no seal of another holds then."""
    therapist = clinic.enrol(owner, Role.THERAPIST)
    (made,) = json.loads(encode_ops([therapist.client()]))
    claimed = str(owner.device_id)
    batch = json.dumps([made | {"sealed_by": claimed, "by": claimed}])
    device = Raw(therapist)
    try:
        device.rows(PUSH, {"ws": owner.workspace_id, "epoch": clinic.epoch(owner), "batch": batch})
    finally:
        device.close()
    assert clinic.as_superuser("SELECT sealed_by FROM pz.clients") == [(therapist.device_id,)]


_CALL_BYTES = 10_000_000
_COPIES = 13
"""Ten by plans that are made for any value; planned for the very call, they were sixteen."""


@pytest.mark.parametrize("setting", ["SELECT 1", "SET plan_cache_mode = force_custom_plan"])
def test_given_a_call_of_ten_megabytes_when_taken_whatever_its_login_set_then_it_is_in_memory_a_few_times(
    clinic: TestClinic, owner: TestDevice, setting: str
) -> None:
    cell = b"v1:" + os.urandom(_CALL_BYTES * 3 // 4 // 100)
    batch = encode_ops([owner.client(notes=cell) for _ in range(100)])
    names = {"ws": owner.workspace_id, "epoch": clinic.epoch(owner), "batch": batch}
    with closing(Raw(owner)) as device:
        device.rows(setting)
        before = _most_memory(device)
        ((answer,),) = device.rows(PUSH, names)
        after = _most_memory(device)

    assert {status for _, status, _, _ in answer["results"]} == {"ok"}
    assert after - before < _COPIES * len(batch)


def _most_memory(device: Raw) -> int:
    """Bytes that the process of this connection had at once so far."""
    status = Path(f"/proc/{device.connection.info.backend_pid}/status").read_text(encoding="ascii")
    (found,) = (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    return found * 1024
