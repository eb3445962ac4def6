"""The queue of files between laptops on a model server: resumed, shared, paused."""

import threading
from dataclasses import replace

import pytest

from core.crypto.cells import KeyRing
from core.crypto.chunks import ChunkPlace
from core.domain.enums import Role
from core.domain.errors import (
    Cancelled,
    DeviceRevoked,
    DiskFull,
    NotFound,
    ServerRefused,
    ServerUnreachable,
    VersionMismatch,
)
from core.domain.rights import READERS_SETTING
from core.store.attachments.blob_states import forget_clinic
from core.store.attachments.chunk_store import Files
from core.store.attachments.listing import Where
from core.store.attachments.transfer_totals import Moving
from migrations.local import downgrade, upgrade
from sync.events import PassOutcome, PassPhase, RowsChanged, SyncEvent, SyncProgress
from sync.files.session import FilesEngine, FileSession
from sync.keys.keychain import save_generation
from tests.sync.file_bench import CONTENT, COUNT, PIECE, Bench, arrived, new_bench
from tests.sync.laptops import CELL_KEY, INDEX_KEY, NEVER, Practice


def test_given_a_file_on_its_way_when_asked_then_each_tells_what_is_left(one: Bench, other: Bench) -> None:
    made = one.add(CONTENT)
    assert one.contents.moving() == Moving(files=1, unsent=1, total=COUNT)
    one.laptop.sync()
    one.carry()
    assert one.contents.moving() == Moving()

    other.laptop.sync()
    other.carry()
    other.contents.want(made)
    assert other.contents.moving() == Moving(files=1, total=COUNT)
    other.carry()
    assert other.contents.moving() == Moving()


def test_given_a_file_when_carried_then_it_is_in_the_clinic_and_reads_the_same_elsewhere(
    one: Bench, other: Bench
) -> None:
    made = one.add(CONTENT)
    one.laptop.sync()
    assert one.carry() == PassOutcome(pushed=COUNT)
    assert one.attachments.get(made).where is Where.BOTH

    other.laptop.sync()
    assert other.carry() == PassOutcome()  # nobody there wants it yet
    assert other.attachments.get(made).where is Where.CLINIC
    other.contents.want(made)
    assert other.carry() == PassOutcome(pulled=COUNT)

    held = other.attachments.get(made)
    assert (held.where, held.is_wanted) == (Where.BOTH, False)
    assert other.contents.read(made) == CONTENT


def test_given_nothing_on_its_way_when_carried_then_the_server_is_not_called(one: Bench) -> None:
    made = one.add(CONTENT)
    one.carry()
    one.remote.calls.clear()
    assert one.carry() == PassOutcome()
    assert one.remote.calls == []
    assert one.attachments.get(made).where is Where.BOTH


def test_given_progress_when_carried_then_it_counts_chunks_and_names_the_attachment(
    one: Bench, other: Bench
) -> None:
    made = one.add(CONTENT)
    one.laptop.sync()
    one.carry()
    told = [event for event in one.events if isinstance(event, SyncProgress)]
    assert told == [SyncProgress(done, COUNT, PassPhase.SEND_FILES) for done in range(COUNT + 1)]
    other.laptop.sync()
    other.contents.want(made)
    other.carry()
    told = [event for event in other.events if isinstance(event, SyncProgress)]
    assert told == [SyncProgress(done, COUNT, PassPhase.FETCH_FILES) for done in range(COUNT + 1)]
    for bench in (one, other):
        changed = [event.changed for event in bench.events if isinstance(event, RowsChanged)]
        assert {row_id for each in changed for one_table in each for row_id in one_table.ids} == {made}


class Cut:
    """Cuts the connection at the n-th step of a kind: a request, or an answer that is lost."""

    def __init__(self, step: str, at: int) -> None:
        self.step, self.left = step, at

    def __call__(self, step: str) -> None:
        if step == self.step:
            self.left -= 1
            if not self.left:
                raise ServerUnreachable("cut")


