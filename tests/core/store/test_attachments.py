"""Attachments on one laptop: added whole or not at all, sealed at rest, read back verified, never lost."""

import errno
import os
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from core.crypto.chunks import CHUNK, ChunkPlace
from core.domain.clock import FixedClock
from core.domain.errors import BadInput, Cancelled, DiskFull, NotFound, RuleBroken, Tampered, UserError
from core.domain.file_names import with_ending_of
from core.domain.ids import AttachmentId, ClientId, NoteId
from core.domain.new_rows import ClientDraft
from core.domain.records import Attachment
from core.store.attachments import attachments, blob_states, source_file
from core.store.attachments.attachments import Attachments
from core.store.attachments.chunk_store import Files
from core.store.attachments.content import Contents
from core.store.attachments.listing import Where
from core.store.attachments.source_file import shown_name
from core.store.attachments.workspace_keys import load_keys
from core.store.database import private_files
from core.store.database.engine import Store
from core.store.database.facts import set_fact
from core.store.practice.practice import Practice

PIECE = 1000
TEXT = "Röntgenbild – צילום ".encode() * 200
CANARY = b"canary-in-a-scan-0451"


@pytest.fixture
def files(store: Store) -> Files:
    """Chunks of 1,000 bytes, so that a small file has many."""
    return Files(store, PIECE)


@pytest.fixture
def mine(practice: Practice, files: Files) -> Attachments:
    return Attachments(practice.desk, files)


@pytest.fixture
def contents(practice: Practice, files: Files) -> Contents:
    return Contents(practice.desk, files)


