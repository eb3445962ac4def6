"""Templates and snippets in the store: added, changed, taken back; for clinicians alone; imported."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.errors import BadInput, NotFound, RuleBroken
from core.domain.ids import AppointmentId
from core.domain.new_rows import (
    AppointmentDraft,
    ClientDraft,
    NoteTemplateDraft,
    ServiceDraft,
    TextSnippetDraft,
)
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from core.store.practice.practice import Practice
from core.store.transfer.import_lines import import_files
from core.store.unit_of_work.writer import Writer


def _events(practice: Practice, row_id: uuid.UUID) -> list[str]:
    return sorted(event.event_type for event in practice.audit.list(resource_id=row_id))


def test_given_a_template_when_added_changed_and_deleted_then_each_is_recorded_and_can_be_taken_back(
    practice: Practice,
) -> None:
    added = practice.templates.add(NoteTemplateDraft(name=" First visit ", plan="Heat."))
    template = added.value
    assert [(each.name, each.plan) for each in practice.templates.list()] == [("First visit", "Heat.")]
    assert {change.table for change in added.changed} == {"note_templates"}
    practice.templates.edit(template.id, plan="Heat {minutes} minutes.")
    gone = practice.templates.delete(template.id)
    assert practice.templates.list() == []
    assert gone.undo is not None
    practice.undo(gone.undo)
    assert practice.templates.get(template.id).plan == "Heat {minutes} minutes."
    assert _events(practice, template.id) == [
        "template.add",
        "template.delete",
        "template.edit",
        "template.undo",
    ]


def test_given_a_snippet_when_added_changed_and_deleted_then_each_is_recorded_and_can_be_taken_back(
    practice: Practice,
) -> None:
    snippet = practice.snippets.add(TextSnippetDraft(abbreviation=";rom", text="Range {degrees}.")).value
    assert snippet.abbreviation == "rom"
    practice.snippets.edit(snippet.id, abbreviation=";ROM2")
    assert practice.snippets.get(snippet.id).abbreviation == "ROM2"
    practice.snippets.edit(snippet.id, text="Range {degrees}.")
    gone = practice.snippets.delete(snippet.id)
    assert gone.undo is not None
    practice.undo(gone.undo)
    assert _events(practice, snippet.id) == ["snippet.add", "snippet.delete", "snippet.edit", "snippet.undo"]


def test_given_a_name_or_an_abbreviation_that_is_taken_when_written_again_then_it_is_refused(
    practice: Practice,
) -> None:
    practice.snippets.add(TextSnippetDraft(abbreviation="rom", text="Range."))
    other = practice.snippets.add(TextSnippetDraft(abbreviation="pain", text="Pain.")).value
    with pytest.raises(RuleBroken, match="already"):
        practice.snippets.add(TextSnippetDraft(abbreviation=";ROM", text="Another."))
    with pytest.raises(RuleBroken, match="already"):
        practice.snippets.edit(other.id, abbreviation="Rom")
    practice.snippets.edit(other.id, abbreviation="PAIN")
    practice.templates.add(NoteTemplateDraft(name="First", plan="Heat."))
    with pytest.raises(RuleBroken, match="already"):
        practice.templates.add(NoteTemplateDraft(name="first", plan="Cold."))


def test_given_lists_when_read_then_they_are_in_the_order_of_the_alphabet(practice: Practice) -> None:
    for word in ("rom", "Ache", "pain"):
        practice.snippets.add(TextSnippetDraft(abbreviation=word, text="Text."))
    assert [each.abbreviation for each in practice.snippets.list()] == ["Ache", "pain", "rom"]


def test_given_an_appointment_when_its_template_is_asked_for_then_its_service_decides(
    practice: Practice, clock: FixedClock
) -> None:
    massage = practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50)).value
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value
    start, end = clock.now(), clock.now() + timedelta(hours=1)
    booked = practice.appointments.book(
        AppointmentDraft(client_id=client.id, service_id=massage.id, scheduled_start=start, scheduled_end=end)
    ).value
    assert practice.templates.for_appointment(booked.id) is None
    general = practice.templates.add(NoteTemplateDraft(name="Any", plan="Rest.")).value
    own = practice.templates.add(NoteTemplateDraft(name="Own", plan="Heat.", service_id=massage.id)).value
    assert practice.templates.for_appointment(booked.id) == own
    assert practice.templates.for_appointment(None) == general


def test_given_an_occurrence_that_nobody_touched_when_its_template_is_asked_for_then_its_service_decides(
    practice: Practice, clock: FixedClock
) -> None:
    massage = practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50)).value
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value
    own = practice.templates.add(NoteTemplateDraft(name="Own", plan="Heat.", service_id=massage.id)).value
    start, end = clock.now(), clock.now() + timedelta(hours=1)
    draft = AppointmentDraft(
        client_id=client.id, service_id=massage.id, scheduled_start=start, scheduled_end=end
    )
    booked = practice.series.book(draft, Repeat(rule=Rule(frequency=Frequency.DAILY), times=3)).value
    assert practice.templates.for_appointment(booked.id) == own
    assert practice.templates.for_appointment(AppointmentId(uuid.uuid4())) is None


def test_given_a_service_that_is_not_here_when_a_template_names_it_then_it_is_refused(
    practice: Practice,
) -> None:
    with pytest.raises(NotFound):
        practice.templates.add(NoteTemplateDraft(name="A", plan="B.", service_id=uuid.UUID(int=9)))  # type: ignore[arg-type]


def test_given_a_deleted_service_when_its_template_is_changed_then_it_can_be(practice: Practice) -> None:
    massage = practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50)).value
    own = practice.templates.add(NoteTemplateDraft(name="Own", plan="Heat.", service_id=massage.id)).value
    practice.services.delete(massage.id)
    assert practice.templates.edit(own.id, plan="Cold.").value.plan == "Cold."


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.READONLY])
def test_given_somebody_who_may_not_write_what_is_clinical_when_they_try_then_it_is_refused(
    practice: Practice, clock: FixedClock, role: Role
) -> None:
    snippet = practice.snippets.add(TextSnippetDraft(abbreviation="rom", text="Range.")).value
    with practice.store.write() as db:
        Writer(db, practice.me, clock, practice.desk.ids).update("users", practice.me.user_id, {"role": role})
    attempts: tuple[Callable[[], object], ...] = (
        lambda: practice.snippets.add(TextSnippetDraft(abbreviation="x", text="X.")),
        lambda: practice.snippets.edit(snippet.id, text="X."),
        lambda: practice.snippets.delete(snippet.id),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "role"
    assert [each.text for each in practice.snippets.list()] == ["Range."]


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ('{"table": "text_snippets", "abbreviation": "two words", "text": "X."}', "one word"),
        ('{"table": "text_snippets", "abbreviation": "rom"}', "text is missing"),
        ('{"table": "note_templates", "name": "First"}', "at least one"),
    ],
)
def test_given_a_line_that_is_no_template_or_snippet_when_imported_then_it_says_what_is_wrong(
    practice: Practice, tmp_path: Path, line: str, match: str
) -> None:
    source = tmp_path / "lines.jsonl"
    source.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=match):
        import_files(practice, source)
    assert practice.snippets.list() == []
    assert practice.templates.list() == []
