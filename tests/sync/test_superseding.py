"""Rubbish that a stolen login wrote over a record: who holds the record puts it back, and says so."""

import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.domain.enums import Role
from core.domain.registry import BY_NAME
from core.store.practice.inbox import NoticeRow
from sync.remote import Op, RemoteRow
from sync.rows.superseding import Superseding
from tests.sync.laptops import START, Laptop, Practice, meet, person
from tests.sync.rotating import lying_page, over

CLIENTS, SESSIONS = BY_NAME["clients"], BY_NAME["sessions"]
JUNK = b"v1:" + bytes(40)
EVERY_TEXT: dict[str, Any] = {column.name: JUNK for column in CLIENTS.sealed}


class Thief:
    """Somebody with one laptop's login and without its keys: any cells, any seal, the right version."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self.laptop = practice.enrol(Role.THERAPIST, name="Stolen tablet")
        self.op_no = 0

    def writes(self, table: str, row_id: uuid.UUID, deleted: bool | None = None, **values: Any) -> None:
        columns, key = BY_NAME[table].by_name, (BY_NAME[table].no, row_id)
        self.op_no += 1
        op = Op(
            op_no=self.op_no,
            op_id=uuid.uuid4(),
            group=self.op_no,
            table_no=key[0],
            row_id=row_id,
            base_version=self.practice.head().rows[key].version,
            deleted=deleted,
            plain={columns[name].no: value for name, value in values.items() if not columns[name].enc},
            cells={columns[name].no: value for name, value in values.items() if columns[name].enc},
            mac=os.urandom(32),
            seal=b"\x01" + os.urandom(66),
        )
        (result,) = self.laptop.remote.push(
            self.practice.workspace_id, self.practice.head().epoch, [op]
        ).results
        assert result.status == "ok"


@pytest.fixture
def thief(practice: Practice, laptops: tuple[Laptop, Laptop]) -> Thief:
    return Thief(practice)


Attack = Callable[[Thief, uuid.UUID], None]
ATTACKS: dict[str, Attack] = {
    "another text": lambda thief, row: thief.writes("clients", row, notes=JUNK),
    "every text": lambda thief, row: thief.writes("clients", row, **EVERY_TEXT),
    "a text taken away": lambda thief, row: thief.writes("clients", row, notes=None),
    "a text where there was none": lambda thief, row: thief.writes("clients", row, phone=JUNK),
    "a plain column": lambda thief, row: thief.writes("clients", row, consent_status=True, is_active=False),
    "deleted": lambda thief, row: thief.writes("clients", row, deleted=True),
    "nothing but the seal": lambda thief, row: thief.writes("clients", row),
}


def told(laptop: Laptop) -> list[str]:
    return [each["kind"] for each in laptop.told("notices")]


@pytest.mark.parametrize("name", ATTACKS)
def test_given_rubbish_over_a_record_when_a_laptop_that_holds_it_syncs_then_the_record_is_back_everywhere(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief, name: str
) -> None:
    one, two = laptops
    client = one.add_client("Dana", notes="Slept badly.", tags=["vip"], date_of_birth=START.date())
    meet(one, two)
    right = one.row("clients", client)
    ATTACKS[name](thief, client)

    outcome = one.sync()

    assert (outcome.waiting, outcome.refused, outcome.conflicts) == (0, 0, 0)
    assert told(one) == ["superseded"]
    fresh = practice.enrol()
    fresh.sync()
    two.sync()
    for laptop in (one, two, fresh):
        row = laptop.row("clients", client)
        assert (row.fields, row.deleted_at, row.version) == (right.fields, None, 3)
    assert told(fresh) == []
    one.edit("clients", client, notes="Slept well.")
    meet(one, two, fresh)


def test_given_rubbish_over_a_record_with_words_that_wait_when_synced_then_they_arrive_and_nobody_is_asked(
    laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, two = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    meet(one, two)
    one.edit("clients", client, alerts="Penicillin.")
    two.edit("clients", client, address="Our street.")
    ATTACKS["every text"](thief, client)
    thief.writes("clients", client, notes=b"v1:" + bytes(50))

    meet(one, two)

    for laptop in (one, two):
        said = {name: laptop.value("clients", client, name) for name in ("notes", "alerts", "address")}
        assert said == {"notes": "Slept badly.", "alerts": "Penicillin.", "address": "Our street."}
        assert laptop.open_conflicts() == []


def test_given_rubbish_again_and_again_when_synced_then_the_record_is_back_each_time(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, two = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    meet(one, two)
    for _ in range(3):
        for attack in ATTACKS.values():
            attack(thief, client)
        one.sync()
    meet(one, two)
    assert two.value("clients", client, "notes") == "Slept badly."
    assert practice.head().rows[CLIENTS.no, client].sealed_by in {one.me.device_id, two.me.device_id}


def test_given_rubbish_that_comes_while_ours_is_on_its_way_when_synced_then_the_record_is_back_all_the_same(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    meet(one, two)
    ATTACKS["every text"](thief, client)
    late, push = [ATTACKS["deleted"]], one.remote.push

    def overtaken(*call: Any) -> Any:
        while late:
            late.pop()(thief, client)
        return push(*call)

    monkeypatch.setattr(one.remote, "push", overtaken)
    assert one.sync().waiting == 0
    meet(one, two)
    assert practice.head().rows[CLIENTS.no, client].version == 4
    assert two.value("clients", client, "notes") == "Slept badly."


def test_given_a_draft_that_rubbish_finalized_when_synced_then_only_an_owner_lifts_it_and_words_arrive(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    owner, _ = laptops
    therapist = practice.enrol(Role.THERAPIST)
    client = owner.add_client("Dana")
    note = owner.add_note(client, plan="Walks daily.")
    meet(owner, therapist)
    therapist.edit("sessions", note, objective="Gait normal.")
    thief.writes("sessions", note, plan=JUNK, is_draft=False, finalized_at=1, signature="00ff")

    outcome = therapist.sync()
    assert (outcome.refused, told(therapist), therapist.dirty()) == (0, ["tampered"], 1)
    owner.sync()
    meet(owner, therapist)

    for laptop in (owner, therapist):
        assert laptop.value("sessions", note, "plan") == "Walks daily."
        assert laptop.value("sessions", note, "objective") == "Gait normal."
        assert laptop.value("sessions", note, "finalized_at") is None
    assert told(owner) == ["superseded"]


def test_given_a_laptop_that_may_only_read_when_rubbish_comes_then_it_keeps_its_own_and_sends_nothing(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, _ = laptops
    reader = practice.enrol(Role.READONLY)
    client = one.add_client("Dana", notes="Slept badly.")
    one.sync()
    reader.sync()
    ATTACKS["every text"](thief, client)

    outcome = reader.sync()

    assert (outcome.waiting, outcome.refused) == (0, 0)
    assert told(reader) == ["tampered"]
    assert reader.value("clients", client, "notes") == "Slept badly."


def test_given_rubbish_in_an_owners_table_when_a_therapist_syncs_then_it_is_left_to_an_owner(
    practice: Practice, laptops: tuple[Laptop, Laptop]
) -> None:
    owner, _ = laptops
    therapist = practice.enrol(Role.THERAPIST)
    person_row = owner.add("users", owner.me.user_id, full_name="Dana Demo", role="OWNER")
    meet(owner, therapist)
    stolen = Thief(practice)
    entry = practice.head().devices[-1]
    practice.head().devices[-1] = replace(entry, role=Role.OWNER.value)
    stolen.writes("users", person_row, full_name=JUNK)

    assert therapist.sync().waiting == 0
    assert told(therapist) == ["tampered"]
    meet(owner, therapist)
    assert therapist.value("users", person_row, "full_name") == "Dana Demo"
    assert practice.head().rows[BY_NAME["users"].no, person_row].sealed_by == owner.me.device_id


def test_given_a_row_that_cannot_even_be_read_when_it_stands_in_the_place_of_ours_then_ours_goes_whole(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, _ = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    one.sync()
    thief.writes("clients", client, phone=JUNK, consent_status=True)
    blind = lying_page(lambda rows: [_unread(row) if row.row_id == client else row for row in rows])

    over(one, one.remote, pull=blind)
    one.sync()

    fresh = practice.enrol()
    fresh.sync()
    assert fresh.row("clients", client).fields == one.row("clients", client).fields
    assert fresh.value("clients", client, "phone") is None


def _unread(row: RemoteRow) -> RemoteRow:
    unread: dict[str, Any] = {"plain": {}, "cells": {}, "mac": None, "seal": None, "sealed_by": None}
    return replace(row, **unread, readable=False)


def test_given_a_server_that_only_shows_rubbish_when_the_true_row_comes_then_it_is_taken_and_nothing_waits(
    laptops: tuple[Laptop, Laptop],
) -> None:
    one, two = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    meet(one, two)
    one.add_client("News")
    one.sync()
    lie = lying_page(lambda rows: [replace(row, row_id=client, version=2) for row in rows])
    over(two, two.remote, pull=lie)
    assert two.dirty() == 0
    one.edit("clients", client, notes="Slept well.")
    one.sync()
    two.sync()

    assert two.value("clients", client, "notes") == "Slept well."
    assert told(two) == ["superseded"]


def test_given_rubbish_that_an_earlier_program_passed_over_when_compared_then_it_is_put_right(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    meet(one, two)
    ATTACKS["every text"](thief, client)
    with monkeypatch.context() as earlier:
        earlier.setattr(Superseding, "bases", lambda *_: {})
        one.sync()
        two.sync()
    assert told(one) == ["tampered"]
    two.add_client("News")
    two.sync()
    one.sync()
    one.sync()

    fresh = practice.enrol()
    fresh.sync()
    assert fresh.value("clients", client, "notes") == "Slept badly."


def test_given_rubbish_when_it_is_told_then_the_laptop_whose_login_wrote_it_is_named(
    laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, _ = laptops
    client = one.add_client("Dana")
    one.sync()
    ATTACKS["deleted"](thief, client)
    one.sync()

    books = person(one)
    (notice,) = books.inbox.notices()
    assert isinstance(notice, NoticeRow)
    assert notice.their_device == thief.laptop.me.device_id
    assert books.team.device_names()[notice.their_device] == "Stolen tablet"
