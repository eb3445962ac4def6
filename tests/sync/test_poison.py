"""Rows that cannot be stored or will never be accepted: the others go on, and nothing typed is lost."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.crypto.cells import KeyRing
from core.domain.enums import Resolution
from core.domain.errors import RuleBroken
from core.domain.ids import ConflictId
from core.domain.registry import BY_NAME
from core.store.practice.inbox import InboxKind
from migrations.operate.embedded import EmbeddedServer
from tests.sync.laptops import CELL_KEY, INDEX_KEY, START, Laptop, Practice, person
from tests.sync.sealed import rewrite
from tests.sync.server_sql import operate
from tests.sync.test_two_devices_pg import Clinic

Two = tuple[Laptop, Laptop]
BAD = {"tampered", "unreadable", "superseded"}
UNSEALED = {"secret_that_is_no_text", "half_a_surrogate"}
"""No program can seal these, so whoever holds the row puts it back before anybody else sees them."""


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


def poison(practice: Practice, table: str, row_id: uuid.UUID, **values: Any) -> None:
    """The row as a member's rogue program may write it past all checks; secrets are given as bytes."""
    columns, number = BY_NAME[table].by_name, BY_NAME[table].no
    ring = KeyRing(practice.workspace_id, {0: INDEX_KEY, 1: CELL_KEY})
    row = practice.head().rows[number, row_id]
    plain = {columns[name].no: value for name, value in values.items() if not columns[name].enc}
    cells = {
        columns[name].no: ring.seal(value, number, row_id, columns[name].no)
        for name, value in values.items()
        if columns[name].enc
    }
    whose = practice.laptops[0]
    rewrite(practice, whose, table, row_id, plain={**row.plain, **plain}, cells={**row.cells, **cells})


POISON: dict[str, tuple[str, dict[str, Any]]] = {
    "number_beyond_64_bits": ("sessions", {"duration_minutes": 10**30}),
    "number_that_is_a_text": ("sessions", {"duration_minutes": "long"}),
    "check_of_the_table": ("sessions", {"duration_minutes": -1}),
    "time_beyond_all_calendars": ("sessions", {"session_date": 2**62}),
    "time_that_is_a_text": ("sessions", {"session_date": "yesterday"}),
    "truth_that_is_a_number": ("sessions", {"is_draft": 7}),
    "id_that_is_none": ("sessions", {"appointment_id": "nothing"}),
    "bytes_that_are_none": ("sessions", {"signature": "xyz"}),
    "required_that_is_missing": ("sessions", {"client_id": None}),
    "birthday_that_is_no_date": ("clients", {"date_of_birth": b"31/12/1980"}),
    "tags_that_are_no_list": ("clients", {"tags": b"5"}),
    "tags_that_are_no_json": ("clients", {"tags": b"{"}),
    "secret_that_is_no_text": ("clients", {"notes": b"\xff\xfe"}),
    "version_that_is_a_list": ("clients", {"consent_version": ["a"]}),
    "half_a_surrogate": ("clients", {"consent_version": "\ud800"}),
    "year_beyond_the_last": ("appointments", {"scheduled_end": 10**18}),
    "status_that_nobody_knows": ("appointments", {"status": "PERHAPS"}),
    "role_that_nobody_knows": ("users", {"role": "WIZARD"}),
    "reason_that_nobody_knows": ("conflicts", {"reason": "PERHAPS"}),
}


def ask(laptop: Laptop, table_no: int, row_id: uuid.UUID, field: str) -> uuid.UUID:
    """An open question about one field."""
    values = {"table_no": table_no, "row_id": row_id, "field": field, "noticed_at": START}
    with laptop.store.write() as db:
        return laptop._writer(db).insert(
            "conflicts", {**values, "reason": "TEXT", "ours": "1", "theirs": "2"}
        )


def full_practice(laptop: Laptop) -> dict[str, uuid.UUID]:
    """One row of each table that can be poisoned."""
    client = laptop.add_client("Dana")
    note = laptop.add_note(client, plan="Walks daily.")
    return {
        "clients": client,
        "sessions": note,
        "appointments": laptop.add(
            "appointments",
            client_id=client,
            scheduled_start=START,
            scheduled_end=START.replace(hour=10),
            timezone="UTC",
        ),
        "users": laptop.add("users", laptop.me.user_id, full_name="Dana Demo", role="OWNER"),
        "conflicts": ask(laptop, BY_NAME["sessions"].no, note, "plan"),
    }


def read_every_screen(laptop: Laptop) -> None:
    practice = person(laptop)
    practice.clients.list()
    practice.inbox.items()
    practice.notes.recent()
    practice.appointments.between(START.replace(year=1990), START.replace(year=2090))
    practice.team.list()


@pytest.mark.parametrize("name", POISON)
@pytest.mark.parametrize("is_known", [True, False], ids=["row_known_here", "row_new_here"])
def test_given_a_poison_row_in_the_feed_when_pulled_then_the_others_come_and_every_screen_reads(
    practice: Practice, laptops: Two, name: str, is_known: bool
) -> None:
    one, two = laptops
    rows = full_practice(one)
    one.sync()
    if is_known:
        two.sync()
    table, values = POISON[name]
    poison(practice, table, rows[table], **values)
    good = one.add_client("Good")
    one.sync()
    two.sync()
    assert good in two.rows("clients")
    assert {notice["kind"] for notice in two.told("notices")} <= BAD
    assert one.told("notices") + two.told("notices") != []
    assert (rows[table] in two.rows(table)) == (is_known or name in UNSEALED)
    read_every_screen(two)
    assert two.sync().waiting == 0


