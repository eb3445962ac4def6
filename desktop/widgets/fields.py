"""Form fields: a label above, the editor, and the sentence that says what is wrong below."""

from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import tokens
from desktop.i18n import tr
from desktop.theme import Theme
from desktop.widgets.text import Text, restyle

E = TypeVar("E", bound=QWidget)
B = TypeVar("B", bound=QAbstractSpinBox)


class Field(QWidget, Generic[E]):
    """A labelled editor. `set_error("")` takes the complaint away. The editor is `editor`."""

    def __init__(self, label: str, editor: E, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint = hint
        self.label = Text(label, size="small", tone="secondary", strong=True)
        self.note = Text(hint, size="small", tone="hint", wrap=True)
        self.label.setBuddy(editor)
        editor.setAccessibleName(label)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.XS)
        for widget in (self.label, editor, self.note):
            box.addWidget(widget)
        self.note.setVisible(bool(hint))
        self.setFocusProxy(editor)

    def set_error(self, sentence: str) -> None:
        self.editor.setProperty("wrong", bool(sentence))
        restyle(self.editor)
        self.note.setText(sentence or self._hint)
        self.note.set_tone("danger" if sentence else "hint")
        self.note.setVisible(bool(sentence or self._hint))
        self.editor.setAccessibleDescription(sentence)

    def set_hint(self, hint: str) -> None:
        self._hint = hint
        self.set_error("")


class LineField(Field[QLineEdit]):
    """One line of text."""

    changed = Signal(str)

    def __init__(self, label: str, *, hint: str = "", placeholder: str = "", text: str = "") -> None:
        super().__init__(label, QLineEdit(text), hint=hint)
        self.editor.setPlaceholderText(placeholder)
        self.editor.textChanged.connect(self.changed)

    @property
    def text(self) -> str:
        return self.editor.text().strip()

    def set_text(self, text: str) -> None:
        self.editor.setText(text)


class AreaField(Field[QPlainTextEdit]):
    """Several lines; Tab goes to the next field."""

    changed = Signal()

    def __init__(self, label: str, *, hint: str = "", lines: int = 3) -> None:
        super().__init__(label, QPlainTextEdit(), hint=hint)
        self.editor.setTabChangesFocus(True)
        self.editor.setFixedHeight(round(self.editor.fontMetrics().lineSpacing() * lines) + 20)
        self.editor.textChanged.connect(self.changed)

    @property
    def text(self) -> str:
        return self.editor.toPlainText().strip()

    def set_text(self, text: str) -> None:
        self.editor.setPlainText(text)


class ChoiceField(Field[QComboBox]):
    """One of several named values."""

    changed = Signal(object)

    def __init__(self, label: str, choices: list[tuple[str, object]], *, hint: str = "") -> None:
        super().__init__(label, QComboBox(), hint=hint)
        self.set_choices(choices)
        self.editor.currentIndexChanged.connect(self._on_index_changed)

    @property
    def value(self) -> object:
        return self.editor.currentData()

    def set_value(self, value: object) -> None:
        self.editor.setCurrentIndex(max(0, self.editor.findData(value)))

    def set_choices(self, choices: list[tuple[str, object]]) -> None:
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

    def __init__(self, theme: Theme, label: str, *, hint: str = "") -> None:
        super().__init__(label, _SecretEdit(), hint=hint)
        self._theme = theme
        self._show = QAction(self)
        self._show.setCheckable(True)
        self.editor.addAction(self._show, QLineEdit.ActionPosition.TrailingPosition)
        self._show.toggled.connect(self._on_show_toggled)
        theme.changed.connect(self._on_theme_changed)
        self.editor.textChanged.connect(self.changed)
        self.editor.returnPressed.connect(self.submitted)
        self._on_show_toggled(False)

    @property
    def text(self) -> str:
        return self.editor.text()

    def set_text(self, text: str) -> None:
        self.editor.setText(text)

    def reveal(self, shown: bool) -> None:
        self._show.setChecked(shown)

    def take(self) -> str:
        """The text, and an empty field with nothing to undo afterwards."""
        text = self.editor.text()
        self.editor.clear()
        return text

    def _on_show_toggled(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.editor.setEchoMode(mode)
        self._show.setText(tr("Field", "Hide") if shown else tr("Field", "Show"))
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self._show.setIcon(self._theme.icon("eye-off" if self._show.isChecked() else "eye"))


class _SecretEdit(QLineEdit):
    """A line edit whose text is kept out of the input method and of copying."""

    def __init__(self) -> None:
        super().__init__()
        hints = Qt.InputMethodHint
        self.setInputMethodHints(
            hints.ImhHiddenText
            | hints.ImhSensitiveData
            | hints.ImhNoPredictiveText
            | hints.ImhNoAutoUppercase
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Cut):
            return
        super().keyPressEvent(event)
