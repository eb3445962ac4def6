"""Another server than the one that we left, another program, another device: work is kept, and it is said."""

from contextlib import suppress
from uuid import UUID

import pytest

from core.domain.errors import (
    DeviceRevoked,
    ServerRefused,
    ServerUnreachable,
    UserError,
    VersionMismatch,
)
from core.domain.ids import DeviceId
from core.domain.registry import BY_NAME, SCHEMA_VERSION
from core.store.transfer.new_device import become_new_device
from core.store.unit_of_work.bootstrap import write_me
from sync.events import PassPhase, SyncProgress
from sync.rows.merge import NoticeKind
from sync.rows.run import allow_removal
from tests.sync.laptops import Laptop, Practice, field_of
from tests.sync.test_two_devices import book

Two = tuple[Laptop, Laptop]


def forget_on_the_server(practice: Practice, *ids: object) -> None:
    """Old tombstones are gone, and cursors behind them must read anew."""
    head = practice.head()
    head.rows = {key: row for key, row in head.rows.items() if key[1] not in ids}
    head.seq += 10
    head.tombstone_floor = head.seq


def test_rows_whose_tombstones_are_gone_go_and_stay_in_history(practice: Practice, laptops: Two) -> None:
    one, two = laptops
    gone, kept = one.add_client("Gone", notes="Her words."), one.add_client("Kept")
    one.sync()
    two.sync()
    two.add_client("Unsent")
    forget_on_the_server(practice, gone)
    two.sync()
    names = {row.fields[10] for row in two.rows("clients").values()}
    assert names == {"Kept", "Unsent"}
    assert kept in two.rows("clients")
    (entry,) = two.told("history")
    assert entry["kind"] == "removed"
    assert "Her words." in entry["ours"]


def test_an_edited_row_whose_tombstone_is_gone_comes_back_as_new(practice: Practice, laptops: Two) -> None:
    one, two = laptops
    client = one.add_client("Gone")
    one.sync()
    two.sync()
    two.edit("clients", client, phone="050")
    forget_on_the_server(practice, client)
    assert two.sync().waiting == 0
    assert practice.head().rows[BY_NAME["clients"].no, client].version == 1


def test_reading_anew_asks_before_it_removes_most_of_what_is_here(practice: Practice, laptops: Two) -> None:
    one, two = laptops
    clients = [one.add_client(f"C{number}") for number in range(60)]
    one.sync()
    two.sync()
    forget_on_the_server(practice, *clients)
    with pytest.raises(UserError) as stopped:
        two.sync()
    assert stopped.value.code == "wipe_out"
    assert len(two.rows("clients")) == 60
    allow_removal(two.store)
    two.sync()
    assert two.rows("clients") == {}


def restored(laptop: Laptop, *, knows_epoch: bool = True) -> Laptop:
    """What `pazpaz restore` makes of a store, after it joined again; earlier programs forgot the epoch."""
    identity = laptop.practice.identify()
    with laptop.store.write() as db:
        write_me(db, laptop.me)
        become_new_device(db, identity.device_id)
        if not knows_epoch:
            db.exec_driver_sql("UPDATE feed SET seq = 0, epoch = NULL")
    return Laptop(laptop.practice, laptop.store, identity, laptop.clock, laptop.ids)


def test_a_restored_copy_joins_again_as_a_new_device_with_its_work(practice: Practice, laptops: Two) -> None:
    one, two = laptops
    one.add_client("Old")
    one.sync()
    two.sync()
    two.add_client("Typed in the copy")
    copy = restored(two)
    outcome = copy.sync()
    one.sync()
    assert outcome.waiting == 0
    assert {row.fields[10] for row in one.rows("clients").values()} == {"Old", "Typed in the copy"}
    assert one.content() == copy.content()


@pytest.mark.parametrize(("oldest", "newest"), [(SCHEMA_VERSION + 1, SCHEMA_VERSION + 2), (0, 0)])
def test_another_schema_stops_syncing_and_keeps_the_work(
    practice: Practice, laptops: Two, oldest: int, newest: int
) -> None:
    one, _ = laptops
    one.add_client()
    practice.server.min_schema, practice.server.max_schema = oldest, newest
    with pytest.raises(VersionMismatch):
        one.sync()
    assert one.dirty() == 1


