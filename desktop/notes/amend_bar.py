"""The bars under a signed note: one takes the reason of an amendment, one what is added and why."""

from itertools import pairwise

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.notes.confirm_bar import ConfirmBar
from desktop.notes.field import NoteText
from desktop.widgets.fields import set_prose
from desktop.widgets.focus_return import focus_in, give_focus
from desktop.widgets.one_line import OneLine

_LINES_PX = 96


class ReasonBar(ConfirmBar):
    """Signs for a reason. Leaving it is a wish: what is typed may have to be asked about first."""

    cancelled = Signal()

    def __init__(self, context: ScreenContext, verb: str, placeholder: str, name: str) -> None:
        super().__init__(context, verb, has_fields=True)
        self.signing = False
        """From the signature until the store has answered: nothing is typed or signed here meanwhile."""
        self._signed_from: QWidget | None = None
        self._asked = ""
        self.reason = OneLine()
        set_prose(self.reason)
        self.reason.setPlaceholderText(placeholder)
        self.reason.setAccessibleName(name)
        self.yes.setEnabled(False)
        self.reason.textChanged.connect(self._weigh)

    def press_yes(self) -> None:
        """From anywhere in the note; goes to what is missing."""
        if self.signing:
            return
        missing = self._missing()
        if missing is None:
            self._on_yes()
        else:
            missing.setFocus()

    def begin_signing(self) -> None:
        """The focus is in no field: what is typed now would not be signed."""
        self.signing, self._signed_from = True, focus_in(self.window())
        holder = self.parentWidget()
        if holder is not None:
            holder.setFocus()
        self._asked = self.words.text()
        self.words.setText(tr("Notes", "It is being signed: nothing is typed until that is done."))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words.text()))
        self.setEnabled(False)

    def end_signing(self) -> None:
        """It is signed, or refused: then one goes on where one was, unless one went elsewhere."""
        if not self.signing:
            return
        self.signing = False
        self.words.setText(self._asked)
        self.setEnabled(True)
        signed_from, self._signed_from = self._signed_from, None
        if self.isVisible() and focus_in(self.window()) is self.parentWidget():
            give_focus(signed_from)

    def _missing(self) -> QWidget | None:
        """The field that has to be filled before this can be signed."""
        return None if self.reason.text().strip() else self.reason

    def _order(self, *fields: QWidget) -> None:
        for earlier, later in pairwise((*fields, self.proof.field.editor, self.yes, self.no)):
            self.setTabOrder(earlier, later)

    def _weigh(self) -> None:
        self.yes.setEnabled(self._missing() is None)

    @override
    def _on_no(self) -> None:
        self.cancelled.emit()

    @override
    def _on_yes(self) -> None:
        if self._missing() is None and not self.signing:
            self.proof.then(self._on_proved)

    def _on_proved(self) -> None:
        raise NotImplementedError


class AmendBar(ReasonBar):
    """Waits for a reason; the text above is being amended meanwhile."""

    confirmed = Signal(str)

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(
            context,
            tr("Notes", "Save amendment"),
            tr("Notes", "Reason, such as: wrong side written down"),
            tr("Notes", "Reason for the amendment"),
        )
        self.heading.setText(tr("Notes", "Amending a signed note"))
        self.words.setText(tr("Notes", "What was signed stays readable. Say why it changes:"))
        self.middle.addWidget(self.reason)
        self._order(self.reason)

    def ask(self, reason: str) -> None:
        """`reason` was typed before, and the program ended or the note was left."""
        self.end_signing()
        self.reason.setText(reason)
        self.proof.ask()
        self.show()

    @override
    def _on_proved(self) -> None:
        self.confirmed.emit(self.reason.text().strip())


class AddendumBar(ReasonBar):
    """Takes a paragraph and a reason; nothing above it can be typed in meanwhile."""

    confirmed = Signal(str, str)
    """The reason and the paragraph."""
    typed = Signal()

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(
            context,
            tr("Notes", "Sign addendum"),
            tr("Notes", "Reason, such as: said by telephone after the session"),
            tr("Notes", "Reason for the addendum"),
        )
        self.heading.setText(tr("Notes", "Adding to a signed note"))
        self.words.setText(
            tr(
                "Notes",
                "What was signed stays word for word. This comes below the plan, with the day and your name.",
            )
        )
        self.text = NoteText()
        self.text.setAccessibleName(tr("Notes", "Addendum"))
        self.text.setPlaceholderText(tr("Notes", "What is added"))
        self.middle.addWidget(_Lines(context.theme, self.text))
        self.middle.addWidget(self.reason)
        self._order(self.text, self.reason)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.text.text_changed.connect(self._on_text_changed)
        self.reason.textChanged.connect(self.typed)

    def ask(self, text: str, reason: str) -> None:
        """With what was typed before, if anything. The focus is where one goes on writing."""
        self.end_signing()
        self.text.load(text)
        self.reason.setText(reason)
        self._weigh()
        self.proof.ask()
        self.show()
        self.text.setFocus()

    @override
    def _missing(self) -> QWidget | None:
        return super()._missing() if self.text.text().strip() else self.text

    def _on_text_changed(self, _text: str) -> None:
        self._weigh()
        self.typed.emit()

    @override
    def _on_proved(self) -> None:
        self.confirmed.emit(self.reason.text().strip(), self.text.text())


class _Lines(QScrollArea):
    """A few lines in a frame: a long paragraph scrolls, and the note above keeps its room."""

    def __init__(self, theme: Theme, text: NoteText) -> None:
        super().__init__()
        self._theme, self._text = theme, text
        self.setObjectName("lines")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(_LINES_PX)
        self._holder = holder = QWidget()
        holder.setObjectName("lines-inner")
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(tokens.M, tokens.S, tokens.M, tokens.S)
        inner.addWidget(text)
        inner.addStretch(1)
        self.setWidget(holder)
        for changed in (theme.changed, text.focus_gained, text.focus_lost):
            changed.connect(self._restyle)
        text.caret_moved.connect(self._follow)
        self._restyle()

    def _restyle(self) -> None:
        """The frame tells where one writes, as that of a field does."""
        is_active = self._text.hasFocus()
        width_px = 2 if is_active else 1
        line = self._theme.colour("accent" if is_active else "line_strong").name()
        ground = self._theme.colour("surface").name()
        self.setStyleSheet(
            f"#lines {{ background: {ground}; border: {width_px}px solid {line};"
            f" border-radius: {tokens.RADIUS_CONTROL}px; }} #lines-inner {{ background: {ground}; }}"
        )

    def _follow(self, caret: QRect) -> None:
        at = self._text.mapTo(self._holder, caret.center())
        self.ensureVisible(at.x(), at.y(), 0, caret.height())
