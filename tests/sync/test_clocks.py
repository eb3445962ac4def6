"""Clocks that are wrong by ten years, that differ, and that go back: words, order and rules hold."""

import queue
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.domain.clock import FixedClock, to_micros
from core.domain.errors import RuleBroken, ServerUnreachable
from core.domain.ids import NoteId, Uuid7Source
from core.domain.notes import SOAP
from core.store.practice.practice import Practice as Books
from core.store.unit_of_work.timekeeping import heard_of
from migrations.operate.embedded import EmbeddedServer
from sync.engine import SyncEngine
from sync.events import SyncEvent, SyncFailed, SyncFinished
from sync.rows.run import SyncSession
from tests.sync.laptops import START, Laptop, Practice, field_of
from tests.sync.server_sql import operate
from tests.sync.test_engine import Script, Slow, events, failing, good, next_of, script
from tests.sync.test_traps import good_day
from tests.sync.test_two_devices_pg import BASE, Clinic

__all__ = ["events", "script"]
YEARS = timedelta(days=3652)
SKEWS = [(YEARS, -YEARS), (-YEARS, YEARS), (timedelta(), YEARS), (timedelta(), -YEARS)]
SKEW_NAMES = ["ahead_and_behind", "behind_and_ahead", "right_and_ahead", "right_and_behind"]
EDITED = BASE.replace("badly", "well")
BOTH = "Slept well.\nGait normal.\nWalks twice a day."


def enrol(practice: Practice, skew: timedelta) -> Laptop:
    """A laptop whose clock, and whose ids, are off by so much."""
    clock = FixedClock(START + skew)
    return practice.enrol(clock=clock, ids=Uuid7Source(clock))


def books(laptop: Laptop) -> Books:
    return Books(laptop.store, laptop.me, laptop.clock, laptop.ids)


def with_a_team(laptop: Laptop) -> None:
    """Who signs and deletes must be somebody."""
    laptop.add("users", laptop.me.user_id, full_name="Dana Demo", role="OWNER")


def settle(*laptops: Laptop) -> None:
    for _ in range(3):
        for laptop in laptops:
            laptop.sync()
    assert all(laptop.dirty() == 0 for laptop in laptops)
    assert all(laptop.content() == laptops[0].content() for laptop in laptops)


def two_edits(one: Laptop, two: Laptop) -> uuid.UUID:
    """A note that both edited apart, and that both stamped by their own clocks."""
    note = one.add_note(one.add_client(), plan=BASE, draft_last_saved_at=one.clock.now())
    settle(one, two)
    for laptop in (one, two):
        laptop.clock.advance(timedelta(minutes=1))
    one.edit("sessions", note, plan=EDITED, draft_last_saved_at=one.clock.now())
    two.edit("sessions", note, plan=BASE.replace("daily", "twice a day"), draft_last_saved_at=two.clock.now())
    settle(one, two)
    return note


@pytest.mark.parametrize("skew", SKEWS, ids=SKEW_NAMES)
def test_given_clocks_ten_years_apart_when_both_edit_then_both_end_alike_with_all_words(
    practice: Practice, skew: tuple[timedelta, timedelta]
) -> None:
    one, two = (enrol(practice, each) for each in skew)
    note = two_edits(one, two)
    assert one.value("sessions", note, "plan") == BOTH
    later = max(to_micros(one.clock.now()), to_micros(two.clock.now()))
    assert one.value("sessions", note, "draft_last_saved_at") == later
    assert one.open_conflicts() == []


@pytest.mark.parametrize("skew", SKEWS, ids=SKEW_NAMES)
def test_given_clocks_ten_years_apart_when_two_really_disagree_then_neither_clock_decides(
    practice: Practice, skew: tuple[timedelta, timedelta]
) -> None:
    one, two = (enrol(practice, each) for each in skew)
    client = one.add_client(phone="1")
    settle(one, two)
    one.edit("clients", client, phone="2")
    two.edit("clients", client, phone="3")
    one.sync()
    settle(two, one)
    (conflict,) = one.open_conflicts()
    assert [field_of("conflicts", conflict, side) for side in ("base", "ours", "theirs")] == ["1", "3", "2"]
    assert one.value("clients", client, "phone") == "2"


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("skew", SKEWS[:2], ids=SKEW_NAMES[:2])
def test_given_clocks_ten_years_apart_on_postgresql_then_its_own_times_stand_on_every_row(
    clinic: Clinic, skew: tuple[timedelta, timedelta]
) -> None:
    joined = [clinic.enrol(), clinic.enrol()]
    one, two = (each.laptop for each in joined)
    for each, off in zip(joined, skew, strict=True):
        laptop = each.laptop
        laptop.clock = FixedClock(datetime.now(UTC) + off)
        laptop.ids = Uuid7Source(laptop.clock)
        each.session = SyncSession(laptop.store, each.pg, laptop.identity, laptop.clock, laptop.ids)
    began = datetime.now(UTC)
    note = two_edits(one, two)
    assert one.value("sessions", note, "plan") == BOTH
    ended = datetime.now(UTC)
    for laptop in (one, two):
        row = laptop.row("sessions", note)
        assert to_micros(began) <= row.created_at <= row.updated_at <= to_micros(ended)
        assert laptop.cursor().last_good_at == to_micros(laptop.clock.now())
    assert operate(clinic, "SELECT pz.audit_break(:ws)", {"ws": clinic.practice.workspace_id}) == [(None,)]


