"""Names of devices: what a terminal would obey is refused when it is enrolled, and never printed."""

import pytest

from core.domain.printable import one_line
from migrations.operate.devices import list_devices
from migrations.operate.status import status
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import UNREADABLE, Case, check
from tests.server.hostile.hostile_fixture import Arena

_ENROL = (
    "SELECT pzapi.enrol_device(%(own_ws)s, %(own_user)s, %(device)s, %(login)s, %(verifier)s, {name},"
    " sha256(''), sha256(''), '', '[]')"
)
_CONTROLS = (1, 7, 10, 13, 27, 31, 127, 128, 155, 159)
_DIRECTIONS = (0x200E, 0x200F, 0x2028, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF)
CASES = (
    *(
        Case(
            name=f"enrol with U+{mark:04X} in the name",
            attack=_ENROL.format(name=f"'Laptop ' || chr({mark}) || '[2J'"),
            refused=UNREADABLE,
            control=_ENROL.format(name="'Dana''s Laptop, דנה 📱 (2)'"),
        )
        for mark in (*_CONTROLS, *_DIRECTIONS)
    ),
    Case(
        name="enrol without a name",
        attack=_ENROL.format(name="''"),
        refused=UNREADABLE,
        control=_ENROL.format(name="'x'"),
    ),
)
PLANTED = "Laptop \x1b[2J\r\x9b31m\u202eevil\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_a_name_that_a_terminal_obeys_when_enrolled_then_refused(arena: Arena, case: Case) -> None:
    check(arena, case)


def test_given_such_a_name_in_the_table_when_anybody_lists_devices_then_it_is_one_plain_line(
    clinic: TestClinic, owner: TestDevice
) -> None:
    clinic.as_superuser("UPDATE pz.devices SET name = :name", {"name": PLANTED})
    shown = [each.name for each in owner.remote().directory(owner.workspace_id)]
    shown += [each.name for each in list_devices(clinic.url)]
    shown += [each.name for each in status(clinic.url).devices]

    assert shown == [one_line(PLANTED)] * 3
    assert shown[0].isprintable()
