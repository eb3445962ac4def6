"""Files that would take more room than the practice allows: refused before anything of them is kept."""

from pathlib import Path

import pytest

from core.domain.errors import RuleBroken
from core.domain.file_limits import MB, SETTING, FileLimits, Room
from core.domain.ids import ClientId
from core.domain.new_rows import ClientDraft
from core.store.attachments import attachments
from core.store.attachments.source_file import Incoming
from core.store.practice.practice import Practice

HALF = b"x" * (MB // 2)


@pytest.fixture
def client(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Testa", last_name="Invented")).value.id


def allow(practice: Practice, /, **limits: int) -> None:
    practice.settings.set(**{SETTING: limits})


def refused(practice: Practice, client: ClientId, content: bytes | Path, note: object = None) -> str:
    """The code of the refusal; nothing may have been kept of it."""
    before = practice.attachments.all(), practice.store.path.parent.rglob("*")
    kept = set(before[1])
    with pytest.raises(RuleBroken) as error:
        practice.attachments.add(content, client, note, file_name="scan.pdf")  # type: ignore[arg-type]
    assert practice.attachments.all() == before[0]
    assert set(practice.store.path.parent.rglob("*")) == kept
    return error.value.code


def test_given_a_practice_that_set_nothing_when_a_file_of_more_than_10_mb_comes_then_it_is_not_even_read(
    practice: Practice, client: ClientId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(10 * MB + 1)
    monkeypatch.setattr(Incoming, "_pieces", None)
    assert refused(practice, client, film) == "file_too_large"


def test_given_a_file_that_grows_past_the_limit_while_it_is_read_when_added_then_nothing_is_kept(
    practice: Practice, client: ClientId, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.attachments.add(b"the first one makes the keys", client, file_name="a.txt")
    allow(practice, file=1)
    monkeypatch.setattr(attachments, "size_of", lambda _source: 1)
    assert refused(practice, client, HALF * 3) == "file_too_large"


def test_given_limits_of_a_note_and_a_client_when_reached_then_only_what_is_theirs_is_refused(
    practice: Practice, client: ClientId
) -> None:
    allow(practice, note=1, client=2)
    note = practice.notes.start(client).value.id
    for number in range(2):
        practice.attachments.add(HALF, client, note, file_name=f"{number}.png")
    assert refused(practice, client, b"x", note) == "note_full"
    for number in range(2):
        practice.attachments.add(HALF, client, file_name=f"{number}.png")
    assert refused(practice, client, b"x") == "client_full"
    other = practice.clients.add(ClientDraft(first_name="Otto", last_name="Invented")).value.id
    practice.attachments.add(HALF, other, practice.notes.start(other).value.id, file_name="knee.png")


def test_given_deleted_files_when_another_one_comes_then_their_room_is_not_free(
    practice: Practice, client: ClientId
) -> None:
    allow(practice, client=1)
    held = [practice.attachments.add(HALF, client, file_name=f"{number}.png").value for number in range(2)]
    for row in held:
        practice.attachments.delete(row.id)
    assert refused(practice, client, b"x") == "client_full"
    practice.attachments.restore(held[0].id)


def test_given_a_full_practice_when_its_limit_is_raised_then_what_was_over_it_is_still_there_and_more_comes(
    practice: Practice, client: ClientId
) -> None:
    for number in range(3):
        practice.attachments.add(HALF, client, file_name=f"{number}.png")
    allow(practice, practice=1)
    assert refused(practice, client, b"x") == "practice_full"
    assert len(practice.attachments.all()) == 3
    assert practice.attachments.room() == (Room(0, 3 * len(HALF)), FileLimits(practice=1))
    allow(practice, practice=2)
    practice.attachments.add(HALF, client, file_name="4.png")
