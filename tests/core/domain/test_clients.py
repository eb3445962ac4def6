"""Names, duplicates and computed fields of clients."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from core.domain import clients as rules
from core.domain.enums import AppointmentStatus as Status
from core.domain.errors import RuleBroken
from core.domain.records import Appointment, Client

Make = Callable[..., Client]


def test_initials_are_one_letter_of_each_name() -> None:
    assert rules.initials("testa", "Invented") == "T.I."
    assert rules.initials("דוגמה", " ") == "ד."


def test_given_a_name_missing_or_birth_ahead_then_it_is_refused() -> None:
    rules.check_names("Testa", "Invented")
    rules.check_birth(date(1990, 1, 2), date(2026, 3, 2))
    with pytest.raises(RuleBroken, match="first and a last name"):
        rules.check_names("Testa", " ")
    with pytest.raises(RuleBroken, match="in the past"):
        rules.check_birth(date(2026, 3, 2), date(2026, 3, 2))


def test_given_a_language_in_which_nobody_writes_then_it_is_refused() -> None:
    for fine in (None, "en", "he"):
        rules.check_language(fine)
    with pytest.raises(RuleBroken) as refused:
        rules.check_language("fr")
    assert refused.value.code == "language"


def test_folding_drops_case_accents_and_hebrew_points() -> None:
    assert rules.folded("  RENÉ   שָׁלוֹם ") == rules.folded("rene שלום") == "rene שלומ"


def test_the_same_name_and_phone_written_differently_is_likely_the_same(client: Make) -> None:
    one = client(phone="+972 50-123-4567")
    assert rules.likely_same(one, client(first_name="TESTA", phone="050 1234567"))
    assert rules.likely_same(one, client())
    assert not rules.likely_same(one, client(phone="050 7654321"))
    assert not rules.likely_same(one, client(first_name="Other", phone="050 1234567"))


def test_the_same_name_and_one_thing_that_is_the_same_is_likely_the_same_and_one_that_differs_is_not(
    client: Make,
) -> None:
    born, mail = client(date_of_birth=date(1990, 1, 2)), client(email="testa@example.org")
    assert rules.likely_same(born, client(date_of_birth=date(1990, 1, 2)))
    assert not rules.likely_same(born, client(date_of_birth=date(1990, 2, 1)))
    assert rules.likely_same(mail, client(email="Testa@Example.org"))
    assert not rules.likely_same(mail, client(email="invented@example.org"))


def test_visits_are_the_next_scheduled_the_last_completed_and_the_count(
    appointment: Callable[..., Appointment], now: datetime
) -> None:
    rows = [
        appointment(at=8, status=Status.COMPLETED),
        appointment(at=7, status=Status.COMPLETED),
        appointment(at=20),
        appointment(at=22),
        appointment(at=14, deleted_at=now),
        appointment(at=13, status=Status.CANCELLED),
    ]
    seen = rules.visits(rows, now)
    assert seen == rules.Visits(rows[2].scheduled_start, rows[0].scheduled_start, 5)
    assert rules.visits([], now + timedelta(days=1)) == rules.Visits(None, None, 0)
