"""What a person reads of a row that nobody could verify: whose login it was, what is safe, what to do."""

import uuid
from datetime import UTC, datetime

import pytest

from core.store.practice.inbox import NoticeRow
from desktop.inbox.conflict import ToldNotice
from desktop.inbox.notices import notice_text, notice_words

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _words(kind: str, device: str) -> str:
    notice = NoticeRow(
        id=uuid.UUID(int=1), table="clients", row_id=uuid.UUID(int=2), field=None, kind=kind, at=NOW
    )
    return notice_words(ToldNotice(notice, device), NOW)


@pytest.mark.parametrize("kind", ["tampered", "superseded"])
def test_given_a_row_that_nobody_can_verify_when_it_is_told_then_the_laptop_is_named_and_the_way_out(
    kind: str,
) -> None:
    words = _words(kind, "Stolen tablet")

    assert "“Stolen tablet”" in words
    assert "Settings, Team and devices" in words
    assert notice_text(kind) != kind


@pytest.mark.parametrize("kind", ["tampered", "superseded"])
def test_given_no_name_when_it_is_told_then_the_words_are_whole_all_the_same(kind: str) -> None:
    words = _words(kind, "")

    assert "not used" in words
    assert "{" not in words
    assert "“" not in words


def test_given_a_record_that_was_put_back_when_it_is_told_then_nothing_is_left_to_do() -> None:
    assert "nothing has to be done" in _words("superseded", "")
    assert "sent to the clinic" in _words("superseded", "Stolen tablet")


def test_given_a_server_that_was_brought_back_when_told_then_it_says_what_is_safe_and_who_knows_why() -> None:
    words = _words("earlier", "")

    assert "your records are safe, and nothing has to be done" in words
    assert "whoever looks after the server" in words
    assert notice_text("earlier") != "earlier"
