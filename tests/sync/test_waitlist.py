"""Two laptops with one place on the waitlist: each changes it apart, and they meet."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.enums import WaitStatus
from core.domain.new_rows import AppointmentDraft, ClientDraft, WaitlistDraft
from core.domain.records import WaitlistEntry
from core.domain.waitlist import URGENT
from tests.sync.laptops import START, Laptop, field_of, meet, person

Laptops = tuple[Laptop, Laptop]
APRIL, MAY, JUNE = (date(2026, month, 1) for month in (4, 5, 6))


@pytest.fixture
def entry(laptops: Laptops, someone_works_here: None) -> WaitlistEntry:
    """One that both know."""
    books = person(laptops[0])
    client = books.clients.add(ClientDraft(first_name="Maria", last_name="Sampleton")).value
    draft = WaitlistDraft(
        client_id=client.id, duration_minutes=50, weekdays="MO,WE", day_part="MORNING", earliest=APRIL
    )
    made = books.waitlist.add(draft).value
    meet(*laptops)
    return made


def _shown(laptops: Laptops, entry: WaitlistEntry) -> WaitlistEntry:
    """What each of the two shows is the same; this is it."""
    one, other = (person(laptop).waitlist.get(entry.id) for laptop in laptops)
    assert replace(one, version=0) == replace(other, version=0, updated_at=one.updated_at)
    return one


def _questions(laptops: Laptops) -> list[int]:
    return [len(laptop.open_conflicts()) for laptop in laptops]


def test_given_somebody_who_waits_when_it_syncs_then_both_know_since_when_and_for_what(
    laptops: Laptops, entry: WaitlistEntry
) -> None:
    shown = _shown(laptops, entry)
    assert (shown.weekdays, shown.day_part, shown.earliest) == ("MO,WE", "MORNING", APRIL)
    assert shown.waiting_since == entry.waiting_since


def test_given_one_writes_a_remark_and_the_other_makes_it_urgent_when_they_meet_then_both_hold(
    laptops: Laptops, entry: WaitlistEntry
) -> None:
    one, other = (person(laptop).waitlist for laptop in laptops)
    one.edit(entry.id, remark="After work.")
    other.edit(entry.id, urgency=URGENT)
    meet(*laptops)
    assert (_shown(laptops, entry).remark, _shown(laptops, entry).urgency) == ("After work.", URGENT)
    assert _questions(laptops) == [0, 0]


def test_given_a_later_first_day_and_a_last_day_when_they_meet_then_a_person_is_asked_once(
    laptops: Laptops, entry: WaitlistEntry
) -> None:
    """Merged apart, the last day could lie before the first."""
    one, other = (person(laptop).waitlist for laptop in laptops)
    one.edit(entry.id, earliest=JUNE)
    other.edit(entry.id, latest=MAY)
    meet(*laptops)
    (asked,) = laptops[0].open_conflicts()
    assert field_of("conflicts", asked, "field") == "earliest,latest"
    assert _questions(laptops) == [1, 1]
    shown = _shown(laptops, entry)
    assert (shown.earliest, shown.latest) in {(JUNE, None), (APRIL, MAY)}


def test_given_both_book_the_client_when_they_meet_then_the_wait_is_over_and_nobody_is_asked(
    laptops: Laptops, entry: WaitlistEntry
) -> None:
    for laptop, hour in zip(laptops, (9, 11), strict=True):
        start = START + timedelta(days=1, hours=hour)
        draft = AppointmentDraft(
            client_id=entry.client_id,
            scheduled_start=start,
            scheduled_end=start + timedelta(minutes=50),
            timezone="UTC",
            waitlist_entry_id=entry.id,
        )
        person(laptop).appointments.book(draft)
    meet(*laptops)
    assert _shown(laptops, entry).status is WaitStatus.BOOKED
    assert _questions(laptops) == [0, 0]


def test_given_one_takes_a_client_off_and_the_other_changes_the_wish_when_they_meet_then_the_wish_stays(
    laptops: Laptops, entry: WaitlistEntry
) -> None:
    one, other = (person(laptop).waitlist for laptop in laptops)
    one.take_off(entry.id)
    other.edit(entry.id, day_part="EVENING")
    meet(*laptops)
    assert _shown(laptops, entry).day_part == "EVENING"
    assert [each.id for each in one.waiting()] == [entry.id]
