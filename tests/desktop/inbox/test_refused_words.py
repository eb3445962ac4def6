"""What is said of a refused change: what it did, where the record stands now, and what can be done."""

import uuid
from dataclasses import replace
from datetime import datetime

import pytest

from core.store.practice.practice import RefusedChange
from desktop.inbox.refused_words import refused_words
from tests.sync.laptops import START


def change(
    *, deleted: bool | None, is_new: bool = False, put_away_at: datetime | None = None
) -> RefusedChange:
    return RefusedChange(
        id=uuid.UUID(int=1),
        table="sessions",
        row_id=uuid.UUID(int=2),
        code="forbidden",
        at=START,
        fields={},
        is_new=is_new,
        deleted=deleted,
        put_away_at=put_away_at,
    )


@pytest.mark.parametrize(
    ("deleted", "said"),
    [
        (True, "is back on this laptop as the clinic has it"),
        (False, "is deleted here as it is in the clinic"),
        (None, "The record goes on without it"),
    ],
)
def test_given_a_refused_change_when_told_then_it_says_where_the_record_stands_now(
    deleted: bool | None, said: str
) -> None:
    told = refused_words(change(deleted=deleted), START)

    assert said in told
    assert "your role, or this device, may not change this" in told
    assert "Send it again" in told


def test_given_a_new_record_that_was_refused_after_its_deletion_when_told_then_it_is_not_called_back() -> (
    None
):
    """It stays as it is on this laptop: the clinic never had it."""
    told = refused_words(change(deleted=True, is_new=True), START)
    assert "did not take this change" in told
    assert "It stays on this laptop" in told


@pytest.mark.parametrize(
    ("deleted", "said", "goes_again"),
    [
        (True, "To delete it all the same, delete the record itself", False),
        (False, "Send it again to bring the record back", True),
        (None, "What was typed is kept here word for word", True),
    ],
)
def test_given_it_was_put_away_when_told_then_a_deletion_is_called_one_and_does_not_go_again(
    deleted: bool | None, said: str, goes_again: bool
) -> None:
    shown = change(deleted=deleted, put_away_at=START)
    told = refused_words(shown, START)

    assert said in told
    assert "It was put away" in told
    assert shown.can_go_again is goes_again
    assert ("Send it again" in told) is goes_again


@pytest.mark.parametrize("deleted", [True, False, None])
def test_given_it_was_sent_again_when_told_then_it_says_so_and_goes_no_second_time(
    deleted: bool | None,
) -> None:
    shown = replace(change(deleted=deleted, put_away_at=START), was_sent=True)
    told = refused_words(shown, START)

    assert "it was sent again" in told
    assert "put away" not in told
    assert not shown.can_go_again