def test_a_removed_device_is_told_so_and_keeps_its_work(practice: Practice, laptops: Two) -> None:
    one, _ = laptops
    one.add_client()
    entries = practice.head().devices
    entries[0] = type(entries[0])(
        **{name: getattr(entries[0], name) for name in entries[0].__slots__ if name != "revoked_at"},
        revoked_at=1,
    )
    with pytest.raises(DeviceRevoked):
        one.sync()
    assert one.dirty() == 1


def test_a_server_that_does_not_know_the_practice_is_refused(practice: Practice) -> None:
    laptop = practice.enrol()
    laptop.remote._device_id = DeviceId(practice.ids.new())
    with pytest.raises(ServerRefused):
        laptop.sync()


def test_a_merged_row_that_its_table_refuses_gives_way_and_is_kept(practice: Practice, laptops: Two) -> None:
    """Each side alone is fine; together the appointment's place would be one that no table takes."""
    one, two = laptops
    room = one.add("locations", name="Room", location_type="ONLINE")
    one.sync()
    two.sync()
    one.edit("locations", room, name="Room 1")
    one.sync()
    two.edit("locations", room, location_type="ONLINE", details="By link")
    with two.store.write() as db:
        db.exec_driver_sql(
            "CREATE TRIGGER no_room BEFORE UPDATE ON locations WHEN new.details = 'By link'"
            " AND new.name = 'Room 1' BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    two.sync()
    assert two.value("locations", room, "name") == "Room 1"
    assert "By link" in two.told("history")[-1]["ours"]
    assert [notice["kind"] for notice in two.told("notices")] == ["replaced"]


def test_a_first_push_tells_how_far_it_is(laptops: Two) -> None:
    one, _ = laptops
    for number in range(450):
        one.add_client(f"C{number}")
    one.sync()
    told = [
        event for event in one.events if isinstance(event, SyncProgress) and event.phase is PassPhase.PUSH
    ]
    assert [(each.done, each.total) for each in told] == [(200, 450), (450, 450)]


def test_notices_have_stable_words() -> None:
    assert [kind.value for kind in NoticeKind] == ["merged", "restored"]


def test_a_version_that_the_server_lost_gives_way_to_one_that_it_took_since(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    note = one.add_note(one.add_client(), plan="Rest.")
    one.sync()
    two.sync()
    backup = practice.server.snapshot()
    one.add("session_versions", session_id=note, version_number=1, plan="Rest.")
    one.sync()
    practice.server.restore(backup, practice.ids.new())
    kept = two.add("session_versions", session_id=note, version_number=1, plan="Rests.")
    for laptop in (two, one, two):
        laptop.sync()
    living = {row_id for row_id, row in one.rows("session_versions").items() if row.deleted_at is None}
    assert living == {kept}
    assert one.content() == two.content()
    assert (one.dirty(), two.dirty()) == (0, 0)


def test_given_a_server_that_went_back_when_our_later_row_says_the_same_then_it_bears_the_servers_times(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    client = one.add_client(phone="1")
    one.sync()
    two.sync()
    backup = practice.server.snapshot()
    for phone in ("2", "1"):
        one.edit("clients", client, phone=phone)
        one.sync()
    practice.server.restore(backup, practice.ids.new())
    for laptop in (one, two):
        laptop.sync()
    assert one.row("clients", client) == two.row("clients", client)
    assert (one.dirty(), one.told("history")) == (0, [])


@pytest.mark.parametrize("knows_epoch", [True, False])
def test_given_a_restored_server_when_a_restored_laptop_joins_it_then_it_takes_no_row_for_another(
    practice: Practice, laptops: Two, knows_epoch: bool
) -> None:
    """Both have a first version of the client, and they are not the same one."""
    one, two = laptops
    before = practice.server.snapshot()
    client = one.add_client()
    one.sync()
    two.sync()
    two.edit("clients", client, phone="2")
    practice.server.restore(before, practice.ids.new())
    one.edit("clients", client, notes="Her words.")
    one.sync()
    again = restored(two, knows_epoch=knows_epoch)
    for laptop in (again, one, again):
        laptop.sync()
    assert one.content() == again.content()
    assert again.value("clients", client, "notes") == "Her words."
    assert "2" in {again.value("clients", client, "phone"), *(each["ours"] for each in again.told("history"))}
    assert (one.dirty(), again.dirty(), one.told("notices")) == (0, 0, [])


def test_given_a_laptop_put_back_when_it_joins_the_same_server_life_then_it_goes_on_where_it_was(
    practice: Practice, laptops: Two
) -> None:
    """Nobody is asked: what its base is, the server still knows."""
    one, two = laptops
    client = one.add_client(notes="Rest.\nWalk.")
    one.sync()
    two.sync()
    two.edit("clients", client, notes="Rest.\nWalk daily.")
    one.edit("clients", client, notes="Rest more.\nWalk.")
    one.sync()
    again = restored(two)
    outcome = again.sync()
    one.sync()
    assert (outcome.conflicts, outcome.merged) == (0, 1)
    assert one.value("clients", client, "notes") == "Rest more.\nWalk daily."
    assert one.content() == again.content()


def cut_after_a_page(laptop: Laptop) -> None:
    """One pass whose connection breaks once a page of one row has come."""
    laptop.practice.server.page_limit = 1
    calls: list[str] = []

    def fault(step: str) -> None:
        calls.append(step)
        if calls.count("pull.request") == 2:
            raise ServerUnreachable("No connection.")

    laptop.remote.fault = fault
    with suppress(ServerUnreachable):
        laptop.sync()
    laptop.remote.fault = lambda _: None
    laptop.practice.server.page_limit = 1000


def test_given_a_restored_server_that_forgets_tombstones_while_it_is_read_then_what_it_lost_is_sent_again(
    practice: Practice, laptops: Two
) -> None:
    """What is missing there was lost, not deleted; a pass that broke off does not forget why."""
    one, two = laptops
    gone = one.add_client("Gone")
    for number in range(3):
        one.add_client(f"C{number}")
    one.sync()
    before = practice.server.snapshot()
    lost = one.add_client("Lost", notes="Her words.")
    one.sync()
    practice.server.restore(before, practice.ids.new())
    cut_after_a_page(one)
    forget_on_the_server(practice, gone)

    one.sync()
    two.sync()

    assert two.value("clients", lost, "notes") == "Her words."
    assert one.content() == two.content()


@pytest.mark.parametrize("is_new", [True, False])
def test_given_forgotten_tombstones_when_every_pass_breaks_off_then_each_goes_on_where_the_last_ended(
    practice: Practice, laptops: Two, is_new: bool
) -> None:
    """Whoever reads from the start after they were forgotten misses none of them."""
    one, two = laptops
    if not is_new:
        two.add_client()
        two.sync()
    clients = [one.add_client(f"C{number}") for number in range(8)]
    one.sync()
    forget_on_the_server(practice, clients[0])

    for _ in range(12):
        cut_after_a_page(two)

    assert set(clients[1:]) <= set(two.rows("clients"))
    assert two.cursor().seq == practice.head().seq


def test_given_a_tombstone_that_is_forgotten_while_a_new_laptop_reads_then_its_row_does_not_stay(
    practice: Practice, laptops: Two
) -> None:
    """It had the row already, and its deletion was to come in a later page."""
    one, two = laptops
    clients = [one.add_client(f"C{number}") for number in range(4)]
    one.sync()
    cut_after_a_page(two)
    assert list(two.rows("clients")) == clients[:1]
    one.delete("clients", clients[0])
    one.sync()
    forget_on_the_server(practice, clients[0])

    two.sync()

    assert set(two.rows("clients")) == set(clients[1:])


def test_given_a_booking_over_one_that_was_seen_when_the_feed_is_read_anew_then_nobody_is_asked(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    client, old = one.add_client(), one.add_client("Old")
    book(one, client)
    one.sync()
    two.sync()
    book(one, client)
    one.sync()
    forget_on_the_server(practice, old)
    two.sync()
    assert len(two.rows("appointments")) == 2
    assert two.open_conflicts() == []


# what a restored server lost, and what it was written over with since


def wrote_on(practice: Practice, laptops: Two, *, lost: str, since: tuple[str, ...]) -> UUID:
    """The clinic took `lost` from the first laptop and was put back; then came `since` from the second."""
    one, two = laptops
    note = one.add_note(one.add_client(), plan="Rest.")
    one.sync()
    two.sync()
    backup = practice.server.snapshot()
    one.edit("sessions", note, plan=lost)
    one.sync()
    practice.server.restore(backup, practice.ids.new())
    for text in since:
        two.edit("sessions", note, plan=text)
        two.sync()
    return note


@pytest.mark.parametrize("since", [("Heat.",), ("Heat.", "Heat daily."), ("Heat.", "Ice.", "Heat daily.")])
def test_given_a_text_that_a_restored_server_lost_when_others_wrote_on_then_both_are_kept_and_asked(
    practice: Practice, laptops: Two, since: tuple[str, ...]
) -> None:
    """However many versions the clinic has by now: none of them was made with our text in view."""
    one, two = laptops
    note = wrote_on(practice, laptops, lost="Walks.", since=since)

    for laptop in (one, two):
        laptop.sync()

    (asked,) = two.open_conflicts()
    texts = {field_of("conflicts", asked, name) for name in ("ours", "theirs")}
    assert texts == {"Walks.", since[-1]}
    assert one.value("sessions", note, "plan") == since[-1]
    assert one.content() == two.content()


def test_given_a_server_whose_clock_was_wrong_for_a_while_when_restored_then_what_it_lost_is_still_asked(
    practice: Practice, laptops: Two
) -> None:
    """The last row of the backup tells up to when it reached, not the one with the latest time."""
    one, two = laptops
    practice.server._now += 10**15
    one.add_client("Of the future")
    one.sync()
    practice.server._now -= 10**15
    wrote_on(practice, laptops, lost="Walks.", since=("Heat.", "Heat daily."))

    for laptop in (one, two):
        laptop.sync()

    (asked,) = two.open_conflicts()
    assert "Walks." in {field_of("conflicts", asked, name) for name in ("ours", "theirs")}


def test_given_a_restored_server_when_others_wrote_on_in_what_it_still_had_then_nobody_is_asked(
    practice: Practice, laptops: Two
) -> None:
    """Also where a line was typed here meanwhile: what both agreed on is known."""
    one, two = laptops
    note, typed = (one.add_note(one.add_client(), plan="Rest.\nWalk.") for _ in range(2))
    last = one.add_client()
    one.sync()
    two.sync()
    backup = practice.server.snapshot()
    lost = one.add_client("Lost")
    one.sync()
    practice.server.restore(backup, practice.ids.new())
    for text in ("Rest more.\nWalk.", "Rest for a week.\nWalk."):
        two.edit("sessions", note, plan=text)
        two.edit("sessions", typed, plan=text)
        two.sync()
    one.edit("sessions", typed, plan="Rest.\nWalk daily.")

    for _ in range(2):
        cut_after_a_page(one)
    for laptop in (one, two):
        laptop.sync()

    assert one.open_conflicts() == []
    assert one.value("sessions", note, "plan") == "Rest for a week.\nWalk."
    assert two.value("sessions", typed, "plan") == "Rest for a week.\nWalk daily."
    assert {last, lost} <= set(two.rows("clients"))
    assert one.content() == two.content()


def test_given_a_server_put_back_quietly_and_overtaken_when_compared_then_no_word_of_ours_is_overwritten(
    practice: Practice, laptops: Two
) -> None:
    """Its epoch is the same and its counter beyond our cursor: only the digests tell."""
    one, two = laptops
    three = practice.enrol()
    client = one.add_client(notes="Rest.")
    for laptop in (one, two, three):
        laptop.sync()
    before = practice.server.snapshot()
    one.edit("clients", client, phone="Her number")
    one.sync()
    two.sync()
    practice.server.restore(before, None)
    three.edit("clients", client, address="Her street")
    three.sync()
    for number in range(3):
        three.add_client(f"C{number}")
    three.sync()
    for laptop in (two, two, three):
        laptop.sync()
    assert two.value("clients", client, "phone") == "Her number"
    assert two.value("clients", client, "address") == "Her street"
    assert two.content() == three.content()
