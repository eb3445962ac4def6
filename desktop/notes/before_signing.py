"""What is looked at before a note is signed: its text on the screen, and what may be missing in it."""

from dataclasses import dataclass, replace

from core.domain.notes import SOAP
from core.domain.records import SessionNote
from core.text.prompts import prompt_words
from desktop.notes.draft import Draft
from desktop.notes.note_document import NoteDocument


@dataclass(frozen=True, slots=True)
class BeforeSigning:
    """What a person should know before a note is signed."""

    empty: tuple[str, ...]
    carried_percent: int
    prompts: tuple[str, ...] = ()
    """What is asked for in the texts and was not filled in."""


def as_typed(draft: Draft) -> SessionNote:
    """The note with the texts of the screen, stored or not."""
    texts = draft.texts
    return replace(
        draft.note,
        subjective=texts["subjective"],
        objective=texts["objective"],
        assessment=texts["assessment"],
        plan=texts["plan"],
    )


def before_signing(document: NoteDocument) -> BeforeSigning:
    """Empty fields, the share of copied text in percent, and each open prompt once."""
    empty = tuple(name for name in SOAP if not document.draft.texts[name].strip())
    words = (word for name in SOAP for word in prompt_words(document.draft.texts[name]))
    return BeforeSigning(empty, round(100 * document.carried_share()), tuple(dict.fromkeys(words)))
