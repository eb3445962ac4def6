"""A note and a whole record on pages: what they say, where it runs, and that nothing else is written."""

import re
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from core.crypto.keys import DeviceKeys
from core.crypto.note_file import read_note_file
from core.crypto.notes import sign_note
from core.domain.body_chart import KINDS, told
from core.domain.body_regions import NAMES, VIEWS
from core.domain.enums import AppointmentStatus, LocationType
from core.domain.new_rows import (
    AppointmentDraft,
    BodyMarkDraft,
    LocationDraft,
    MeasureDraft,
    ServiceDraft,
)
from core.domain.records import Client, SessionNote
from core.store.database.facts import set_fact
from core.store.transfer.signed_note import code_of_practice, signed_note_file
from desktop.paper.body_picture import body_picture
from desktop.paper.chart_words import ENGLISH_CHART, HEBREW_CHART, PrintedChart
from desktop.paper.printable import Printable
from desktop.paper.progress_dialog import ProgressDialog
from desktop.paper.record import Record, Section, record_of_client, record_of_notes
from desktop.paper.record_drawing import Progress
from desktop.paper.record_out import RecordOut, RecordSource, client_source
from tests.desktop.paper.pdf_bytes import pdf_of
from tests.desktop.paper.pdf_question import save_without_password
from tests.desktop.records_room import Room, practice, room

__all__ = ["practice", "room"]


@pytest.fixture
def client(room: Room) -> Client:
    made, device_id = DeviceKeys.generate(), room.practice.me.device_id
    with room.practice.store.write() as db:
        set_fact(db, "device_keys", made.to_bytes())
    room.practice.notes._sign = lambda content: sign_note(made.sign, device_id, content)
    return room.add("Mira", "Talbot", phone="+49 30 5550101", medical_history="Asthma.")


@pytest.fixture
def note(room: Room, client: Client) -> SessionNote:
    written = room.draft(client, subjective="Neck is stiff.", plan="<b>Heat</b> & ice.")
    room.practice.notes.finalize(written.id)
    return room.practice.notes.amend(written.id, "Wrong side", plan="Ice.").value


@pytest.fixture
def out(room: Room) -> RecordOut:
    return RecordOut(room.context, room.show(QWidget()))


def words(sections: Sequence[Section]) -> str:
    told = []
    for section in sections:
        told += [section.title, *(f"{part.heading}: {part.text}" for part in section.parts)]
        told += [*section.signatures, *section.codes]
    return "\n".join(told)


def events(room: Room) -> set[str]:
    return {event.event_type for event in room.practice.audit.list()}


def pdf(record: Record) -> bytes:
    *_, data = pdf_of(record)
    assert isinstance(data, bytes)
    return data


def test_given_measures_when_printed_then_those_of_a_note_stand_in_it_and_the_others_by_day(
    room: Room, client: Client
) -> None:
    pain: dict[str, Any] = {"kind": "PAIN", "name": "Pain", "low": "0", "high": "10"}
    motion: dict[str, Any] = {"kind": "MOTION", "name": "Flexion", "unit": "°", "low": "0", "high": "360"}
    note = room.draft(client, plan="Rest.")
    for scale, value in ((pain, "2.5"), (motion, "140")):
        room.practice.measures.add(
            MeasureDraft(client_id=client.id, session_id=note.id, value=value, **scale)
        )
        room.clock.advance(timedelta(seconds=1))
    by_itself = MeasureDraft(client_id=client.id, value="6", note="By telephone", **pain)
    room.practice.measures.add(by_itself)
    (draft,) = record_of_notes(room.practice, [note.id]).sections()
    assert "Measures: Pain: 2.5 / 10\nFlexion: 140°" in words([draft])
    room.practice.notes.finalize(note.id)
    facts, signed = record_of_client(room.practice, client.id).sections()
    assert "Measures (not part of what is signed): Pain: 2.5 / 10" in words([signed])
    assert "Measures: 23.11.2026 · Pain: 6 / 10 · By telephone" in words([facts])


def test_given_a_client_when_the_record_is_printed_then_it_says_who_they_are_and_what_became_of_each_visit(
    room: Room,
) -> None:
    practice = room.practice
    client = room.add(
        "Noa",
        "Peretz",
        preferred_name="Noni",
        tags=("neck", "runner"),
        consent_status=True,
        consent_at=room.clock.now(),
        consent_version="2026-2",
    )
    service = practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50)).value
    place = practice.locations.add(
        LocationDraft(name="Room 1", location_type=LocationType.CLINIC, address="1 Invented Street")
    ).value
    start = room.clock.now() + timedelta(days=2)
    draft = AppointmentDraft(
        client_id=client.id,
        service_id=service.id,
        location_id=place.id,
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=50),
        notes="Bring the X-ray",
    )
    booked = practice.appointments.book(draft).value
    practice.appointments.set_status(booked.id, AppointmentStatus.CANCELLED, reason="Has a cold")
    (facts,) = record_of_client(practice, client.id).sections()
    said = words([facts])
    assert "Called: Noni" in said
    assert "Tags: neck, runner" in said
    assert "Consent to keeping the record: given 23.11.2026 · 2026-2" in said
    (line,) = (each for each in said.splitlines() if "Massage" in each)
    who = practice.team.list()[0].full_name
    assert line.endswith(f" · Massage · Room 1 · {who} · cancelled: Has a cold · Bring the X-ray")
    assert "–" in line


