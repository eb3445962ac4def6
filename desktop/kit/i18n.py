"""Every sentence that a person reads in the window goes through `tr`."""

import re
from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QGuiApplication

from core.domain.errors import UserError
from core.text.direction import in_one_line, is_without_letters, isolated, left_to_right, runs_right_to_left
from desktop.kit.sentences import Sentences

LANGUAGES = {"en": "English", "he": "עברית"}
"""Those that the window speaks, by the names that they give themselves."""
RIGHT_TO_LEFT = frozenset({"he"})
_VALUE, _RIGHT_TO_LEFT = re.compile(r"\{\w+\}"), "\u200f"
"""The mark that lets a text without letters of its own run so."""


def tr(context: str, text: str, **values: object) -> str:
    """The text in the present language with `{name}` filled in.

    `context` is the screen, as in Qt Linguist. The text must be a literal, so that it can be collected.
    """
    return _filled(QCoreApplication.translate(context, text), values)


def plural(context: str, one: str, many: str, n: int, **values: object) -> str:
    """Two forms in the source language and in Hebrew. `{n}` is the number."""
    return _filled(QCoreApplication.translate(context, one if n == 1 else many), {"n": n, **values})


def told(sentence: str) -> str:
    """A sentence from below the window that no error carries, in the present language."""
    return UserError(sentence).sentence


def one_line(parts: Iterable[str | None]) -> str:
    """Several things in one line, those that are not empty: each reads in its own direction, their order is
    that of the window."""
    if _is_mirrored():
        return in_one_line(parts, right_to_left=True)
    return " · ".join(filter(None, parts))


def _is_mirrored() -> bool:
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


def _filled(text: str, values: dict[str, object]) -> str:
    """A name or a time that is filled into words of the other direction keeps its own, and turns no word."""
    if not values or not _is_mirrored():
        return text.format(**values) if values else text
    own, among = _VALUE.sub("", text), {name: _among(value) for name, value in values.items()}
    if runs_right_to_left(own):
        return text.format(**among)
    # What has no words of its own, such as a day and a state, would run as its first value does.
    is_pattern = not any(letter.isalpha() for letter in own)
    return _RIGHT_TO_LEFT + text.format(**among) if is_pattern else text.format(**values)


def _among(value: object) -> object:
    """`value` as it stands among words that read from right to left."""
    # Digits alone read the same way in both directions.
    if not isinstance(value, str) or value.isdecimal() or runs_right_to_left(value):
        return value
    return left_to_right(value) if is_without_letters(value) else isolated(value)


class Languages:
    """Installs one language's catalogue on the application. Owned by the composition root."""

    def __init__(self, app: QGuiApplication) -> None:
        self._app = app
        self._translators: list[QTranslator] = []

    def use(self, language: str) -> None:
        """Take "en" or "he"; English needs no catalogue. Windows made afterwards speak it."""
        was_system = not self._translators
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators = []
        if language != "en":
            self._install(language)
        UserError.tell_in(Sentences().told if language != "en" else str)
        rtl = language in RIGHT_TO_LEFT
        self._app.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        # A start in English keeps the system's way, and needs no QLocale, which is slow to load.
        if language != "en" or not was_system:
            _use_locale(language)

    def _install(self, language: str) -> None:
        """Our own words go before Qt's, which its dialogs for files say."""
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
        with as_file(files("resources").joinpath(f"translations/{language}.qm")) as own:
            # Of two translators Qt asks the one first that was installed last.
            for path in (qt, own):
                translator = QTranslator(self._app)
                if path.exists() and translator.load(str(path)):
                    self._app.installTranslator(translator)
                    self._translators.append(translator)


def language_of_system() -> str:
    """The one of ours that this computer speaks; English where it speaks another."""
    # All languages and countries of the world come with this class: a twentieth of the program's start.
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - see above

    spoken = QLocale.system().name().partition("_")[0]
    return spoken if spoken in LANGUAGES else "en"


def _use_locale(language: str) -> None:
    """How numbers and days are written. Qt begins with the system's way."""
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - as above

    QLocale.setDefault(QLocale(language) if language != "en" else QLocale.system())
