"""Limits of files: their defaults, what a practice may set, and the sentence where a file does not fit."""

import pytest

from core.domain.errors import RuleBroken
from core.domain.file_limits import MB, FileLimits, Room, check_room, limits_of

LIMITS = FileLimits(file=10, note=50, client=100, practice=1000)


@pytest.mark.parametrize(
    "setting",
    [
        None,
        "10",
        [],
        {},
        {"file": 0, "note": -1, "client": True, "practice": "9"},
        {"file": 501, "note": 2**20 + 1, "client": 1.5, "other": 3},
    ],
)
def test_given_no_setting_or_one_that_is_none_when_read_then_the_defaults_hold(setting: object) -> None:
    assert limits_of(setting) == FileLimits(file=10, note=50, client=100, practice=10240)


def test_given_limits_that_a_practice_set_when_read_then_each_holds_by_itself() -> None:
    setting = {"file": 500, "note": 1, "practice": 2**20}
    assert limits_of(setting) == FileLimits(file=500, note=1, client=100, practice=2**20)


@pytest.mark.parametrize(
    ("size", "taken"),
    [
        (10 * MB, Room(0, 0, 0)),
        (5 * MB, Room(95 * MB, 995 * MB, 45 * MB)),
        (1, Room(100 * MB - 1, 1000 * MB - 1, None)),
        (1, Room(50 * MB, 60 * MB, None)),
    ],
)
def test_given_a_file_that_just_fits_when_checked_then_it_may_come(size: int, taken: Room) -> None:
    check_room(size, taken, LIMITS)


@pytest.mark.parametrize(
    ("size", "taken", "code", "said"),
    [
        (10 * MB + 1, Room(0, 0), "file_too_large", "This file has 10.1 MB, and a file may have 10 MB;"),
        (5 * MB, Room(0, 0, 45 * MB + 1), "note_full", "of this note take 45.1 of 50 MB,"),
        (
            1,
            Room(100 * MB, 0, 0),
            "client_full",
            "files of this client take 100.0 of 100 MB,",
        ),
        (9 * MB, Room(0, 999 * MB), "practice_full", "of the practice take 999.0 of 1000 MB,"),
    ],
)
def test_given_a_file_that_does_not_fit_when_checked_then_it_says_the_limit_and_what_is_taken(
    size: int, taken: Room, code: str, said: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_room(size, taken, LIMITS)
    assert refused.value.code == code
    assert said in str(refused.value)
    assert "nothing was added" in str(refused.value)
    assert "an owner" in str(refused.value)
