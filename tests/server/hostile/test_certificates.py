"""A stolen login of an owner's against certificates: what it gives buries none and keeps none out."""

from contextlib import suppress

import pytest
import sqlalchemy as sa

from core.domain.enums import Role
from core.domain.errors import ServerRefused
from migrations.operate.connection import operator
from migrations.operate.upgrade import upgrade
from migrations.server import chain
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import Case, check
from tests.server.hostile.hostile_fixture import Arena

MOST_OF_A_LOGIN, MOST_SHOWN = 20, 100
_RENEW = "SELECT pzapi.renew_cert(%(ws)s, %(therapist_device)s, {cert})"
CASES = tuple(
    Case(
        name=name,
        by="owner",
        attack=_RENEW.format(cert=cert),
        refused="PZB02",
        control=_RENEW.format(cert="'x'"),
    )
    for name, cert in (("none", "NULL"), ("a huge one", "decode(repeat('00', 513), 'hex')"))
)


@pytest.fixture
def thief(clinic: TestClinic, owner: TestDevice) -> TestDevice:
    """A stolen laptop of another owner."""
    return clinic.enrol(owner, Role.OWNER)


def _give(by: TestDevice, to: TestDevice, cert: bytes) -> None:
    remote = by.remote()
    try:
        remote.renew_cert(by.workspace_id, to.device_id, cert)
    finally:
        remote.close()


def _shown(by: TestDevice, of: TestDevice) -> list[bytes]:
    """All that laptops are shown, the newest first."""
    remote = by.remote()
    try:
        (entry,) = [each for each in remote.directory(by.workspace_id) if each.device_id == of.device_id]
    finally:
        remote.close()
    return [each.cert for each in entry.certs]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_what_is_no_certificate_when_given_then_refused(arena: Arena, case: Case) -> None:
    check(arena, case)


def test_given_rubbish_over_a_certificate_when_listed_then_the_one_before_is_there_and_who_gave_which(
    clinic: TestClinic, owner: TestDevice, thief: TestDevice
) -> None:
    (before,) = _shown(owner, owner)

    _give(thief, owner, b"rubbish")

    (entry, _) = owner.remote().directory(owner.workspace_id)
    assert entry.cert == b"rubbish"  # for programs that know the last one alone
    assert [each.cert for each in entry.certs] == [b"rubbish", before]
    assert entry.certs[0].given_by == thief.login.role


def test_given_certificates_without_end_when_one_login_gives_them_then_refused_and_anothers_is_taken(
    clinic: TestClinic, owner: TestDevice, thief: TestDevice
) -> None:
    victim = clinic.enrol(owner, Role.THERAPIST)
    (first,) = _shown(owner, victim)
    for number in range(MOST_OF_A_LOGIN):
        _give(thief, victim, b"rubbish %d" % number)

    with pytest.raises(ServerRefused) as refused:
        _give(thief, victim, b"one more")
    assert refused.value.code == "too_many_certificates"

    _give(thief, victim, first)  # what is there already is no more
    _give(owner, victim, b"genuine")
    shown = _shown(owner, victim)
    assert (shown[0], shown[-1], len(shown)) == (b"genuine", first, MOST_OF_A_LOGIN + 2)


def test_given_an_older_certificate_when_given_once_more_then_it_keeps_its_place(
    owner: TestDevice, thief: TestDevice
) -> None:
    (before,) = _shown(owner, owner)
    _give(owner, owner, b"newer")

    _give(thief, owner, before)

    assert _shown(owner, owner) == [b"newer", before]


@pytest.mark.parametrize("is_removed", [True, False])
def test_given_many_logins_that_a_thief_let_in_when_each_gives_rubbish_then_the_honest_ones_are_still_shown(
    clinic: TestClinic, owner: TestDevice, thief: TestDevice, is_removed: bool
) -> None:
    victim = clinic.enrol(owner, Role.THERAPIST)
    helpers = [clinic.enrol(thief, Role.OWNER) for _ in range(5)]
    _give(owner, victim, b"genuine")
    for by in (thief, *helpers):
        for number in range(MOST_OF_A_LOGIN):
            _give(by, victim, b"%d of %s" % (number, by.device_id.bytes))
    if is_removed:
        remote = owner.remote()
        for by in (thief, *helpers):
            remote.revoke_device(owner.workspace_id, by.device_id)
        remote.close()

    shown = _shown(owner, victim)

    assert len(shown) == MOST_SHOWN + 2 * is_removed  # what logins that are in gave has room of its own
    assert b"genuine" in shown


def test_given_a_certificate_of_a_replaced_laptop_when_others_that_are_in_give_rubbish_then_it_is_shown(
    clinic: TestClinic, owner: TestDevice, thief: TestDevice
) -> None:
    earlier = clinic.enrol(owner, Role.OWNER)
    victim = clinic.enrol(owner, Role.THERAPIST)
    _give(earlier, victim, b"genuine")
    remote = owner.remote()
    remote.revoke_device(owner.workspace_id, earlier.device_id)
    remote.close()
    for by in (thief, *(clinic.enrol(thief, Role.OWNER) for _ in range(5))):
        for number in range(MOST_OF_A_LOGIN):
            _give(by, victim, b"%d of %s" % (number, by.device_id.bytes))

    assert b"genuine" in _shown(owner, victim)


@pytest.mark.parametrize("role", ["pz_prov", "pz_authz", "pz_owner"])
@pytest.mark.parametrize("change", ["UPDATE pz.device_certs SET cert = 'x'", "DELETE FROM pz.device_certs"])
def test_given_certificates_when_they_shall_be_changed_or_taken_away_then_the_database_keeps_them(
    clinic: TestClinic, owner: TestDevice, role: str, change: str
) -> None:
    def attempt() -> None:
        with operator(clinic.url) as db:
            db.execute(sa.text(f"SET LOCAL ROLE {role}"))
            db.execute(sa.text(change))

    before = _shown(owner, owner)
    with suppress(ServerRefused):  # or no policy shows the role a row
        attempt()

    assert _shown(owner, owner) == before


def test_given_a_server_of_before_when_upgraded_then_each_device_has_the_certificate_that_it_had(
    clinic: TestClinic, owner: TestDevice, thief: TestDevice
) -> None:
    before = {of.device_id: _shown(owner, of) for of in (owner, thief)}
    with operator(clinic.url) as db:
        chain.downgrade(db, "0020")

    assert upgrade(clinic.url).before == "0020"

    assert {of.device_id: _shown(owner, of) for of in (owner, thief)} == before
