"""Searching in the list of notes: the marked words, the way to them, phrases, filters, files."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from core.domain.records import Attachment, Client, SessionNote
from core.store.practice import search as searching
from desktop.notes.list_presenter import Asked, NotePeriod, Which, _filter
from desktop.notes.page import SoapPage
from desktop.notes.screen import NotesScreen
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.two_line import RowRole
from tests.desktop.records_room import Room

ALL = "All notes were searched: their words, files and clients’ names."


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def screen(room: Room) -> NotesScreen:
    return room.open(NotesScreen)


def write(room: Room, client: Client, days_ago: int, plan: str) -> SessionNote:
    day = room.clock.now() - timedelta(days=days_ago)
    note = room.practice.notes.start(client.id, session_date=day).value
    return room.practice.notes.save_draft(note.id, plan=plan).value


def search(room: Room, screen: NotesScreen, words: str) -> list[object]:
    screen.search_notes(words)
    room.settle()
    return [item.id for item in screen.list.model.items]


def test_given_a_phrase_in_an_old_note_when_searched_then_it_comes_up_step_by_step(
    room: Room, screen: NotesScreen, mira: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_MOST_LETTERS", 100)
    wanted = [write(room, mira, days, "knee pain").id for days in (1, 30)]
    for days in range(2, 20):
        write(room, mira, days, "pain of the knee")
    said: list[str] = []
    monkeypatch.setattr(screen.list.unsearched, "setText", said.append)

    screen.search_notes('"knee pain"')
    for _ in range(9):
        room.settle()

    assert [item.id for item in screen.list.model.items] == wanted
    assert said.pop() == ALL
    assert len(said) > 1
    assert all("older ones follow by themselves" in words for words in said)


def test_given_a_phrase_under_way_when_other_words_are_typed_then_it_stops(
    room: Room, screen: NotesScreen, mira: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_MOST_LETTERS", 10)
    for days in range(20):
        write(room, mira, days, "pain of the knee")
    screen.search_notes('"knee pain"')

    assert len(search(room, screen, "knee")) == 20
    assert screen.list.unsearched.text() == ALL


def marked(screen: NotesScreen, number: int = 0) -> list[str]:
    """As the row's painter is told."""
    index = screen.list.model.index(number)
    letters = index.data(RowRole.SECOND).encode("utf-16-le")
    found = index.data(RowRole.FOUND)
    return [letters[2 * start : 2 * (start + length)].decode("utf-16-le") for start, length in found]


