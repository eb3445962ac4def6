"""Chunks of files: who may put, what passes for one, and that practices do not see each other's."""

from collections.abc import Callable

import pytest

from core.domain.enums import Role
from core.domain.errors import UserError
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import DENIED, TOO_LARGE, UNREADABLE, Case, check
from tests.server.hostile.hostile_fixture import Arena
from tests.server.raw import Raw

PUT = "SELECT pzapi.blob_put(%(ws)s, {key}, {count}, {no}, {cell}, {again})"
GET = "SELECT pzapi.blob_get(%(ws)s, {key}, {count}, {no})"
_USUAL = {"key": "sha256('a')", "count": "2", "no": "1", "cell": "'v1:cell'::bytea", "again": "false"}
_FULL = "('v1:' || repeat('x', {}))::bytea"


def _put(**given: str) -> str:
    return PUT.format(**_USUAL | given)


def _get(**given: str) -> str:
    return GET.format(**_USUAL | given)


def _earlier(after: int) -> str:
    return f"SELECT * FROM pzapi.blob_earlier(%(ws)s, sha256('a'), 2, 1, {after})"


_NO_PLACES = {
    "a key that is too short": {"key": "'short'::bytea"},
    "no key": {"key": "NULL"},
    "no number": {"no": "NULL"},
    "a number past the count": {"no": "2"},
    "a negative number": {"no": "-1"},
    "no count": {"count": "NULL"},
    "a count of none": {"count": "0", "no": "0"},
    "more chunks than any file has": {"count": "501"},
}
_NO_CELLS = {
    "plain bytes": "'pixels'::bytea",
    "nothing": "NULL",
    "an empty cell": "''::bytea",
    "a label of a key that does not exist yet": "'v2:cell'::bytea",
}
CASES = (
    Case(name="a reader puts", by="readonly", attack=_put(), control=_get(), refused=DENIED),
    *(
        Case(name=f"the {who} replaces", by=who, attack=_put(again="true"), control=control, refused=DENIED)
        for who, control in (("therapist", _put()), ("assistant", _get()))
    ),
    Case(name="an assistant puts", by="assistant", attack=_put(), control=_get(), refused=DENIED),
    Case(name="NULL replaces", by="therapist", attack=_put(again="NULL"), control=_put(), refused=DENIED),
    *(
        Case(
            name=f"put {name}",
            by="owner",
            attack=_put(**given),
            control=_put(again="true"),
            refused=UNREADABLE,
        )
        for name, given in _NO_PLACES.items()
    ),
    *(
        Case(name=f"get {name}", by="owner", attack=_get(**given), control=_get(), refused=UNREADABLE)
        for name, given in _NO_PLACES.items()
    ),
    *(
        Case(name=f"put {name}", by="owner", attack=_put(cell=cell), control=_put(), refused=UNREADABLE)
        for name, cell in _NO_CELLS.items()
    ),
    Case(
        name="a chunk that is too large",
        by="owner",
        attack=_put(cell=_FULL.format(1_048_638)),
        control=_put(cell=_FULL.format(1_048_637)),
        refused=TOO_LARGE,
    ),
    Case(
        name="asking for all addresses there are",
        by="owner",
        attack="SELECT * FROM pzapi.blob_have(%(ws)s, array_fill(sha256('a'), ARRAY[1001]))",
        control="SELECT * FROM pzapi.blob_have(%(ws)s, array_fill(sha256('a'), ARRAY[1000]))",
        refused=TOO_LARGE,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_chunks_when_a_device_tries_this_then_refused(arena: Arena, case: Case) -> None:
    check(arena, case)


def _values(device: TestDevice) -> dict[str, object]:
    return {"ws": device.workspace_id}


def test_given_one_address_in_two_practices_when_asked_then_each_sees_its_own(
    owner: TestDevice, stranger: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    mine, theirs = raw(owner), raw(stranger)
    have = "SELECT chunk_count, chunk_nos FROM pzapi.blob_have(%(ws)s, ARRAY[sha256('a')])"
    assert mine.rows(_put(), _values(owner)) == [(True,)]
    assert theirs.rows(have, _values(stranger)) == []
    assert theirs.rows(_get(), _values(stranger)) == [(None,)]
    assert theirs.rows(_put(cell="'v1:other'"), _values(stranger)) == [(True,)]
    assert mine.rows(_get(), _values(owner)) == [(b"v1:cell",)]
    assert mine.rows(have, _values(owner)) == [(2, [1])]


def test_given_a_chunk_that_is_there_when_put_again_then_it_stays_unless_an_owner_mends_it(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    therapist = clinic.enrol(owner, Role.THERAPIST)
    carer, boss = raw(therapist), raw(owner)
    assert carer.rows(_put(cell="'v1:bad'"), _values(owner)) == [(True,)]
    assert boss.rows(_put(), _values(owner)) == [(False,)]
    assert boss.rows(_get(), _values(owner)) == [(b"v1:bad",)]
    assert boss.rows(_put(again="true"), _values(owner)) == [(True,)]
    assert carer.rows(_get(), _values(owner)) == [(b"v1:cell",)]
    assert clinic.as_superuser("SELECT uploaded_by FROM pz.blob_chunks") == [(owner.device_id,)]


def test_given_a_chunk_that_nobody_holds_when_a_stolen_owners_login_spoils_it_then_what_stood_there_is_kept(
    clinic: TestClinic, owner: TestDevice, stranger: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    """Five times by one login at most, so that it buries nothing and keeps nobody from mending."""
    stolen, other = clinic.enrol(owner, Role.OWNER), clinic.enrol(owner, Role.OWNER)
    thief, boss, carer = raw(stolen), raw(other), raw(clinic.enrol(owner, Role.THERAPIST))
    assert carer.rows(_put(), _values(owner)) == [(True,)]
    for number in range(5):
        assert thief.rows(_put(again="true", cell=f"'v1:bad{number}'"), _values(owner)) == [(True,)]

    assert thief.state(_put(again="true", cell="'v1:bad'"), _values(owner)) == "PZB03"

    assert carer.rows(_earlier(0), _values(owner)) == [(1, b"v1:cell")]
    assert carer.rows(_earlier(4), _values(owner)) == [(5, b"v1:bad3")]
    assert carer.rows(_earlier(5), _values(owner)) == []
    assert boss.rows(_put(again="true"), _values(owner)) == [(True,)]
    assert carer.rows(_get(), _values(owner)) == [(b"v1:cell",)]
    assert raw(stranger).rows(_earlier(0), _values(stranger)) == []
    assert raw(clinic.enrol(owner, Role.ASSISTANT)).rows(_earlier(0), _values(owner)) == []
    for statement in ("DELETE FROM pz.earlier_chunks", "TRUNCATE pz.earlier_chunks"):
        with pytest.raises(UserError, match="PZA01"):
            clinic.as_superuser(statement)


def test_given_a_chunk_that_claims_another_count_when_planted_then_the_true_one_still_has_its_place(
    owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    device = raw(owner)
    device.rows(_put(count="3", cell="'v1:bad'"), _values(owner))
    assert device.rows(_put(), _values(owner)) == [(True,)]
    assert device.rows(_get(), _values(owner)) == [(b"v1:cell",)]


def test_given_a_chunk_when_read_then_who_read_it_is_recorded(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    device = raw(owner)
    device.rows(_put(), _values(owner))
    device.rows(_get(), _values(owner))
    device.rows(_get(no="0"), _values(owner))  # not there: nothing was read
    assert clinic.as_superuser("SELECT device_id, row_count FROM pz.access_events") == [(owner.device_id, 1)]


def test_given_a_rotation_whose_grace_is_over_when_a_chunk_under_the_old_key_comes_then_refused(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    device = raw(owner)
    clinic.as_superuser(
        "INSERT INTO pz.key_manifests (workspace_id, generation, key_no, papers, made_by, grace_until)"
        " VALUES (:ws, 1, 2, 'x', :ws, now() + interval '1 hour')",
        _values(owner),
    )
    assert device.state(_put(), _values(owner)) == "00000"
    clinic.as_superuser("UPDATE pz.key_manifests SET grace_until = now()")
    assert device.state(_put(no="0"), _values(owner)) == "PZK02"
    assert device.state(_put(no="0", cell="'v2:cell'"), _values(owner)) == "00000"


def test_given_chunks_when_even_their_table_is_reached_then_rows_stay(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    raw(owner).rows(_put(), _values(owner))
    for statement in ("DELETE FROM pz.blob_chunks", "TRUNCATE pz.blob_chunks"):
        with pytest.raises(UserError, match="PZA01"):
            clinic.as_superuser(statement)
