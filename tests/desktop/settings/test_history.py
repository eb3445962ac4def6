"""The history of a practice: every event in words, the newest first, earlier ones when asked for."""

import uuid
from datetime import timedelta
from typing import cast

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import AuditAction
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.records import AuditEvent
from desktop.app import Program
from desktop.settings import audit
from desktop.settings.audit import AuditSection
from desktop.settings.audit_words import KnownNames, event_row, event_words
from tests.desktop.conftest import MONDAY
from tests.desktop.settings.test_buttons import section
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]


def firsts(page: AuditSection) -> list[str]:
    return [page._render(event).first for event in page.model.items]


def test_given_what_was_done_when_the_history_is_opened_then_the_newest_comes_first_in_words(
    program: Program, clock: FixedClock
) -> None:
    practice = work(program).opening.practice
    clock.advance(timedelta(minutes=1))
    practice.notes.finalize(practice.notes.drafts()[0].note.id)
    page = cast("AuditSection", section(program, "History"))
    assert firsts(page)[0] == "Session note: signed"
    row = page._render(page.model.items[0])
    assert (row.second, row.trailing, row.trailing_second) == ("Ruth Amsel · this laptop", "Today", "09:31")
    assert all(": " in words for words in firsts(page))


def test_given_more_than_a_page_when_earlier_ones_are_asked_for_then_each_comes_once(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_AT_ONCE", 7)
    page = cast("AuditSection", section(program, "History"))
    assert len(page.model.items) == 7
    page.earlier.click()
    program.jobs.wait()
    ids = [event.id for event in page.model.items]
    assert 7 < len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("event_type", "words"),
    [
        ("client.archive", "Client: archived"),
        ("attachment.save", "File: saved as a copy"),
        ("workspace.import", "Practice: imported into"),
        ("horoscope.cast", "horoscope.cast"),
    ],
)
def test_given_an_event_when_told_then_in_words_unless_a_newer_program_named_it(
    event_type: str, words: str
) -> None:
    assert event_words(event_type) == words


def test_given_people_and_laptops_that_nobody_knows_when_told_then_it_says_so() -> None:
    theirs, mine = DeviceId(uuid.uuid4()), DeviceId(uuid.uuid4())
    event = AuditEvent(
        id=uuid.uuid4(),
        workspace_id=WorkspaceId(uuid.uuid4()),
        version=0,
        created_at=MONDAY,
        updated_at=MONDAY,
        deleted_at=None,
        event_type="client.edit",
        action=AuditAction.UPDATE,
        user_id=UserId(uuid.uuid4()),
        device_id=theirs,
        client_time=MONDAY - timedelta(days=1),
    )
    row = event_row(event, KnownNames({}, {}, mine), MONDAY)
    assert (row.second, row.trailing) == ("Unknown person · another laptop", "Yesterday")
    named = event_row(event, KnownNames({}, {theirs: "Reception"}, mine), MONDAY)
    assert named.second == "Unknown person · Reception"
