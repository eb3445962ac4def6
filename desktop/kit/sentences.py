"""Sentences of errors, which are English below the window, in the language of the window."""

import re
from importlib.resources import files

from PySide6.QtCore import QCoreApplication

from core.text.direction import isolated

_CONTEXT = "Errors"


class Sentences:
    """Knows the sentences that carry values by their templates; they are read when the first one comes."""

    def __init__(self) -> None:
        self._templates: list[tuple[re.Pattern[str], str]] | None = None

    def told(self, sentence: str) -> str:
        """In the present language; as it is where nobody translated it."""
        whole = QCoreApplication.translate(_CONTEXT, sentence)
        return whole if whole != sentence else self._filled(sentence)

    def _filled(self, sentence: str) -> str:
        if self._templates is None:
            self._templates = _read()
        for pattern, template in self._templates:
            match = pattern.fullmatch(sentence)
            if match:
                # A value may be a sentence of its own.
                values = [isolated(self.told(value)) for value in match.groups()]
                return QCoreApplication.translate(_CONTEXT, template).format(*values)
        return sentence


def _read() -> list[tuple[re.Pattern[str], str]]:
    """Those with the most words of their own first: "{0} Nothing was changed." fits many."""
    lines = files("resources").joinpath("translations/sentences.txt").read_text("utf-8").splitlines()
    return [(_pattern(line), line) for line in sorted(lines, key=lambda line: -len(_words(line)))]


def _words(template: str) -> str:
    return "".join(re.split(r"\{\d\}", template))


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{\d\}", template)
    return re.compile("(.+?)".join(re.escape(part) for part in parts), re.DOTALL)