@pytest.mark.parametrize("name", POISON)
def test_given_a_poison_row_that_was_edited_here_when_pulled_then_our_words_stay_and_others_go_out(
    practice: Practice, laptops: Two, name: str
) -> None:
    one, two = laptops
    rows = full_practice(one)
    one.sync()
    two.sync()
    two.edit("sessions", rows["sessions"], plan="Our words.")
    two.edit("clients", rows["clients"], address="Our street.")
    table, values = POISON[name]
    poison(practice, table, rows[table], **values)
    mine = two.add_client("Made here")
    two.sync()
    one.sync()
    assert mine in one.rows("clients")
    assert two.value("sessions", rows["sessions"], "plan") == "Our words."
    assert two.value("clients", rows["clients"], "address") == "Our street."
    read_every_screen(two)


def test_given_a_poison_row_when_somebody_mends_it_then_what_waited_here_is_merged_and_sent(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    rows = full_practice(one)
    one.sync()
    two.sync()
    two.edit("sessions", rows["sessions"], plan="Our words.")
    poison(practice, "sessions", rows["sessions"], session_date=2**62)
    assert two.sync().waiting == 1
    poison(practice, "sessions", rows["sessions"], session_date=1_700_000_000_000_000)
    assert two.sync().waiting == 0
    head = practice.head().rows[BY_NAME["sessions"].no, rows["sessions"]]
    assert head.plain[17] == 1_700_000_000_000_000
    assert two.value("sessions", rows["sessions"], "plan") == "Our words."


def test_given_questions_of_a_newer_program_when_listed_then_others_show_and_answering_is_refused_in_words(
    practice: Practice, laptops: Two
) -> None:
    one, _ = laptops
    rows = full_practice(one)
    ask(one, 99, rows["clients"], "x")
    later = ask(one, BY_NAME["clients"].no, rows["clients"], "shoe_size")
    shown = person(one).inbox
    assert {each.id for each in shown.conflicts()} == {rows["conflicts"], later}
    assert shown.count() == 2
    assert len([each for each in shown.items() if each.kind is InboxKind.CONFLICT]) == 2
    with pytest.raises(RuleBroken, match=r"newer PazPaz added; nothing was changed"):
        shown.resolve(ConflictId(later), Resolution.MINE)


def test_given_a_row_that_the_server_never_takes_when_the_person_mends_it_then_it_arrives(
    clinic: Clinic,
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    client = one.add_client("Good")
    one.sync()
    # Past our own rules, as a fault in the program would write it.
    with one.store.write() as db:
        db.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        bad = one._writer(db).insert(
            "sessions",
            {"client_id": client, "session_date": START, "duration_minutes": 999, "plan": "Her words."},
        )
        db.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")
    good = one.add_note(client, plan="Good words.")
    outcome = one.sync()
    assert (outcome.refused, outcome.waiting) == (1, 0)
    two.sync()
    assert good in two.rows("sessions")
    assert bad not in two.rows("sessions")
    (item,) = person(one).inbox.refused()
    assert (item.code, item.fields["plan"]) == ("check", "Her words.")
    one.edit("sessions", bad, duration_minutes=50)
    assert one.sync().waiting == 0
    two.sync()
    assert two.value("sessions", bad, "plan") == "Her words."
    assert person(one).inbox.refused() == []
    assert one.content() == two.content()


def test_given_an_edit_that_the_server_never_takes_when_typed_again_then_its_text_stays_until_dismissed(
    clinic: Clinic,
) -> None:
    """A refused edit of a known row goes back to its base; its words are only in the inbox."""
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    note = one.add_note(one.add_client(), plan="Base.")
    one.sync()
    operate(clinic, "ALTER TABLE pz.sessions ADD CONSTRAINT shut CHECK (duration_minutes IS NULL)")
    one.edit("sessions", note, plan="Refused words.", duration_minutes=50)
    assert one.sync().refused == 1
    assert one.value("sessions", note, "plan") == "Base."
    one.edit("sessions", note, plan="Other words.")
    assert one.sync().waiting == 0
    (item,) = person(one).inbox.refused()
    assert item.fields["plan"] == "Refused words."
    operate(clinic, "ALTER TABLE pz.sessions DROP CONSTRAINT shut")
    person(one).inbox.retry(item.id)
    assert one.sync().waiting == 0
    two.sync()
    assert two.value("sessions", note, "plan") == "Other words.\n\nRefused words."
    assert person(one).inbox.refused() == []


def test_given_a_poison_row_then_its_notice_says_no_word_of_its_content(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    rows = full_practice(one)
    one.sync()
    poison(practice, "clients", rows["clients"], date_of_birth=b"secret day")
    two.sync()
    assert "secret day" not in json.dumps([dict(each) for each in two.told("notices")], default=str)