def test_given_found_notes_then_the_found_words_are_marked_as_they_are_written(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    write(room, mira, 0, "\U0001f642 Übung für das Knie,\n הכאב בַּצַּוָּאר")

    search(room, screen, "ubung kni")
    assert marked(screen) == ["Übung", "Kni"]
    search(room, screen, "כאב צואר")
    assert marked(screen) == ["כאב", "צַּוָּאר"]
    search(room, screen, '"das knie"')
    assert marked(screen) == ["das Knie"]


def test_given_blurred_names_then_nothing_of_a_found_note_is_shown_or_marked(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    write(room, mira, 0, "knee pain")
    search(room, screen, "knee")

    room.bus.set_blurred(True)

    assert screen.list.model.index(0).data(RowRole.SECOND) == ""
    assert marked(screen) == []
    room.bus.set_blurred(False)
    assert marked(screen) == ["knee"]


def test_given_a_filter_instead_of_a_search_then_nothing_is_marked(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    write(room, mira, 0, "knee pain")
    search(room, screen, "knee")

    screen.list.search.clear()
    room.settle()

    assert marked(screen) == []


PAGES = "Word after word.\n" * 80


def open_hit(room: Room, screen: NotesScreen, words: str) -> SoapPage:
    search(room, screen, words)
    room.key(screen.list.search, Qt.Key.Key_Return)
    room.settle()
    assert screen.editing
    return screen.editor.page


def long_note(room: Room, mira: Client) -> SessionNote:
    note = write(room, mira, 0, f"{PAGES}Less KNEE pain, and the knee bends. ")
    return room.practice.notes.save_draft(note.id, subjective=PAGES).value


def marked_in(page: SoapPage, name: str) -> list[str]:
    return [each.cursor.selectedText() for each in page.cards[name].text.extraSelections()]


def is_in_sight(page: SoapPage, name: str) -> bool:
    """The line at the caret."""
    text = page.cards[name].text
    y = text.mapTo(page.viewport(), text.cursorRect().center()).y()
    return 0 < y < page.viewport().height()


def test_given_a_hit_far_down_in_a_draft_when_opened_then_it_is_in_sight_and_typing_goes_on_before_it(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    note = long_note(room, mira)

    page = open_hit(room, screen, "knee")

    assert is_in_sight(page, "plan")
    assert marked_in(page, "plan") == ["KNEE", "knee"]
    assert page.active == "plan"
    room.keys(page.cards["plan"].text, "left ")
    assert marked_in(page, "plan") == []
    assert "Less left KNEE pain" in page.texts()["plan"]
    screen.flush()
    room.settle()
    assert "Less left KNEE pain" in (room.practice.notes.get(note.id).plan or "")


def test_given_a_hit_in_a_signed_note_when_opened_then_it_is_in_sight_and_the_keys_scroll(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    room.practice.notes.finalize(long_note(room, mira).id)

    page = open_hit(room, screen, '"knee bends"')

    assert is_in_sight(page, "plan")
    assert marked_in(page, "plan") == ["knee bends"]
    assert page.hasFocus()


def test_given_a_hit_when_opened_and_then_another_note_then_nothing_of_the_search_is_left(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    other = write(room, mira, 1, "knee again")
    write(room, mira, 0, "knee")
    page = open_hit(room, screen, "knee")

    screen.open_note(other.id)
    room.settle()

    assert marked_in(page, "plan") == []


def test_given_words_that_were_taken_out_meanwhile_when_the_hit_is_opened_then_it_opens_as_ever(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    note = write(room, mira, 0, "knee")
    search(room, screen, "knee")
    room.practice.notes.save_draft(note.id, plan="hip")

    room.key(screen.list.list, Qt.Key.Key_Return)
    room.settle()

    assert screen.editor.page.active == "subjective"
    assert marked_in(screen.editor.page, "plan") == []


def ids(screen: NotesScreen) -> list[object]:
    return [item.id for item in screen.list.model.items]


def press(room: Room, control: SegmentedControl, value: object) -> None:
    control.set_value(value)
    control.chosen.emit(value)
    room.settle()


def test_given_a_search_when_drafts_are_chosen_then_it_goes_on_in_them_and_says_so(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    today, earlier, signed = (write(room, mira, days, "knee") for days in range(3))
    room.practice.notes.finalize(signed.id)
    assert search(room, screen, "knee") == [today.id, earlier.id, signed.id]

    press(room, screen.list.filter, Which.DRAFTS)
    assert ids(screen) == [today.id, earlier.id]
    assert screen.list.unsearched.text().startswith("Only drafts were searched")
    assert screen.list.search.text() == "knee"
    press(room, screen.list.filter, Which.UNSIGNED)
    assert ids(screen) == [earlier.id]
    assert screen.list.unsearched.text().startswith("Only notes to sign were searched")
    press(room, screen.list.filter, Which.FINALIZED)
    assert ids(screen) == [signed.id]
    assert screen.list.unsearched.text().startswith("Only signed notes were searched")
    press(room, screen.list.filter, Which.RECENT)
    assert len(ids(screen)) == 3
    assert screen.list.unsearched.text() == ALL


def test_given_a_search_among_drafts_when_its_words_are_taken_out_then_the_drafts_are_listed(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    room.practice.notes.finalize(write(room, mira, 1, "knee").id)
    draft = write(room, mira, 0, "hip")
    search(room, screen, "knee")
    press(room, screen.list.filter, Which.DRAFTS)
    assert screen.list.empty.text.text() == "Choose “Recent” and “Any time” to search all notes."

    screen.list.search.clear()
    room.settle()

    assert [item.note.id for item in screen.list.model.items] == [draft.id]
    assert not screen.list.search_line.isVisible()


def test_given_a_search_when_a_time_is_chosen_then_older_notes_are_left_out(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    january_first = room.clock.now().timetuple().tm_yday - 1
    notes = [write(room, mira, days, "knee") for days in (0, january_first + 2, 367)]
    search(room, screen, "knee")
    assert screen.list.period.isVisible()

    press(room, screen.list.period, NotePeriod.YEAR)
    assert ids(screen) == [note.id for note in notes[:2]]
    assert screen.list.unsearched.text().startswith("Notes of this time were searched")
    press(room, screen.list.period, NotePeriod.THIS_YEAR)
    assert ids(screen) == [notes[0].id]
    press(room, screen.list.period, NotePeriod.ANY)
    assert ids(screen) == [note.id for note in notes]


def test_given_a_leap_day_when_the_last_twelve_months_are_searched_then_they_begin_in_february() -> None:
    day = datetime(2028, 2, 29, 12, tzinfo=UTC)

    assert _filter(Asked(period=NotePeriod.YEAR), day).since == datetime(2027, 2, 28, tzinfo=UTC)


def test_given_a_clients_name_beside_a_word_when_searched_then_that_clients_notes_are_found(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    knee = write(room, mira, 1, "knee")
    write(room, mira, 0, "hip")
    write(room, room.add("Noa", "Levin"), 0, "knee")

    assert search(room, screen, "mira knee") == [knee.id]
    assert marked(screen) == ["knee"]


def add_file(room: Room, note: SessionNote, name: str, caption: str) -> Attachment:
    add = room.practice.attachments.add
    return add(b"a", note.client_id, note.id, file_name=name, caption=caption).value


def test_given_a_file_of_a_note_when_found_then_its_row_opens_the_note_with_the_file_chosen_in_sight(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    note = long_note(room, mira)
    add_file(room, note, "letter.pdf", "From the doctor")
    held = add_file(room, note, "MRI.pdf", "Left meniscus")

    page = open_hit(room, screen, "menis")

    files = screen.editor.files
    assert files.chosen is not None
    assert files.chosen.row.id == held.id
    assert files.list.hasFocus()
    y = files.list.mapTo(page.viewport(), files.list.visualRect(files.list.currentIndex()).center()).y()
    assert 0 < y < page.viewport().height()


def test_given_notes_and_files_when_found_then_they_stand_by_time_and_a_file_says_that_it_is_one(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    newer, older = write(room, mira, 0, "knee"), write(room, mira, 30, "knee")
    held = add_file(room, older, "knee.pdf", "")
    room.practice.attachments.add(b"b", mira.id, file_name="knee of no note.pdf")

    assert sorted(map(str, search(room, screen, "knee"))) == sorted(map(str, (newer.id, held.id, older.id)))
    assert ids(screen)[-1] == older.id
    row = screen.list.model._row(ids(screen).index(held.id))
    assert (row.second, row.trailing_second, row.icon) == ("knee.pdf", "File", "attach")
    press(room, screen.list.filter, Which.DRAFTS)
    assert held.id not in ids(screen)


@pytest.mark.parametrize("asked", ["knee 13 nov", "13.11. knee", "knee november 13, 2026", "2026-11-13 knee"])
def test_given_a_day_beside_a_word_when_searched_then_notes_of_that_day_are_found_and_the_day_is_said(
    room: Room, screen: NotesScreen, mira: Client, asked: str
) -> None:
    notes = [write(room, mira, days, "knee") for days in range(20)]

    found = search(room, screen, asked)

    assert found == [notes[10].id]
    assert screen.list.unsearched.text() == f"{ALL} As a day: Fri 13 Nov."


def test_given_what_may_be_a_day_or_a_measure_when_searched_then_both_are_found(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    measured = write(room, mira, 1, "strength 4/5")
    of_that_day = write(room, mira, (room.clock.now().date() - date(2026, 5, 4)).days, "strength normal")

    assert search(room, screen, "strength 4/5") == [measured.id, of_that_day.id]
    assert search(room, screen, "strength monday") == []
