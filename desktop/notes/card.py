"""One of the four cards of a note: a quiet heading and the text."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.notes import COUNT_FROM, FIELD_LIMIT, WARN_FROM
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.notes.field import NoteText
from desktop.notes.other_text import Otherwise
from desktop.widgets.accessible import tell_as
from desktop.widgets.text import restyle


def field_names() -> dict[str, tuple[str, str]]:
    """Letter and word of each field, in the present language."""
    return {
        "subjective": (tr("Notes", "S"), tr("Notes", "Subjective")),
        "objective": (tr("Notes", "O"), tr("Notes", "Objective")),
        "assessment": (tr("Notes", "A"), tr("Notes", "Assessment")),
        "plan": (tr("Notes", "P"), tr("Notes", "Plan")),
    }


def field_hints() -> dict[str, str]:
    """What belongs into each field, shown while it is empty."""
    return {
        "subjective": tr("Notes", "What the client tells: complaint, course, pain, sleep, goals"),
        "objective": tr("Notes", "What you observe and measure: posture, range, palpation, tests"),
        "assessment": tr("Notes", "What you make of it: findings, progress, reaction to treatment"),
        "plan": tr("Notes", "What comes next: treatment, exercises, advice, next visit"),
    }


class SoapCard(QWidget):
    """The card being written in is told by its line alone."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._theme = theme
        self._active = False
        self._on_paper = self._waiting = False
        self.text = NoteText(self)
        self.otherwise = Otherwise(theme)
        self._letter, self._word = QLabel(self), QLabel(self)
        self._count = QLabel(self)
        self._build()
        self.text.focus_gained.connect(self._on_focus_gained)
        self.text.focus_lost.connect(self._on_focus_lost)
        self.text.textChanged.connect(self._on_text_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_read_only(self, read_only: bool) -> None:
        """What is read only can still be selected and copied, and has neither hint nor count."""
        if self.text.isReadOnly() != read_only:
            self.text.setReadOnly(read_only)
        self.text.setPlaceholderText("" if read_only else field_hints()[self.name])
        self._on_text_changed()

    def set_waiting(self, waiting: bool) -> None:
        """While it is signed nothing is typed: the ground of a field goes, and who listens is told why."""
        self.set_read_only(waiting)
        self.show_waiting(waiting)

    def show_waiting(self, waiting: bool) -> None:
        """As it looks then, whether or not it takes words."""
        self._waiting = waiting
        words = tr("Notes", "It is being signed: nothing is typed until that is done.") if waiting else ""
        self.text.setAccessibleDescription(words)
        self.update()

    def set_on_paper(self, on_paper: bool) -> None:
        """A signed text is no field: it has neither frame nor ground of its own."""
        self._on_paper = on_paper
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._on_paper:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.0 if self._active else 1.0
        painter.setPen(QPen(self._theme.colour("accent" if self._active else "line"), width))
        painter.setBrush(self._theme.colour("canvas" if self._waiting else "surface"))
        # A pen paints on both sides of its line: the outer half would be cut off.
        inset = width / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, tokens.RADIUS_CARD, tokens.RADIUS_CARD)

    def _build(self) -> None:
        letter, word = field_names()[self.name]
        self._letter.setText(letter)
        self._word.setText(word)
        self._letter.setProperty("strong", True)
        self._letter.setProperty("tone", "accent")
        self._word.setProperty("tone", "secondary")
        self._count.setProperty("size", "small")
        self.text.setAccessibleName(word)
        tell_as(self, QAccessible.Role.Grouping)
        self.setAccessibleName(word)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on the heading means this text
        self.setFocusProxy(self.text)
        self._letter.setFixedWidth(tokens.L)
        head = QHBoxLayout()
        head.setSpacing(tokens.XS)
        head.addWidget(self._letter)
        head.addWidget(self._word)
        head.addStretch(1)
        head.addWidget(self._count)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.L, tokens.M, tokens.L, tokens.M)
        box.setSpacing(tokens.S)
        box.addLayout(head)
        box.addWidget(self.text)
        box.addWidget(self.otherwise)

    def _on_focus_gained(self) -> None:
        self._set_active(True)

    def _on_focus_lost(self) -> None:
        self._set_active(False)

    def _set_active(self, active: bool) -> None:
        self._active = active
        self.update()

    def _on_text_changed(self) -> None:
        """From 80 % on the count is shown; nothing is ever cut."""
        length = len(self.text.text())
        self._count.setText(_count(length) if length >= COUNT_FROM and not self.text.isReadOnly() else "")
        role = "danger" if length > FIELD_LIMIT else "warning" if length >= WARN_FROM else "secondary"
        self._tint(role)

    def _tint(self, role: str) -> None:
        # Qt works a label's style out again even when it is the same, and this runs at every letter.
        if self._count.property("tone") != role:
            self._count.setProperty("tone", role)
            restyle(self._count)

    def _on_theme_changed(self) -> None:
        ground = QColor(self._theme.colour("warning_soft"))
        self.text.set_carried_ground(ground)
        self.text.set_found_grounds(self._theme.colour("accent_soft"), self._theme.colour("warning_soft"))
        self._on_text_changed()
        self.update()


def _count(length: int) -> str:
    if length > FIELD_LIMIT:
        return tr(
            "Notes",
            "{length} of {limit} characters: {over} too many to sign",
            length=f"{length:,}",
            limit=f"{FIELD_LIMIT:,}",
            over=f"{length - FIELD_LIMIT:,}",
        )
    return tr("Notes", "{length} of {limit} characters", length=f"{length:,}", limit=f"{FIELD_LIMIT:,}")
