"""Session notes through the practice: drafts, finalizing, amending, late text, the inbox."""

from datetime import datetime, timedelta

import pytest

from core.crypto.notes import NoteContent
from core.domain.clock import FixedClock, from_micros
from core.domain.enums import AppointmentStatus, AuditAction, ConflictReason, Resolution, Role
from core.domain.errors import DiskFull, NotFound, RuleBroken, UserError
from core.domain.ids import ClientId, DeviceId, NoteId, Uuid7Source, WorkspaceId
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.domain.records import Appointment
from core.domain.registry import CLIENTS, SESSION_VERSIONS, SESSIONS
from core.store.database.me import Me
from core.store.outbox.journal import Journal
from core.store.practice.practice import InboxKind, Practice
from core.store.unit_of_work.half_written import Beside, Written
from core.store.unit_of_work.writer import Writer
from tests.asking import ask


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


@pytest.fixture
def note_id(practice: Practice, client_id: ClientId) -> NoteId:
    return practice.notes.start(client_id).value.id


def _events(practice: Practice, note_id: NoteId) -> list[str]:
    return [event.event_type for event in reversed(practice.audit.list(resource_id=note_id))]


def test_given_an_ended_appointment_when_a_note_is_started_then_it_is_completed(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    start = clock.now() - timedelta(hours=2)
    draft = AppointmentDraft(
        client_id=client_id, scheduled_start=start, scheduled_end=start + timedelta(minutes=45)
    )
    booked = practice.appointments.book(draft).value
    note = practice.notes.start(client_id, booked.id).value
    assert practice.appointments.get(booked.id).status is AppointmentStatus.COMPLETED
    assert (note.session_date, note.duration_minutes, note.is_draft) == (start, 45, True)
    assert practice.notes.for_appointment(booked.id) == note


def test_given_anothers_appointment_or_a_future_date_when_a_note_is_started_then_it_is_refused(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    other = practice.clients.add(ClientDraft(first_name="Bea", last_name="Invented")).value
    start = clock.now()
    draft = AppointmentDraft(
        client_id=other.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )
    booked = practice.appointments.book(draft).value
    with pytest.raises(RuleBroken, match="another client"):
        practice.notes.start(client_id, booked.id)
    with pytest.raises(RuleBroken, match="future"):
        practice.notes.start(client_id, session_date=start + timedelta(days=1))


def test_given_typing_when_saved_often_then_journal_and_audit_stay_small(
    practice: Practice, note_id: NoteId, clock: FixedClock
) -> None:
    waiting = practice.waiting()
    for number in range(20):
        clock.advance(timedelta(seconds=2))
        practice.notes.save_draft(note_id, subjective="word " * number)
    assert practice.waiting() == waiting
    assert _events(practice, note_id) == ["session.start"]
    clock.advance(timedelta(minutes=11))
    practice.notes.save_draft(note_id, plan="rest")
    clock.advance(timedelta(seconds=2))
    practice.notes.save_draft(note_id, plan="rest more")
    assert _events(practice, note_id) == ["session.start", "session.edit"]


def test_given_text_over_the_limit_when_saved_then_it_is_kept_and_finalizing_is_refused(
    practice: Practice, note_id: NoteId
) -> None:
    text = "א" * 5001
    assert practice.notes.save_draft(note_id, objective=text).value.objective == text
    with pytest.raises(RuleBroken, match="Objective"):
        practice.notes.finalize(note_id)
    assert practice.notes.get(note_id).objective == text


def test_given_a_text_that_moved_when_saved_then_nothing_is_written(
    practice: Practice, note_id: NoteId
) -> None:
    practice.notes.save_draft(note_id, plan="from the other device")
    with pytest.raises(UserError) as caught:
        practice.notes.save_draft(note_id, based_on={"plan": None}, plan="mine")
    assert caught.value.code == "text_moved"
    assert practice.notes.get(note_id).plan == "from the other device"
    known = {"plan": "from the other device", "subjective": ""}
    assert practice.notes.save_draft(note_id, based_on=known, plan="both").value.plan == "both"


def test_given_a_field_that_is_none_of_the_four_when_saved_then_it_is_a_bug(
    practice: Practice, note_id: NoteId
) -> None:
    with pytest.raises(TypeError):
        practice.notes.save_draft(note_id, summary="x")


def test_given_a_draft_when_finalized_then_it_is_signed_and_never_changes(
    practice: Practice, client_id: ClientId
) -> None:
    signed: list[NoteContent] = []

    def sign(content: NoteContent) -> bytes:
        signed.append(content)
        return b"signature"

    practice.notes._sign = sign
    note_id = practice.notes.start(client_id).value.id
    with pytest.raises(RuleBroken, match="empty"):
        practice.notes.finalize(note_id)
    practice.notes.save_draft(note_id, subjective="pain")
    done = practice.notes.finalize(note_id)
    assert done.undo is None
    assert (done.value.is_draft, done.value.signature) == (False, b"signature")
    (version,) = practice.notes.versions(note_id)
    assert (version.version_number, version.subjective, version.reason) == (1, "pain", None)
    (content,) = signed
    assert (content.note_id, content.version_number, content.subjective) == (note_id, 1, "pain")
    assert (content.signed_by, content.reason) == (practice.me.user_id, None)
    assert from_micros(content.signed_at) == version.signed_at == done.value.finalized_at
    with pytest.raises(RuleBroken, match="already signed"):
        practice.notes.finalize(note_id)


def test_given_a_finalized_note_when_amended_then_versions_grow_and_the_original_stays(
    practice: Practice, note_id: NoteId
) -> None:
    with pytest.raises(RuleBroken, match="still a draft"):
        practice.notes.amend(note_id, "typo", plan="x")
    practice.notes.save_draft(note_id, subjective="pain", plan="rest")
    practice.notes.finalize(note_id)
    with pytest.raises(RuleBroken, match="reason"):
        practice.notes.amend(note_id, " ", plan="ice")
    practice.notes.amend(note_id, "forgot", plan="ice")
    amended = practice.notes.amend(note_id, "again", subjective="less pain").value
    assert (amended.plan, amended.amendment_count) == ("rest", 2)
    told = [(one.version_number, one.subjective, one.plan) for one in practice.notes.versions(note_id)]
    assert told == [(1, "pain", "rest"), (2, "pain", "ice"), (3, "less pain", "ice")]


def test_given_late_text_for_a_finalized_note_when_saved_then_it_is_offered_as_an_amendment(
    practice: Practice, note_id: NoteId
) -> None:
    practice.notes.save_draft(note_id, plan="rest")
    practice.notes.finalize(note_id)
    for text in ("rest and", "rest and ice"):
        done = practice.notes.save_draft(note_id, plan=text)
    assert (done.value.plan, done.value.finalized_at is None) == ("rest", False)
    (conflict,) = practice.inbox.conflicts()
    assert (conflict.reason, conflict.ours, conflict.theirs) == (
        ConflictReason.AMENDMENT,
        "rest and ice",
        "rest",
    )
    practice.inbox.resolve(conflict.id, Resolution.MINE)
    assert [one.plan for one in practice.notes.versions(note_id)] == ["rest", "rest and ice"]
    assert practice.inbox.count() == 0
    with pytest.raises(RuleBroken, match="settled"):
        practice.inbox.resolve(conflict.id, Resolution.MINE)


@pytest.mark.parametrize(
    ("resolution", "text", "result"),
    [
        (Resolution.MINE, None, "ours"),
        (Resolution.THEIRS, None, "theirs"),
        (Resolution.BOTH, None, "theirs\n\nours"),
        (Resolution.EDITED, "third", "third"),
        (Resolution.DISMISSED, None, "stored"),
    ],
)
def test_given_two_texts_when_resolved_then_the_note_holds_the_choice(
    practice: Practice, note_id: NoteId, resolution: Resolution, text: str | None, result: str
) -> None:
    practice.notes.save_draft(note_id, plan="stored")
    conflict = ask(practice, note_id, "plan", "base", "ours", "theirs").value
    practice.inbox.resolve(conflict.id, resolution, text)
    assert practice.notes.get(note_id).plan == result
    assert practice.inbox.conflict(conflict.id).resolution is resolution


def test_given_a_conflict_of_two_columns_when_resolved_then_both_are_set(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    texts = {
        "ours": '{"consent_status": true, "consent_at": 5000000, "consent_version": null}',
        "theirs": '{"consent_status": false, "consent_at": null, "consent_version": "2"}',
    }
    with practice.store.write() as db:
        conflict_id = Writer(db, practice.me, clock, Uuid7Source(clock)).insert(
            "conflicts",
            {
                "table_no": CLIENTS.no,
                "row_id": client_id,
                "field": "consent_status,consent_at,consent_version",
                "reason": ConflictReason.VALUE,
                "noticed_at": clock.now(),
                **texts,
            },
        )
    (item,) = [one for one in practice.inbox.items() if one.kind is InboxKind.CONFLICT]
    assert (item.client_id, item.client_name) == (client_id, "Ada Invented")
    practice.inbox.resolve(practice.inbox.conflicts()[0].id, Resolution.MINE)
    row = practice.clients.get(client_id)
    assert row.consent_status
    assert row.consent_at is not None
    assert row.consent_at.year == 1970
    assert item.id == conflict_id


def test_given_a_refused_change_when_listed_then_it_can_be_tried_again_or_dismissed(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    journal = Journal(practice.me.workspace_id, clock, Uuid7Source(clock))

    def push(refuse: bool) -> None:
        with practice.store.write() as db:
            for op in journal.stage(db, 500, 1_000_000):
                if refuse and op.table_no == CLIENTS.no:
                    journal.answer_refused(db, op.op_no, "check")
                else:
                    journal.answers_ok(db, [(op.op_no, op.base_version + 1)])

    push(refuse=False)
    practice.clients.edit(client_id, notes="my text")
    push(refuse=True)
    assert practice.clients.get(client_id).notes is None
    (refused,) = practice.inbox.refused()
    assert (refused.fields, refused.code, refused.is_new) == ({"notes": "my text"}, "check", False)
    assert practice.inbox.count() == 1
    practice.inbox.retry(refused.id)
    assert practice.clients.get(client_id).notes == "my text"
    assert practice.inbox.refused() == []
    push(refuse=True)
    practice.inbox.dismiss(practice.inbox.refused()[0].id)
    assert practice.inbox.refused() == []


def test_given_a_refused_new_client_when_tried_again_then_the_whole_row_waits(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    journal = Journal(practice.me.workspace_id, clock, Uuid7Source(clock))
    with practice.store.write() as db:
        for op in journal.stage(db, 500, 1_000_000):
            journal.answer_refused(db, op.op_no, "forbidden")
    refused = [one for one in practice.inbox.refused() if one.row_id == client_id]
    assert refused[0].is_new
    practice.inbox.retry(refused[0].id)
    with practice.store.write() as db:
        (op,) = (one for one in journal.stage(db, 500, 1_000_000) if one.row_id == client_id)
    assert (op.base_version, op.fields[10]) == (0, "Ada")


def test_given_a_note_when_deleted_then_it_can_be_restored_within_its_days(
    practice: Practice, note_id: NoteId, clock: FixedClock
) -> None:
    practice.notes.delete(note_id)
    with pytest.raises(NotFound):
        practice.notes.get(note_id)
    assert practice.notes.drafts() == []
    clock.advance(timedelta(days=29))
    practice.notes.restore(note_id)
    assert practice.notes.get(note_id).permanent_delete_after is None
    practice.notes.delete(note_id)
    clock.advance(timedelta(days=31))
    with pytest.raises(RuleBroken, match="30 days"):
        practice.notes.restore(note_id)


def test_given_a_finalized_note_when_deleted_then_it_needs_a_reason_and_its_author(
    practice: Practice, note_id: NoteId, clock: FixedClock
) -> None:
    practice.notes.save_draft(note_id, plan="rest")
    practice.notes.finalize(note_id)
    with pytest.raises(RuleBroken, match="reason"):
        practice.notes.delete(note_id)
    other = practice.team.add("Other Therapist", Role.THERAPIST).value
    mine = practice.me
    theirs = Practice(
        practice.store, Me(mine.workspace_id, other.id, mine.device_id), clock, Uuid7Source(clock)
    )
    with pytest.raises(RuleBroken, match="author"):
        theirs.notes.delete(note_id, "not mine")
    assert practice.notes.delete(note_id, "wrong client").value.deleted_reason == "wrong client"


def test_given_notes_of_a_client_when_asked_for_the_previous_then_it_is_the_one_before(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    days = [clock.now() - timedelta(days=back) for back in (9, 5, 1)]
    made = [practice.notes.start(client_id, session_date=day).value for day in days]
    previous = practice.notes.previous(made[2].id)
    assert previous is not None
    assert previous.id == made[1].id
    assert practice.notes.previous(made[0].id) is None
    assert [each.note.id for each in practice.notes.recent()] == [one.id for one in reversed(made)]
    assert practice.notes.recent(1)[0].client_name == "Ada Invented"


def test_given_a_note_when_asked_whether_the_clinic_has_it_then_the_journal_answers(
    practice: Practice, note_id: NoteId
) -> None:
    assert practice.notes.in_clinic(note_id) is None
    with practice.store.write() as db:
        db.exec_driver_sql(
            "INSERT INTO feed (workspace_id, last_good_at) VALUES (?, 1)", (practice.me.workspace_id.bytes,)
        )
    assert practice.notes.in_clinic(note_id) is False
    with practice.store.write() as db:
        db.exec_driver_sql("DELETE FROM journal WHERE table_no = ?", (SESSIONS.no,))
    assert practice.notes.in_clinic(note_id) is True


def test_given_a_row_of_another_practice_when_asked_for_then_it_is_as_missing_as_none(
    practice: Practice, client_id: ClientId, note_id: NoteId, clock: FixedClock
) -> None:
    ids = Uuid7Source(clock)
    stranger = Practice(
        practice.store, Me(WorkspaceId(ids.new()), practice.me.user_id, DeviceId(ids.new())), clock, ids
    )
    missing = ClientId(ids.new())
    told = set()
    for wanted in (client_id, missing):
        with pytest.raises(NotFound) as caught:
            stranger.clients.get(wanted)
        told.add(caught.value.sentence)
        with pytest.raises(NotFound):
            stranger.clients.edit(wanted, first_name="Stolen")
        with pytest.raises(NotFound):
            stranger.clients.record_rows(wanted)
        with pytest.raises(NotFound):
            stranger.client_timeline.beginning(wanted)
    assert len(told) == 1
    with pytest.raises(NotFound):
        stranger.notes.save_draft(note_id, plan="stolen")
    assert stranger.clients.list() == []
    assert stranger.clients.find("ada") == []
    assert stranger.notes.recent() == []
    assert stranger.search.everything("ada").hits == []
    assert stranger.audit.list() == []
    assert stranger.inbox.items() == []
    assert practice.clients.get(client_id).first_name == "Ada"


def test_given_a_reader_when_writing_then_the_role_refuses(practice: Practice, clock: FixedClock) -> None:
    reader = practice.team.add("Only Reads", Role.READONLY).value
    therapist = practice.team.add("Treats", Role.THERAPIST).value
    ids, mine = Uuid7Source(clock), practice.me
    reads = Practice(practice.store, Me(mine.workspace_id, reader.id, mine.device_id), clock, ids)
    treats = Practice(practice.store, Me(mine.workspace_id, therapist.id, mine.device_id), clock, ids)
    with pytest.raises(RuleBroken, match="role"):
        reads.clients.add(ClientDraft(first_name="Ada", last_name="Invented"))
    with pytest.raises(RuleBroken, match="role"):
        treats.settings.set(slot_minutes=30)
    treats.clients.add(ClientDraft(first_name="Ada", last_name="Invented"))
    with pytest.raises(RuleBroken, match="owner"):
        practice.team.edit(mine.user_id, role=Role.THERAPIST)


def test_given_something_seen_when_recorded_then_the_audit_lists_it_newest_first(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    clock.advance(timedelta(seconds=1))
    practice.audit.record(AuditAction.READ, "client.view", client_id)
    event, *earlier = practice.audit.list()
    assert (event.action, event.resource_type, event.resource_id) == (AuditAction.READ, "Client", client_id)
    assert (event.user_id, event.device_id) == (practice.me.user_id, practice.me.device_id)
    assert {one.event_type for one in earlier} == {"client.add", "workspace.found"}


@pytest.mark.parametrize("answer", [Resolution.MINE, Resolution.DISMISSED])
def test_given_open_questions_in_a_note_when_finalized_then_it_stops_until_they_are_answered(
    practice: Practice, note_id: NoteId, client_id: ClientId, answer: Resolution
) -> None:
    practice.notes.save_draft(note_id, plan="Heat.", objective="Gait.")
    ask(practice, practice.notes.start(client_id).value.id, "plan", None, "a", "b")
    names = ("plan", "objective")
    asked = [ask(practice, note_id, name, None, "Ice.", "Heat.").value for name in names]
    assert practice.notes.disputed(note_id) == ("objective", "plan")

    with pytest.raises(RuleBroken, match=r"^Objective, Plan: ") as refused:
        practice.notes.finalize(note_id)

    assert (refused.value.code, practice.notes.get(note_id).is_draft) == ("disputed", True)
    for question in asked:
        practice.inbox.resolve(question.id, answer)
    assert practice.notes.finalize(note_id).value.finalized_at is not None


def _booked(practice: Practice, client_id: ClientId, start: datetime, zone: str = "UTC") -> Appointment:
    draft = AppointmentDraft(
        client_id=client_id,
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=45),
        timezone=zone,
    )
    return practice.appointments.book(draft).value


def test_given_a_note_that_is_only_looked_at_then_nothing_of_it_is_stored(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    booked = _booked(practice, client_id, clock.now() - timedelta(hours=2))
    waiting = practice.waiting()
    note = practice.notes.begin(client_id, booked.id)

    assert practice.notes.get(note.id) == note
    assert (note.session_date, note.duration_minutes) == (booked.scheduled_start, 45)
    assert practice.notes.previous(note.id) is None
    assert practice.notes.in_clinic(note.id) is None
    assert practice.notes.save_draft(note.id, plan="").changed == ()
    assert practice.notes.save_draft(note.id, beside=Beside({"plan": None}), plan="").value == note
    assert practice.notes.is_unstored(note.id)
    assert practice.waiting() == waiting
    assert practice.appointments.get(booked.id).status is AppointmentStatus.SCHEDULED
    with pytest.raises(NotFound):
        practice.notes.finalize(note.id)


def test_given_a_note_that_is_looked_at_when_the_first_word_comes_then_it_is_a_draft(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    booked = _booked(practice, client_id, clock.now() - timedelta(hours=2))
    note = practice.notes.begin(client_id, booked.id)

    saved = practice.notes.save_draft(note.id, plan="Heat.")

    assert (saved.value.id, saved.value.plan, saved.value.appointment_id) == (note.id, "Heat.", booked.id)
    assert {change.table for change in saved.changed} == {"sessions", "appointments"}
    assert practice.appointments.get(booked.id).status is AppointmentStatus.COMPLETED
    assert _events(practice, note.id) == ["session.start"]
    assert not practice.notes.is_unstored(note.id)
    assert practice.notes.keep_begun(note.id) == ()
    practice.notes.delete(note.id)
    with pytest.raises(NotFound):
        practice.notes.get(note.id)


def test_given_half_a_word_when_it_is_kept_beside_then_the_note_is_there_for_it(
    practice: Practice, client_id: ClientId
) -> None:
    note = practice.notes.begin(client_id)

    practice.notes.save_draft(note.id, beside=Beside({"plan": Written("He", "")}), plan="")

    assert [each.note.id for each in practice.notes.recent()] == [note.id]
    assert practice.notes.written_in(note.id) == {"plan": Written("He", "")}


def test_given_a_disk_that_takes_nothing_when_the_first_word_comes_then_the_next_try_begins_it_again(
    practice: Practice, client_id: ClientId, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = practice.notes.begin(client_id)

    def full(*_args: object, **_named: object) -> None:
        raise DiskFull("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Writer, "audit", full)
        with pytest.raises(DiskFull):
            practice.notes.save_draft(note.id, plan="Heat.")
    assert practice.notes.is_unstored(note.id)
    assert practice.notes.save_draft(note.id, plan="Heat.").value.plan == "Heat."


def test_given_a_file_and_a_word_at_once_when_both_make_the_note_then_there_is_one(
    practice: Practice, client_id: ClientId
) -> None:
    note = practice.notes.begin(client_id)
    assert {change.table for change in practice.notes.keep_begun(note.id)} == {"sessions"}
    practice.notes._begun[note.id] = note  # as the other thread still sees it

    assert practice.notes.save_draft(note.id, plan="Heat.").value.plan == "Heat."
    assert [each.note.id for each in practice.notes.recent()] == [note.id]


def test_given_a_person_who_may_only_read_when_a_note_is_begun_then_it_is_refused(
    practice: Practice, client_id: ClientId
) -> None:
    with practice.desk.write() as writer:
        writer.update("users", practice.me.user_id, {"role": Role.READONLY})
    with pytest.raises(RuleBroken, match="role"):
        practice.notes.begin(client_id)


@pytest.mark.parametrize(
    ("start_h", "zone", "day_h"),
    [(-2, "UTC", -2), (3, "UTC", 0), (20, "UTC", 20), (19, "America/New_York", 0), (14, "Asia/Tokyo", 14)],
)
def test_given_an_appointment_when_its_note_is_begun_then_it_has_its_day_and_today_is_now(
    practice: Practice, client_id: ClientId, clock: FixedClock, start_h: int, zone: str, day_h: int
) -> None:
    """It is 09:00 in UTC, so in New York 4:00, and 19 hours later is still the same day."""
    booked = _booked(practice, client_id, clock.now() + timedelta(hours=start_h), zone)

    note = practice.notes.start(client_id, booked.id).value

    assert note.session_date == clock.now() + timedelta(hours=day_h)


def test_given_a_note_dated_tomorrow_when_signed_today_then_it_is_refused_and_tomorrow_it_is_signed(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    booked = _booked(practice, client_id, clock.now() + timedelta(days=1))
    note = practice.notes.start(client_id, booked.id).value
    practice.notes.save_draft(note.id, plan="Heat.")

    with pytest.raises(RuleBroken) as refused:
        practice.notes.finalize(note.id)
    assert refused.value.code == "future_session"

    clock.advance(timedelta(days=1))
    assert practice.notes.finalize(note.id).value.session_date == booked.scheduled_start


def _amended(practice: Practice, client_id: ClientId, *plans: str) -> dict[bytes, int]:
    """A signed note, amended by these texts: the number of each of its versions, by the version's id."""
    note = practice.notes.start(client_id).value
    practice.notes.save_draft(note.id, plan="Heat.")
    practice.notes.finalize(note.id)
    for plan in plans:
        practice.notes.amend(note.id, "A word was missing.", plan=plan)
    return {row.id.bytes: row.version_number for row in practice.notes.versions(note.id)}


def test_given_versions_that_wait_behind_a_later_one_of_their_note_when_staged_then_they_go_in_order(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    numbers = _amended(practice, client_id, "Heat twice.", "Heat, then rest.")
    journal = Journal(practice.me.workspace_id, clock, Uuid7Source(clock))
    with practice.store.write() as db:
        # As after a restore: what the server lost waits again, each behind what still waited.
        db.exec_driver_sql("UPDATE journal SET grp = 1")
        for row_id, number in numbers.items():
            if number < 3:
                db.exec_driver_sql("UPDATE journal SET grp = ? WHERE row_id = ?", (100 - number, row_id))

    with practice.store.write() as db:
        staged = journal.stage(db, 1000, 1_000_000)

    sent = [(numbers[op.row_id.bytes], op.group) for op in staged if op.row_id.bytes in numbers]
    assert sent == [(1, 1), (2, 1), (3, 1)]


def test_given_two_new_versions_of_a_note_the_server_has_when_asked_then_only_the_second_waits_for_another(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    numbers = _amended(practice, client_id, "Heat twice.")
    journal = Journal(practice.me.workspace_id, clock, Uuid7Source(clock))

    with practice.store.write() as db:
        staged = [op for op in journal.stage(db, 1000, 1_000_000) if op.row_id.bytes in numbers]
        db.exec_driver_sql("DELETE FROM journal WHERE table_no <> ?", (SESSION_VERSIONS.no,))
        waits = {numbers[op.row_id.bytes]: journal.waits_for_parent(db, op.row) for op in staged}

    assert waits == {1: False, 2: True}


def test_given_a_signed_note_when_added_to_then_the_paragraph_follows_the_last_words_of_its_plan(
    practice: Practice, note_id: NoteId
) -> None:
    practice.notes.save_draft(note_id, plan="Rest.", objective="Gait.")
    with pytest.raises(RuleBroken) as refused:
        practice.notes.add_to(note_id, "Telephone", "Today:", "Heat.")
    assert refused.value.code == "draft"
    practice.notes.finalize(note_id)
    practice.notes.amend(note_id, "Forgotten", plan="Rest. Ice.")
    for reason, text, code in (("", "Heat.", "no_reason"), ("Telephone", " ", "no_text")):
        with pytest.raises(RuleBroken) as refused:
            practice.notes.add_to(note_id, reason, "Today:", text)
        assert refused.value.code == code
    done = practice.notes.add_to(note_id, " Telephone ", "Today:", "Heat.")
    assert (done.value.plan, done.value.amendment_count) == ("Rest.", 2)
    *_, last = practice.notes.versions(note_id)
    assert (last.plan, last.objective, last.reason) == ("Rest. Ice.\n\nToday:\nHeat.", "Gait.", "Telephone")
