"""Names of devices: what a terminal would obey is refused when it is enrolled, and never printed."""

import unicodedata

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
_DIRECTIONS = (0x061C, 0x200E, 0x200F, 0x2028, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF)
_UNSEEN = (0x00AD, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0x2800, 0x3164, 0xFFF9, 0xE0041)
CASES = (
    *(
        Case(
            name=f"enrol with U+{mark:04X} in the name",
            attack=_ENROL.format(name=f"'Laptop ' || chr({mark}) || '[2J'"),
            refused=UNREADABLE,
            control=_ENROL.format(name="'Dana''s Laptop, דָּנָה ز\u200cر مُنى 📱 (2)'"),
        )
        for mark in (*_CONTROLS, *_DIRECTIONS, *_UNSEEN)
    ),
    Case(
        name="enrol without a name",
        attack=_ENROL.format(name="''"),
        refused=UNREADABLE,
        control=_ENROL.format(name="'x'"),
    ),
)
PLANTED = "Laptop \x1b[2J\r\x9b31m\u202eevil\n"


_NUMBER_SIGNS = {
    *range(0x600, 0x606),
    0x6DD,
    0x70F,
    0x890,
    0x891,
    0x8E2,
    0x110BD,
    0x110CD,
    *range(0x13430, 0x13440),
}
"""Of the same category as marks that are not seen, though these are."""


def test_given_every_character_when_a_name_holds_it_then_the_server_refuses_what_no_laptop_shows(
    clinic: TestClinic,
) -> None:
    query = """SELECT n FROM generate_series(1, 1114111) n
      WHERE n NOT BETWEEN 55296 AND 57343 AND pz.has_control('a' || chr(n) || 'b')"""
    refused = {int(str(row[0])) for row in clinic.as_superuser(query)}

    hidden = {
        no
        for no in range(1, 0x110000)
        if not 0xD800 <= no <= 0xDFFF and chr(no) not in one_line(f"a{chr(no)}b")
    }
    spaces = {no for no in hidden if chr(no).isspace()}
    private = {no for no in hidden if unicodedata.category(chr(no)) == "Co"}
    assert refused - hidden == set()
    assert hidden - refused == (spaces - refused) | private | (_NUMBER_SIGNS & hidden)
    assert {0x0A, 0x0D, 0x85, 0x2028, 0x2029} <= refused


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