@pytest.mark.parametrize("moment", ["request", "answer"])
@pytest.mark.parametrize("at", range(1, COUNT + 1))
def test_given_a_connection_cut_at_any_chunk_when_it_is_back_then_no_other_chunk_is_sent_twice(
    one: Bench, other: Bench, moment: str, at: int
) -> None:
    made = one.add(CONTENT)
    one.laptop.sync()
    one.remote.fault = Cut(f"put_chunk.{moment}", at)
    with pytest.raises(ServerUnreachable):
        one.carry()
    assert one.attachments.get(made).where is Where.HERE
    one.carry()
    assert one.attachments.get(made).where is Where.BOTH
    assert one.calls("put_chunk") == COUNT + (moment == "request")

    other.laptop.sync()
    other.contents.want(made)
    other.remote.fault = Cut(f"get_chunk.{moment}", at)
    with pytest.raises(ServerUnreachable):
        other.carry()
    assert other.attachments.get(made).here == at - 1
    assert other.attachments.get(made).where is Where.UNDERWAY
    other.carry()
    assert other.contents.read(made) == CONTENT
    assert other.calls("get_chunk") == COUNT + 1


def test_given_one_file_on_two_laptops_when_both_add_it_then_it_travels_once(
    one: Bench, other: Bench
) -> None:
    one.add(CONTENT)
    one.laptop.sync()
    one.carry()
    mine = other.add(CONTENT)
    assert other.carry() == PassOutcome()
    assert other.calls("put_chunk") == 0
    assert other.attachments.get(mine).where is Where.BOTH


def test_given_two_laptops_that_each_sent_half_when_a_third_fetches_then_it_has_one_whole_file(
    one: Bench, other: Bench, practice: Practice
) -> None:
    one.remote.fault = Cut("put_chunk.request", 3)
    one.add(CONTENT)
    one.laptop.sync()
    with pytest.raises(ServerUnreachable):
        one.carry()
    other.add(CONTENT)
    assert other.carry().pushed == COUNT - 2
    third = new_bench(practice)
    third.laptop.sync()
    (held,) = third.attachments.all()
    third.contents.want(held.row.id)
    third.carry()
    assert third.contents.read(held.row.id) == CONTENT


def test_given_a_laptop_that_keeps_all_when_carried_then_it_fetches_unasked(one: Bench, other: Bench) -> None:
    other.contents.set_keeps_all(keeps_all=True)
    made = arrived(one, other)
    assert other.contents.read(made) == CONTENT


def test_given_a_damaged_file_here_when_it_is_to_be_sent_then_nothing_of_it_leaves(
    practice: Practice, one: Bench
) -> None:
    made = one.add(CONTENT)
    path = next((one.laptop.store.path.parent / "files").rglob("000003"))
    path.write_bytes(bytes(50))
    one.carry()
    assert one.attachments.get(made).problem == "damaged"
    assert {place.number for place in practice.head().chunks} == {0, 1, 2}
    with pytest.raises(NotFound):
        one.session().send_again(one.attachments.get(made).row.blob_key, one.events.append, NEVER)


def test_given_a_pause_in_the_middle_when_resumed_then_it_goes_on_from_there(one: Bench) -> None:
    one.add(CONTENT)
    one.remote.fault = lambda step: one.running.clear() if step == "put_chunk.answer" else None
    outcome = one.carry()
    assert (outcome.pushed, outcome.waiting) == (1, COUNT - 1)
    one.running.set()
    one.remote.fault = lambda _step: None
    assert one.carry().pushed == COUNT - 1


def test_given_a_pause_while_fetching_when_resumed_then_it_goes_on_from_there(
    one: Bench, other: Bench
) -> None:
    made = arrived(one, other)
    other.contents.want(made)
    other.remote.fault = lambda step: other.running.clear() if step == "get_chunk.answer" else None
    outcome = other.carry()
    assert (outcome.pulled, outcome.waiting) == (1, COUNT - 1)
    other.running.set()
    other.remote.fault = lambda _step: None
    assert other.carry().pulled == COUNT - 1