def test_given_marks_when_printed_then_the_chart_is_drawn_and_each_is_told_by_its_number(
    room: Room, client: Client
) -> None:
    note = room.draft(client, plan="Rest.")
    without = pdf(record_of_notes(room.practice, [note.id]))
    for kind, place, intensity in (("PAIN", "BACK 250 205", "6"), ("SCAR", "SOLES 770 900", None)):
        draft = BodyMarkDraft(session_id=note.id, kind=kind, place=place, intensity=intensity)
        room.practice.body_marks.add(draft)
        room.clock.advance(timedelta(seconds=1))
    lines = "1. Pain 6/10 at the left shoulder (back).\n2. Scar at the left heel (sole)."
    (draft_page,) = record_of_notes(room.practice, [note.id]).sections()
    assert f"Body chart: {lines}" in words([draft_page])
    room.practice.notes.finalize(note.id)
    signed = record_of_notes(room.practice, [note.id])
    (page,) = signed.sections()
    assert f"Body chart (not part of what is signed): {lines}" in words([page])
    assert len(pdf(signed)) > len(without) + 2_000


@pytest.mark.parametrize("words_of_language", [ENGLISH_CHART, HEBREW_CHART])
def test_given_a_language_when_a_chart_is_printed_then_all_of_it_has_words(
    words_of_language: PrintedChart,
) -> None:
    chart = words_of_language.chart
    assert set(chart.kinds) == set(KINDS)
    assert set(chart.regions) == set(NAMES)
    assert set(chart.views) == set(words_of_language.titles) == set(VIEWS)
    assert set(chart.sides) == set(words_of_language.letters) == {"left", "right"}
    said = told("PAIN", "BACK 250 205", "6", "Since May.", chart)
    assert "6/10" in said
    assert said.endswith("Since May.")
    assert "{" not in said


def test_given_marks_in_all_views_when_drawn_then_the_picture_fits_a_page_and_has_ink(room: Room) -> None:
    note = room.draft(room.add("Mira", "Talbot"), plan="Rest.")
    for view in VIEWS:
        room.practice.body_marks.add(BodyMarkDraft(session_id=note.id, kind="PAIN", place=f"{view} 300 300"))
        room.clock.advance(timedelta(seconds=1))
    marks = room.practice.body_marks.of_note(note.id)
    whole, one = body_picture(marks, ENGLISH_CHART), body_picture(marks[:1], ENGLISH_CHART)
    assert whole.height() > one.height()
    assert whole.width() == one.width()
    colours = {one.pixelColor(x, y).lightness() for x in range(0, 400, 2) for y in range(0, 900, 2)}
    assert min(colours) < 20
    assert max(colours) == 255


def test_given_a_signed_note_then_its_page_says_what_it_says_now_who_signed_and_the_codes_of_its_file(
    room: Room, note: SessionNote
) -> None:
    (section,) = record_of_notes(room.practice, [note.id]).sections()
    code = read_note_file(signed_note_file(room.practice, note.id)).note_code
    assert [part.text for part in section.parts] == ["Neck is stiff.", "Ice."]
    assert section.signatures[0].endswith("genuine")
    assert section.signatures[1].endswith("genuine (Wrong side)")
    assert section.square == f"PAZPAZ-NOTE/1/{code}/{code_of_practice(room.practice)}"
    assert code in section.codes[0]


def test_given_a_draft_or_a_note_that_is_not_genuine_then_its_page_says_so_and_has_no_code(
    room: Room, client: Client, note: SessionNote
) -> None:
    draft = room.draft(client, plan="Walks.")
    with room.practice.store.write() as db:
        db.exec_driver_sql("UPDATE session_versions SET plan = 'Rest.' WHERE version_number = 2")
    first, second = record_of_notes(room.practice, [draft.id, note.id]).sections()
    assert (first.signatures, first.codes, first.square) == (["Draft, not signed"], (), "")
    assert "NOT GENUINE" in second.signatures[1]
    assert (second.codes, second.square) == ((), "")


