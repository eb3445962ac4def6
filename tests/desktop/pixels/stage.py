"""A screen over an invented practice in which nothing moves by itself: its picture is always the same."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent, QLocale, QPoint, Qt
from PySide6.QtGui import QCursor, QFont, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.crypto.keys import DeviceKeys
from core.crypto.notes import sign_note
from core.domain.clock import FixedClock
from core.domain.ids import Uuid7Source
from core.store.database.facts import set_fact
from core.store.practice.practice import Practice
from desktop.kit import tokens
from desktop.kit.bus import Bus
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import Languages
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Appearance, Theme
from tests.desktop import stillness
from tests.desktop.conftest import FakeNavigator
from tests.desktop.people import empty_practice
from tests.desktop.pixels.fingerprint import FAMILY

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 10, 50, tzinfo=UTC)
"""A Wednesday, ten to twelve in the invented practice."""
MONDAY = datetime(2026, 11, 23, tzinfo=ZONE)
SIZE = (1216, 744)
"""What a window of 1280 by 800 leaves for a screen."""
W = TypeVar("W", bound=QWidget)
_ASIDE = QPoint(-1, -1)


@dataclass(frozen=True)
class Setting:
    """In what surroundings a screen is shown."""

    look: Appearance = Appearance.LIGHT
    language: str = "en"
    text: float = 1.0
    """How many times larger than usual this computer's texts are."""


@dataclass
class Stage:
    """What a state is made with; `settle` lets every answer come and everything find its place."""

    folder: Path
    practice: Practice
    context: ScreenContext
    shown: list[QWidget] = field(default_factory=list)

    def show(self, widget: W) -> W:
        self.shown.append(widget)
        widget.resize(*SIZE)
        widget.show()
        widget.activateWindow()
        QTest.qWaitForWindowActive(widget)
        return widget

    def settle(self) -> None:
        # What comes may ask for more, such as a page for its neighbours.
        stillness.settle(self.context.jobs)
        stillness.settle(self.context.jobs)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(focused(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(focused(), text)
        self.settle()

    def sign_with_keys(self) -> None:
        """From now on this laptop signs what is finalized."""
        keys, device_id = DeviceKeys.generate(), self.practice.me.device_id
        with self.practice.store.write() as db:
            set_fact(db, "device_keys", keys.to_bytes())
        self.practice.notes._sign = lambda content: sign_note(keys.sign, device_id, content)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def moment(day: int, at: str) -> datetime:
    """A day of this November, a time on the practice's wall."""
    hour, minute = map(int, at.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@contextmanager
def stage(app: QApplication, folder: Path, setting: Setting) -> Iterator[Stage]:
    """An empty practice; every window that it showed is gone afterwards."""
    clock = FixedClock(NOW)
    with _surroundings(app, setting) as theme:
        practice = empty_practice(folder, clock, Uuid7Source(clock, _counted()))
        jobs = Jobs()
        made = Stage(folder, practice, ScreenContext(practice, jobs, Bus(), theme, FakeNavigator(), clock))
        try:
            yield made
        finally:
            _end(made.shown, jobs)
            practice.store.close()


@contextmanager
def _surroundings(app: QApplication, setting: Setting) -> Iterator[Theme]:
    font, flash = QFont(app.font()), app.cursorFlashTime()
    app.setFont(_font(setting.text))
    app.setCursorFlashTime(0)  # the caret stays in sight
    QCursor.setPos(_ASIDE)
    languages = Languages(app)
    languages.use(setting.language)
    if setting.language == "en":
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    theme = Theme(app, setting.look)
    theme.calm = True
    try:
        yield theme
    finally:
        languages.use("en")
        QLocale.setDefault(QLocale.system())
        theme.set_look(Appearance.LIGHT)
        theme.deleteLater()
        app.setFont(font)
        app.setCursorFlashTime(flash)
        app.processEvents()


def _font(text: float) -> QFont:
    """Without colours at the edges of letters, which a picture of few colours could not hold."""
    font = QFont(FAMILY)
    font.setPointSizeF(tokens.BASE_PT * text)
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return font


def _end(windows: Sequence[QWidget], jobs: Jobs) -> None:
    """As the program ends: what is asked for at the last moment is answered while somebody can hear it.

    Lists of completions and menus are windows as well; they go with the field that they belong to.
    """
    for window in windows:
        window.close()
    jobs.close()
    for window in windows:
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _counted() -> Callable[[int], bytes]:
    """Random bytes that are the same in every run: ids decide the order of what begins at one time."""
    numbers = count(1)
    return lambda size: next(numbers).to_bytes(size)


def grab(widget: QWidget) -> QImage:
    """As it is painted when all that moves has come to its end."""
    for movement in widget.findChildren(QAbstractAnimation):
        if movement.state() is QAbstractAnimation.State.Running:
            movement.setCurrentTime(movement.totalDuration())
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
