"""Two laptops meet: what one wrote arrives on the other, and only real disagreement is asked about."""

import threading
import uuid
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from core.domain.enums import ConflictReason, Resolution
from core.domain.errors import ServerUnreachable
from core.domain.registry import BY_NAME
from sync.events import NeedsYou, RowsChanged
from sync.remote import PushAnswer, Result, Status
from tests.sync.laptops import START, Laptop, Practice, field_of

Two = tuple[Laptop, Laptop]
BASE = "Slept badly.\nGait normal.\nWalks daily."


def shared_note(laptops: Two, text: str = BASE) -> tuple[Laptop, Laptop, uuid.UUID, uuid.UUID]:
    one, two = laptops
    client = one.add_client()
    note = one.add_note(client, plan=text)
    one.sync()
    two.sync()
    return one, two, client, note


def book(laptop: Laptop, client: uuid.UUID) -> uuid.UUID:
    """The same hour each time."""
    end = START + timedelta(hours=1)
    return laptop.add(
        "appointments", client_id=client, timezone="UTC", scheduled_start=START, scheduled_end=end
    )


def test_what_one_writes_arrives_on_the_other(laptops: Two) -> None:
    one, two = laptops
    client = one.add_client(notes="כאבי גב. שלום.", tags=["a"])
    assert one.sync().pushed == 1
    assert two.sync().pulled == 1
    assert one.content() == two.content()
    assert two.value("clients", client, "notes") == "כאבי גב. שלום."
    assert any(isinstance(event, RowsChanged) for event in two.events)


def test_a_pass_with_nothing_to_do_is_one_round_trip(laptops: Two) -> None:
    one, _ = laptops
    one.add_client()
    one.sync()
    one.remote.calls.clear()
    outcome = one.sync()
    assert one.remote.calls == ["hello"]
    assert (outcome.pushed, outcome.pulled, outcome.waiting) == (0, 0, 0)


def test_offline_edits_of_different_paragraphs_merge_on_both(laptops: Two) -> None:
    one, two, _, note = shared_note(laptops)
    one.edit("sessions", note, plan=BASE.replace("badly", "well"))
    two.edit("sessions", note, plan=BASE.replace("daily", "twice a day"))
    one.sync()
    outcome = two.sync()
    one.sync()
    assert (outcome.merged, outcome.conflicts, outcome.waiting) == (1, 0, 0)
    assert one.value("sessions", note, "plan") == "Slept well.\nGait normal.\nWalks twice a day."
    assert one.content() == two.content()
    assert [notice["kind"] for notice in two.told("notices")] == ["merged"]
    assert any(
        field_of("audit_events", row, "event_type") == "session.merge"
        for row in one.rows("audit_events").values()
    )


def test_a_real_disagreement_is_asked_once_and_resolving_it_clears_it_everywhere(laptops: Two) -> None:
    one, two, _, note = shared_note(laptops)
    one.edit("sessions", note, plan=BASE.replace("daily", "5 km"))
    two.edit("sessions", note, plan=BASE.replace("daily", "7 km"))
    one.sync()
    assert two.sync().conflicts == 1
    assert two.events[-1] == NeedsYou(1)
    one.sync()
    (conflict,) = one.open_conflicts()
    assert field_of("conflicts", conflict, "ours") == BASE.replace("daily", "7 km")
    assert field_of("conflicts", conflict, "theirs") == BASE.replace("daily", "5 km")
    one.edit("conflicts", conflict.row_id, resolved_at=START, resolution=Resolution.BOTH)
    one.sync()
    two.sync()
    assert two.open_conflicts() == []
    assert one.content() == two.content()


def test_an_edit_brings_a_deleted_record_back_with_a_notice(laptops: Two) -> None:
    one, two, client, _ = shared_note(laptops)
    one.delete("clients", client)
    two.edit("clients", client, phone="050")
    one.sync()
    two.sync()
    one.sync()
    assert one.row("clients", client).deleted_at is None
    assert one.content() == two.content()
    assert "restored" in [notice["kind"] for notice in two.told("notices")]


def test_a_late_edit_of_a_finalized_note_becomes_a_proposed_amendment(laptops: Two) -> None:
    one, two, _, note = shared_note(laptops)
    one.edit("sessions", note, is_draft=False, finalized_at=START)
    two.edit("sessions", note, plan=BASE + "\nLate word.")
    one.sync()
    two.sync()
    one.sync()
    (conflict,) = one.open_conflicts()
    assert field_of("conflicts", conflict, "reason") == ConflictReason.AMENDMENT
    assert field_of("conflicts", conflict, "ours") == BASE + "\nLate word."
    assert one.value("sessions", note, "plan") == BASE
    assert one.content() == two.content()


