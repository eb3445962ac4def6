"""A colleague's laptop offers again what a restored server lost of others, however late it comes to that."""

import uuid
from collections.abc import Sequence
from typing import Any

import pytest

from core.domain.enums import Role
from core.domain.errors import ServerUnreachable
from core.domain.ids import UserId
from core.store.database.facts import set_fact
from migrations.operate.connection import operator
from migrations.server.programs import execute
from sync.remote import Op
from sync.rows import resync
from tests.migrations.backup.test_restored_clinic import bring_back, clinic, lose, save, server_ids
from tests.sync.laptops import START, Laptop
from tests.sync.test_two_devices_pg import Clinic, PgLaptop

__all__ = ["clinic"]


@pytest.fixture
def office(clinic: Clinic) -> tuple[PgLaptop, PgLaptop]:
    """The owner's and a therapist's, who know each other."""
    owner = clinic.enrol()
    colleague = clinic.enrol(Role.THERAPIST, UserId(uuid.uuid4()))
    for laptop, role in ((owner, "OWNER"), (colleague, "THERAPIST")):
        owner.laptop.add("users", laptop.laptop.me.user_id, full_name="Robin Sampleton", role=role)
    owner.laptop.sync(), colleague.laptop.sync()
    return owner, colleague


def _event(by: Laptop) -> uuid.UUID:
    named: dict[str, Any] = {"user_id": by.me.user_id, "device_id": by.me.device_id}
    return by.add("audit_events", event_type="note.opened", action="READ", client_time=START, **named)


def _break_off_before_sending(laptop: PgLaptop, monkeypatch: pytest.MonkeyPatch) -> None:
    """One pass that reads all of the restored server, and whose line is gone when it offers what was lost."""

    def no_line(*_: object, **__: object) -> Sequence[Op]:
        raise ServerUnreachable("No connection.")

    with monkeypatch.context() as broken:
        broken.setattr(laptop.pg, "push", no_line)
        with pytest.raises(ServerUnreachable):
            laptop.laptop.sync()
    assert laptop.laptop.dirty() > 0


def _pass_some_weeks(clinic: Clinic) -> None:
    """On the server, which believes for thirty days that it was put back."""
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        execute(db, "UPDATE pz.went_back SET told_at = told_at - interval '31 days'")


def _forget_what_was_found(laptop: PgLaptop) -> None:
    """As an earlier version, which read all anew without a note of what the server had lost."""
    with laptop.laptop.store.write() as db:
        set_fact(db, resync.PUT_BACK, None)


@pytest.mark.parametrize(
    ("breaks_off", "forgets"),
    [(False, False), (True, False), (True, True)],
    ids=["comes late", "comes, and sends weeks later", "came with an earlier version"],
)
def test_given_a_restored_server_when_the_laptop_that_has_what_it_lost_comes_after_weeks_then_all_is_back(
    clinic: Clinic,
    office: tuple[PgLaptop, PgLaptop],
    monkeypatch: pytest.MonkeyPatch,
    breaks_off: bool,
    forgets: bool,
) -> None:
    owner, colleague = office
    saved = save(clinic)
    done = _event(owner.laptop)
    owner.laptop.sync(), colleague.laptop.sync()
    lose(clinic)
    bring_back(clinic, saved)
    if breaks_off:
        _break_off_before_sending(colleague, monkeypatch)
    if forgets:
        _forget_what_was_found(colleague)

    _pass_some_weeks(clinic)
    outcome = colleague.laptop.sync()

    assert (outcome.refused, outcome.waiting) == (0, 0)
    assert done in server_ids(clinic, "audit_events")


def test_given_a_second_restore_before_all_was_offered_again_when_the_laptops_come_then_all_is_back(
    clinic: Clinic, office: tuple[PgLaptop, PgLaptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, colleague = office
    saved = save(clinic)
    first = _event(owner.laptop)
    owner.laptop.sync(), colleague.laptop.sync()
    lose(clinic)
    bring_back(clinic, saved)
    _break_off_before_sending(colleague, monkeypatch)
    second = _event(owner.laptop)
    owner.laptop.sync()
    lose(clinic)
    bring_back(clinic, saved)

    _pass_some_weeks(clinic)
    outcome = colleague.laptop.sync()
    assert (outcome.refused, outcome.waiting) == (0, 0)
    assert first in server_ids(clinic, "audit_events")
    owner.laptop.sync(), colleague.laptop.sync()

    assert {first, second} <= set(server_ids(clinic, "audit_events"))
    assert owner.laptop.content() == colleague.laptop.content()


def test_given_a_server_that_lost_nothing_when_a_row_in_anothers_name_waits_then_nobody_says_it_went_back(
    clinic: Clinic, office: tuple[PgLaptop, PgLaptop]
) -> None:
    owner, colleague = office
    named: dict[str, Any] = {"user_id": owner.laptop.me.user_id, "device_id": owner.laptop.me.device_id}
    event: dict[str, Any] = {"event_type": "note.opened", "action": "READ", "client_time": START}
    forged = colleague.laptop.add("audit_events", **event, **named)

    outcome = colleague.laptop.sync()

    assert outcome.refused == 1
    assert forged not in server_ids(clinic, "audit_events")
    assert [each["code"] for each in colleague.laptop.told("refused")] == ["name"]
