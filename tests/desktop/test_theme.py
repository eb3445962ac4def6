"""Tokens keep their contrast, every icon exists in every look, and the system's scheme is followed."""

from importlib.resources import files

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.theme import Appearance, Theme

_TEXT_PAIRS = [
    (text, ground)
    for text in ("text", "secondary", "accent", "danger", "warning", "good")
    for ground in ("canvas", "surface", "raised")
] + [
    ("hint", "surface"),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    ("on_danger", "danger"),
    ("text", "accent_soft"),
    ("accent", "accent_soft"),
    ("secondary", "accent_soft"),
    ("danger", "danger_soft"),
    ("warning", "warning_soft"),
    ("text", "warning_soft"),
    ("good", "good_soft"),
    ("text", "hover"),
    ("secondary", "hover"),
    ("text", "paper"),
    ("secondary", "paper"),
    ("canvas", "text"),
    ("toast_action", "text"),
    ("secondary", "closed"),
    ("toast_action", "toast_hover"),
]


def _luminance(colour: str) -> float:
    def channel(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(int(colour[i : i + 2], 16)) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "palette",
    [tokens.LIGHT, tokens.DARK, tokens.CONTRAST_LIGHT, tokens.CONTRAST_DARK],
    ids=["light", "dark", "strong light", "strong dark"],
)
def test_given_open_and_closed_hours_side_by_side_then_they_are_told_apart(palette: tokens.Palette) -> None:
    assert _contrast(palette.raised, palette.closed) >= 1.3


@pytest.mark.parametrize("palette", [tokens.LIGHT, tokens.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), _TEXT_PAIRS)
def test_given_a_text_pair_when_measured_then_it_can_be_read(
    palette: tokens.Palette, text: str, ground: str
) -> None:
    assert _contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [tokens.CONTRAST_LIGHT, tokens.CONTRAST_DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [*_TEXT_PAIRS, ("hint", "canvas"), ("line_strong", "surface")])
def test_given_high_contrast_when_a_text_pair_is_measured_then_it_keeps_seven_to_one(
    palette: tokens.Palette, text: str, ground: str
) -> None:
    assert _contrast(getattr(palette, text), getattr(palette, ground)) >= 7


@pytest.mark.parametrize(
    "events", [tokens.CONTRAST_LIGHT_EVENTS, tokens.CONTRAST_DARK_EVENTS], ids=["light", "dark"]
)
@pytest.mark.parametrize("name", tokens.EVENT_NAMES)
def test_given_high_contrast_when_an_event_colour_is_measured_then_it_keeps_seven_to_one(
    events: dict[str, tokens.EventColour], name: str
) -> None:
    assert _contrast(events[name].bar, events[name].fill) >= 7


@pytest.mark.parametrize("dark", [False, True])
def test_given_high_contrast_when_chosen_then_it_is_light_or_dark_as_the_system(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, dark: bool
) -> None:
    monkeypatch.setattr(Theme, "dark", property(lambda _: dark))
    theme.set_look(Appearance.CONTRAST)
    ground = "#000000" if dark else "#ffffff"
    assert theme.colour("surface").name() == ground
    events = tokens.CONTRAST_DARK_EVENTS if dark else tokens.CONTRAST_LIGHT_EVENTS
    assert theme.event_ink("teal").bar == QColor(f"#{events['teal'].bar}")


@pytest.mark.parametrize("palette", [tokens.LIGHT, tokens.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("line", ["line_strong", "accent", "now_line"])
@pytest.mark.parametrize("ground", ["canvas", "surface"])
def test_given_a_meaningful_line_when_measured_then_it_can_be_seen(
    palette: tokens.Palette, line: str, ground: str
) -> None:
    assert _contrast(getattr(palette, line), getattr(palette, ground)) >= 3


@pytest.mark.parametrize("events", [tokens.LIGHT_EVENTS, tokens.DARK_EVENTS], ids=["light", "dark"])
@pytest.mark.parametrize("name", tokens.EVENT_NAMES)
def test_given_an_event_colour_when_measured_then_its_text_can_be_read(
    events: dict[str, tokens.EventColour], name: str
) -> None:
    assert _contrast(events[name].bar, events[name].fill) >= 4.5


def test_given_every_icon_file_when_painted_then_it_has_ink_in_both_looks(theme: Theme) -> None:
    names = [entry.name for entry in files("resources").joinpath("icons").iterdir()]
    for look in (Appearance.LIGHT, Appearance.DARK):
        theme.set_look(look)
        for name in names:
            image = theme.pixmap(name.removesuffix(".svg"), "text", 20).toImage()
            inked = [image.pixelColor(x, y).alpha() for x in range(20) for y in range(20)]
            assert max(inked) > 128, name


def test_given_a_new_look_when_set_then_widgets_are_told_and_the_palette_follows(
    theme: Theme, qapp: QApplication
) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.dark))
    theme.set_look(Appearance.DARK)
    assert (told, qapp.palette().window().color()) == ([True], QColor("#16181B"))


class _Dressings(QObject):
    """Counts how often a window or a part of it is told to look at the style anew."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window, self.count = window, 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and event.type() == QEvent.Type.StyleChange:
            self.count += watched is self._window or self._window.isAncestorOf(watched)
        return False


def nested(depth: int) -> QWidget:
    """So many frames, each in the one before."""
    top = inner = QFrame()
    for _ in range(depth - 1):
        box, inner = QVBoxLayout(inner), QFrame()
        box.addWidget(inner)
    return top


def test_given_a_part_deep_in_a_window_when_the_look_changes_then_it_is_not_dressed_for_each_that_holds_it(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    window = nested(depth=30)
    dressings = _Dressings(window)
    qtbot.addWidget(window)
    window.show()
    qapp.installEventFilter(dressings)
    theme.set_look(Appearance.DARK)
    qapp.removeEventFilter(dressings)
    assert 30 <= dressings.count <= 2 * 30


def test_given_an_unknown_event_colour_when_asked_then_the_default_is_used(theme: Theme) -> None:
    assert theme.event_ink("mauve") == theme.event_ink(tokens.DEFAULT_EVENT) == theme.event_ink(None)


@pytest.mark.parametrize(("look", "follows"), [(Appearance.SYSTEM, True), (Appearance.LIGHT, False)])
def test_given_high_contrast_in_the_system_when_it_is_turned_on_then_the_look_that_follows_it_has_it(
    theme: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, look: Appearance, follows: bool
) -> None:
    theme.set_look(look)
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.palette.text))
    monkeypatch.setattr(Theme, "_system_is_strong", True)
    system = qapp.styleHints()
    system.accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert told == ([tokens.CONTRAST_LIGHT.text] if follows else [])
    assert theme.strong is follows
