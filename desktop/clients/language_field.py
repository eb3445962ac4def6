"""The choice of the language in which messages to a client are written."""

from PySide6.QtCore import QSignalBlocker

from desktop.kit.client_words import language_choices, language_word
from desktop.widgets.fields import ChoiceField


class LanguageField(ChoiceField):
    """One that only a newer program knows is a choice as well while the client has it, and so stays."""

    def __init__(self, label: str) -> None:
        super().__init__(label, _choices(""))

    @property
    def language(self) -> str:
        """A code such as "he"; empty where the name decides."""
        return str(self.value or "")

    def set_language(self, language: str) -> None:
        """Shows what a client has, without telling of it."""
        with QSignalBlocker(self):
            self.set_choices(_choices(language))
            self.set_value(language)


def _choices(also: str) -> list[tuple[str, object]]:
    known = language_choices()
    codes = known if also in known else [*known, also]
    return [(language_word(code), code) for code in codes]
