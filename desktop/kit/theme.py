"""Colours, type and the stylesheet of the whole program, light or dark, following the system by default."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from desktop.kit import tokens
from desktop.kit.icons import Icons, pixmap

_PALETTE_ROLES = (
    (QPalette.ColorRole.Window, "canvas"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "canvas"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.ToolTipBase, "raised"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.PlaceholderText, "hint"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "on_accent"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.Mid, "line"),
    (QPalette.ColorRole.Dark, "line_strong"),
)


class Appearance(StrEnum):
    """What the person chose in Settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"
    """High contrast, light or dark as the system."""


@dataclass(frozen=True, slots=True)
class EventInk:
    """An event colour ready to paint with; `bar` is also the text colour on `fill`."""

    bar: QColor
    fill: QColor


class Theme(QObject):
    """Lives on the GUI thread. Painted widgets look colours up while painting and update on `changed`."""

    changed = Signal()

    def __init__(self, app: QApplication, look: Appearance = Appearance.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._look = look
        self.calm = False
        """Whether things are in their new place at once, without a movement there."""
        self._icons = Icons()
        self._base_pt = max(tokens.BASE_PT, app.font().pointSizeF() if _system_is_large(app) else 0.0)
        app.setStyle("Fusion")
        self._hints = app.styleHints()
        self._accessibility = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._accessibility.contrastPreferenceChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def look(self) -> Appearance:
        """What the person chose; what it comes to on this system, `dark` and `strong` say."""
        return self._look

    @property
    def dark(self) -> bool:
        """Whether it is dark now: chosen, or the system's where that is followed."""
        if self._look in {Appearance.SYSTEM, Appearance.CONTRAST}:
            return self._hints.colorScheme() is Qt.ColorScheme.Dark
        return self._look is Appearance.DARK

    @property
    def strong(self) -> bool:
        """High contrast: chosen here, or on in the system whose look is followed."""
        return self._look is Appearance.CONTRAST or (
            self._look is Appearance.SYSTEM and self._system_is_strong
        )

    @property
    def _system_is_strong(self) -> bool:
        return self._accessibility.contrastPreference() is Qt.ContrastPreference.HighContrast

    @property
    def palette(self) -> tokens.Palette:
        """The colours of now; do not keep it over `changed`."""
        if self.strong:
            return tokens.CONTRAST_DARK if self.dark else tokens.CONTRAST_LIGHT
        return tokens.DARK if self.dark else tokens.LIGHT

    def set_look(self, look: Appearance) -> None:
        """Applies it to the whole program at once and emits `changed`."""
        self._look = look
        self._apply()

    @contextmanager
    def put_on_last(self) -> Iterator[None]:
        """For making or changing many widgets: they are dressed once, when all stand where they belong.

        Under a stylesheet Qt dresses a whole branch anew each time it is put into something, so that a window
        which is built from its leaves takes twice as long. Where one stylesheet takes the place of another it
        does so for each widget's branch: four times as long. Between the two nothing is painted.
        """
        self._app.setStyleSheet("")
        try:
            yield
        finally:
            self._app.setStyleSheet(stylesheet(self.palette, self._base_pt, dark=self.dark))

    def colour(self, role: str) -> QColor:
        """The colour of a role of `tokens.Palette`, such as "accent" or "line"."""
        return QColor(f"#{getattr(self.palette, role)}")

    def event_ink(self, name: str | None) -> EventInk:
        """Ink of a service's colour; unknown names and None get the default colour."""
        table = self._events
        found = table.get(name or "", table[tokens.DEFAULT_EVENT])
        return EventInk(QColor(f"#{found.bar}"), QColor(f"#{found.fill}"))

    @property
    def _events(self) -> Mapping[str, tokens.EventColour]:
        if self.strong:
            return tokens.CONTRAST_DARK_EVENTS if self.dark else tokens.CONTRAST_LIGHT_EVENTS
        return tokens.DARK_EVENTS if self.dark else tokens.LIGHT_EVENTS

    def font(self, scale: float = tokens.BASE, *, strong: bool = False, tabular: bool = False) -> QFont:
        """A font of the type scale; `tabular` gives figures of one width, for times."""
        font = QFont(self._app.font())
        font.setPointSizeF(self._base_pt * scale)
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def code_font(self) -> QFont:
        """For codes that are written down by hand: every letter of one width."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self._base_pt * tokens.LARGE)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def icon(self, name: str, role: str = "secondary") -> QIcon:
        """An own icon tinted in a role's colour; fetch it again on `changed`."""
        return self._icons.icon(name, self.colour(role), self.colour("hint"))

    def pixmap(self, name: str, role: str, size_px: int, ratio: float = 1.0) -> QPixmap:
        """An own icon as a picture of any size, for labels; `ratio` is the screen's device pixel ratio."""
        return pixmap(name, self.colour(role), size_px, ratio)

    def _on_system_changed(self) -> None:
        if self._look in {Appearance.SYSTEM, Appearance.CONTRAST}:
            self._apply()

    def _apply(self) -> None:
        with self.put_on_last():
            font = QFont(self._app.font())
            font.setPointSizeF(self._base_pt)
            self._app.setFont(font)
            self._app.setPalette(self._qt_palette())
        self.changed.emit()

    def _qt_palette(self) -> QPalette:
        palette = QPalette()
        for qt_role, role in _PALETTE_ROLES:
            palette.setColor(qt_role, self.colour(role))
        for qt_role in (
            QPalette.ColorRole.Text,
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.ButtonText,
        ):
            palette.setColor(QPalette.ColorGroup.Disabled, qt_role, self.colour("hint"))
        return palette


def stylesheet(palette: tokens.Palette, base_pt: float, *, dark: bool) -> str:
    """The stylesheet template of resources/styles with every role, size and drawn mark filled in."""
    styles = files("resources").joinpath("styles")
    text = styles.joinpath("app.qss").read_text(encoding="utf-8")
    look = "dark" if dark else "light"
    sizes = {"small": tokens.SMALL, "base": tokens.BASE, "large": tokens.LARGE, "title": tokens.TITLE}
    values = {role: f"#{getattr(palette, role)}" for role in tokens.ROLES}
    values |= {f"pt_{name}": f"{base_pt * scale:.2f}pt" for name, scale in sizes.items()}
    values |= {
        name: Path(str(styles.joinpath(f"{name}-{look}.svg"))).as_posix()
        for name in ("arrow", "check", "radio")
    }
    return Template(text).substitute(values)


def _system_is_large(app: QApplication) -> bool:
    return app.font().pointSizeF() > tokens.BASE_PT + 1.5
