"""Session notes through the practice: drafts, finalizing, amending, late text, the inbox."""

from datetime import timedelta

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, AuditAction, ConflictReason, Resolution, Role
from core.domain.errors import NotFound, RuleBroken, UserError
from core.domain.ids import ClientId, DeviceId, NoteId, Uuid7Source, WorkspaceId
from core.domain.registry import CLIENTS, SESSIONS
from core.store.drafts import AppointmentDraft, ClientDraft
from core.store.journal import Journal
from core.store.me import Me
from core.store.practice import InboxKind, Practice, signed_content
from core.store.writer import Writer


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
    signed: list[bytes] = []

    def sign(content: bytes) -> bytes:
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
    assert signed == [signed_content(done.value, version)]
    with pytest.raises(RuleBroken, match="already finalized"):
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
    conflict = practice.inbox.raise_text(note_id, "plan", "base", "ours", "theirs").value
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
                    journal.answer_ok(db, op.op_no, op.base_version + 1)

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
    assert [note.id for note in practice.notes.for_client(client_id)] == [one.id for one in reversed(made)]
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
            stranger.clients.timeline(wanted)
    assert len(told) == 1
    with pytest.raises(NotFound):
        stranger.notes.save_draft(note_id, plan="stolen")
    assert stranger.clients.list() == []
    assert stranger.clients.find("ada") == []
    assert stranger.notes.recent() == []
    assert stranger.search.everything("ada") == []
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
    event = practice.audit.list()[0]
    assert (event.action, event.resource_type, event.resource_id) == (AuditAction.READ, "Client", client_id)
    assert (event.user_id, event.device_id) == (practice.me.user_id, practice.me.device_id)
    earlier = {one.event_type for one in practice.audit.list(before=event.client_time)}
    assert earlier == {"client.add", "workspace.found"}
