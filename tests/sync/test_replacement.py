"""Another server than the one that we left, another program, another device: work is kept, and it is said."""

import pytest

from core.domain.errors import DeviceRevoked, ServerRefused, UserError, VersionMismatch
from core.domain.ids import DeviceId
from core.domain.registry import BY_NAME
from core.store.wire import canonical
from sync.events import Phase, SyncProgress
from sync.merge import NoticeKind
from sync.replacement import begin_as_new_device
from sync.run import allow_removal
from tests.sync.laptops import NEVER, Laptop, Practice

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


def test_a_restored_copy_joins_again_as_a_new_device_with_its_work(practice: Practice, laptops: Two) -> None:
    one, two = laptops
    one.add_client("Old")
    one.sync()
    two.sync()
    two.add_client("Typed in the copy")
    fresh = practice.enrol()
    copy = Laptop(practice, two.store, fresh.identity, practice.clock, practice.ids)
    with copy.store.write() as db:
        begin_as_new_device(db, copy.session()._ground)
    outcome = copy.sync()
    one.sync()
    assert outcome.waiting == 0
    assert {row.fields[10] for row in one.rows("clients").values()} == {"Old", "Typed in the copy"}
    assert one.content() == copy.content()


@pytest.mark.parametrize(("oldest", "newest"), [(2, 3), (0, 0)])
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
    told = [event for event in one.events if isinstance(event, SyncProgress) and event.phase is Phase.PUSH]
    assert [(each.done, each.total) for each in told] == [(200, 450), (450, 450)]


def test_notices_have_stable_words() -> None:
    assert [kind.value for kind in NoticeKind] == ["merged", "restored"]


def test_an_adopted_row_without_seal_comes_in_as_unsealed(practice: Practice, laptops: Two) -> None:
    one, two = laptops
    client = one.add_client("Adopted")
    one.sync()
    practice.server.touch(
        practice.workspace_id, BY_NAME["clients"].no, client, mac=None, seal=None, sealed_by=None
    )
    two.sync()
    (row,) = two.told("clients")
    assert row["origin_device"] is None
    assert canonical(two.row("clients", client)) == canonical(one.row("clients", client))
    assert two.session().run_once(two.events.append, NEVER).waiting == 0


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
    assert set(one.rows("session_versions")) == {kept}
    assert one.content() == two.content()
    assert (one.dirty(), two.dirty()) == (0, 0)
