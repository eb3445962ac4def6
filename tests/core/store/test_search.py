"""Search in notes: phrases, names of clients beside words, filters; and in files."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from core.domain.ids import ClientId, NoteId
from core.domain.new_rows import ClientDraft
from core.store.practice import search
from core.store.practice.note_filter import DayAsked, NoteFilter
from core.store.practice.practice import Practice
from migrations.local import downgrade, upgrade


@pytest.fixture
def client(practice: Practice) -> ClientId:
    return add(practice, "Ada", "Invented")


def add(practice: Practice, first: str, last: str) -> ClientId:
    return practice.clients.add(ClientDraft(first_name=first, last_name=last)).value.id


def write(practice: Practice, client: ClientId, *, days_ago: int = 0, **texts: Any) -> uuid.UUID:
    day = practice.desk.clock.now() - timedelta(days=days_ago)
    note_id = practice.notes.start(client, session_date=day).value.id
    practice.notes.save_draft(note_id, **texts)
    return note_id


def found(practice: Practice, text: str) -> list[uuid.UUID]:
    return [hit.id for hit in practice.search.notes(text)]


def test_given_words_in_quotation_marks_when_searched_then_they_stand_together_in_one_field(
    practice: Practice, client: ClientId
) -> None:
    together = write(practice, client, plan="Less knee pain, stairs are fine")
    write(practice, client, plan="Pain behind the knee", days_ago=1)
    write(practice, client, subjective="the knee", objective="pain on pressure", days_ago=2)

    assert found(practice, '"knee pain"') == [together]
    assert found(practice, '"knee pai') == [together]
    assert found(practice, '"knee pai"') == []
    assert found(practice, '"knee pain" stairs') == [together]
    assert found(practice, '"knee pain" swimming') == []
    assert len(found(practice, "knee pain")) == 3
    (hit,) = practice.search.everything('"knee pain"').hits
    assert hit.id == together


def test_given_a_hebrew_phrase_when_searched_then_points_and_a_letter_before_it_do_not_matter(
    practice: Practice, client: ClientId
) -> None:
    note_id = write(practice, client, plan="תלונה על הכְּאֵב בַּצַּוָּאר")

    for quoted in ("״כאב בצואר״", '"כאב בצואר"', "“כאב בצואר”", "„כאב בצו"):
        assert found(practice, quoted) == [note_id]
    assert found(practice, "״צואר כאב״") == []


def test_given_more_texts_than_one_step_reads_when_a_phrase_is_searched_then_the_steps_find_it_in_all(
    practice: Practice, client: ClientId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_MOST_LETTERS", 200)
    monkeypatch.setattr(search, "_MOST_CANDIDATES", 20)
    wanted = [write(practice, client, plan="knee pain", days_ago=days) for days in (3, 70)]
    for days in range(60):
        write(practice, client, plan="pain of the knee", days_ago=days + 4)
    steps = [practice.search.look('"knee pain"')]
    while steps[-1].looked_at is not None:
        steps.append(practice.search.look('"knee pain"', looked_at=steps[-1].looked_at))

    assert [hit.id for step in steps for hit in step.hits] == wanted
    assert len(steps) > 3
    ends = [step.back_to for step in steps[:-1] if step.back_to is not None]
    assert len(ends) == len(steps) - 1
    assert ends == sorted(ends, reverse=True)
    assert practice.search.look("knee").looked_at is None


def test_given_as_many_hits_as_asked_for_when_a_phrase_is_searched_then_the_next_step_goes_on_behind_them(
    practice: Practice, client: ClientId
) -> None:
    notes = [write(practice, client, plan="knee pain", days_ago=days) for days in range(5)]

    first = practice.search.look('"knee pain"', 3)
    assert [hit.id for hit in first.hits] == notes[:3]
    assert first.looked_at == 3
    assert [hit.id for hit in practice.search.look('"knee pain"', 3, looked_at=3).hits] == notes[3:]


def test_given_a_clients_name_beside_words_when_searched_then_that_clients_notes_with_them_are_found(
    practice: Practice, client: ClientId
) -> None:
    mira = add(practice, "Mira", "Nevé Talbot")
    knee = write(practice, mira, plan="knee", days_ago=1)
    hip = write(practice, mira, plan="hip")
    write(practice, client, plan="knee", days_ago=2)
    told = write(practice, client, plan="Mira, her sister, has a bad knee", days_ago=3)

    assert found(practice, "mira knee") == [knee, told]
    assert found(practice, "knee tal neve") == [knee]
    assert found(practice, "talbot") == [hip, knee]
    assert found(practice, '"mira" knee') == [told]
    assert found(practice, "mira elbow") == []
    assert [hit.id for hit in practice.search.everything("mira hip").hits] == [hip]
    assert [hit.kind for hit in practice.search.everything("talbot").hits] == ["client"]


def test_given_a_phrase_beside_a_name_when_searched_then_both_count(
    practice: Practice, client: ClientId
) -> None:
    mira = add(practice, "Mira", "Talbot")
    together = write(practice, mira, plan="some knee pain")
    write(practice, mira, plan="pain behind the knee", days_ago=1)
    write(practice, client, plan="knee pain", days_ago=2)

    assert found(practice, 'mira "knee pain"') == [together]


def test_given_what_is_no_name_when_searched_then_only_texts_count(
    practice: Practice, client: ClientId
) -> None:
    practice.clients.edit(client, tags=("knee",), email="knee@example.org")
    write(practice, client, plan="hip")

    assert found(practice, "knee") == []
    assert found(practice, "a") == []


@pytest.mark.parametrize("count", [3, 240])
def test_given_a_filter_when_searched_then_only_those_notes_are_found(
    practice: Practice, client: ClientId, count: int
) -> None:
    now = practice.desk.clock.now()
    notes = [write(practice, client, plan="knee", days_ago=days) for days in range(count)]
    practice.notes.finalize(NoteId(notes[1]))
    empty = write(practice, client)

    def ids(text: str, wanted: NoteFilter) -> list[uuid.UUID]:
        return [hit.id for hit in practice.search.look(text, 500, wanted=wanted).hits]

    assert ids("knee", NoteFilter()) == notes
    assert ids("knee", NoteFilter(is_draft=True)) == [notes[0], *notes[2:]]
    assert ids("knee", NoteFilter(is_draft=False)) == [notes[1]]
    assert ids("knee", NoteFilter(since=now - timedelta(days=1))) == notes[:2]
    assert ids("knee", NoteFilter(before=now - timedelta(days=1))) == notes[2:]
    assert empty in ids("ada", NoteFilter(is_draft=True))
    assert empty not in ids("ada", NoteFilter(is_draft=True, is_written=True))


def test_given_files_when_searched_then_names_and_captions_find_them(
    practice: Practice, client: ClientId
) -> None:
    note_id = NoteId(write(practice, client, plan="hip"))
    add_file = practice.attachments.add
    mri = add_file(b"a", client, note_id, file_name="MRI_knee-2024.pdf", caption="Left meniscus").value
    letter = add_file(b"b", client, file_name="מכתב.pdf", caption="הפניה לצילום").value

    (hit,) = practice.search.files("knee menis")
    assert (hit.kind, hit.id, hit.note_id, hit.client_id) == ("file", mri.id, note_id, client)
    assert hit.snippet == "MRI_knee-2024.pdf · Left meniscus"
    (hit,) = practice.search.files("צילום")
    assert (hit.id, hit.note_id) == (letter.id, None)
    assert [hit.id for hit in practice.search.files("ada mri")] == [mri.id]
    assert practice.search.files("ada") == []
    assert practice.search.files("") == []
    assert [hit.kind for hit in practice.search.everything("mri").hits] == ["file"]


def test_given_a_file_when_changed_or_deleted_then_search_follows(
    practice: Practice, client: ClientId
) -> None:
    note_id = NoteId(write(practice, client, plan="hip"))
    held = practice.attachments.add(b"a", client, note_id, file_name="scan.pdf").value
    practice.attachments.set_caption(held.id, "Left knee")
    assert [hit.id for hit in practice.search.files("knee")] == [held.id]
    tomorrow = practice.desk.clock.now() + timedelta(days=1)
    assert practice.search.files("knee", since=tomorrow) == []
    practice.notes.delete(note_id)
    assert [hit.note_id for hit in practice.search.files("knee")] == [None]
    practice.attachments.delete(held.id)
    assert practice.search.files("knee") == []


def test_given_a_store_of_before_when_upgraded_then_its_files_are_found(
    practice: Practice, client: ClientId
) -> None:
    held = practice.attachments.add(b"a", client, file_name="scan.pdf", caption="Left knee").value
    gone = practice.attachments.add(b"b", client, file_name="knee.pdf").value
    practice.attachments.delete(gone.id)
    downgrade(practice.store, "0012")

    upgrade(practice.store)

    assert [hit.id for hit in practice.search.files("knee")] == [held.id]
    practice.attachments.set_caption(held.id, "Hip")
    assert practice.search.files("knee") == []
    assert practice.store.integrity_problems() == []


def test_given_a_day_beside_words_when_searched_then_notes_of_that_day_count_and_those_that_name_it(
    practice: Practice, client: ClientId
) -> None:
    mira = add(practice, "Mira", "Talbot")
    theirs = write(practice, mira, plan="knee", days_ago=10)
    write(practice, client, plan="knee", days_ago=9)
    named = write(practice, client, plan="knee since 4.5.", days_ago=8)
    other = write(practice, client, plan="hip", days_ago=10)
    begins = practice.desk.clock.now() - timedelta(days=10, hours=1)

    def ids(text: str, rest: str) -> list[uuid.UUID]:
        day = DayAsked(rest, begins, begins + timedelta(hours=3))
        return [hit.id for hit in practice.search.look(text, day=day).hits]

    assert ids("knee 4.5.", "knee") == [named, theirs]
    assert ids("mira 4.5.", "mira") == [theirs]
    assert set(ids("4.5.", "")) == {named, theirs, other}
