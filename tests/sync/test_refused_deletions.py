"""A deletion that the clinic's server refuses: the record is back, and its person can send it again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.ids import NoteId
from migrations.operate.embedded import EmbeddedServer
from tests.sync.laptops import Laptop, meet, person
from tests.sync.server_sql import operate
from tests.sync.test_two_devices_pg import Clinic

SHUT = "ALTER TABLE pz.sessions ADD CONSTRAINT shut CHECK ((deleted_at IS NULL) = {living}) NOT VALID"
OPEN = "ALTER TABLE pz.sessions DROP CONSTRAINT shut"


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


def staffed(clinic: Clinic) -> tuple[Laptop, Laptop]:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    one.add("users", one.me.user_id, full_name="Ruth Amsel", role="OWNER")
    return one, two


def is_deleted(laptop: Laptop, note: NoteId) -> bool:
    return laptop.row("sessions", note).deleted_at is not None


def test_given_a_deletion_that_the_server_refused_when_sent_again_then_the_record_is_deleted_everywhere(
    clinic: Clinic,
) -> None:
    one, two = staffed(clinic)
    note = NoteId(one.add_note(one.add_client(), plan="Base."))
    meet(one, two)
    operate(clinic, SHUT.format(living=True))
    person(one).notes.delete(note, reason="Wrong client.")
    assert one.sync().refused == 1

    (item,) = person(one).inbox.refused()
    assert (item.code, item.deleted, item.fields["deleted_reason"]) == ("check", True, "Wrong client.")
    assert not is_deleted(one, note)

    operate(clinic, OPEN)
    person(one).inbox.retry(item.id)
    meet(one, two)
    assert (is_deleted(one, note), is_deleted(two, note)) == (True, True)
    assert two.value("sessions", note, "deleted_reason") == "Wrong client."


def test_given_a_record_brought_back_that_the_server_refused_when_sent_again_then_it_lives_everywhere(
    clinic: Clinic,
) -> None:
    one, two = staffed(clinic)
    note = NoteId(one.add_note(one.add_client(), plan="Base."))
    person(one).notes.delete(note, reason="Wrong client.")
    meet(one, two)
    operate(clinic, SHUT.format(living=False))
    person(one).notes.restore(note)
    assert one.sync().refused == 1

    (item,) = person(one).inbox.refused()
    assert item.deleted is False
    assert is_deleted(one, note)

    operate(clinic, OPEN)
    person(one).inbox.retry(item.id)
    meet(one, two)
    assert (is_deleted(one, note), is_deleted(two, note)) == (False, False)
    assert two.value("sessions", note, "deleted_reason") is None


def test_given_a_refusal_that_an_older_program_kept_when_sent_again_then_its_values_go_as_before(
    clinic: Clinic,
) -> None:
    one = clinic.enrol().laptop
    note = one.add_note(one.add_client(), plan="Base.")
    one.sync()
    operate(clinic, "ALTER TABLE pz.sessions ADD CONSTRAINT shut CHECK (duration_minutes IS NULL)")
    one.edit("sessions", note, plan="Refused words.", duration_minutes=50)
    assert one.sync().refused == 1
    with one.store.write() as db:
        db.exec_driver_sql("UPDATE refused SET payload = json_remove(payload, '$.deleted')")

    (item,) = person(one).inbox.refused()
    operate(clinic, OPEN)
    person(one).inbox.retry(item.id)
    assert (item.deleted, one.value("sessions", note, "plan")) == (None, "Refused words.")


def test_given_a_refused_text_that_others_wrote_on_since_when_sent_again_then_it_stands_beside_theirs(
    clinic: Clinic,
) -> None:
    one, two = staffed(clinic)
    note = NoteId(one.add_note(one.add_client(), plan="Heat daily.\nRest.", objective="Base."))
    meet(one, two)
    operate(clinic, "ALTER TABLE pz.sessions ADD CONSTRAINT shut CHECK (duration_minutes IS NULL)")
    one.edit("sessions", note, plan="Heat twice a day.\nRest.", objective="Stiff.", duration_minutes=50)
    assert one.sync().refused == 1
    operate(clinic, OPEN)
    two.edit("sessions", note, plan="Heat daily.\nRest until Monday.", objective="Swollen.")
    meet(one, two)

    (item,) = person(one).inbox.refused()
    person(one).inbox.retry(item.id)
    meet(one, two)

    assert two.value("sessions", note, "plan") == "Heat twice a day.\nRest until Monday."
    assert two.value("sessions", note, "objective") == "Swollen.\n\nStiff."
    assert one.content() == two.content()
