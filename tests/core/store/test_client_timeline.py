"""A client's timeline in pages: its order, its kinds, who reads what, and what a page costs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, Role
from core.domain.errors import NotFound
from core.domain.ids import ClientId
from core.domain.new_rows import AppointmentDraft, ClientDraft, MeasureDraft
from core.domain.recurrence import Frequency, Rule
from core.domain.rights import READERS_SETTING
from core.domain.series import Repeat
from core.store.practice.client_timeline import (
    KINDS,
    MOST_AHEAD,
    NoteBeginning,
    TimelineEntry,
    TimelineKind,
    TimelinePage,
)
from core.store.practice.practice import Practice

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
APPOINTMENT, NOTE, MEASURE, FILE = KINDS


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


def book(practice: Practice, client_id: ClientId, start: datetime) -> Any:
    draft = AppointmentDraft(client_id=client_id, scheduled_start=start, scheduled_end=start + HOUR)
    return practice.appointments.book(draft, "as another").value.id


def note(practice: Practice, client_id: ClientId, at: datetime, **texts: str) -> Any:
    begun = practice.notes.start(client_id, session_date=at).value
    return practice.notes.save_draft(begun.id, **(texts or {"plan": "Rest."})).value.id  # type: ignore[arg-type]


def measure(practice: Practice, client_id: ClientId, at: datetime, name: str = "Pain") -> Any:
    draft = MeasureDraft(client_id=client_id, taken_at=at, kind="PAIN", name=name, value="6")
    return practice.measures.add(draft).value.id


def file(practice: Practice, client_id: ClientId, name: str = "scan.txt") -> Any:
    return practice.attachments.add(name.encode(), client_id, file_name=name).value.id


def ids(entries: Sequence[TimelineEntry]) -> list[Any]:
    return [entry.row.id for entry in entries]


def become(practice: Practice, role: Role) -> None:
    with practice.desk.write() as writer:
        writer.update("users", practice.me.user_id, {"role": role})


def all_pages(practice: Practice, client_id: ClientId, most: int, **options: Any) -> list[TimelinePage]:
    pages = [practice.client_timeline.beginning(client_id, most=most, **options)]
    while (after := pages[-1].after) is not None:
        pages.append(practice.client_timeline.more(client_id, after, most=most, **options))
    return pages


@contextmanager
def statements(practice: Practice) -> Iterator[list[str]]:
    seen: list[str] = []

    def listen(_conn: object, _cursor: object, sql: str, *_: object) -> None:
        seen.append(sql)

    engine = practice.store.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def test_given_every_kind_then_the_next_is_first_and_the_past_is_newest_first(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    now = clock.now()
    later, soon = (book(practice, client_id, now + days * DAY) for days in (9, 2))
    visit = book(practice, client_id, now - 7 * DAY)
    written = note(practice, client_id, now - 7 * DAY)
    taken = measure(practice, client_id, now - 3 * DAY)
    added = file(practice, client_id)
    page = practice.client_timeline.beginning(client_id)
    assert ids(page.ahead) == [soon, later]
    assert ids(page.past) == [added, taken, written, visit]
    assert [entry.kind for entry in page.past] == [FILE, MEASURE, NOTE, APPOINTMENT]
    assert page.after is None
    assert page.counts == {APPOINTMENT: 3, NOTE: 1, MEASURE: 1, FILE: 1}


@pytest.mark.parametrize("most", [1, 2, 3, 5, 50])
def test_given_many_of_one_moment_when_read_page_by_page_then_each_comes_once_and_in_order(
    practice: Practice, client_id: ClientId, clock: FixedClock, most: int
) -> None:
    at = clock.now() - DAY
    for moment in (at, at, at - HOUR, at - DAY):
        book(practice, client_id, moment)
        note(practice, client_id, moment)
        measure(practice, client_id, moment)
    whole = practice.client_timeline.beginning(client_id, most=1000)
    pages = all_pages(practice, client_id, most)
    assert [entry for page in pages for entry in page.past] == list(whole.past)
    assert len(whole.past) == 12
    assert all(len(page.past) <= most for page in pages)


@pytest.mark.parametrize("most", [1, 3, 40])
def test_given_a_series_when_read_page_by_page_then_what_was_drawn_and_what_is_a_row_are_in_one_order(
    practice: Practice, client_id: ClientId, clock: FixedClock, most: int
) -> None:
    start = clock.now() + DAY
    draft = AppointmentDraft(client_id=client_id, scheduled_start=start, scheduled_end=start + HOUR)
    weekly = Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(start.weekday(),)), times=9)
    first = practice.series.book(draft, weekly).value
    clock.advance(timedelta(weeks=6))
    practice.appointments.set_status(first.id, AppointmentStatus.COMPLETED)
    note(practice, client_id, clock.now() - 10 * DAY)
    pages = all_pages(practice, client_id, most)
    past = [entry.at for page in pages for entry in page.past]
    assert past == sorted(past, reverse=True)
    assert (len(past), len(pages[0].ahead)) == (7, 3)
    assert pages[0].counts[APPOINTMENT] == 9


def test_given_kinds_when_asked_for_these_then_no_other_comes_and_the_counts_are_of_all(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    for days in (1, 2, 3):
        book(practice, client_id, clock.now() - days * DAY)
        note(practice, client_id, clock.now() - days * DAY)
    book(practice, client_id, clock.now() + DAY)
    pages = all_pages(practice, client_id, 2, kinds={NOTE})
    assert [entry.kind for page in pages for entry in page.past] == [NOTE] * 3
    assert not pages[0].ahead
    assert pages[0].counts == {APPOINTMENT: 4, NOTE: 3, MEASURE: 0, FILE: 0}
    assert practice.client_timeline.beginning(client_id, ()).past == []


def test_given_what_was_deleted_then_it_is_absent_and_not_counted(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    at = clock.now() - DAY
    practice.appointments.delete(book(practice, client_id, at))
    practice.notes.delete(note(practice, client_id, at))
    practice.measures.delete(measure(practice, client_id, at))
    practice.attachments.delete(file(practice, client_id))
    page = practice.client_timeline.beginning(client_id)
    assert (page.ahead, page.past, set(page.counts.values())) == ([], [], {0})


def test_given_a_note_then_how_it_begins_is_read_and_no_more(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    long = note(practice, client_id, clock.now() - DAY, subjective=" \n", objective="word " * 900)
    empty = note(practice, client_id, clock.now() - 2 * DAY, plan=" ")
    practice.notes.finalize(long)
    first, second = (entry.row for entry in practice.client_timeline.beginning(client_id).past)
    assert isinstance(first, NoteBeginning)
    assert isinstance(second, NoteBeginning)
    assert (first.id, first.is_signed, len(first.beginning)) == (long, True, 399)
    assert (second.id, second.is_signed, second.beginning) == (empty, False, "")


def test_given_a_past_appointment_then_it_says_whether_it_has_a_living_note(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    visit = book(practice, client_id, clock.now() - DAY)

    def has_note() -> bool:
        (entry,) = practice.client_timeline.beginning(client_id, {APPOINTMENT}).past
        return entry.has_note

    assert not has_note()
    begun = practice.notes.start(client_id, visit).value
    practice.notes.save_draft(begun.id, plan="Rest.")
    assert has_note()
    practice.notes.delete(begun.id)
    assert not has_note()


@pytest.mark.parametrize(
    ("role", "setting", "reads"),
    [
        (Role.ASSISTANT, True, False),
        (Role.READONLY, False, False),
        (Role.READONLY, True, True),
        (Role.THERAPIST, False, True),
    ],
)
def test_given_a_role_then_only_who_reads_notes_finds_more_than_appointments(
    practice: Practice, client_id: ClientId, clock: FixedClock, role: Role, setting: bool, reads: bool
) -> None:
    for days in (1, 2):
        book(practice, client_id, clock.now() - days * DAY)
        note(practice, client_id, clock.now() - days * DAY)
        measure(practice, client_id, clock.now() - days * DAY)
    file(practice, client_id)
    practice.settings.set(**{READERS_SETTING: setting})
    become(practice, role)
    pages = all_pages(practice, client_id, 2)
    found = {entry.kind for page in pages for entry in page.past}
    assert found == (set(KINDS) if reads else {APPOINTMENT})
    assert set(pages[0].counts) == found
    assert bool(practice.client_timeline.beginning(client_id, {NOTE, FILE}).past) is reads


def test_given_hundreds_of_entries_when_a_page_is_read_then_one_query_has_all_kinds_from_their_indexes(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    for hours in range(1, 40):
        measure(practice, client_id, clock.now() - hours * HOUR, f"Scale {hours}")
        note(practice, client_id, clock.now() - hours * HOUR)
    file(practice, client_id)
    page = practice.client_timeline.beginning(client_id, most=10)
    assert page.after is not None
    with statements(practice) as seen:
        more = practice.client_timeline.more(client_id, page.after, most=50)
    (asked,) = [sql for sql in seen if "UNION ALL" in sql]
    assert len(more.past) == 50
    assert len(seen) <= 6, "the client, who reads, the practice's series, and the page itself"
    with practice.store.read() as db:
        plan = str(db.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (0,) * asked.count("?")).all())
    for index in ("scheduled_start", "session_date", "taken_at", "created_at"):
        assert f"_client_id_{index} (workspace_id=? AND client_id=? AND {index}<?)" in plan
    assert "SCAN measures" not in plan
    assert "SCAN sessions" not in plan


def test_given_more_ahead_than_anybody_reads_then_the_soonest_are_shown(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    made = [book(practice, client_id, clock.now() + days * DAY) for days in range(1, MOST_AHEAD + 6)]
    page = practice.client_timeline.beginning(client_id)
    assert ids(page.ahead) == made[:MOST_AHEAD]
    assert page.counts[APPOINTMENT] == len(made)


def test_given_an_appointment_that_takes_place_now_then_it_is_the_running_one(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    assert practice.client_timeline.running(client_id) is None
    visit = book(practice, client_id, clock.now() - HOUR / 2)
    running = practice.client_timeline.running(client_id)
    assert running is not None
    assert running.id == visit
    practice.appointments.set_status(visit, AppointmentStatus.CANCELLED)
    assert practice.client_timeline.running(client_id) is None


def test_given_drafts_then_the_newest_is_the_unfinished_note_and_nobody_else_is_told_of_it(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    assert practice.client_timeline.unfinished(client_id) is None
    older, newer, newest = (note(practice, client_id, clock.now() - days * DAY) for days in (9, 5, 2))
    practice.notes.finalize(newest)
    assert practice.client_timeline.unfinished(client_id) == newer
    practice.notes.delete(newer)
    assert practice.client_timeline.unfinished(client_id) == older
    become(practice, Role.ASSISTANT)
    assert practice.client_timeline.unfinished(client_id) is None


def test_given_a_client_who_is_not_here_then_it_is_not_found(practice: Practice) -> None:
    missing = ClientId(practice.me.user_id)
    place = TimelineEntry(practice.desk.clock.now(), _nothing()).place
    with pytest.raises(NotFound):
        practice.client_timeline.beginning(missing)
    with pytest.raises(NotFound):
        practice.client_timeline.more(missing, place)


def _nothing() -> NoteBeginning:
    return NoteBeginning(None, None, None, False, "")  # type: ignore[arg-type]


def test_given_the_kinds_then_each_has_a_place_in_the_order_of_one_moment() -> None:
    assert KINDS == (TimelineKind.APPOINTMENT, TimelineKind.NOTE, TimelineKind.MEASURE, TimelineKind.FILE)
