"""The invented practice: the same for the same day, plausible, and big enough to try things on."""

import re
import uuid
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from core.domain.body_chart import kept_values, place_of, region_of
from core.domain.enums import AppointmentStatus
from core.domain.ids import TimeBlockId, WorkspaceId
from core.domain.note_templates import check_template
from core.domain.notes import FIELD_LIMIT
from core.domain.records import TimeBlock
from core.domain.text_snippets import check_snippet
from core.domain.time_blocks import BlockSpan, spans
from core.domain.waitlist import kept_wish
from desktop.session.sample.content import MEASURED, DemoPractice, demo_practice

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HEBREW = re.compile("[\u0590-\u05ff]")


@pytest.fixture(scope="module")
def practice() -> DemoPractice:
    return demo_practice(NOW)


def test_the_same_day_gives_the_same_practice(practice: DemoPractice) -> None:
    assert demo_practice(NOW) == practice
    assert demo_practice(NOW, seed=21) != practice


def test_sizes_are_those_that_were_promised(practice: DemoPractice) -> None:
    assert len(practice.clients) == 60
    assert sum(visit.note is not None for visit in practice.visits) == 600
    first, last = practice.visits[0].start, practice.visits[-1].start
    assert timedelta(days=530) < last - first < timedelta(days=560)
    assert first < NOW < last
    assert sum(visit.is_draft for visit in practice.visits) == 4


def test_each_template_names_a_service_and_each_snippet_can_be_typed(practice: DemoPractice) -> None:
    services = {raw["name"] for raw in practice.services}
    for template in practice.templates:
        assert template["service"] in services
        check_template(template["name"], template["texts"])
    for snippet in practice.snippets:
        check_snippet(snippet["abbreviation"], snippet["text"])


def test_the_pain_of_a_few_clients_is_measured_and_is_what_their_notes_tell(practice: DemoPractice) -> None:
    measured = [visit for visit in practice.visits if visit.pain is not None]
    assert {visit.client for visit in measured} == set(range(MEASURED))
    assert 40 < len(measured) < 200
    told = [visit for visit in measured if visit.note and "/10" in visit.note.subjective]
    assert told
    for visit in told:
        assert visit.note is not None
        assert f"{visit.pain}/10" in visit.note.subjective


def test_a_few_clients_wait_and_each_names_a_service_and_a_client_of_the_practice(
    practice: DemoPractice,
) -> None:
    assert len({wish.client for wish in practice.waiting}) == 3
    for wish in practice.waiting:
        assert wish.client < len(practice.clients)
        minutes = practice.services[wish.service]["minutes"]
        assert kept_wish({**wish.fields, "duration_minutes": minutes})


def test_where_it_hurts_is_marked_for_a_few_clients_as_strong_as_it_is(practice: DemoPractice) -> None:
    marked = [visit for visit in practice.visits if visit.marks]
    assert {visit.client for visit in marked} == set(range(MEASURED))
    for visit in marked:
        assert visit.marks[0].intensity == str(visit.pain)
        for mark in visit.marks:
            assert kept_values(asdict(mark)) == {**asdict(mark), "remark": None}
    sides = {region_of(point).side for visit in marked if (point := place_of(visit.marks[0].place))}
    assert sides & {"left", "right"}


def test_both_languages_are_there(practice: DemoPractice) -> None:
    notes = [visit.note.subjective for visit in practice.visits if visit.note]
    hebrew = sum(bool(HEBREW.search(text)) for text in notes)
    assert 150 < hebrew < 450
    assert Counter(client.language for client in practice.clients) == {"en": 36, "he": 24}


def test_people_are_obviously_invented(practice: DemoPractice) -> None:
    for client in practice.clients:
        assert client.fields.get("email", "@example.com").endswith("@example.com")
        assert "-555-" in client.fields["phone"]


def test_no_text_keeps_a_placeholder_or_breaks_the_limit(practice: DemoPractice) -> None:
    for visit in practice.visits:
        for text in asdict(visit.note).values() if visit.note else ():
            assert text.strip()
            assert "{" not in text
            assert len(text) <= FIELD_LIMIT


def test_visits_stand_on_working_hours_and_never_overlap(practice: DemoPractice) -> None:
    zone = ZoneInfo(practice.timezone)
    for one, other in pairwise(practice.visits):
        assert one.start < one.end <= other.start
    for visit in practice.visits:
        local = visit.start.astimezone(zone)
        (opens, closes), *_ = practice.settings["working_hours"][str(local.weekday())]
        assert opens <= f"{local:%H:%M}"
        assert f"{visit.end.astimezone(zone):%H:%M}" <= closes


@pytest.mark.parametrize("day", range(7))
def test_lunch_and_supervision_are_on_days_of_work_and_no_visit_stands_on_them(day: int) -> None:
    practice = demo_practice(NOW + timedelta(days=day))
    found: dict[str | None, list[BlockSpan]] = {}
    for draft in practice.blocks:
        stored = TimeBlock(
            id=TimeBlockId(uuid.UUID(int=1)),
            workspace_id=WorkspaceId(uuid.UUID(int=2)),
            created_at=NOW,
            updated_at=NOW,
            **{**asdict(draft), "timezone": practice.timezone},
        )
        found[draft.title] = spans(stored, practice.visits[0].start, practice.visits[-1].end)
    assert set(found) == {"Lunch", "Supervision"}
    for span in (span for some in found.values() for span in some):
        assert str(span.day.weekday()) in practice.settings["working_hours"]
        assert not any(visit.start < span.end and span.start < visit.end for visit in practice.visits)


def test_only_what_is_over_has_happened(practice: DemoPractice) -> None:
    for visit in practice.visits:
        if visit.end > NOW:
            assert visit.status in {AppointmentStatus.SCHEDULED, AppointmentStatus.CANCELLED}
            assert visit.note is None
        else:
            assert visit.status is not AppointmentStatus.SCHEDULED
        if visit.note is not None:
            assert visit.status is AppointmentStatus.COMPLETED


@pytest.mark.parametrize("day", range(7))
def test_whoever_looks_around_on_any_weekday_finds_appointments_of_that_day(day: int) -> None:
    now = NOW + timedelta(days=day)
    practice = demo_practice(now)
    zone = ZoneInfo(practice.timezone)
    today = now.astimezone(zone).date()
    assert sum(visit.start.astimezone(zone).date() == today for visit in practice.visits) >= 4
    assert str(today.weekday()) in practice.settings["working_hours"]


@pytest.mark.parametrize("day", range(0, 365, 31))
def test_any_day_of_the_year_makes_a_practice(day: int) -> None:
    practice = demo_practice(NOW + timedelta(days=day))
    assert sum(visit.note is not None for visit in practice.visits) == 600
    assert {visit.client for visit in practice.visits} == set(range(60))
