"""Clients through the practice: computed fields, search as you type, full text, settings."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from core.domain.clients import visits
from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus
from core.domain.errors import NotFound, RuleBroken
from core.domain.ids import ClientId, DeviceId, Uuid7Source
from core.domain.new_rows import AppointmentDraft, ClientDraft, PracticeDraft
from core.store.database.watching import TouchedRows, Watches
from core.store.practice.practice import Practice
from core.store.unit_of_work.bootstrap import found_practice, read_me
from core.text.folding import fold
from core.text.snippets import snippet
from core.text.terms import terms_of
from desktop.clients.search import ClientIndex

HOUR = timedelta(hours=1)


def _add(practice: Practice, first: str, last: str, **fields: object) -> ClientId:
    return practice.clients.add(ClientDraft(first_name=first, last_name=last, **fields)).value.id  # type: ignore[arg-type]


def _names(practice: Practice, text: str, **options: bool) -> list[str]:
    return [one.client.last_name for one in practice.clients.find(text, **options)]


@pytest.fixture
def people(practice: Practice) -> Practice:
    _add(practice, "Noa", "Löwenberg", phone="+972 50-123-4567", tags=("knee", "VIP"))
    _add(practice, "Jean-Luc", "O'Brien", email="captain.b@example.org", preferred_name="Johnny")
    _add(practice, "שָׂרָה", "כהן", phone="03 999 8888")
    _add(practice, "Bea", "Noack")
    return practice


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lowe", ["Löwenberg"]),
        ("LÖWE n", ["Löwenberg"]),
        ("noa", ["Löwenberg", "Noack"]),
        ("berg", []),
        ("obrien", ["O'Brien"]),
        ("o'b", ["O'Brien"]),
        ("luc", ["O'Brien"]),
        ("johnny brien", ["O'Brien"]),
        ("captain", ["O'Brien"]),
        ("captain.b@ex", ["O'Brien"]),
        ("vip", ["Löwenberg"]),
        ("knee noa", ["Löwenberg"]),
        ("שרה", ["כהן"]),
        ("כה ש", ["כהן"]),
        ("0501234567", ["Löwenberg"]),
        ("050 123", ["Löwenberg"]),
        ("4567", ["Löwenberg"]),
        ("9998", ["כהן"]),
        ("nobody", []),
    ],
)
def test_given_people_when_searched_as_typed_then_parts_in_any_order_find_them(
    people: Practice, text: str, found: list[str]
) -> None:
    assert _names(people, text) == found


def test_given_no_text_when_searched_then_all_stand_by_name_up_to_the_limit(people: Practice) -> None:
    assert len(people.clients.find("")) == 4
    assert len(people.clients.find("", limit=2)) == 2


def test_given_a_change_when_searched_again_then_the_index_follows(people: Practice) -> None:
    client_id = people.clients.find("noack")[0].client.id
    people.clients.edit(client_id, last_name="Married")
    assert (_names(people, "noack"), _names(people, "married")) == ([], ["Married"])
    people.clients.archive(client_id)
    assert _names(people, "married") == []
    assert _names(people, "married", include_archived=True) == ["Married"]
    people.clients.restore(client_id)
    assert _names(people, "married") == ["Married"]


def test_given_people_when_their_names_are_asked_for_then_all_come_also_of_archived_ones(
    people: Practice,
) -> None:
    archived = _add(people, "Quentin", "Farlow", preferred_name="Quin")
    people.clients.archive(archived)
    assert {"Quentin", "Farlow", "Quin", "Noack"} <= set(people.clients.names())


def test_given_appointments_when_summed_up_then_the_query_says_what_the_rule_says(
    practice: Practice, clock: FixedClock
) -> None:
    one, two = _add(practice, "Ada", "Invented"), _add(practice, "Bea", "Invented")
    for hours, status in ((-50, "COMPLETED"), (-30, "COMPLETED"), (-9, "NO_SHOW"), (5, None), (9, None)):
        start = clock.now() + hours * HOUR
        draft = AppointmentDraft(client_id=one, scheduled_start=start, scheduled_end=start + HOUR)
        booked = practice.appointments.book(draft).value
        if status:
            practice.appointments.set_status(booked.id, AppointmentStatus(status))
    summary = practice.clients.summary(one)
    rows = practice.clients.record_rows(one)
    expected = visits(rows, clock.now())  # type: ignore[arg-type]
    assert (summary.next_appointment, summary.last_appointment, summary.appointment_count) == (
        expected.next_appointment,
        expected.last_appointment,
        expected.appointment_count,
    )
    assert summary.next_appointment == clock.now() + 5 * HOUR
    assert practice.clients.summary(two).appointment_count == 0
    assert practice.clients.list()[0] == summary


def test_given_many_clients_when_listed_then_it_is_one_query_and_one_for_all_series(
    practice: Practice,
) -> None:
    for number in range(30):
        _add(practice, "Ada", f"Invented{number}")
    seen: list[str] = []
    event.listen(
        practice.store.engine, "before_cursor_execute", lambda *told: seen.append(told[2]), named=False
    )
    assert len(practice.clients.list()) == 30
    assert len([sql for sql in seen if sql.lstrip().startswith("SELECT")]) == 2


def test_given_an_archive_when_asked_then_future_appointments_are_cancelled(
    practice: Practice, clock: FixedClock
) -> None:
    client_id = _add(practice, "Ada", "Invented")
    start = clock.now() + HOUR
    draft = AppointmentDraft(client_id=client_id, scheduled_start=start, scheduled_end=start + HOUR)
    booked = practice.appointments.book(draft).value
    done = practice.clients.archive(client_id, cancel_future=True)
    assert practice.appointments.get(booked.id).status is AppointmentStatus.CANCELLED
    assert {one.table for one in done.changed} == {"clients", "appointments"}
    assert done.undo is not None
    practice.undo(done.undo)
    assert practice.appointments.get(booked.id).status is AppointmentStatus.SCHEDULED
    assert practice.clients.get(client_id).is_active


def test_given_bad_names_or_births_when_saved_then_nothing_changes(
    practice: Practice, clock: FixedClock
) -> None:
    with pytest.raises(RuleBroken, match="first and a last name"):
        _add(practice, " ", "Invented")
    with pytest.raises(RuleBroken, match="past"):
        _add(practice, "Ada", "Invented", date_of_birth=clock.now().date())
    client_id = _add(practice, " Ada ", "Invented", email="", tags=("a", " a", "", "b"))
    with pytest.raises(RuleBroken, match="first and a last name"):
        practice.clients.edit(client_id, first_name="")
    row = practice.clients.get(client_id)
    assert (row.first_name, row.email, row.tags) == ("Ada", None, ("a", "b"))


def test_given_the_same_person_when_added_then_a_hint_is_given(practice: Practice) -> None:
    born = date(1980, 1, 2)
    client_id = _add(practice, "Zoë", "Invented", date_of_birth=born)
    draft = ClientDraft(first_name="zoe", last_name="INVENTED", date_of_birth=born)
    assert [one.client.id for one in practice.clients.duplicates(draft)] == [client_id]
    assert practice.clients.duplicates(draft, besides=client_id) == []
    other = ClientDraft(first_name="Zoe", last_name="Invented", date_of_birth=date(1999, 1, 2))
    assert practice.clients.duplicates(other) == []


def test_given_a_client_that_is_not_here_when_asked_for_then_it_is_not_found(practice: Practice) -> None:
    with pytest.raises(NotFound):
        practice.clients.summary(ClientId(practice.me.user_id))


def test_given_notes_when_searched_then_points_accents_and_prefixes_do_not_matter(practice: Practice) -> None:
    client_id = _add(practice, "Ada", "Invented", notes="likes café")
    note_id = practice.notes.start(client_id).value.id
    practice.notes.save_draft(note_id, subjective="כְּאֵב בַּצַּוָּאר", plan="Übung für das Knie, 600 mg")
    for text in ("כאב", "צואר", "בצוא", "ubung", "KNIE", "600 mg", "knie für", "ÜBUNG"):
        (hit,) = practice.search.notes(text)
        assert (hit.kind, hit.id, hit.client_id, hit.title) == ("note", note_id, client_id, "Ada Invented")
    assert "Knie" in practice.search.notes("knie")[0].snippet
    assert practice.search.notes("nie") == []
    assert practice.search.notes('"*^ OR') == []
    assert practice.search.notes("  ") == []
    assert practice.search.notes("ab\U0001e922cd") == []
    assert [hit.kind for hit in practice.search.everything("cafe").hits] == ["client"]


@pytest.mark.parametrize("count", [30, 230])
def test_given_more_matches_than_asked_for_when_searched_then_the_newest_come(
    practice: Practice, count: int
) -> None:
    client_id = _add(practice, "Ada", "Invented")
    today = practice.desk.clock.now()
    days = [today - timedelta(days=number * 7 % count) for number in range(count)]
    with practice.desk.write() as writer:
        for day in days:
            writer.insert("sessions", {"client_id": client_id, "session_date": day, "plan": "swimming"})
    assert [hit.at for hit in practice.search.notes("swim", 20)] == sorted(days, reverse=True)[:20]


def test_given_a_note_when_changed_or_deleted_then_search_follows(practice: Practice) -> None:
    client_id = _add(practice, "Ada", "Invented")
    note_id = practice.notes.start(client_id).value.id
    practice.notes.save_draft(note_id, plan="swimming")
    practice.notes.save_draft(note_id, plan="cycling")
    assert practice.search.notes("swimming") == []
    practice.notes.delete(note_id)
    assert practice.search.notes("cycling") == []
    practice.notes.restore(note_id)
    assert len(practice.search.notes("cycling")) == 1


@given(st.text(max_size=60))
def test_given_any_text_when_folded_twice_then_it_is_as_folded_once_and_has_no_marks(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded or not text.isascii()
    assert "\u0301" not in folded


def test_given_a_long_text_when_a_term_is_inside_then_the_snippet_shows_it() -> None:
    text = f"{'before ' * 100}needle {'after ' * 100}"
    piece = snippet(["", "nothing here", text], terms_of("need"))
    assert piece.startswith("… ")
    assert "needle" in piece
    assert len(piece) < 160
    assert snippet(["short note"], terms_of("absent")) == "short note"
    assert snippet([], terms_of("x")) == ""
    assert snippet(["כְּאֵב בַּצַּוָּאר"], terms_of("צואר")).endswith("בַּצַּוָּאר")


def test_given_settings_when_set_then_defaults_stand_behind_them(practice: Practice) -> None:
    assert practice.settings.get("slot_minutes") == 15
    practice.settings.set(slot_minutes=30, week_start=6)
    assert practice.settings.all()["week_start"] == 6
    assert practice.settings.workspace().settings == {"slot_minutes": 30, "week_start": 6}
    assert practice.settings.edit_workspace(name="New name").value.name == "New name"
    with pytest.raises(RuleBroken):
        practice.settings.edit_workspace(name=" ")
    assert practice.settings.local("look", "system") == "system"
    practice.settings.set_local("look", "dark")
    assert practice.settings.local("look") == "dark"


def test_given_a_store_with_a_practice_when_another_is_founded_then_it_is_refused(
    practice: Practice, clock: FixedClock, ids: Uuid7Source
) -> None:
    draft = PracticeDraft(name="Second", timezone="UTC", owner_name="Somebody")
    with pytest.raises(RuleBroken, match="already"):
        found_practice(practice.store, clock, ids, DeviceId(ids.new()), draft)
    with practice.store.read() as db:
        assert read_me(db) == practice.me
    assert practice.team.me().full_name == "Dana Demo"
    assert [user.full_name for user in practice.team.list()] == ["Dana Demo"]


def test_given_too_many_touched_rows_when_watched_then_everything_is_read_again(ids: Uuid7Source) -> None:
    watches = Watches()
    watch = watches.on("clients")
    assert watch.take() is None
    few, many = TouchedRows(), TouchedRows()
    one = ids.new()
    few.add("clients", [one.bytes])
    few.add("services", [ids.new().bytes])
    many.add("clients", (ids.new().bytes for _ in range(2001)))
    many.add("clients", [one.bytes])
    watches.tell(few)
    assert watch.take() == {one}
    assert watch.take() == set()
    watches.tell(many)
    watches.tell(few)
    assert watch.take() is None


def test_given_many_clients_when_only_the_beginning_is_read_then_it_is_that_of_the_list(
    people: Practice,
) -> None:
    gone = _add(people, "Aaron", "Zimmer")
    people.clients.archive(gone)
    for first, last in (("Émile", "Arnaud"), ("emil", "Zorn"), ("Bea", "Nolde")):
        _add(people, first, last)
    index = ClientIndex()
    index.replace_all(people.clients.list())
    whole = index.find("")
    for limit in range(1, len(whole) + 2):
        found = people.clients.beginning(limit)
        assert list(found.summaries) == list(whole)[:limit]
        assert found.total == len(whole)


def test_given_visits_when_the_last_is_asked_for_then_it_is_the_latest_that_took_place_before(
    practice: Practice, clock: FixedClock
) -> None:
    ada, bea = _add(practice, "Ada", "Invented"), _add(practice, "Bea", "Invented")
    statuses = (AppointmentStatus.COMPLETED, AppointmentStatus.COMPLETED, AppointmentStatus.NO_SHOW)
    starts = []
    for number, status in enumerate(statuses):
        starts.append(clock.now() - timedelta(days=9 - number))
        draft = AppointmentDraft(client_id=ada, scheduled_start=starts[-1], scheduled_end=starts[-1] + HOUR)
        practice.appointments.set_status(practice.appointments.book(draft).value.id, status)

    assert practice.clients.last_visit(ada, clock.now()) == starts[1]
    assert practice.clients.last_visit(ada, starts[1]) == starts[0]
    assert practice.clients.last_visit(ada, starts[0]) is None
    assert practice.clients.last_visit(bea, clock.now()) is None


@pytest.mark.parametrize(
    "query",
    [
        "rid, first_name, last_name, preferred_name FROM clients WHERE is_active AND",
        "client_id, min(CASE WHEN status = 'SCHEDULED' THEN scheduled_start END) FROM appointments WHERE",
    ],
)
def test_given_the_list_of_clients_when_read_then_an_index_alone_answers(
    practice: Practice, query: str
) -> None:
    mine = f"workspace_id = x'00' AND deleted_at IS NULL{' GROUP BY client_id' * ('client_id' in query)}"
    with practice.store.read() as db:
        plan = str(db.exec_driver_sql(f"EXPLAIN QUERY PLAN SELECT {query} {mine}").all())
    assert "COVERING INDEX" in plan
    assert "TEMP B-TREE" not in plan