@pytest.mark.parametrize("merges_late", [True, False])
def test_given_a_late_text_when_either_device_merges_it_then_the_question_and_the_history_say_whose_it_is(
    laptops: Two, merges_late: bool
) -> None:
    signer, typist, _, note = shared_note(laptops)
    signer.edit("sessions", note, is_draft=False, finalized_at=START)
    typist.edit("sessions", note, plan="Late word.")
    first, merger = (signer, typist) if merges_late else (typist, signer)
    first.sync()
    merger.sync()
    first.sync()
    (conflict,) = first.open_conflicts()
    asked = [field_of("conflicts", conflict, name) for name in ("ours", "our_device_id", "their_device_id")]
    assert asked == ["Late word.", str(typist.me.device_id), str(signer.me.device_id)]
    (told,) = [entry for entry in merger.told("history") if entry["kind"] == "conflict"]
    here, there = ("ours", "theirs") if merges_late else ("theirs", "ours")
    assert (told[here], told[there]) == ("Late word.", BASE)
    assert first.content() == merger.content()


def test_when_a_record_was_deleted_is_the_same_on_both_however_wrong_their_clocks_are(laptops: Two) -> None:
    one, two, client, _ = shared_note(laptops)
    one.clock.advance(timedelta(days=-3650))
    one.delete("clients", client)
    one.sync()
    two.sync()
    assert one.row("clients", client).deleted_at == two.row("clients", client).deleted_at


def test_a_delete_that_waits_outlives_the_return_of_what_was_sent_before(laptops: Two) -> None:
    one, _, client, _ = shared_note(laptops)
    one.edit("clients", client, phone="050")
    one.session()._push.run(one.practice.head().epoch, threading.Event())
    one.delete("clients", client)
    one.session()._pull.run(one.practice.head().epoch, threading.Event(), lambda *_: None)
    assert one.row("clients", client).deleted_at is not None
    one.sync()
    assert one.practice.head().rows[BY_NAME["clients"].no, client].deleted_at is not None


def test_two_bookings_of_one_slot_both_stay_and_raise_one_task(laptops: Two) -> None:
    one, two, client, _ = shared_note(laptops)
    book(one, client)
    book(two, client)
    one.sync()
    two.sync()
    one.sync()
    two.sync()
    assert len(one.rows("appointments")) == 2
    (task,) = one.open_conflicts()
    assert field_of("conflicts", task, "reason") == ConflictReason.DOUBLE_BOOKING
    assert one.content() == two.content()


def test_a_booking_on_top_of_one_that_was_seen_raises_no_task(laptops: Two) -> None:
    one, two, client, _ = shared_note(laptops)
    book(one, client)
    one.sync()
    two.sync()
    book(two, client)
    two.sync()
    one.sync()
    assert one.open_conflicts() == []


def test_both_devices_that_notice_one_double_booking_make_one_task(laptops: Two) -> None:
    one, two, client, _ = shared_note(laptops)
    first, second = book(one, client), book(two, client)
    for laptop in (one, two):
        laptop.session()._push.run(laptop.practice.head().epoch, threading.Event())
    one.sync()
    two.sync()
    one.sync()
    two.sync()
    assert len(one.rows("conflicts")) == 1
    assert one.content() == two.content()
    assert {first, second} == set(one.rows("appointments"))


def test_services_of_one_name_are_told_apart_visibly(laptops: Two) -> None:
    one, two = laptops
    one.add("services", name="Massage", default_duration_minutes=30)
    mine = two.add("services", name="Massage", default_duration_minutes=45)
    one.sync()
    outcome = two.sync()
    one.sync()
    assert (outcome.refused, outcome.waiting) == (0, 0)
    assert one.value("services", mine, "name") == "Massage (2)"
    assert "renamed" in [notice["kind"] for notice in two.told("notices")]
    assert one.content() == two.content()


def test_a_booking_of_a_service_that_is_renamed_goes_after_it(laptops: Two) -> None:
    one, two, client, _ = shared_note(laptops)
    one.add("services", name="Massage", default_duration_minutes=30)
    mine = two.add("services", name="Massage", default_duration_minutes=45)
    booked = book(two, client)
    two.edit("appointments", booked, service_id=mine)
    one.sync()
    outcome = two.sync()
    one.sync()
    assert (outcome.refused, outcome.waiting) == (0, 0)
    assert two.told("refused") == []
    assert one.value("appointments", booked, "service_id") == str(mine)
    assert one.content() == two.content()


def test_a_new_laptop_gets_everything_in_pages(practice: Practice, laptops: Two) -> None:
    one, _ = laptops
    for number in range(25):
        one.add_client(f"C{number}")
    one.sync()
    practice.server.page_limit = 4
    three = practice.enrol()
    assert three.sync().pulled == 25
    assert three.content() == one.content()


def version(laptop: Laptop, note: uuid.UUID, number: int, plan: str) -> uuid.UUID:
    return laptop.add("session_versions", session_id=note, version_number=number, plan=plan, reason="Late")


def _living(laptop: Laptop) -> set[uuid.UUID]:
    """Versions that count: one that gave way stays as a deleted row."""
    return {row_id for row_id, row in laptop.rows("session_versions").items() if row.deleted_at is None}