def test_given_a_stop_in_the_middle_when_carried_then_what_was_exchanged_is_kept(
    practice: Practice, one: Bench
) -> None:
    one.add(CONTENT)
    stop = threading.Event()
    one.remote.fault = lambda step: stop.set() if step == "put_chunk.answer" else None
    with pytest.raises(Cancelled):
        one.carry(stop)
    assert len(practice.head().chunks) == 1


def test_given_keys_that_changed_meanwhile_when_sending_then_it_fetches_them_and_goes_on(
    one: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed: list[int] = []
    monkeypatch.setattr("sync.keys.keychain.Keychain.refresh", lambda _self: refreshed.append(1))
    answers = [ServerRefused("The practice's keys were changed.", code="old_key")]

    def refuse(step: str) -> None:
        if step == "put_chunk.request" and answers:
            raise answers.pop()

    one.remote.fault = refuse
    one.add(CONTENT)
    assert one.carry().pushed == COUNT
    assert refreshed == [1]


def test_given_any_other_refusal_when_sending_then_it_is_told(one: Bench) -> None:
    def refuse(step: str) -> None:
        if step == "put_chunk.request":
            raise ServerRefused("no", code="wrong_server")

    one.remote.fault = refuse
    one.add(CONTENT)
    with pytest.raises(ServerRefused):
        one.carry()


def test_given_a_member_who_may_only_read_when_the_clinic_lost_a_file_then_fetching_goes_on(
    practice: Practice, one: Bench
) -> None:
    name, settings = "Practice", {READERS_SETTING: True}
    one.laptop.add("workspaces", practice.workspace_id, name=name, timezone="UTC", settings=settings)
    reader = new_bench(practice, Role.READONLY)
    lost = arrived(one, reader)
    reader.contents.want(lost)
    reader.carry()
    practice.head().chunks.clear()
    other = one.add(b"another file")
    one.laptop.sync()
    one.carry()
    held = practice.head().chunks
    practice.head().chunks = {place: cell for place, cell in held.items() if place.count == 1}
    reader.laptop.sync()
    with reader.laptop.store.write() as db:
        forget_clinic(db)
    reader.contents.want(other)
    outcome = reader.carry()
    assert (outcome.pushed, outcome.pulled) == (0, 1)
    assert reader.contents.read(other) == b"another file"


def test_given_keys_that_the_sync_of_rows_has_learnt_of_when_sending_then_they_are_fetched_first(
    one: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed: list[int] = []
    monkeypatch.setattr(
        "sync.keys.keychain.Keychain.refresh", lambda _self: refreshed.append(one.calls("put_chunk"))
    )
    one.add(CONTENT)
    session = one.session()
    session.run_once(one.events.append, NEVER)
    assert refreshed == []
    with one.laptop.store.write() as db:
        save_generation(db, 1)
    one.add(b"another file")
    session.run_once(one.events.append, NEVER)
    assert refreshed == [COUNT]


def test_given_chunks_under_a_key_that_is_new_here_when_fetched_then_the_keys_are_asked_for(
    practice: Practice, one: Bench, other: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = arrived(one, other)
    ring = KeyRing(practice.workspace_id, {0: INDEX_KEY, 1: CELL_KEY, 2: b"2" * 32})
    chunks = practice.head().chunks
    for place, cell in list(chunks.items()):
        chunks[place] = ring.seal_chunk(ring.open_chunk(cell, place), place)
    refreshed: list[int] = []

    def refresh(keychain: object) -> None:
        refreshed.append(1)
        keychain._ring = ring  # type: ignore[attr-defined]  # what the server hands out

    monkeypatch.setattr("sync.keys.keychain.Keychain.refresh", refresh)
    other.contents.want(made)
    other.carry()
    assert (other.contents.read(made), refreshed) == (CONTENT, [1])


def test_given_a_server_restored_to_before_the_file_when_carried_then_it_is_sent_again(
    practice: Practice, one: Bench
) -> None:
    one.laptop.add_client()
    one.laptop.sync()
    before = practice.server.snapshot()
    made = one.add(CONTENT)
    one.laptop.sync()
    one.carry()

    practice.server.restore(before, practice.ids.new())
    one.laptop.sync()

    assert one.attachments.get(made).where is Where.HERE
    assert one.carry().pushed == COUNT
    assert one.attachments.get(made).where is Where.BOTH


def test_given_a_server_that_loses_a_chunk_while_fetching_when_it_is_there_again_then_the_rest_comes(
    practice: Practice, one: Bench, other: Bench
) -> None:
    made = arrived(one, other)
    chunks = practice.head().chunks
    place = next(place for place in chunks if place.number == 4)
    lost: list[bytes] = []
    other.remote.fault = lambda step: lost.append(chunks.pop(place)) if step == "have_chunks.answer" else None
    other.contents.want(made)
    other.carry()
    assert other.attachments.get(made).here == 4
    other.remote.fault = lambda _step: None
    chunks[place] = lost[0]
    other.carry()
    assert other.contents.read(made) == CONTENT


def test_given_a_full_disk_when_fetching_then_it_says_so_and_goes_on_later(
    one: Bench, other: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = arrived(one, other)
    other.contents.want(made)
    put, left = Files.put, [2]

    def full(files: Files, place: ChunkPlace, plaintext: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise DiskFull("full")
        put(files, place, plaintext)

    monkeypatch.setattr(Files, "put", full)
    with pytest.raises(DiskFull):
        other.carry()
    monkeypatch.undo()
    assert other.attachments.get(made).here == 2
    other.carry()
    assert other.contents.read(made) == CONTENT


def test_given_a_removed_device_when_carried_then_it_gets_nothing(
    practice: Practice, one: Bench, other: Bench
) -> None:
    made = arrived(one, other)
    devices = practice.head().devices
    devices[-1] = replace(devices[-1], revoked_at=1)
    other.contents.want(made)
    with pytest.raises(DeviceRevoked):
        other.carry()
    assert other.attachments.get(made).here == 0


def test_given_a_server_of_an_older_program_when_carried_then_it_says_what_to_do(one: Bench) -> None:
    def unknown(step: str) -> None:
        if step == "have_chunks.request":
            raise VersionMismatch("The clinic's server has no PazPaz that this program knows.")

    one.remote.fault = unknown
    one.add(CONTENT)
    with pytest.raises(VersionMismatch) as refused:
        one.carry()
    assert "upgrade" in refused.value.sentence


def test_given_a_session_that_nobody_pauses_when_carried_then_it_goes_on(one: Bench) -> None:
    one.add(CONTENT)
    laptop = one.laptop
    session = FileSession(laptop.store, one.remote, laptop.identity, chunk_bytes=PIECE)
    assert session.run_once(one.events.append, NEVER).pushed == COUNT


def test_given_the_thread_of_files_when_paused_woken_and_stopped_then_it_obeys(one: Bench) -> None:
    made = one.add(CONTENT)
    done = threading.Event()

    def listen(event: SyncEvent) -> None:
        one.events.append(event)
        if one.attachments.get(made).where is Where.BOTH:
            done.set()

    def session_for(remote: object, running: threading.Event) -> FileSession:
        one.running = running
        return one.session()

    engine = FilesEngine(lambda: one.remote, session_for, listen)
    engine.pause()
    engine.start()
    assert engine.is_paused
    engine.resume()
    assert done.wait(20)
    assert engine.stop_and_join(20)
    assert one.remote.closed


def test_given_a_program_that_did_not_know_attachments_when_updated_then_they_arrive(
    one: Bench, other: Bench
) -> None:
    other.laptop.sync()
    made = arrived(one, other)
    downgrade(other.laptop.store, "0001")
    assert other.laptop.cursor().seq == other.laptop.practice.head().seq
    upgrade(other.laptop.store)
    assert other.attachments.all() == []
    other.laptop.sync()
    assert [held.row.id for held in other.attachments.all()] == [made]
    assert other.laptop.sync() == PassOutcome()