def test_given_a_clock_that_goes_back_between_rows_when_pushed_then_parents_still_come_first(
    practice: Practice,
) -> None:
    one = enrol(practice, YEARS)
    client = one.add_client()
    one.clock.advance(-2 * YEARS)
    note = one.add_note(client, plan="Written ten years ago.")
    assert note < client
    one.clock.advance(-3 * YEARS)
    one.edit("clients", client, phone="050")
    outcome = one.sync()
    assert (outcome.refused, outcome.waiting) == (0, 0)
    two = enrol(practice, timedelta())
    settle(two, one)
    assert two.value("sessions", note, "plan") == "Written ten years ago."


def test_given_a_clock_that_jumps_while_syncing_when_it_ends_then_all_is_sent_and_stamped_by_it(
    practice: Practice,
) -> None:
    one = enrol(practice, timedelta())
    for number in range(450):
        one.add_client(f"C{number}")
    jumps = [YEARS, -2 * YEARS, YEARS / 2]

    def jump(step: str) -> None:
        if jumps and step == "push.answer":
            one.clock.advance(jumps.pop())

    one.remote.fault = jump
    assert one.sync().waiting == 0
    assert jumps == []
    assert one.cursor().last_good_at == to_micros(one.clock.now())


def test_given_a_clock_ten_years_behind_when_a_note_comes_then_it_opens_and_signing_waits_for_the_clock(
    practice: Practice,
) -> None:
    right, behind = enrol(practice, timedelta()), enrol(practice, -YEARS)
    with_a_team(right)
    note = right.add_note(right.add_client(), plan=BASE)
    settle(right, behind)
    shown = books(behind)
    shown.notes.save_draft(NoteId(note), plan=EDITED)
    with pytest.raises(RuleBroken, match=r"clock says 2 March 2016, .* Set the clock, then sign"):
        shown.notes.finalize(NoteId(note))
    behind.clock.advance(YEARS)
    assert shown.notes.finalize(NoteId(note)).value.finalized_at is not None
    settle(behind, right)
    assert books(right).notes.versions(NoteId(note))[0].plan == EDITED


def test_given_a_note_from_ten_years_ahead_when_its_day_is_set_then_it_can_be_signed(
    practice: Practice,
) -> None:
    right, ahead = enrol(practice, timedelta()), enrol(practice, YEARS)
    with_a_team(right)
    client = right.add_client()
    settle(right, ahead)
    note = books(ahead).notes.start(client).value.id  # type: ignore[arg-type] # a client's id
    books(ahead).notes.save_draft(note, plan=BASE)
    settle(ahead, right)
    shown = books(right)
    with pytest.raises(RuleBroken, match="Set the day it took place, or the clock"):
        shown.notes.finalize(note)
    shown.notes.save_draft(note, session_date=START)
    shown.notes.finalize(note)
    settle(right, ahead)
    assert {name: getattr(books(ahead).notes.get(note), name) for name in SOAP}["plan"] == BASE


def test_given_a_clock_ten_years_ahead_when_a_draft_was_deleted_then_setting_it_right_brings_it_back(
    practice: Practice,
) -> None:
    right, ahead = enrol(practice, timedelta()), enrol(practice, YEARS)
    with_a_team(right)
    note = NoteId(right.add_note(right.add_client(), plan=BASE))
    settle(right, ahead)
    right.clock.advance(timedelta(days=300))
    books(right).notes.delete(note)
    settle(right, ahead)
    with pytest.raises(RuleBroken, match="By this computer's clock"):
        books(ahead).notes.restore(note)
    assert ahead.value("sessions", note, "plan") == BASE
    ahead.clock.advance(-YEARS)
    books(ahead).notes.restore(note)
    settle(ahead, right)
    assert books(right).notes.get(note).plan == BASE