def test_given_a_client_then_the_whole_record_has_facts_files_and_every_note(
    room: Room, client: Client, note: SessionNote
) -> None:
    room.draft(client, plan="Walks.")
    room.practice.attachments.add(b"plain", client.id, file_name="knee.txt", caption="Left knee")
    record = record_of_client(room.practice, client.id)
    sections = list(record.sections())
    told = words(sections)
    assert len(sections) == record.count == 3
    for wanted in ("+49 30 5550101", "Asthma.", "knee.txt · Left knee", "Neck is stiff.", "Walks."):
        assert wanted in told


def test_given_a_record_then_its_pdf_claims_pdf_a_and_names_nobody_in_what_is_shown_of_the_file(
    room: Room, note: SessionNote
) -> None:
    data = pdf(record_of_notes(room.practice, [note.id]))
    assert data.startswith(b"%PDF-1.4")
    assert b'pdfaid:part="1" pdfaid:conformance="B"' in data
    assert b"/OutputIntents" in data
    assert b"/SMask" not in data.replace(b"/SMask /None", b"")  # transparency would break it
    assert b"Mira" not in data
    assert b"/Count 1" in data


def test_given_a_long_text_then_it_goes_on_over_pages(room: Room, client: Client) -> None:
    written = room.draft(client, plan="Ein Satz nach dem anderen. " * 300)
    assert re.search(rb"/Count [23]\b", pdf(record_of_notes(room.practice, [written.id])))


def test_given_a_hebrew_practice_then_words_are_hebrew_and_each_paragraph_runs_as_it_begins(
    room: Room, note: SessionNote
) -> None:
    room.practice.settings.edit_workspace(locale="he")
    record = record_of_notes(room.practice, [note.id])
    (section,) = record.sections()
    assert record.words.right_to_left
    assert "נחתם על ידי Ruth Amsel" in section.signatures[0]
    assert pdf(record)


def test_given_a_place_when_a_pdf_is_made_then_only_that_file_is_written_and_it_is_recorded(
    room: Room,
    client: Client,
    note: SessionNote,
    out: RecordOut,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "chosen"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / "record.pdf"), ""))
    out.ask_pdf(client_source(room.practice, client.id))
    save_without_password()
    room.settle()
    assert [path.name for path in folder.iterdir()] == ["record.pdf"]
    assert (folder / "record.pdf").stat().st_mode & 0o077 == 0
    assert "client.export" in events(room)
    assert not visible_dialogs(out)


def test_given_a_pdf_under_way_when_it_is_stopped_then_nothing_is_written_nor_recorded(
    room: Room, client: Client, note: SessionNote, out: RecordOut, tmp_path: Path
) -> None:
    source = client_source(room.practice, client.id)
    reading, stopped = threading.Event(), threading.Event()

    def read_slowly() -> Printable:
        reading.set()
        assert stopped.wait(30)
        return source.read()

    out.save_to(RecordSource(read_slowly, "client", [client.id], ""), tmp_path / "record.pdf")
    assert reading.wait(30)
    (dialog,) = visible_dialogs(out)
    dialog.stop.click()
    stopped.set()
    room.settle()
    assert not (tmp_path / "record.pdf").exists()
    assert room.navigator.toasts[-1] == "Stopped; nothing was written."
    assert "client.export" not in events(room)


def test_given_the_dialog_then_it_shows_how_far_its_own_work_is(room: Room, out: RecordOut) -> None:
    source = client_source(room.practice, room.add("Mira", "Talbot").id)
    one, other = (out._begin("Making the PDF", source) for _ in range(2))
    out._on_progressed(one, 1, 4)
    assert (one.dialog.bar.value(), one.dialog.bar.maximum()) == (1, 4)
    assert other.dialog.bar.maximum() == 0
    one.dialog.stop.click()
    assert (one.work.is_stopped, other.work.is_stopped) == (True, False)


def test_given_a_printer_when_a_note_is_printed_then_its_queue_shows_no_name_and_it_is_recorded(
    room: Room, note: SessionNote, out: RecordOut, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    source = RecordSource(lambda: record_of_notes(room.practice, [note.id]), "session", [note.id], "")
    out.print_with(source, printer)
    room.settle()
    room.qtbot.waitUntil(lambda: "Sent to the printer" in room.navigator.toasts)
    assert printer.docName() == "PazPaz"
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    assert "session.print" in events(room)


def test_given_sections_then_progress_counts_laying_out_and_drawing(room: Room, note: SessionNote) -> None:
    *told, _ = pdf_of(record_of_client(room.practice, note.client_id))
    assert told == [Progress(done, 4) for done in (1, 2, 3, 4)]


def visible_dialogs(out: RecordOut) -> list[ProgressDialog]:
    QTest.qWait(0)
    return [each for each in out._over.window().findChildren(ProgressDialog) if each.isVisible()]