@pytest.fixture
def client(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Testa", last_name="Invented")).value.id


def _folder(store: Store) -> Path:
    return store.path.parent / "files"


def _kept(store: Store) -> list[str]:
    """Everything in the folder of files."""
    return sorted(path.name for path in _folder(store).rglob("*")) if _folder(store).exists() else []


def _add(mine: Attachments, client: ClientId, content: bytes = TEXT, name: str = "scan.pdf") -> AttachmentId:
    return mine.add(content, client, file_name=name).value.id


def test_given_a_file_when_attached_then_it_reads_back_byte_for_byte(
    mine: Attachments, contents: Contents, client: ClientId, tmp_path: Path
) -> None:
    source = tmp_path / "Röntgen.pdf"
    source.write_bytes(TEXT)
    told: list[tuple[int, int]] = []

    done = mine.add(source, client, caption=" Left knee ", progress=lambda *at: told.append(at))

    (held,) = mine.of_client(client)
    assert held.row == done.value
    row = held.row
    assert (row.file_name, row.file_type, row.caption) == ("Röntgen.pdf", "application/pdf", "Left knee")
    assert (row.file_size_bytes, row.chunk_count) == (len(TEXT), -(-len(TEXT) // PIECE))
    assert (held.where, held.is_here, held.problem) == (Where.HERE, True, None)
    assert contents.read(row.id) == TEXT
    assert told[-1] == (2 * len(TEXT), 2 * len(TEXT))
    assert {each.table for each in done.changed} == {"session_attachments"}


def test_given_a_file_of_a_real_size_when_attached_then_its_chunks_have_one_mebibyte(
    practice: Practice, client: ClientId
) -> None:
    content = os.urandom(CHUNK) + b"tail"
    row = practice.attachments.add(content, client, file_name="film.mp4").value
    assert row.chunk_count == 2
    assert [len(piece) for piece in practice.contents.pieces(row.id)] == [CHUNK, 4]


def test_given_a_note_when_a_file_is_attached_then_it_is_listed_with_it_and_with_its_client(
    practice: Practice, mine: Attachments, client: ClientId
) -> None:
    note = practice.notes.start(client).value.id
    made = mine.add(b"x", client, note, file_name="a.png").value
    _add(mine, client)
    assert [held.row.id for held in mine.of_note(note)] == [made.id]
    assert len(mine.of_client(client)) == 2 == len(mine.all())


def test_given_a_note_of_another_client_when_attached_then_refused(
    practice: Practice, mine: Attachments, client: ClientId, store: Store
) -> None:
    other = practice.clients.add(ClientDraft(first_name="Otto", last_name="Invented")).value.id
    note = practice.notes.start(other).value.id
    with pytest.raises(RuleBroken):
        mine.add(b"x", client, note, file_name="a.png")
    for place in ((ClientId(uuid.uuid4()), None), (client, NoteId(uuid.uuid4()))):
        with pytest.raises(NotFound):
            mine.add(b"x", *place, file_name="a.png")
    assert _kept(store) == []


def test_given_what_is_at_rest_when_searched_then_neither_content_nor_name_is_found(
    mine: Attachments, client: ClientId, store: Store
) -> None:
    mine.add(CANARY * 500, client, file_name=f"{CANARY.decode()}.txt", caption=CANARY.decode())
    found = [path for path in store.path.parent.rglob("*") if path.is_file()]
    assert len(found) > 10
    for path in found:
        assert CANARY not in path.read_bytes()
        assert CANARY.decode() not in path.name
        if path.is_relative_to(_folder(store)):
            assert path.stat().st_mode & 0o077 == 0


def test_given_the_same_file_twice_when_attached_then_its_content_is_kept_once(
    mine: Attachments, contents: Contents, client: ClientId, store: Store
) -> None:
    one = _add(mine, client)
    before = _kept(store)
    other = _add(mine, client, name="again.pdf")
    assert _kept(store) == before
    assert contents.read(one) == contents.read(other) == TEXT


def test_given_a_practice_alone_when_its_first_file_comes_then_its_keys_are_made_once_and_stay(
    mine: Attachments, client: ClientId, store: Store
) -> None:
    _add(mine, client)
    with store.read() as db:
        keys = load_keys(db)
    assert set(keys) == {0, 1}
    _add(mine, client, b"another")
    with store.read() as db:
        assert load_keys(db) == keys


def test_given_a_joined_laptop_without_its_keys_when_a_file_comes_then_it_must_sync_first(
    mine: Attachments, client: ClientId, store: Store
) -> None:
    with store.write() as db:
        set_fact(db, "server", b"{}")
    with pytest.raises(UserError) as refused:
        _add(mine, client)
    assert refused.value.code == "no_keys"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [(b"", "a.pdf", "file_empty"), (b"x", "  ", "name_missing"), (b"x", "..", "name_missing")],
)
def test_given_a_file_that_is_none_when_attached_then_refused(
    mine: Attachments, client: ClientId, store: Store, content: bytes, name: str, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        mine.add(content, client, file_name=name)
    assert refused.value.code == code
    assert (_kept(store), mine.all()) == ([], [])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Scans\\knee.png", "knee.png"),
        ("/home/someone/knee.png", "knee.png"),
        ("knee\u202egnp.exe", "kneegnp.exe"),
        (" צילום.png ", "צילום.png"),
        ("a" * 300 + ".png", "a" * 196 + ".png"),
        ("a" * 300, "a" * 200),
    ],
)
def test_given_a_name_when_kept_then_it_has_no_folder_and_nothing_hidden(
    mine: Attachments, client: ClientId, given: str, shown: str
) -> None:
    assert mine.add(b"x", client, file_name=given).value.file_name == shown


@pytest.mark.parametrize("known", [True, False])
def test_given_a_file_that_is_too_large_when_attached_then_refused(
    mine: Attachments, client: ClientId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    source = tmp_path / "film.mp4"
    source.write_bytes(TEXT)
    monkeypatch.setattr(source_file, "LARGEST", 2000)
    if not known:  # it grows while it is read
        monkeypatch.setattr(attachments, "size_of", lambda _source: 10)
        monkeypatch.setattr(source_file, "size_of", lambda _source: 10)
    with pytest.raises(RuleBroken) as refused:
        mine.add(source, client)
    assert refused.value.code == "file_too_large"


@pytest.mark.parametrize("change", ["another", "longer", "shorter"])
def test_given_a_file_that_changes_while_it_is_read_when_attached_then_nothing_is_kept(
    mine: Attachments, client: ClientId, store: Store, tmp_path: Path, change: str
) -> None:
    source = tmp_path / "growing.log"
    source.write_bytes(TEXT)
    after = {"another": TEXT[:-1] + b"!", "longer": TEXT + TEXT, "shorter": TEXT[:500]}[change]
    moment = len(TEXT) + PIECE if change == "longer" else len(TEXT)

    def written_meanwhile(done: int, _total: int) -> None:
        if done == moment:
            source.write_bytes(after)

    with pytest.raises(RuleBroken) as refused:
        mine.add(source, client, progress=written_meanwhile)
    assert refused.value.code == "file_changed"
    assert (_kept(store), mine.all()) == ([], [])


def test_given_a_file_that_is_gone_when_attached_then_the_sentence_does_not_tell_its_path(
    mine: Attachments, client: ClientId, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as refused:
        mine.add(tmp_path / "Testa Invented.pdf", client)
    assert "Invented" not in str(refused.value)


@pytest.mark.parametrize("at", [PIECE, len(TEXT) + PIECE])
def test_given_adding_when_cancelled_in_either_reading_then_nothing_is_kept(
    mine: Attachments, client: ClientId, store: Store, at: int
) -> None:
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        mine.add(
            TEXT,
            client,
            file_name="a.pdf",
            cancel=cancel,
            progress=lambda done, _total: cancel.set() if done >= at else None,
        )
    assert (_kept(store), mine.all()) == ([], [])


def test_given_a_full_disk_when_attached_then_it_says_so_and_nothing_is_half_kept(
    mine: Attachments, client: ClientId, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _full_after(monkeypatch, 2)
    with pytest.raises(DiskFull):
        _add(mine, client)
    monkeypatch.undo()
    assert (_kept(store), mine.all()) == ([], [])


def _full_after(monkeypatch: pytest.MonkeyPatch, chunks: int) -> None:
    left = [chunks]

    def write_all(descriptor: int, content: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        os.write(descriptor, content)

    monkeypatch.setattr(private_files, "write_all", write_all)


def test_given_a_transaction_that_fails_after_sealing_when_collected_then_the_room_is_free_again(
    practice: Practice,
    mine: Attachments,
    contents: Contents,
    client: ClientId,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(attachments, "type_of", _raising(RuntimeError("a crash")))
    with pytest.raises(RuntimeError):
        _add(mine, client)
    assert _kept(store) != []
    assert contents.collect() == 1
    assert _kept(store) == []


def _raising(error: Exception) -> Callable[..., object]:
    def fail(*_: object) -> object:
        raise error

    return fail


def test_given_a_run_that_was_killed_while_sealing_when_the_next_tidies_then_its_rest_goes(
    files: Files, store: Store
) -> None:
    rest = _folder(store) / ".0000-1111"
    rest.mkdir(parents=True)
    (rest / "000000").write_bytes(b"sealed")
    with files.staging() as mine:
        files.tidy()
        assert mine.folder.exists()
    assert _kept(store) == []


def _chunk(store: Store, number: int) -> Path:
    return next(_folder(store).rglob(f"{number:06d}"))


def _swap(store: Store) -> None:
    one, other = _chunk(store, 1), _chunk(store, 2)
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)


def _flip(store: Store) -> None:
    path = _chunk(store, 1)
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def _cut(store: Store) -> None:
    path = _chunk(store, 1)
    path.write_bytes(path.read_bytes()[:-40])


@pytest.mark.parametrize("spoil", [_flip, _swap, _cut])
def test_given_chunks_that_were_changed_or_swapped_when_read_then_nothing_of_them_comes_out(
    mine: Attachments, contents: Contents, client: ClientId, store: Store, spoil: Callable[[Store], None]
) -> None:
    made = _add(mine, client)
    spoil(store)
    pieces = contents.pieces(made)
    assert next(pieces) == TEXT[:PIECE]
    with pytest.raises(Tampered):
        next(pieces)
    assert mine.get(made).problem == "damaged"
    assert [held.row.id for held in contents.check()] == [made]


def test_given_a_file_that_lost_its_end_when_read_then_it_is_not_here(
    mine: Attachments, contents: Contents, client: ClientId, store: Store
) -> None:
    made = _add(mine, client)
    _chunk(store, mine.get(made).row.chunk_count - 1).unlink()
    with pytest.raises(UserError) as refused:
        contents.read(made)
    assert refused.value.code == "not_here"
    assert mine.get(made).where is Where.UNDERWAY


def test_given_a_chunk_that_is_not_here_when_read_then_it_says_so(files: Files) -> None:
    with pytest.raises(NotFound):
        files.get(ChunkPlace(b"k" * 32, 0, 1))


def test_given_a_damaged_file_when_it_is_added_again_then_both_hold(
    mine: Attachments, contents: Contents, client: ClientId, store: Store
) -> None:
    made = _add(mine, client)
    _flip(store)
    assert contents.check() != []
    _add(mine, client)
    told: list[tuple[int, int]] = []
    assert contents.check(lambda *at: told.append(at)) == []
    assert contents.check() == []
    assert (contents.read(made), mine.get(made).problem, told[-1]) == (TEXT, None, (2, 2))


def test_given_chunks_that_are_all_genuine_but_of_another_file_when_verified_then_not_used(
    mine: Attachments, contents: Contents, client: ClientId, store: Store, files: Files
) -> None:
    """A member's device can seal anything; the address of the whole gives it away."""
    made = _add(mine, client)
    row = mine.get(made).row
    place = ChunkPlace(row.blob_key, 0, row.chunk_count)
    files.put(place, b"!" * PIECE)
    with store.write() as db:
        blob_states.set_verified(db, row.blob_key, verified=False)
    with pytest.raises(Tampered):
        contents.pieces(made)
    assert (mine.get(made).problem, mine.get(made).here) == ("not_genuine", 0)


def test_given_a_name_with_an_unseen_mark_behind_its_ending_when_renamed_then_the_ending_stays() -> None:
    assert with_ending_of(shown_name("scan.pdf\u202e"), "knee") == "knee.pdf"


def test_given_an_attachment_when_renamed_and_described_then_only_that_changes(
    mine: Attachments, contents: Contents, client: ClientId
) -> None:
    made = _add(mine, client)
    mine.rename(made, "3/4 left\u202eknee")
    done = mine.set_caption(made, "Left")
    assert (done.value.file_name, done.value.file_type, done.value.caption) == (
        "3-4 leftknee.pdf",
        "application/pdf",
        "Left",
    )
    assert mine.set_caption(made, "Left").changed == ()
    assert mine.set_caption(made, " ").value.caption is None
    with pytest.raises(RuleBroken):
        mine.set_caption(made, "x" * 5001)
    assert contents.read(made) == TEXT


@pytest.mark.parametrize(("typed", "code"), [(" . ", "name_missing"), ("KNEE", "name_taken")])
def test_given_a_name_that_is_none_or_another_files_when_renamed_then_refused(
    mine: Attachments, client: ClientId, typed: str, code: str
) -> None:
    made = _add(mine, client)
    _add(mine, client, name="knee.pdf")
    with pytest.raises(RuleBroken) as refused:
        mine.rename(made, typed)
    assert (refused.value.code, mine.get(made).row.file_name) == (code, "scan.pdf")


def test_given_a_name_that_only_a_deleted_or_another_clients_file_has_when_renamed_then_it_is_free(
    practice: Practice, mine: Attachments, client: ClientId
) -> None:
    other = practice.clients.add(ClientDraft(first_name="Otto", last_name="Invented")).value.id
    _add(mine, other, name="knee.pdf")
    mine.delete(_add(mine, client, name="knee.pdf"))
    made = _add(mine, client)
    assert mine.rename(made, "knee").value.file_name == "knee.pdf"
    assert mine.rename(made, "Knee").value.file_name == "Knee.pdf"
    assert mine.rename(made, "Knee").changed == ()


def test_given_a_renamed_file_when_undone_then_it_has_its_former_name_and_the_record_tells_both(
    practice: Practice, mine: Attachments, client: ClientId
) -> None:
    made = _add(mine, client)
    undo = mine.rename(made, "knee").undo
    assert undo is not None
    practice.undo(undo)
    assert mine.get(made).row.file_name == "scan.pdf"
    told = [event.event_type for event in practice.audit.list() if event.resource_id == made]
    assert {"attachment.edit", "attachment.undo"} <= set(told)


def test_given_a_file_of_a_signed_note_when_renamed_then_it_may_be_as_it_may_be_captioned(
    practice: Practice, mine: Attachments, client: ClientId
) -> None:
    note = practice.notes.start(client).value.id
    practice.notes.save_draft(note, plan="Ice.")
    made = mine.add(b"x", client, note, file_name="a.png").value.id
    practice.notes.finalize(note)
    mine.set_caption(made, "Left")
    assert mine.rename(made, "knee").value.file_name == "knee.png"


def test_given_a_deleted_attachment_when_restored_then_its_content_is_still_there(
    practice: Practice, mine: Attachments, contents: Contents, client: ClientId
) -> None:
    made = _add(mine, client)
    done = mine.delete(made)
    assert (mine.all(), contents.collect()) == ([], 0)
    with pytest.raises(NotFound):
        contents.pieces(made)
    mine.restore(made)
    assert contents.read(made) == TEXT
    assert done.undo is not None
    assert mine.restore(made).changed == ()


def _in_clinic(store: Store, row: Attachment, chunks: int) -> None:
    with store.write() as db:
        blob_states.set_in_clinic(db, row.blob_key, chunks)


def test_given_room_is_short_when_released_then_only_what_the_clinic_has_may_go(
    mine: Attachments, contents: Contents, client: ClientId, store: Store
) -> None:
    row = mine.get(_add(mine, client)).row
    with pytest.raises(RuleBroken):
        contents.release(row.id)
    _in_clinic(store, row, row.chunk_count)
    assert mine.get(row.id).where is Where.BOTH
    contents.release(row.id)
    assert mine.get(row.id).where is Where.BOTH
    assert contents.read(row.id) == TEXT  # until the clinic has said so again
    contents.let_go(row.blob_key)
    held = mine.get(row.id)
    assert (held.where, held.is_wanted) == (Where.CLINIC, False)
    contents.want(row.id)
    assert mine.get(row.id).is_wanted
    contents.want(row.id, wanted=False)
    assert not mine.get(row.id).is_wanted


def test_given_a_damaged_file_that_the_clinic_has_when_wanted_then_the_damaged_one_makes_room(
    mine: Attachments, contents: Contents, client: ClientId, store: Store
) -> None:
    row = mine.get(_add(mine, client)).row
    _in_clinic(store, row, row.chunk_count)
    _flip(store)
    contents.check()
    contents.want(row.id)
    held = mine.get(row.id)
    assert (held.here, held.is_wanted, held.problem) == (0, True, None)


def test_given_a_setting_when_all_is_to_be_kept_here_then_it_is_of_this_device(contents: Contents) -> None:
    assert not contents.keeps_all
    contents.set_keeps_all(keeps_all=True)
    assert contents.keeps_all


def test_given_a_copy_when_saved_then_it_is_the_file_and_an_older_one_stays_until_then(
    mine: Attachments, contents: Contents, client: ClientId, store: Store, tmp_path: Path
) -> None:
    made, target = _add(mine, client), tmp_path / "copy.pdf"
    target.write_bytes(b"older")
    told: list[tuple[int, int]] = []
    contents.save_copy(made, target, lambda *at: told.append(at))
    assert (target.read_bytes(), told[-1]) == (TEXT, (len(TEXT), len(TEXT)))
    _flip(store)
    target.write_bytes(b"older")
    with pytest.raises(Tampered):
        contents.save_copy(made, target)
    assert target.read_bytes() == b"older"
    assert not list(tmp_path.glob(".copy*"))


def test_given_no_place_for_a_copy_when_saved_then_it_says_so(
    mine: Attachments, contents: Contents, client: ClientId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _add(mine, client)
    with pytest.raises(BadInput):
        contents.save_copy(made, tmp_path / "nowhere" / "copy.pdf")
    monkeypatch.setattr("core.store.attachments.content.write_all", _raising(OSError(errno.ENOSPC, "full")))
    with pytest.raises(DiskFull):
        contents.save_copy(made, tmp_path / "copy.pdf")


def test_given_a_read_only_member_when_it_adds_then_refused_and_nothing_kept(
    practice: Practice, mine: Attachments, client: ClientId, store: Store, clock: FixedClock
) -> None:
    with store.write() as db:
        db.exec_driver_sql("UPDATE users SET role = 'READONLY'")
    with pytest.raises(RuleBroken):
        _add(mine, client)
    assert mine.all() == []
