"""Pages as they come out of the printer: nothing lies over anything, and headings lead what is below them."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pypdfium2
import pytest

from core.crypto.keys import DeviceKeys
from core.crypto.notes import sign_note
from core.domain.body_regions import VIEWS
from core.domain.new_rows import AppointmentDraft, BodyMarkDraft, ServiceDraft
from core.domain.records import Client
from core.store.database.facts import set_fact
from desktop.paper.days import record_of_days
from desktop.paper.printable import Printable
from desktop.paper.record import record_of_client, record_of_notes
from tests.desktop.conftest import MONDAY
from tests.desktop.paper.pdf_bytes import pdf_of
from tests.desktop.records_room import Room, practice, room

__all__ = ["practice", "room"]

HEAD_PT = 80
"""As far down as the names at the top of a page."""


@pytest.fixture
def client(room: Room) -> Client:
    made, device_id = DeviceKeys.generate(), room.practice.me.device_id
    with room.practice.store.write() as db:
        set_fact(db, "device_keys", made.to_bytes())
    room.practice.notes._sign = lambda content: sign_note(made.sign, device_id, content)
    return room.add("Mira", "Talbot")


def printed(pages: Printable) -> pypdfium2.PdfDocument:
    *_, data = pdf_of(pages)
    assert isinstance(data, bytes)
    return pypdfium2.PdfDocument(data)


def texts(pages: Printable) -> list[str]:
    """What stands on each page."""
    return [page.get_textpage().get_text_bounded().replace("\r", "") for page in printed(pages)]


def letters_of_head(pages: Printable) -> Sequence[tuple[float, float, str]]:
    """Where each letter at the top of the first page begins and ends, from the left."""
    page = printed(pages)[0]
    words = page.get_textpage()
    found = []
    for number in range(words.count_chars()):
        left, bottom, right, _top = words.get_charbox(number)
        letter = words.get_text_range(number, 1)
        if letter.strip() and bottom > page.get_height() - HEAD_PT:
            found.append((left, right, letter))
    return sorted(found)


@pytest.mark.parametrize(("locale", "at_right"), [("en", False), ("he", True)])
@pytest.mark.parametrize("service", ["Physiotherapy", "טיפול"])
def test_given_words_of_two_languages_then_each_visit_begins_where_the_record_s_language_does(
    room: Room, client: Client, locale: str, at_right: bool, service: str
) -> None:
    made = room.practice.services.add(ServiceDraft(name=service, default_duration_minutes=60)).value
    room.practice.appointments.book(
        AppointmentDraft(
            client_id=client.id,
            service_id=made.id,
            scheduled_start=MONDAY + timedelta(hours=9),
            scheduled_end=MONDAY + timedelta(hours=10),
        )
    )
    room.practice.settings.edit_workspace(locale=locale)
    page = printed(record_of_client(room.practice, client.id))[0]
    words = page.get_textpage()
    said = words.get_text_range()
    day = words.get_charbox(said.index(f"{MONDAY:%d.%m.%Y}"))[0]
    about = words.get_charbox(said.index("Ruth"))[0]
    assert (day > about) == at_right
    begin, end = (words.get_charbox(said.index(hour))[0] for hour in ("09:00", "10:00"))
    assert begin < end, "a span of time reads from left to right in both languages"


@pytest.mark.parametrize("locale", ["en", "he"])
def test_given_long_names_of_client_and_practice_then_they_are_not_drawn_over_each_other(
    room: Room, locale: str
) -> None:
    name = "The Practice for Physiotherapy, Osteopathy and Rehabilitation of the Old Mill at Lindenhof"
    room.practice.settings.edit_workspace(name=name, locale=locale)
    client = room.add("Bartholomew Maximilian", "Featherstone-Cholmondeley of Upper Wallop on the Hill")
    head = letters_of_head(record_of_notes(room.practice, [room.draft(client, plan="Rest.").id]))
    assert len(head) > 80
    for (_, right, one), (left, _, other) in pairwise(head):
        assert left > right - 1, f"{one} and {other}"


def test_given_short_names_then_none_of_them_is_cut(room: Room, client: Client) -> None:
    room.practice.settings.edit_workspace(name="Lindenhof Practice for Physiotherapy and Osteopathy")
    head = letters_of_head(record_of_notes(room.practice, [room.draft(client, plan="Rest.").id]))
    said = "".join(letter for _, _, letter in head)
    assert said == "MiraTalbotLindenhofPracticeforPhysiotherapyandOsteopathy"


def test_given_marks_in_all_views_when_their_chart_begins_a_page_then_its_heading_goes_with_it(
    room: Room, client: Client
) -> None:
    note = room.draft(client, plan="Rest.\nIce.\nTape.")
    for view in VIEWS:
        room.practice.body_marks.add(BodyMarkDraft(session_id=note.id, kind="PAIN", place=f"{view} 300 300"))
        room.clock.advance(timedelta(seconds=1))
    first, second, *_ = texts(record_of_notes(room.practice, [note.id]))
    assert "Body chart" not in first
    assert "Body chart\n" in second
    assert "1. Pain" in second


@pytest.mark.parametrize("lines", range(30, 46, 2))
def test_given_a_note_of_any_length_then_no_page_ends_with_a_heading_or_between_signature_and_code(
    room: Room, client: Client, lines: int
) -> None:
    said = "\n".join(f"Line {number} of what was said." for number in range(lines))
    note = room.draft(client, subjective=said, plan="Rest.")
    room.practice.notes.finalize(note.id)
    pages = texts(record_of_notes(room.practice, [note.id]))
    assert any("Plan\nRest." in page for page in pages), pages
    assert any("Signed by" in page and "it shows the same codes" in page for page in pages), pages


def test_given_days_that_fill_pages_then_each_day_stands_above_its_first_appointment(
    room: Room, client: Client
) -> None:
    for day in range(7):
        for hour in range(5):
            start = MONDAY + timedelta(days=day, hours=8 + hour)
            room.practice.appointments.book(
                AppointmentDraft(
                    client_id=client.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
                )
            )
    pages = texts(record_of_days(room.practice, MONDAY.date(), (MONDAY + timedelta(days=6)).date()))
    assert len(pages) > 1
    for page in pages:
        last = page.split("Page ", 1)[0].rstrip().splitlines()[-1]
        assert "day, " not in last, page
