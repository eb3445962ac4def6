"""The page of a text that was put together by itself: what came from where, and both versions behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.inbox.aligned_passages import Block
from desktop.inbox.columns import TwoColumns
from desktop.inbox.origins import Passage, SentenceOrigin
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.notes.read_only_text import ReadingText
from desktop.widgets.accessible import tell_as
from desktop.widgets.buttons import Button, primary, quiet
from desktop.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Merging:
    """`there` is what the other laptop is called in a sentence."""

    title: str
    words: str
    passages: Sequence[Passage]
    blocks: Sequence[Block]
    there: str
    has_record: bool


class OriginText(ReadingText):
    """A text whose passages show where they came from: by their underline first, by colour as well."""

    def show_passages(self, passages: Sequence[Passage], theme: Theme) -> None:
        """Replaces the text. The white space behind a passage is not marked."""
        self.load("")
        cursor = QTextCursor(self.document())
        plain = look_of(theme, SentenceOrigin.BEFORE, removed=False)
        for one in passages:
            word = one.text.rstrip()
            cursor.insertText(word, look_of(theme, one.origin, removed=one.removed))
            cursor.insertText(one.text[len(word) :], plain)


def look_of(theme: Theme, origin: SentenceOrigin, *, removed: bool) -> QTextCharFormat:
    """Solid: this laptop; dashed: the other one; dotted: both alike; struck: taken out."""
    look = QTextCharFormat()
    look.setForeground(theme.colour("secondary" if removed else "text"))
    look.setFontStrikeOut(removed)
    if origin is SentenceOrigin.BEFORE:
        return look
    # Lines of other kinds, for colour must not be the only thing that tells (WCAG 1.4.1).
    lines = {
        SentenceOrigin.HERE: QTextCharFormat.UnderlineStyle.SingleUnderline,
        SentenceOrigin.THERE: QTextCharFormat.UnderlineStyle.DashUnderline,
        SentenceOrigin.ALIKE: QTextCharFormat.UnderlineStyle.DotLine,
    }
    grounds = {
        SentenceOrigin.HERE: "accent_soft",
        SentenceOrigin.THERE: "warning_soft",
        SentenceOrigin.ALIKE: "hover",
    }
    look.setBackground(theme.colour(grounds[origin]))
    if not removed:
        look.setUnderlineStyle(lines[origin])
    return look


class MergedView(QFrame):
    """Passive; the verbs come out as wishes."""

    accepted = Signal()
    record_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._merging: Merging | None = None
        self.title = Text(size="title", wrap=True)
        self.words = Text(tone="secondary", wrap=True)
        self.text = OriginText()
        self.text.setAccessibleName(tr("Inbox", "What came from where"))
        self.legend = OriginText()
        self.legend.setAccessibleName(tr("Inbox", "What the marks mean"))
        self.versions = TwoColumns(theme)
        self.accept: Button = primary(tr("Inbox", "Looks right  (0)"), self.accepted.emit)
        self.record: Button = Button(tr("Inbox", "Open the record  (O)"), self.record_requested.emit)
        self.both: Button = quiet(tr("Inbox", "Both versions as they were  (B)"), self.toggle_versions)
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)

    def show_merging(self, merging: Merging) -> None:
        """Replaces the page; both versions are folded away."""
        self._merging = merging
        self.title.setText(merging.title)
        self.words.setText(merging.words)
        self.versions.left.show_side(tr("Inbox", "On this laptop"), "", "")
        self.versions.right.show_side(tr("Inbox", "On {device}", device=merging.there), "", "")
        self.versions.show_blocks(merging.blocks)
        self.versions.hide()
        self.record.setVisible(merging.has_record)
        self._show_marks(merging)

    def toggle_versions(self) -> None:
        """Shows or hides both versions as they were before they were put together (B)."""
        self.versions.setVisible(self.versions.isHidden())

    def unfold(self) -> None:
        """Shows the lines that both versions have alike as well (A)."""
        self.versions.unfold()

    def _show_marks(self, merging: Merging) -> None:
        self.text.show_passages(merging.passages, self._theme)
        self.legend.show_passages(_legend(merging), self._theme)
        self.text.setAccessibleDescription(spoken(merging))

    def _on_theme_changed(self) -> None:
        if self._merging is not None:
            self._show_marks(self._merging)

    def _lay_out(self) -> None:
        tell_as(self, QAccessible.Role.Document)
        self.setAccessibleName(tr("Inbox", "What came from where"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        inside.setSpacing(tokens.S)
        inside.addWidget(Text(tr("Inbox", "What came from where"), size="large"))
        inside.addWidget(self.legend)
        inside.addWidget(self.text)
        verbs = QHBoxLayout()
        verbs.setSpacing(tokens.S)
        for button in (self.accept, self.record):
            verbs.addWidget(button)
        verbs.addStretch(1)
        verbs.addWidget(self.both)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.XL)
        box.setSpacing(tokens.M)
        for widget in (self.title, self.words, card):
            box.addWidget(widget)
        box.addLayout(verbs)
        box.addWidget(self.versions)
        box.addStretch(1)


def _legend(merging: Merging) -> list[Passage]:
    """Only the marks that occur, each in its own look."""
    names = _names(merging)
    seen = dict.fromkeys(
        (one.origin, one.removed) for one in merging.passages if one.origin is not SentenceOrigin.BEFORE
    )
    order = [key for key in names if key in seen]
    found: list[Passage] = []
    for origin, removed in order:
        if found:
            found.append(Passage("     ", SentenceOrigin.BEFORE))
        found.append(Passage(names[origin, removed], origin, removed))
    return found


def _names(merging: Merging) -> dict[tuple[SentenceOrigin, bool], str]:
    there = merging.there
    return {
        (SentenceOrigin.HERE, False): tr("Inbox", "from this laptop"),
        (SentenceOrigin.THERE, False): tr("Inbox", "from {device}", device=there),
        (SentenceOrigin.ALIKE, False): tr("Inbox", "written alike on both"),
        (SentenceOrigin.HERE, True): tr("Inbox", "taken out on this laptop"),
        (SentenceOrigin.THERE, True): tr("Inbox", "taken out on {device}", device=there),
        (SentenceOrigin.ALIKE, True): tr("Inbox", "taken out on both"),
    }


def spoken(merging: Merging) -> str:
    """The same for a screen reader: each passage after the word for where it came from."""
    names = _names(merging)
    told = [
        f"{names[one.origin, one.removed]}: {one.text.strip()}"
        for one in merging.passages
        if one.origin is not SentenceOrigin.BEFORE
    ]
    return ". ".join(told)
