"""Form fields: a label above, the editor, and the sentence that says what is wrong below."""

from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.shortcuts import REVEAL_KEY, Shortcut, reveal_shortcut
from desktop.kit.theme import Theme
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.one_line import OneLine
from desktop.widgets.secret_line import SecretLine
from desktop.widgets.text import Text, restyle

E = TypeVar("E", bound=QWidget)
B = TypeVar("B", bound=QAbstractSpinBox)


class Field(QWidget, Generic[E]):
    """A labelled editor. `set_error("")` takes the complaint away. The editor is `editor`.

    `lines` of room are kept for what may be wrong here; where that is nothing, none.
    """

    def __init__(
        self, label: str, editor: E, *, hint: str = "", lines: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.label = Text("", size="small", tone="secondary", strong=True)
        self.note = ErrorLine(hint=hint, lines=lines, small=True)
        self.label.setBuddy(editor)
        self.set_label(label)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.label)
        box.addSpacing(tokens.XS)
        box.addWidget(editor)
        box.addSpacing(tokens.XS if hint or lines else 0)
        box.addWidget(self.note)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on the label means the editor
        self.setFocusProxy(editor)

    def set_label(self, label: str) -> None:
        """What is seen above it, and what a screen reader says."""
        inner = self.editor.focusProxy()
        (self.editor if inner is None else inner).setAccessibleName(label)
        self.setAccessibleName(label)
        self.label.setText(label)

    def set_error(self, sentence: str) -> None:
        """The sentence below the editor, with a red edge around it; a screen reader is told it too.

        "" takes both away.
        """
        self.editor.setProperty("wrong", bool(sentence))
        restyle(self.editor)
        self.note.say(sentence, by=self)
        self.editor.setAccessibleDescription(sentence)

    def _on_mended(self) -> None:
        """What was said of a text does not hold for another one."""
        if self.editor.property("wrong"):
            self.set_error("")

    def advise(self, sentence: str, tone: str = "hint") -> None:
        """In the room of a complaint, without being one."""
        self.set_error("")
        self.note.say(sentence, tone, by=self)

    def share_line(self, line: ErrorLine) -> None:
        """Fields side by side are narrow: what is wrong with any of them stands below them all."""
        self.note.hide()
        self.note.deleteLater()
        self.note = line


def set_prose(edit: QLineEdit) -> None:
    """What is written there are words of a language, whose spelling can be checked."""
    edit.setProperty("prose", True)


def is_prose(edit: QLineEdit) -> bool:
    return bool(edit.property("prose"))


class LineField(Field[QLineEdit]):
    """One line of text."""

    changed = Signal(str)

    def __init__(
        self, label: str, *, hint: str = "", placeholder: str = "", text: str = "", lines: int = 0
    ) -> None:
        super().__init__(label, OneLine(text), hint=hint, lines=lines)
        self.editor.setPlaceholderText(placeholder)
        self.editor.textChanged.connect(self._on_mended)
        self.editor.textChanged.connect(self._on_changed)

    @property
    def text(self) -> str:
        """Without the spaces before and after it."""
        return self.editor.text().strip()

    def set_text(self, text: str) -> None:
        """Another text is told by `changed`, as if it was typed, and ends a complaint."""
        self.editor.setText(text)

    def _on_changed(self, _text: str) -> None:
        # Where the editor has mended what came in, Qt tells the text before that last.
        self.changed.emit(self.editor.text())


