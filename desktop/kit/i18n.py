"""Every sentence that a person reads in the window goes through `tr`."""

from importlib.resources import as_file, files

from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtGui import QGuiApplication

RIGHT_TO_LEFT = frozenset({"he"})


def tr(context: str, text: str, n: int = -1, **values: object) -> str:
    """The text in the present language with `{name}` filled in; `n` chooses the plural form and fills `%n`.

    `context` is the screen, as in Qt Linguist. The text must be a literal, so that it can be collected.
    """
    found = QCoreApplication.translate(context, text, "", n)
    return found.format(**values) if values else found


def plural(context: str, one: str, many: str, n: int, **values: object) -> str:
    """Two forms in the source language; a catalogue may have more for `many`. `{n}` is the number."""
    found = QCoreApplication.translate(context, one if n == 1 else many, "", n)
    return found.format(n=n, **values)


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
        rtl = language in RIGHT_TO_LEFT
        self._app.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        if language != "en" or not was_system:
            _use_locale(language)

    def _install(self, language: str) -> None:
        translator = QTranslator(self._app)
        source = files("resources").joinpath(f"translations/{language}.qm")
        with as_file(source) as path:
            if path.exists() and translator.load(str(path)):
                self._app.installTranslator(translator)
                self._translators.append(translator)


def _use_locale(language: str) -> None:
    """How numbers and days are written. Qt begins with the system's way."""
    # All languages and countries of the world come with this class: a twentieth of the program's start.
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - see above

    QLocale.setDefault(QLocale(language) if language != "en" else QLocale.system())