def test_a_note_finalized_on_both_has_one_first_version(laptops: Two) -> None:
    one, two, _, note = shared_note(laptops)
    kept = version(one, note, 1, BASE)
    one.edit("sessions", note, is_draft=False, finalized_at=START)
    version(two, note, 1, BASE + "\nMore.")
    two.edit("sessions", note, plan=BASE + "\nMore.", is_draft=False, finalized_at=START)
    one.sync()
    outcome = two.sync()
    one.sync()
    assert (outcome.refused, outcome.waiting) == (0, 0)
    assert _living(one) == {kept}
    assert [field_of("conflicts", each, "ours") for each in one.open_conflicts()] == [BASE + "\nMore."]
    assert one.content() == two.content()


def test_given_a_late_text_that_the_other_signed_when_we_signed_without_it_then_only_the_late_text_is_asked(
    laptops: Two,
) -> None:
    one, two, _, note = shared_note(laptops)
    late = BASE + "\nLate word."
    one.edit("sessions", note, plan=late)
    one.sync()
    two.edit("sessions", note, is_draft=False, finalized_at=START)
    stale = PushAnswer([Result(1, Status.STALE, 2)], 0)
    cut = mock.patch.object(two.remote, "push", side_effect=[stale, ServerUnreachable("Cut.")])
    with cut, pytest.raises(ServerUnreachable):
        two.sync()
    asked = two.open_conflicts()
    assert [field_of("conflicts", each, "ours") for each in asked] == [late]

    one.edit("sessions", note, is_draft=False, finalized_at=START + timedelta(minutes=1))
    one.sync()
    two.sync()
    one.sync()
    assert two.value("sessions", note, "plan") == late
    assert [each.row_id for each in two.open_conflicts()] == [each.row_id for each in asked]
    assert one.content() == two.content()


def test_two_amendments_of_one_number_become_one_and_a_proposal(laptops: Two) -> None:
    one, two, _, note = shared_note(laptops)
    version(one, note, 1, BASE)
    one.sync()
    two.sync()
    kept = version(one, note, 2, "Amended on one.")
    version(two, note, 2, "Amended on two.")
    one.sync()
    outcome = two.sync()
    one.sync()
    assert (outcome.refused, outcome.waiting) == (0, 0)
    assert kept in _living(one)
    assert len(_living(one)) == 2
    (conflict,) = one.open_conflicts()
    assert field_of("conflicts", conflict, "reason") == ConflictReason.AMENDMENT
    assert field_of("conflicts", conflict, "ours") == "Amended on two."
    assert one.content() == two.content()


def test_an_amendment_that_gives_way_proposes_only_what_it_changed(laptops: Two) -> None:
    one, two, _, note = shared_note(laptops)
    first: dict[str, Any] = {"session_id": note, "plan": BASE, "objective": "Seen.", "reason": "Late"}
    one.add("session_versions", version_number=1, **first)
    one.sync()
    two.sync()
    one.add("session_versions", version_number=2, **{**first, "objective": "Seen again."})
    two.add("session_versions", version_number=2, **{**first, "plan": "Rests."})
    one.sync()
    two.sync()
    one.sync()
    (conflict,) = one.open_conflicts()
    assert (field_of("conflicts", conflict, "field"), field_of("conflicts", conflict, "ours")) == (
        "plan",
        "Rests.",
    )
    assert one.content() == two.content()


def test_amendments_one_after_the_other_that_give_way_are_proposed_once_each(laptops: Two) -> None:
    one, two, _, note = shared_note(laptops)
    first: dict[str, Any] = {"session_id": note, "plan": BASE, "objective": "Seen.", "reason": "Late"}
    one.add("session_versions", version_number=1, **first)
    one.sync()
    two.sync()
    one.add("session_versions", version_number=2, **{**first, "plan": "Runs."})
    one.add("session_versions", version_number=3, **{**first, "plan": "Swims."})
    two.add("session_versions", version_number=2, **{**first, "plan": "Rests."})
    two.add("session_versions", version_number=3, **{**first, "plan": "Rests.", "objective": "Seen again."})
    one.sync()
    two.sync()
    one.sync()
    asked = [
        (field_of("conflicts", each, "field"), field_of("conflicts", each, "ours"))
        for each in one.open_conflicts()
    ]
    assert sorted(asked) == [("objective", "Seen again."), ("plan", "Rests.")]
    assert one.content() == two.content()


def test_an_amendment_of_a_version_that_is_not_here_gives_way_as_well(laptops: Two) -> None:
    """Such as one that this device cannot read: it must not keep all else from coming in."""
    one, two, _, note = shared_note(laptops)
    version(one, note, 2, "Amended on one.")
    version(two, note, 2, "Amended on two.")
    one.sync()
    assert two.sync().waiting == 0
    one.sync()
    (conflict,) = one.open_conflicts()
    assert field_of("conflicts", conflict, "ours") == "Amended on two."
    assert one.content() == two.content()