class AreaField(Field[QPlainTextEdit]):
    """Several lines; Tab goes to the next field."""

    changed = Signal()

    def __init__(self, label: str, *, hint: str = "", lines: int = 3) -> None:
        super().__init__(label, QPlainTextEdit(), hint=hint)
        self.editor.setTabChangesFocus(True)
        self.editor.setFixedHeight(round(self.editor.fontMetrics().lineSpacing() * lines) + 20)
        self.editor.textChanged.connect(self._on_mended)
        self.editor.textChanged.connect(self.changed)

    @property
    def text(self) -> str:
        """Without the spaces and empty lines before and after it."""
        return self.editor.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Told by `changed`, as if it was typed, and ends a complaint.

        Undo does not bring back what stood there before.
        """
        self.editor.setPlainText(text)


_LONGEST_NAME = 20
"""Letters of a choice for which room is made in any case."""


class _Choice(QComboBox):
    """Turning the wheel scrolls the page that it stands on and chooses nothing.

    A long name is cut where there is no room for it, and does not make its page wider.
    """

    @override
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return least.boundedTo(QSize(_LONGEST_NAME * self.fontMetrics().averageCharWidth(), least.height()))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(Field[QComboBox]):
    """One of several named values."""

    changed = Signal(object)

    def __init__(self, label: str, choices: list[tuple[str, object]], *, hint: str = "") -> None:
        super().__init__(label, _Choice(), hint=hint)
        self.editor.view().setAccessibleName(label)
        self.set_choices(choices)
        self.editor.currentIndexChanged.connect(self._on_index_changed)

    @property
    def value(self) -> object:
        """The value behind the name that shows; None where no choice does, or one that stands for None."""
        return self.editor.currentData()

    def set_value(self, value: object) -> None:
        """By equality: Qt's own search finds neither a UUID nor anything else that is a Python object.

        A value that is no choice shows as none of them, never as another.
        """
        values = [self.editor.itemData(number) for number in range(self.editor.count())]
        self.editor.setCurrentIndex(values.index(value) if value in values else -1)

    def set_choices(self, choices: list[tuple[str, object]]) -> None:
        """Puts others in place of all choices.

        The first of them shows then; `changed` tells None before that.
        """
        self.editor.clear()
        for name, value in choices:
            self.editor.addItem(name, value)

    def _on_index_changed(self, _index: int) -> None:
        self.changed.emit(self.value)


def roomy(box: B) -> B:
    """The box with room beside its figures; the stylesheet cannot reach the line edit within."""
    for line in box.findChildren(QLineEdit):
        line.setTextMargins(tokens.S, 0, tokens.S, 0)
    return box


class PassphraseField(Field[QLineEdit]):
    """A secret: hidden until asked for, pasting allowed, no input-method learning, cleared by `take`."""

    changed = Signal(str)
    submitted = Signal()

    def __init__(self, theme: Theme, label: str, *, hint: str = "", lines: int = 0) -> None:
        super().__init__(label, SecretLine(), hint=hint, lines=lines)
        self._theme = theme
        self._show = QAction(self)
        self._show.setCheckable(True)
        self._show.setShortcut(REVEAL_KEY)
        self._show.setAutoRepeat(False)
        self._show.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.editor.addAction(self._show, QLineEdit.ActionPosition.TrailingPosition)
        self._show.toggled.connect(self._on_show_toggled)
        theme.changed.connect(self._on_theme_changed)
        self.editor.textChanged.connect(self.changed)
        self.editor.returnPressed.connect(self.submitted)
        self._on_show_toggled(False)

    @property
    def text(self) -> str:
        """What stands in the field, which keeps it: `take` is for what is used once."""
        return self.editor.text()

    def set_text(self, text: str) -> None:
        """For a passphrase that is no secret, as the demo's."""
        self.editor.setText(text)

    def take(self) -> str:
        """The text, and an empty field with nothing to undo afterwards; what comes next is hidden again."""
        text = self.editor.text()
        # `clear` could be undone as soon as the field shows what stands in it.
        self.editor.setText("")
        self._show.setChecked(False)
        return text

    def _on_show_toggled(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.editor.setEchoMode(mode)
        words = tr("Field", "Hide") if shown else tr("Field", "Show")
        self._show.setText(words)
        self._show.setToolTip(f"{words}  {REVEAL_KEY}")
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self._show.setIcon(self._theme.icon("eye-off" if self._show.isChecked() else "eye"))


def reveal_shortcuts(page: QWidget) -> tuple[Shortcut, ...]:
    """For the help: the key of the fields for a passphrase that stand on a page just now."""
    stands = any(field.isVisible() for field in page.findChildren(PassphraseField))
    return (reveal_shortcut(),) if stands else ()
