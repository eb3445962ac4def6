"""Each oracle is content with a good clinic, and speaks up once its promise is broken in a store's file."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from core.domain.clock import to_micros
from core.domain.registry import BY_NAME
from tests.sync.laptops import START, Laptop, Practice
from tests.sync.oracles import agreement, course, questions, words
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import Eye, Seen
from tests.sync.oracles.finding import Finding, Oracle

BASE = "Whatwasthere.\nGait normal.\nWalksdaily."


class Clinic:
    """Two laptops that disagreed once, and what their people did."""

    def __init__(self, practice: Practice) -> None:
        self.practice, self.diary = practice, Diary()
        self.one, self.two = practice.enrol(), practice.enrol()
        self.eyes = [Eye(each.store) for each in (self.one, self.two)]
        with self.typing(0):
            self.client = self.one.add_client("Clientname", notes=BASE, tags=["knee"])
            self.note = self.one.add_note(self.client, plan=BASE)
        self.settle()
        with self.typing(0):
            self.one.edit("sessions", self.note, plan=BASE.replace("Walksdaily", "Walksfaster"))
            self.one.edit("clients", self.client, tags=["knee", "back"], phone="Phonenumber")
        with self.typing(1):
            self.two.edit("sessions", self.note, plan=BASE.replace("Walksdaily", "Walksslower"))
            self.two.edit("clients", self.client, tags=["knee", "child"])
        self.settle()

    def typing(self, number: int) -> Any:
        laptop = (self.one, self.two)[number]
        return self.diary.watching(laptop.me.device_id.bytes, self.eyes[number])

    def settle(self) -> list[Finding]:
        return list(course.quiet_soon([self.one, self.two]))

    def look(self) -> Seen:
        return self.eyes[0].everything()

    def sql(self, laptop: Laptop, text: str) -> None:
        with laptop.store.write() as db:
            db.exec_driver_sql(text)

    def findings(self) -> list[Finding]:
        """Everything that can be said about a clinic at rest."""
        looks = [eye.everything() for eye in self.eyes]
        seen, head = looks[0], self.practice.head()
        devices = [
            (each.me.device_id.bytes, eye) for each, eye in zip((self.one, self.two), self.eyes, strict=True)
        ]
        log = [(number, (no, row_id.bytes)) for number, (no, row_id) in head.log]
        rows = {(no, row_id.bytes): row.seq for (no, row_id), row in head.rows.items()}
        codec = self.one.session()._codec
        return [
            *agreement.converged(looks),
            *agreement.is_what_the_server_has(seen, list(head.rows.values()), agreement.mac_of(codec)),
            *agreement.isolated(seen, self.eyes[0].kept_aside(), self.practice.workspace_id, [Diary()]),
            *words.nothing_lost(self.diary, seen, self.eyes),
            *words.nothing_invented(self.diary, seen),
            *words.names_in_use(seen),
            *questions.only_real_questions(self.diary, seen),
            *questions.asked_once(self.diary, seen),
            *questions.losers_are_kept(self.diary, seen, devices),
            *course.feed_is_dense(log, head.seq, rows),
        ]


@pytest.fixture
def clinic(practice: Practice) -> Iterator[Clinic]:
    made = Clinic(practice)
    yield made
    for eye in made.eyes:
        eye.close()


def test_given_a_good_clinic_when_every_oracle_looks_then_none_speaks(clinic: Clinic) -> None:
    assert clinic.settle() == []
    assert clinic.findings() == []
    assert len(clinic.one.open_conflicts()) == 1


def _both(clinic: Clinic, text: str) -> None:
    for laptop in (clinic.one, clinic.two):
        clinic.sql(laptop, text)


def _rename_log(clinic: Clinic) -> None:
    clinic.practice.head().log.pop(2)


def _other_practice(clinic: Clinic) -> None:
    _both(clinic, "UPDATE clients SET workspace_id = x'00'")


def _delete_unseen(clinic: Clinic) -> None:
    _both(clinic, f"UPDATE sessions SET deleted_at = {to_micros(START)}")


def _same_sides(clinic: Clinic) -> None:
    _both(clinic, "UPDATE conflicts SET ours = theirs")


def _strip(clinic: Clinic) -> None:
    rows = clinic.practice.head().rows
    rows.update({key: replace(row, seal=None, sealed_by=None) for key, row in rows.items()})


BREAK: dict[str, tuple[Callable[[Clinic], None], Oracle]] = {
    "one_device_differs": (
        lambda clinic: clinic.sql(clinic.two, "UPDATE clients SET origin_device = NULL"),
        Oracle.CONVERGENCE,
    ),
    "content_is_not_what_was_sealed": (
        lambda clinic: _both(clinic, "UPDATE clients SET phone = 'Clientname'"),
        Oracle.CONVERGENCE,
    ),
    "a_row_that_nobody_sealed": (_strip, Oracle.CONVERGENCE),
    "a_word_is_gone": (
        lambda clinic: _both(clinic, "UPDATE clients SET phone = NULL"),
        Oracle.NO_LOSS,
    ),
    "deleted_by_nobody": (_delete_unseen, Oracle.NO_LOSS),
    "a_word_from_nowhere": (
        lambda clinic: _both(clinic, "UPDATE clients SET notes = 'Neverwritten.'"),
        Oracle.NOTHING_INVENTED,
    ),
    "a_sentence_of_two_halves": (
        lambda clinic: _both(clinic, "UPDATE clients SET notes = 'Whatwasthere Gait.'"),
        Oracle.NOTHING_INVENTED,
    ),
    "a_tag_from_nowhere": (
        lambda clinic: _both(clinic, """UPDATE clients SET tags = '["elbow"]'"""),
        Oracle.NOTHING_INVENTED,
    ),
    "sides_that_say_the_same": (_same_sides, Oracle.NO_FALSE_CONFLICT),
    "a_question_about_bookkeeping": (
        lambda clinic: _both(clinic, "UPDATE conflicts SET field = 'finalized_by'"),
        Oracle.NO_FALSE_CONFLICT,
    ),
    "a_question_that_one_device_made": (
        lambda clinic: _both(clinic, "UPDATE conflicts SET field = 'duration_minutes'"),
        Oracle.NO_FALSE_CONFLICT,
    ),
    "a_false_alarm": (
        lambda clinic: clinic.sql(clinic.two, "UPDATE notices SET kind = 'tampered'"),
        Oracle.NO_FALSE_CONFLICT,
    ),
    "a_text_twice": (
        lambda clinic: _both(clinic, "UPDATE sessions SET plan = plan || plan"),
        Oracle.EXACTLY_ONCE,
    ),
    "a_tag_twice": (
        lambda clinic: _both(clinic, """UPDATE clients SET tags = '["knee","knee"]'"""),
        Oracle.EXACTLY_ONCE,
    ),
    "a_number_of_the_feed_is_missing": (_rename_log, Oracle.FEED_DENSITY),
    "a_row_of_another_practice": (_other_practice, Oracle.ISOLATION),
    "a_loser_without_history": (
        lambda clinic: clinic.sql(clinic.two, "DELETE FROM history WHERE kind = 'conflict'"),
        Oracle.AUDIT,
    ),
    "a_merge_that_nobody_was_told_of": (
        lambda clinic: clinic.sql(clinic.two, "DELETE FROM notices"),
        Oracle.AUDIT,
    ),
}


@pytest.mark.parametrize("name", BREAK)
def test_given_a_broken_promise_when_its_oracle_looks_then_it_speaks(name: str, clinic: Clinic) -> None:
    break_it, oracle = BREAK[name]
    break_it(clinic)

    assert oracle in {finding.oracle for finding in clinic.findings()}


def test_given_rows_that_never_go_out_when_asked_then_that_is_no_liveness(clinic: Clinic) -> None:
    clinic.one.add_client()

    assert [each.oracle for each in course.quiet_soon([Sleeper(clinic.one)])] == [Oracle.LIVENESS]


class Sleeper:
    """A laptop whose passes do nothing."""

    def __init__(self, laptop: Laptop) -> None:
        self.dirty = laptop.dirty

    def sync(self) -> None:
        """Does nothing."""


def test_given_a_store_that_goes_back_when_watched_then_that_is_not_steady(clinic: Clinic) -> None:
    watch = course.Steady(clinic.eyes[0], clinic.diary, list)

    watch.around(
        lambda: clinic.sql(clinic.one, "UPDATE clients SET version = version - 1, phone = NULL"),
        may_go_back=lambda: False,
    )

    assert {each.oracle for each in watch.findings} == {Oracle.READ_YOUR_WRITES}
    assert len(watch.findings) == 2


def test_given_pages_out_of_order_or_of_strangers_when_read_then_both_are_noticed(clinic: Clinic) -> None:
    reader, head = course.FeedReader(), clinic.practice.head()
    page = clinic.one.remote.pull(clinic.practice.workspace_id, head.epoch, 0, 100)

    reader.saw(0, page, head)
    assert reader.findings == []
    reader.saw(page.upto, page, head)
    reader.saw(0, page, clinic.practice.server.add_workspace(clinic.practice.workspace_id, head.epoch))
    assert {each.oracle for each in reader.findings} == {Oracle.FEED_DENSITY, Oracle.ISOLATION}


def test_given_other_rows_after_parts_when_compared_then_the_prefix_is_broken(clinic: Clinic) -> None:
    seen = clinic.look()
    less = Seen({key: row for key, row in seen.rows.items() if key[0] != BY_NAME["clients"].no})

    assert [each.oracle for each in agreement.same_in_parts(seen, less)] == [Oracle.PREFIX]
