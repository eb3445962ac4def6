"""The question for one sentence that is open: what is typed into it is kept, and asked for again."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.kit.context import QuestionSubject
from desktop.kit.form_drafts import Content, FormDrafts
from desktop.kit.form_keeper import FormKeeper
from desktop.kit.question_words import QuestionWords
from desktop.widgets.question import SentenceDialog


class SentenceQuestion(QObject):
    """One question at a time. Whoever cancels gives the words up; a lock or a crash does not."""

    def __init__(self, window: QWidget, kept: FormDrafts) -> None:
        super().__init__(window)
        self._window, self._kept = window, kept
        self._keeper = FormKeeper(kept, self._content, self)
        self._asked: QuestionSubject | None = None
        self._text = ""
        self._dialog: SentenceDialog | None = None
        self._again: Callable[[], None] | None = None

    @property
    def unsaved(self) -> str:
        """The words that could not be stored, if there are such."""
        return self._text if self._kept.failed and self._asked is not None else ""

    def ask(
        self,
        words: QuestionWords,
        asked: QuestionSubject,
        on_text: Callable[[str], None],
        present: str = "",
        on_second: Callable[[str], None] | None = None,
    ) -> None:
        """`present` stands there unless something was typed for this question before."""
        self._again = partial(self.ask, words, asked, on_text, present, on_second)
        text = self._text if asked == self._asked else present
        self._asked, self._text = asked, text
        dialog = self._dialog = SentenceDialog(self._window, words, on_text, text, on_second)
        dialog.field.changed.connect(self._on_typed)
        dialog.finished.connect(self._on_answered)
        dialog.open()

    def put_away(self) -> None:
        """The window is locked: nothing may stay open, and nothing typed may go."""
        # Before `reject`: what is left with this one still set counts as given up.
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            self.flush()
            dialog.reject()

    def flush(self) -> None:
        """Hands what is typed to the store worker now: a lock or the end comes next."""
        self._keeper.keep()

    def come_back(self) -> None:
        """The window is unlocked: what was put away is asked again."""
        if self._asked is not None and self._dialog is None and self._again is not None:
            self._again()

    def look(self, on_found: Callable[[QuestionSubject], None]) -> None:
        """At the start: tells what was asked when the program ended."""
        self._kept.look(partial(self._on_looked, on_found))

    def forget(self) -> None:
        """Answered, given up, or of a record that is gone."""
        self._asked = self._again = self._dialog = None
        self._text = ""
        self._keeper.forget()

    def _on_looked(self, on_found: Callable[[QuestionSubject], None], content: Content) -> None:
        self._asked = QuestionSubject(content["kind"], UUID(content["about"]))
        self._text = content["text"]
        on_found(self._asked)

    def _on_typed(self, text: str) -> None:
        self._text = text
        self._keeper.edited()

    def _on_answered(self) -> None:
        if self._dialog is not None:
            self.forget()

    def _content(self) -> Content | None:
        if self._asked is None or not self._text.strip():
            return None
        return {"kind": self._asked.kind, "about": str(self._asked.about), "text": self._text}
