"""What is asked about a file, its name and its caption; what is typed is kept over a lock and a crash."""

from collections.abc import Callable

from core.domain.file_names import ending_of, stem_of
from core.domain.records import Attachment
from desktop.files.naming import plain_name
from desktop.kit.context import Navigator, QuestionSubject
from desktop.kit.i18n import tr
from desktop.kit.question_words import QuestionWords

CAPTION = "file_caption"
NAME = "file_name"
FILE_QUESTIONS = frozenset({CAPTION, NAME})


def ask_name(
    navigator: Navigator, row: Attachment, on_text: Callable[[str], None], typed: str = "", refusal: str = ""
) -> None:
    """Only the words of the name are asked for. `typed` was refused before, `refusal` says why."""
    name = plain_name(row.file_name)
    ending = ending_of(name)
    stays = tr("Files", "The ending {ending} stays.", ending=ending) if ending else ""
    title, label = tr("Files", "Rename file"), tr("Files", "Name of the file")
    words = QuestionWords(title, refusal or stays, label, tr("Files", "Rename"), is_prose=False)
    navigator.ask_text(words, QuestionSubject(NAME, row.id), on_text, typed or stem_of(name))


def ask_caption(navigator: Navigator, row: Attachment, on_text: Callable[[str], None]) -> None:
    """An empty one takes the caption away."""
    words = QuestionWords(
        tr("Files", "Caption"),
        tr("Files", "What it shows; it stands beside the file's name."),
        tr("Files", "Caption"),
        tr("Files", "Save"),
        is_optional=True,
    )
    navigator.ask_text(words, QuestionSubject(CAPTION, row.id), on_text, row.caption or "")
