"""The queue of files between laptops on a model server: resumed, shared, verified, paused."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.crypto.cells import KeyRing
from core.crypto.chunks import Place
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
from core.domain.ids import AttachmentId
from core.store.blob_states import forget_clinic
from core.store.files import Files
from core.store.held import Where
from core.store.moving import Moving
from migrations.local import downgrade, upgrade
from sync.events import NeedsYou, Outcome, Phase, RowsChanged, SyncEvent, SyncProgress
from sync.files import FilesEngine, FileSession
from sync.keys import save_generation
from tests.sync.file_bench import PIECE, Bench, new_bench
from tests.sync.laptops import CELL_KEY, INDEX_KEY, NEVER, Practice

CONTENT = bytes(range(256)) * 20
COUNT = -(-len(CONTENT) // PIECE)


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    """Each store in a folder of its own: files stand beside it."""
    made = Practice(tmp_path)
    yield made
    made.close()


@pytest.fixture
def one(practice: Practice) -> Bench:
    return new_bench(practice)


@pytest.fixture
def other(practice: Practice) -> Bench:
    return new_bench(practice)


def _arrived(one: Bench, other: Bench) -> AttachmentId:
    """An attachment in the clinic that the other laptop knows of and does not hold."""
    made = one.add(CONTENT)
    one.laptop.sync()
    one.carry()
    other.laptop.sync()
    other.carry()
    return made


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
    assert one.carry() == Outcome(pushed=COUNT)
    assert one.attachments.get(made).where is Where.BOTH

    other.laptop.sync()
    assert other.carry() == Outcome()  # nobody there wants it yet
    assert other.attachments.get(made).where is Where.CLINIC
    other.contents.want(made)
    assert other.carry() == Outcome(pulled=COUNT)

    held = other.attachments.get(made)
    assert (held.where, held.is_wanted) == (Where.BOTH, False)
    assert other.contents.read(made) == CONTENT


def test_given_nothing_on_its_way_when_carried_then_the_server_is_not_called(one: Bench) -> None:
    made = one.add(CONTENT)
    one.carry()
    one.remote.calls.clear()
    assert one.carry() == Outcome()
    assert one.remote.calls == []
    assert one.attachments.get(made).where is Where.BOTH


def test_given_progress_when_carried_then_it_counts_chunks_and_names_the_attachment(
    one: Bench, other: Bench
) -> None:
    made = one.add(CONTENT)
    one.laptop.sync()
    one.carry()
    told = [event for event in one.events if isinstance(event, SyncProgress)]
    assert told == [SyncProgress(done, COUNT, Phase.SEND_FILES) for done in range(COUNT + 1)]
    other.laptop.sync()
    other.contents.want(made)
    other.carry()
    told = [event for event in other.events if isinstance(event, SyncProgress)]
    assert told == [SyncProgress(done, COUNT, Phase.FETCH_FILES) for done in range(COUNT + 1)]
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
    assert other.carry() == Outcome()
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


def _plant(practice: Practice, cell: Callable[[Place], bytes], number: int = 2) -> None:
    chunks = practice.head().chunks
    place = next(place for place in chunks if place.number == number)
    chunks[place] = cell(place)


def test_given_a_planted_chunk_when_fetched_then_it_is_refused_reported_and_an_owner_can_mend_it(
    practice: Practice, one: Bench, other: Bench
) -> None:
    made = _arrived(one, other)
    _plant(practice, lambda _place: b"v1:" + bytes(PIECE + 28))
    other.contents.want(made)
    assert other.carry().refused == 1
    assert NeedsYou(1) in other.events
    held = other.attachments.get(made)
    assert (held.problem, held.is_wanted, held.here) == ("not_genuine", False, 2)

    one.session().send_again(held.row.blob_key, one.events.append, NEVER)
    other.contents.want(made)
    other.carry()
    assert other.contents.read(made) == CONTENT


def test_given_chunks_that_claim_another_count_when_asked_then_they_count_for_nothing(
    practice: Practice, one: Bench
) -> None:
    made = one.add(CONTENT)
    blob_key = one.attachments.get(made).row.blob_key
    practice.head().chunks.update({Place(blob_key, no, COUNT + 1): b"v1:bad" for no in range(COUNT + 1)})
    assert one.carry().pushed == COUNT


def test_given_chunks_that_were_swapped_when_fetched_then_refused(
    practice: Practice, one: Bench, other: Bench
) -> None:
    made = _arrived(one, other)
    chunks = practice.head().chunks
    _plant(practice, lambda place: chunks[replace(place, number=3)])
    other.contents.want(made)
    assert other.carry().refused == 1
    assert other.attachments.get(made).problem == "not_genuine"


def test_given_a_member_who_seals_other_content_when_fetched_then_the_address_gives_it_away(
    practice: Practice, one: Bench, other: Bench
) -> None:
    made = _arrived(one, other)
    ring = KeyRing(practice.workspace_id, {0: INDEX_KEY, 1: CELL_KEY})
    _plant(practice, lambda place: ring.seal_chunk(b"!" * PIECE, place))
    other.contents.want(made)
    assert other.carry().refused == 1
    held = other.attachments.get(made)
    assert (held.problem, held.here) == ("not_genuine", 0)


def test_given_a_bad_file_when_others_wait_then_they_go_on(
    practice: Practice, one: Bench, other: Bench
) -> None:
    bad, good = _arrived(one, other), one.add(b"another file")
    _plant(practice, lambda _place: b"rubbish")
    one.laptop.sync()
    one.carry()
    other.laptop.sync()
    other.contents.set_keeps_all(keeps_all=True)
    other.carry()
    assert other.contents.read(good) == b"another file"
    assert other.attachments.get(bad).problem == "not_genuine"
    other.remote.calls.clear()
    other.carry()
    assert other.calls("get_chunk") == 0  # not again by itself


def test_given_a_laptop_that_keeps_all_when_carried_then_it_fetches_unasked(one: Bench, other: Bench) -> None:
    other.contents.set_keeps_all(keeps_all=True)
    made = _arrived(one, other)
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
    made = _arrived(one, other)
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
    monkeypatch.setattr("sync.keys.Keychain.refresh", lambda _self: refreshed.append(1))
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
    reader = new_bench(practice, Role.READONLY)
    lost = _arrived(one, reader)
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
    monkeypatch.setattr("sync.keys.Keychain.refresh", lambda _self: refreshed.append(one.calls("put_chunk")))
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
    made = _arrived(one, other)
    ring = KeyRing(practice.workspace_id, {0: INDEX_KEY, 1: CELL_KEY, 2: b"2" * 32})
    chunks = practice.head().chunks
    for place, cell in list(chunks.items()):
        chunks[place] = ring.seal_chunk(ring.open_chunk(cell, place), place)
    refreshed: list[int] = []

    def refresh(keychain: object) -> None:
        refreshed.append(1)
        keychain._ring = ring  # type: ignore[attr-defined]  # what the server hands out

    monkeypatch.setattr("sync.keys.Keychain.refresh", refresh)
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
    made = _arrived(one, other)
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
    made = _arrived(one, other)
    other.contents.want(made)
    put, left = Files.put, [2]

    def full(files: Files, place: Place, plaintext: bytes) -> None:
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
    made = _arrived(one, other)
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


def test_given_a_deleted_attachment_when_carried_then_its_content_is_not_sent_and_stays_here(
    practice: Practice, one: Bench
) -> None:
    made = one.add(CONTENT)
    one.attachments.delete(made)
    assert one.carry() == Outcome()
    assert practice.head().chunks == {}
    one.attachments.restore(made)
    assert one.carry().pushed == COUNT


def test_given_a_session_that_nobody_pauses_when_carried_then_it_goes_on(one: Bench) -> None:
    one.add(CONTENT)
    laptop = one.laptop
    session = FileSession(laptop.store, one.remote, laptop.identity, chunk_bytes=PIECE)
    assert session.run_once(one.events.append, NEVER).pushed == COUNT


def test_given_a_released_file_when_the_clinic_says_it_has_it_then_its_room_is_free(one: Bench) -> None:
    made = one.add(CONTENT)
    one.laptop.sync()
    one.carry()
    one.contents.set_keeps_all(keeps_all=True)
    one.contents.release(made)
    one.contents.set_keeps_all(keeps_all=False)
    assert one.carry() == Outcome()
    assert one.attachments.get(made).where is Where.CLINIC
    one.contents.want(made)
    one.carry()
    assert one.contents.read(made) == CONTENT


def test_given_a_released_file_when_the_clinic_has_lost_it_then_it_stays_and_is_sent_again(
    practice: Practice, one: Bench
) -> None:
    made = one.add(CONTENT)
    one.carry()
    one.contents.release(made)
    practice.head().chunks.clear()
    assert one.carry().pushed == COUNT
    assert one.contents.read(made) == CONTENT
    one.carry()
    assert one.attachments.get(made).where is Where.CLINIC


def test_given_a_deleted_file_when_the_clinic_says_it_has_it_then_its_room_is_free_and_it_can_come_back(
    practice: Practice, one: Bench
) -> None:
    made = one.add(CONTENT)
    one.carry()
    one.attachments.delete(made)
    lost = dict(practice.head().chunks)
    practice.head().chunks.clear()
    one.carry()
    one.attachments.restore(made)
    assert one.contents.read(made) == CONTENT  # the clinic had lost it

    practice.head().chunks.update(lost)
    one.carry()
    one.attachments.delete(made)
    one.carry()
    one.attachments.restore(made)
    assert one.attachments.get(made).where is Where.CLINIC
    one.contents.want(made)
    one.carry()
    assert one.contents.read(made) == CONTENT


def test_given_a_file_that_another_attachment_has_too_when_one_is_deleted_then_it_stays(one: Bench) -> None:
    first, second = one.add(CONTENT), one.add(CONTENT)
    one.carry()
    one.attachments.delete(first)
    one.carry()
    assert one.contents.read(second) == CONTENT


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
    made = _arrived(one, other)
    downgrade(other.laptop.store, "0001")
    assert other.laptop.cursor().seq == other.laptop.practice.head().seq
    upgrade(other.laptop.store)
    assert other.attachments.all() == []
    other.laptop.sync()
    assert [held.row.id for held in other.attachments.all()] == [made]
    assert other.laptop.sync() == Outcome()
