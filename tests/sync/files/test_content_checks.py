"""Content that is not what its address says is refused, reported, and never in the way of other files."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.crypto.cells import KeyRing
from core.crypto.chunks import ChunkPlace
from sync.events import NeedsYou
from tests.sync.file_bench import CONTENT, COUNT, PIECE, Bench, arrived, new_bench
from tests.sync.laptops import CELL_KEY, INDEX_KEY, NEVER, Practice


def _plant(practice: Practice, cell: Callable[[ChunkPlace], bytes], number: int = 2) -> None:
    chunks = practice.head().chunks
    place = next(place for place in chunks if place.number == number)
    chunks[place] = cell(place)


def test_given_a_planted_chunk_when_fetched_then_it_is_refused_reported_and_an_owner_can_mend_it(
    practice: Practice, one: Bench, other: Bench
) -> None:
    made = arrived(one, other)
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
    practice.head().chunks.update({ChunkPlace(blob_key, no, COUNT + 1): b"v1:bad" for no in range(COUNT + 1)})
    assert one.carry().pushed == COUNT


def test_given_chunks_that_were_swapped_when_fetched_then_refused(
    practice: Practice, one: Bench, other: Bench
) -> None:
    made = arrived(one, other)
    chunks = practice.head().chunks
    _plant(practice, lambda place: chunks[replace(place, number=3)])
    other.contents.want(made)
    assert other.carry().refused == 1
    assert other.attachments.get(made).problem == "not_genuine"


def test_given_a_member_who_seals_other_content_when_fetched_then_the_address_gives_it_away(
    practice: Practice, one: Bench, other: Bench
) -> None:
    made = arrived(one, other)
    ring = KeyRing(practice.workspace_id, {0: INDEX_KEY, 1: CELL_KEY})
    _plant(practice, lambda place: ring.seal_chunk(b"!" * PIECE, place))
    other.contents.want(made)
    assert other.carry().refused == 1
    held = other.attachments.get(made)
    assert (held.problem, held.here) == ("not_genuine", 0)


def test_given_a_bad_file_when_others_wait_then_they_go_on(
    practice: Practice, one: Bench, other: Bench
) -> None:
    bad, good = arrived(one, other), one.add(b"another file")
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


def test_given_a_chunk_that_a_stolen_owners_login_spoiled_when_nobody_holds_it_then_it_comes_and_is_mended(
    one: Bench, other: Bench
) -> None:
    made = arrived(one, other)
    place = next(each for each in one.laptop.practice.head().chunks if each.number == 1)
    good = one.laptop.practice.head().chunks[place]
    for number in range(3):
        rubbish = b"v1:rubbish %d" % number
        one.remote.put_chunk(one.laptop.practice.workspace_id, place, rubbish, again=True)
    other.contents.want(made)

    assert other.carry().pulled == COUNT

    held = other.attachments.get(made)
    assert (held.problem, held.here) == (None, COUNT)
    assert len(other.laptop.practice.head().earlier_chunks[place]) == 4
    assert other.laptop.practice.head().chunks[place] not in {b"v1:rubbish 2", good}  # sealed anew by it
    third = new_bench(one.laptop.practice)
    third.laptop.sync(), third.carry()
    third.contents.want(made)
    assert third.carry().pulled == COUNT
    assert third.calls("get_earlier_chunk") == 0


def test_given_a_server_that_shows_one_earlier_chunk_over_and_over_when_fetched_then_it_ends_with_the_problem(
    one: Bench, other: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = arrived(one, other)
    place = next(each for each in one.laptop.practice.head().chunks if each.number == 1)
    one.laptop.practice.head().chunks[place] = b"v1:rubbish"
    monkeypatch.setattr(other.remote, "get_earlier_chunk", lambda *_: (1, b"v1:rubbish"))
    other.contents.want(made)

    other.carry()

    assert other.attachments.get(made).problem == "not_genuine"
