"""Oracles are content with what is right for a person, though it looks like a broken promise."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.domain.enums import AppointmentStatus, Role
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.new_rows import AppointmentDraft
from core.domain.series import Repeat, Scope
from core.store.practice.series_changes import Change
from tests.sync.laptops import Laptop, Practice, meet, person
from tests.sync.oracles import questions, refusals, words
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import Eye
from tests.sync.oracles.finding import Finding, Oracle
from tests.sync.test_series import FIRST, HOUR, RULE, WEEK

Two = tuple[Laptop, Laptop]
DOSE = "Whatwasthere 400 mg."


class Watched:
    """Two laptops, and a diary of what their people did."""

    def __init__(self, laptops: Two) -> None:
        self.laptops, self.diary = laptops, Diary()
        self.eyes = [Eye(each.store) for each in laptops]

    def does(self, number: int, act: Callable[[], Any]) -> Any:
        with self.diary.watching(self.laptops[number].me.device_id.bytes, self.eyes[number]):
            return act()

    def books_eight(self) -> None:
        """A series that both laptops know."""
        one, _ = self.laptops
        client = ClientId(self.does(0, one.add_client))
        draft = AppointmentDraft(
            client_id=client, scheduled_start=FIRST, scheduled_end=FIRST + HOUR, timezone="UTC"
        )
        self.does(0, lambda: person(one).series.book(draft, Repeat(rule=RULE, times=8)))
        meet(*self.laptops)

    def parts(self, number: int, remark: str) -> None:
        """From the third day on the series has another remark."""
        books, change = person(self.laptops[number]).series, Change({"notes": remark})
        third = self.nth(2, of=number)
        self.does(number, lambda: books.change(third, Scope.FOLLOWING, change))

    def nth(self, number: int, of: int) -> AppointmentId:
        shown = person(self.laptops[of]).appointments.between(FIRST, FIRST + 9 * WEEK)
        return shown[number].appointment.id

    def inventions(self) -> list[Finding]:
        seen = self.eyes[0].everything()
        return list(words.nothing_invented(self.diary, seen, self.eyes))

    def losers_not_kept(self) -> list[Finding]:
        seen = refusals.without_refused(self.eyes[0], self.eyes[0].everything())
        devices = [each.me.device_id.bytes for each in self.laptops]
        return list(questions.losers_are_kept(self.diary, seen, list(zip(devices, self.eyes, strict=True))))

    def false_alarms(self) -> list[Finding]:
        return list(questions.only_real_questions(self.diary, self.eyes[0].everything()))


@pytest.fixture
def watched(laptops: Two, someone_works_here: None) -> Iterator[Watched]:
    made = Watched(laptops)
    yield made
    for eye in made.eyes:
        eye.close()


def sign(laptop: Laptop, note: Any) -> None:
    person(laptop).notes.finalize(NoteId(note))


def test_given_a_dose_changed_here_when_its_amended_note_gives_way_then_proposing_it_is_no_false_alarm(
    watched: Watched,
) -> None:
    """A dose has no word of its own: whoever changed it wrote a sentence all the same."""
    one, two = watched.laptops
    note = watched.does(0, lambda: one.add_note(one.add_client(), objective=DOSE))
    meet(one, two)
    watched.does(1, lambda: two.edit("sessions", note, objective=DOSE.replace("400", "600")))
    watched.does(0, lambda: sign(one, note))
    watched.does(1, lambda: sign(two, note))
    watched.does(1, lambda: person(two).notes.amend(NoteId(note), "Because.", assessment="Amendedthis."))
    meet(one, two)

    assert len(one.open_conflicts()) == 2
    assert watched.false_alarms() == []

    for each in watched.laptops:
        with each.store.write() as db:
            db.exec_driver_sql("UPDATE conflicts SET our_device_id = ?", (one.me.device_id.bytes,))
    alarms = watched.false_alarms()
    assert {each.oracle for each in alarms} == {Oracle.NO_FALSE_CONFLICT}


def test_given_a_rest_begun_with_two_remarks_when_both_touch_a_day_of_it_then_the_question_is_no_false_alarm(
    watched: Watched, someone_works_here: None
) -> None:
    """Who parts a series with a remark of theirs says it of every day that is drawn from the rest."""
    one, two = watched.laptops
    watched.books_eight()
    watched.parts(0, "Onesaid.")
    one.sync()
    watched.parts(1, "Twosaid.")
    day = watched.nth(3, of=1)
    watched.does(1, lambda: person(two).appointments.set_status(day, AppointmentStatus.CANCELLED))
    watched.does(0, lambda: person(one).appointments.edit(day, notes="Onesaid.\nOnewrote."))
    two.sync()
    meet(one, two)

    assert len(one.open_conflicts()) == 2
    assert watched.false_alarms() == []


def may_only_read(laptop: Laptop) -> None:
    laptop.practice.head().give_role(laptop.me.user_id, Role.READONLY)


@pytest.fixture
def reader(watched: Watched, practice: Practice) -> Watched:
    """A client and a note, and the second laptop may not write any more without knowing of it."""
    watched.does(0, lambda: watched.laptops[0].add_client(tags=["Firsttagged", "Secondtagged"]))
    (client,) = watched.laptops[0].rows("clients")
    meet(*watched.laptops)
    watched.does(1, lambda: watched.laptops[1].add_note(client))
    meet(*watched.laptops)
    may_only_read(watched.laptops[1])
    return watched


def test_given_a_deletion_that_was_refused_when_the_record_is_back_then_that_is_not_invented(
    reader: Watched,
) -> None:
    two = reader.laptops[1]
    (note,) = two.rows("sessions")
    reader.does(1, lambda: two.delete("sessions", note))
    two.sync()

    assert two.row("sessions", note).deleted_at is None
    assert reader.inventions() == []

    person(two).inbox.dismiss(person(two).inbox.refused()[0].id)
    assert [each.oracle for each in reader.inventions()] == [Oracle.NOTHING_INVENTED]


def test_given_a_tag_whose_removal_was_refused_when_it_is_back_then_that_is_not_invented(
    reader: Watched,
) -> None:
    two = reader.laptops[1]
    (client,) = two.rows("clients")
    reader.does(1, lambda: two.edit("clients", client, tags=["Secondtagged"]))
    two.sync()

    assert reader.inventions() == []

    person(two).inbox.dismiss(person(two).inbox.refused()[0].id)
    assert [each.oracle for each in reader.inventions()] == [Oracle.NOTHING_INVENTED]


def test_given_a_tag_that_was_put_in_once_more_when_it_is_there_then_it_did_not_come_back(
    watched: Watched,
) -> None:
    one, two = watched.laptops
    client = watched.does(0, lambda: one.add_client(tags=["Firsttagged"]))
    meet(one, two)
    watched.does(0, lambda: one.edit("clients", client, tags=[]))
    meet(one, two)
    watched.does(1, lambda: two.edit("clients", client, tags=["Firsttagged"]))
    meet(one, two)

    assert watched.inventions() == []


def test_given_a_lost_question_that_two_laptops_could_not_send_when_counted_then_it_was_asked_once(
    watched: Watched, practice: Practice
) -> None:
    one, two = watched.laptops
    client = watched.does(0, one.add_client)
    meet(one, two)
    backup = practice.server.snapshot()
    watched.does(0, lambda: one.edit("clients", client, phone="Onephoned"))
    watched.does(1, lambda: two.edit("clients", client, phone="Twophoned"))
    meet(one, two)
    practice.server.restore(backup, practice.ids.new())
    may_only_read(one)
    one.sync()
    two.sync()
    watched.diary.restored = True

    assert [len(each.open_conflicts()) for each in watched.laptops] == [1, 1]
    assert watched.losers_not_kept() == []

    with two.store.write() as db:
        db.exec_driver_sql("DELETE FROM history WHERE kind = 'conflict'")
    assert {each.oracle for each in watched.losers_not_kept()} == {Oracle.AUDIT}
