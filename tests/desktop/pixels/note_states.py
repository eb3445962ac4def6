"""States of the notes, each brought there by what a person does."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.measures import MOTION, PAIN
from core.domain.new_rows import BodyMarkDraft, ClientDraft, MeasureDraft
from core.domain.records import Client, SessionNote
from desktop.kit.theme import Appearance
from desktop.notes.list_presenter import Which
from desktop.notes.screen import NotesScreen
from tests.desktop.pixels.stage import Setting, Stage, focused, moment
from tests.desktop.pixels.state import State

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TODAY = {
    "subjective": "Shoulder is better since last week; sleeps through. Reaching up still pulls.",
    "objective": "Flexion 150°, abduction 140°. No pain at rest.",
    "assessment": "Tendinopathy of the supraspinatus, getting better.",
}
BEFORE = {
    "subjective": "Shoulder hurts at night, on the left side.\nCannot lift the shopping.",
    "objective": "Flexion 120°, painful arc from 70°.",
    "assessment": "Tendinopathy of the supraspinatus.",
    "plan": "Eccentric exercises, twice a day. See again in a week.",
}
HEBREW = {
    "subjective": "כאב בכתף שמאל מוקל מאז השבוע שעבר. ישנה ברצף.",
    "objective": "כפיפה 150°, הרחקה 140°. ללא כאב במנוחה.",
    "assessment": "דלקת בגיד העל-שדרתי, בשיפור.",
    "plan": "המשך תרגול, פעמיים ביום (theraband).",
}


def _client(stage: Stage, first: str = "Mira", last: str = "Talbot") -> Client:
    return stage.practice.clients.add(ClientDraft(first_name=first, last_name=last)).value


def _written(stage: Stage, client: Client, day: datetime, **texts: str) -> SessionNote:
    note = stage.practice.notes.start(client.id, session_date=day).value
    return stage.practice.notes.save_draft(note.id, **texts).value  # type: ignore[arg-type]


def _signed(stage: Stage, client: Client, day: datetime) -> SessionNote:
    note = _written(stage, client, day, **BEFORE)
    stage.practice.notes.finalize(note.id)
    return note


def _open(stage: Stage, note: SessionNote) -> NotesScreen:
    screen = stage.show(NotesScreen(stage.context))
    stage.settle()
    screen.open_note(note.id)
    stage.settle()
    return screen


def _empty(stage: Stage) -> QWidget:
    note = stage.practice.notes.start(_client(stage).id).value
    screen = _open(stage, note)
    assert not any(screen.editor.page.texts().values())
    return screen


def _draft(stage: Stage) -> NotesScreen:
    """The note of today with the one of last week beside it."""
    client = _client(stage)
    _signed(stage, client, moment(18, "11:00"))
    screen = _open(stage, _written(stage, client, moment(25, "11:00"), **TODAY))
    if not screen.editor.previous.isVisible():
        screen.editor.header.previous.click()
        stage.settle()
    assert screen.editor.previous.isVisible()
    return screen


def _finalized(stage: Stage) -> NotesScreen:
    stage.sign_with_keys()
    screen = _open(stage, _signed(stage, _client(stage), moment(25, "11:00")))
    assert screen.editor.header.add.isEnabled()
    return screen


def _added_to(stage: Stage) -> QWidget:
    screen = _finalized(stage)
    stage.key(Qt.Key.Key_D, CONTROL | SHIFT)
    stage.type("She called: the night was better.")
    stage.key(Qt.Key.Key_Return, CONTROL)
    stage.type("Telephone")
    stage.key(Qt.Key.Key_Return)
    assert screen.editor.addendum.bar.isHidden()
    assert len(screen.editor.page.signatures.words()) == 2
    return screen


def _amended(stage: Stage) -> QWidget:
    screen = _finalized(stage)
    screen.editor.header.amend.click()
    stage.settle()
    screen.editor.page.cards["plan"].text.setFocus()
    stage.key(Qt.Key.Key_End, CONTROL)
    stage.type(" Heat before.")
    assert screen.editor.amend_bar.isVisible()
    return screen


def _chart(stage: Stage) -> QWidget:
    note = _written(stage, _client(stage), moment(25, "11:00"), **TODAY)
    for kind, place, intensity in (("PAIN", "BACK 250 205", "6"), ("SCAR", "FRONT 595 722", None)):
        draft = BodyMarkDraft(session_id=note.id, kind=kind, place=place, intensity=intensity)
        stage.practice.body_marks.add(draft)
    screen = _open(stage, note)
    stage.key(Qt.Key.Key_B, CONTROL | SHIFT)
    assert len(screen.editor.sides.chart.rows) == 2
    return screen


def _measures(stage: Stage) -> QWidget:
    client = _client(stage)
    for days, value in ((21, "8"), (14, "6.5"), (7, "3")):
        _measure(stage, client, days, PAIN, "Pain", value, "10")
    for days, value in ((14, "90"), (7, "120")):
        _measure(stage, client, days, MOTION, "Flexion", value, "360", "°")
    screen = _open(stage, _written(stage, client, moment(25, "11:00"), **TODAY))
    stage.key(Qt.Key.Key_M, CONTROL | SHIFT)
    assert len(screen.editor.sides.measures.scales) == 2
    assert screen.editor.sides.measures.entry.isVisible()
    return screen


def _measure(
    stage: Stage,
    client: Client,
    days: int,
    kind: str,
    name: str,
    value: str,
    high: str,
    unit: str | None = None,
) -> None:
    draft = MeasureDraft(
        client_id=client.id,
        kind=kind,
        name=name,
        value=value,
        taken_at=moment(25, "10:00") - timedelta(days=days),
        unit=unit,
        low="0",
        high=high,
    )
    stage.practice.measures.add(draft)


def _found(stage: Stage) -> QWidget:
    screen = _draft(stage)
    screen.editor.page.cards["subjective"].text.setFocus()
    stage.key(Qt.Key.Key_F, CONTROL)
    stage.type("pain")
    stage.key(Qt.Key.Key_Return)
    assert screen.editor.find_bar.isVisible()
    assert focused() is screen.editor.find_bar.field
    return screen


def _disputed(stage: Stage) -> QWidget:
    """Another laptop wrote at the place where somebody types; both texts are unfolded."""
    note = _written(stage, _client(stage), moment(25, "11:00"), **TODAY)
    screen = _open(stage, note)
    screen.editor.page.cards["objective"].text.setFocus()
    stage.key(Qt.Key.Key_End, CONTROL)
    stage.type(" Ibuprofen 600 mg.")
    stage.practice.notes.save_draft(note.id, objective="Flexion 150°, abduction 130°. Ibuprofen 800 mg.")
    stage.context.bus.publish([Changed("sessions", frozenset({note.id}), Origin.SYNC)])
    screen.editor.flush()
    stage.settle()
    strip = screen.editor.page.cards["objective"].otherwise
    strip.toggle.click()
    stage.settle()
    assert strip.first.isVisible()
    assert strip.second.isVisible()
    return screen


def _hebrew(stage: Stage) -> QWidget:
    screen = _open(stage, _written(stage, _client(stage, "נועה", "כהן"), moment(25, "11:00"), **HEBREW))
    assert screen.editor.isRightToLeft()
    return screen


def _unsigned(stage: Stage) -> QWidget:
    for number, (first, last) in enumerate((("Mira", "Talbot"), ("נועה", "כהן"), ("Otto", "Lindqvist"))):
        client = _client(stage, first, last)
        _signed(stage, client, moment(10 + number, "09:00"))
        _written(stage, client, moment(24 - 2 * number, "09:30"), **(HEBREW if number == 1 else TODAY))
    screen = stage.show(NotesScreen(stage.context))
    screen.activate()
    stage.settle()
    screen.list.filter.set_value(Which.UNSIGNED)
    screen.list.filter.chosen.emit(Which.UNSIGNED)
    stage.settle()
    assert screen.list.model.rowCount() == 3
    return screen


NOTES = (
    State("note-empty", _empty),
    State("note-draft", _draft),
    State("note-dark", _draft, Setting(look=Appearance.DARK)),
    State("note-hebrew", _hebrew, Setting(language="he")),
    State("note-signed", _finalized),
    State("note-added-to", _added_to),
    State("note-amended", _amended),
    State("note-chart", _chart),
    State("note-measures", _measures),
    State("note-found", _found),
    State("note-disputed", _disputed),
    State("notes-unsigned", _unsigned),
)