@pytest.mark.parametrize("cut_at", ["first_pull", "second_push"])
@pytest.mark.parametrize("skew", [YEARS, -YEARS], ids=["ahead", "behind"])
def test_given_a_restored_server_and_a_wrong_clock_when_both_edited_then_neither_is_overwritten_unasked(
    practice: Practice, skew: timedelta, cut_at: str
) -> None:
    """What was accepted bears our time until it comes back; it must not be taken for the server's."""
    wrong, right = enrol(practice, skew), enrol(practice, timedelta())
    client = right.add_client(phone="1")
    settle(right, wrong)
    backup = practice.server.snapshot()
    wrong.edit("clients", client, phone="2")
    wrong.remote.fault = pull_fails if cut_at == "first_pull" else typing_on(wrong, client)
    with pytest.raises(ServerUnreachable):
        wrong.sync()
    wrong.remote.fault = good_day
    practice.server.restore(backup, practice.ids.new())
    right.edit("clients", client, phone="3")
    right.sync()
    wrong.sync()
    settle(right, wrong)
    (conflict,) = right.open_conflicts()
    assert {field_of("conflicts", conflict, side) for side in ("ours", "theirs")} == {"2", "3"}
    assert right.value("clients", client, "phone") == "3"
    assert right.value("clients", client, "address") == (None if cut_at == "first_pull" else "Typed on")


def pull_fails(step: str) -> None:
    if step == "pull.request":
        raise ServerUnreachable("No connection.")


def typing_on(laptop: Laptop, client: uuid.UUID) -> Callable[[str], None]:
    """Typing goes on while the first push is answered, and the second one does not get through."""
    pushes: list[str] = []

    def fault(step: str) -> None:
        if step == "push.answer":
            laptop.edit("clients", client, address="Typed on")
        if step == "push.request":
            pushes.append(step)
            if len(pushes) == 2:
                raise ServerUnreachable("No connection.")

    return fault


def test_given_ids_of_a_clock_that_goes_back_then_they_are_new_and_only_their_order_is_lost() -> None:
    clock = FixedClock(START + YEARS)
    ids = Uuid7Source(clock)
    before = [ids.new() for _ in range(100)]
    clock.advance(-2 * YEARS)
    after = [ids.new() for _ in range(100)]
    assert len({*before, *after}) == 200
    assert max(after) < min(before)
    assert {each.version for each in (*before, *after)} == {7}


def test_given_a_clock_before_1970_then_ids_and_times_still_hold(practice: Practice) -> None:
    old = enrol(practice, START.replace(year=1960) - START)
    note = old.add_note(old.add_client(), plan=BASE)
    other = enrol(practice, timedelta())
    settle(old, other)
    assert other.value("sessions", note, "plan") == BASE
    assert note.version == 7


def test_given_a_clock_that_jumps_ten_years_when_waiting_after_a_failure_then_the_wait_is_as_it_was(
    practice: Practice, script: Script, events: "queue.Queue[SyncEvent]"
) -> None:
    clock = FixedClock(START)
    laptop = practice.enrol()
    engine = SyncEngine(lambda: laptop.remote, script.session_for, events.put, clock=clock, backoff=Slow())
    script.steps.put(failing(ServerUnreachable("No connection.")))
    engine.start()
    failed = next_of(events, SyncFailed)
    assert isinstance(failed, SyncFailed)
    assert failed.next_try_s == 3600.0
    clock.advance(YEARS)
    assert script.connected == 1
    script.steps.put(good(1))
    engine.wake()
    finished = next_of(events, SyncFinished)
    assert isinstance(finished, SyncFinished)
    assert finished.at == START + YEARS
    script.steps.put(good())
    assert engine.stop_and_join(20.0)


def test_given_a_server_that_tells_its_time_when_this_clock_is_years_ahead_then_signing_waits_for_it(
    practice: Practice,
) -> None:
    practice.server.tells_time = True
    right, ahead = enrol(practice, timedelta()), enrol(practice, YEARS)
    with_a_team(right)
    note = NoteId(right.add_note(right.add_client(), plan=BASE))
    settle(right, ahead)
    with pytest.raises(RuleBroken, match="clinic's server says") as refused:
        books(ahead).notes.finalize(note)
    assert refused.value.code == "clock"
    ahead.clock.advance(-YEARS)
    settle(ahead)
    assert books(ahead).notes.finalize(note).value.finalized_at is not None


def test_given_a_clock_that_agrees_with_the_server_when_nothing_is_new_then_a_pass_writes_nothing(
    practice: Practice,
) -> None:
    practice.server.tells_time = True
    right = enrol(practice, timedelta())
    with_a_team(right)
    settle(right)
    with right.store.read() as db:
        before = heard_of(db)
    right.sync()
    with right.store.read() as db:
        assert heard_of(db) == before
    assert before is not None
    assert books(right).clock_doubt() is None
