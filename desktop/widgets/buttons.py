"""Buttons in four ranks: primary (one a view), plain, quiet, danger; and icon buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from desktop.kit import tokens
from desktop.kit.theme import Theme


class Button(QPushButton):
    """A verb. `kind`: "", "primary", "quiet", "danger" or "danger-primary"."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        kind: str = "",
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setProperty("compact", compact)
        self.setAutoDefault(kind.endswith("primary"))
        if on_click is not None:
            # `clicked` brings whether the button is checked.
            self.clicked.connect(lambda _checked=False: on_click())

    def set_kind(self, kind: str) -> None:
        """Another rank while it is shown."""
        self.setProperty("kind", kind)
        self.setAutoDefault(kind.endswith("primary"))
        # A stylesheet looks at properties only when a widget is polished.
        self.style().unpolish(self)
        self.style().polish(self)


def primary(text: str, on_click: Callable[[], object] | None = None) -> Button:
    """One a view: what Enter does in a dialog or a form."""
    return Button(text, on_click, kind="primary")


def quiet(text: str, on_click: Callable[[], object] | None = None) -> Button:
    """For what comes beside the verb of the view: on no ground of its own."""
    return Button(text, on_click, kind="quiet")


def danger(text: str, on_click: Callable[[], object] | None = None) -> Button:
    """For what takes something away: the words in red, on a plain ground."""
    return Button(text, on_click, kind="danger")


class IconButton(QToolButton):
    """An icon alone; `name` is read by screen readers and shown as the tool tip, with the shortcut if any."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        on_click: Callable[[], object] | None = None,
        *,
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {shortcut}" if shortcut else name)
        self.setIconSize(QSize(tokens.ICON_PX, tokens.ICON_PX))
        # A click leaves the caret where somebody writes.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def show_word(self, word: str) -> None:
        """A word beside the icon; "" for the icon alone."""
        self.setText(word)
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(beside if word else alone)

    def set_icon(self, icon: str) -> None:
        """Another icon by its name; the name that is read aloud and the tip stay as they are."""
        self._icon = icon
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self.setIcon(self._theme.icon(self._icon))


def hold_width(button: QPushButton, texts: Sequence[str]) -> None:
    """As wide as the longest of what it says by turns: what stands beside it stays where it is."""
    present = button.text()
    button.setMinimumWidth(0)
    widths = []
    for text in texts:
        button.setText(text)
        widths.append(button.sizeHint().width())
    button.setText(present)
    button.setMinimumWidth(max(widths))


def back_and_on(window: QWidget) -> tuple[str, str]:
    """The icons of a step back and of one on, as the window runs."""
    left_first = ("chevron-left", "chevron-right")
    return (left_first[1], left_first[0]) if window.isRightToLeft() else left_first
