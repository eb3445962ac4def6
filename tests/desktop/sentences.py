"""Every question of the window for one sentence, and the amendment of a note: how each is begun."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from core.domain.records import SessionNote
from core.store.practice.practice import Practice
from desktop.app import Program
from desktop.files.questions import CAPTION
from desktop.files.questions import NAME as FILE_NAME
from desktop.notes.editor import NoteEditor
from desktop.notes.screen import NotesScreen
from desktop.shell.unlocked import UnlockedSession
from desktop.widgets.question import SentenceDialog

WORDS = "Written down for somebody else."
NAME = "letter.txt"


def work(program: Program) -> UnlockedSession:
    assert program.workplace is not None
    return program.workplace


@dataclass(frozen=True)
class Sentence:
    """`begin` opens its question; `place` is where it is asked."""

    place: str
    begin: Callable[[Program], None]


def dialogs(program: Program) -> list[SentenceDialog]:
    return [one for one in work(program).window.findChildren(SentenceDialog) if one.isVisible()]


def begin(program: Program, name: str) -> SentenceDialog:
    """The question with the words in it."""
    SENTENCES[name].begin(program)
    program.jobs.wait()
    (dialog,) = dialogs(program)
    dialog.field.set_text(WORDS)
    return dialog


def editor(program: Program) -> NoteEditor:
    return cast("NotesScreen", work(program).window.screens["notes"]).editor


def signed(practice: Practice) -> SessionNote:
    return next(found.note for found in practice.notes.recent() if found.note.finalized_at)


def amend(program: Program) -> NoteEditor:
    """A signed note, with the words in its plan and as the reason."""
    place = work(program)
    place.navigator.open_note(signed(place.opening.practice).id)
    program.jobs.wait()
    made = editor(program)
    made.header.amend.click()
    made.page.cards["plan"].text.setPlainText(WORDS)
    made.amend_bar.reason.setText(WORDS)
    return made


def _ask_day(program: Program) -> None:
    place = work(program)
    place.navigator.open_note(place.opening.practice.notes.drafts()[0].note.id)
    program.jobs.wait()
    editor(program).header.day.click()


def _ask_deletion(program: Program) -> None:
    place = work(program)
    place.navigator.open_note(signed(place.opening.practice).id)
    program.jobs.wait()
    editor(program).header.delete.click()


def _ask_about_file(kind: str, program: Program) -> None:
    place = work(program)
    practice = place.opening.practice
    client = practice.clients.list()[0].client.id
    if not practice.attachments.of_client(client):
        practice.attachments.add(b"words", client, file_name=NAME)
    place.navigator.open_client(client)
    program.jobs.wait()
    files: Any = place.window.screens["clients"].detail.files  # type: ignore[attr-defined]
    files.ask(kind, practice.attachments.of_client(client)[0])


SENTENCES = {
    "the day of a note": Sentence("notes", _ask_day),
    "why a note is deleted": Sentence("notes", _ask_deletion),
    "the caption of a file": Sentence("clients", partial(_ask_about_file, CAPTION)),
    "the name of a file": Sentence("clients", partial(_ask_about_file, FILE_NAME)),
}
