"""Phrases of earlier notes at a key: asked of the store's worker, narrowed as one types, taken."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.phrases import OfferedPhrase, Phrase, offers
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.notes.field import NoteText
from desktop.notes.gateway import NotesGateway
from desktop.notes.page import SoapPage
from desktop.notes.phrase_list import PhraseList
from desktop.notes.presenter import EditorPresenter

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_READ_FROM = frozenset({"sessions", "session_versions"})


class PhraseOffer(QObject):
    """Of the note in front. What was read of its earlier notes is kept until it or one of them changes."""

    def __init__(
        self, context: ScreenContext, gateway: NotesGateway, page: SoapPage, presenter: EditorPresenter
    ) -> None:
        super().__init__(page)
        self._context, self._gateway, self._page, self._presenter = context, gateway, page, presenter
        self._phrases: Mapping[str, Sequence[Phrase]] | None = None
        self._field: str | None = None
        """The one in which the list is open."""
        self._seen = ("", 0)
        """Its text and the caret's place, for which the rows were found."""
        self.list = PhraseList(context.theme, page)
        self.list.taken.connect(self._on_taken)
        page.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        for name, card in page.cards.items():
            card.text.text_changed.connect(partial(self._on_typed, name))
            card.text.cursorPositionChanged.connect(partial(self._on_caret_moved, name))
            card.text.focus_lost.connect(self.close)
            card.text.read_only_changed.connect(self.close)
        context.bus.changed.connect(self._on_rows_changed)

    def ask(self) -> None:
        """List them for the field that is written in; a second time closes the list."""
        field, note = self._page.active, self._presenter.note
        if self._field is not None:
            self.close()
        elif note is None or field is None or self._page.cards[field].text.isReadOnly():
            return
        elif self._phrases is None:
            work = partial(self._gateway.phrases, note.id)
            self._context.jobs.run(work, partial(self._on_read, note.id, field), self._on_failed)
        else:
            self._open(field)

    def forget(self) -> None:
        """Another note comes to the front."""
        self.close()
        self._phrases = None

    def close(self) -> None:
        """The text stays as it is."""
        if self._field is not None:
            self._text.removeEventFilter(self)
            self._field = None
            self.list.hide()
            self.list.clear()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only while the list is open: the keys that are meant for it, before the text and any shortcut."""
        if isinstance(event, QKeyEvent) and event.type() in _KEYS and (act := self._meant(event)) is not None:
            # By this the key does not become a shortcut: it comes once more, as a press.
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                act()
            return True
        return super().eventFilter(watched, event)

    def _meant(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        actions: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Down: partial(self.list.step, 1),
            Qt.Key.Key_Up: partial(self.list.step, -1),
            Qt.Key.Key_Escape: self.close,
            **dict.fromkeys(_TAKES, self.list.take),
        }
        return actions.get(event.key())

    @property
    def _text(self) -> NoteText:
        return self._page.cards[self._field or ""].text

    def _on_read(self, note_id: NoteId, field: str, phrases: Mapping[str, Sequence[Phrase]]) -> None:
        """Whoever went on to another field or note meanwhile is left alone."""
        note = self._presenter.note
        if note is not None and note.id == note_id:
            self._phrases = phrases
            if self._page.active == field:
                self._open(field)

    def _on_failed(self, error: UserError) -> None:
        self._context.navigator.toast(error.sentence)

    def _open(self, field: str) -> None:
        text = self._page.cards[field].text
        found = self._found(field)
        if not found:
            said = tr("Notes", "No earlier note of this client has such words in this field")
            self._context.navigator.toast(said)
            return
        self._field = field
        text.installEventFilter(self)
        self._show(found)
        self.list.tell()

    def _found(self, field: str) -> list[OfferedPhrase]:
        text = self._page.cards[field].text
        written, caret = text.text(), text.caret()
        self._seen = written, caret
        phrases = self._phrases[field] if self._phrases is not None else ()
        return offers(phrases, written[:caret], written)

    def _show(self, found: Sequence[OfferedPhrase]) -> None:
        self.list.show_offers(found)
        self._lay()

    def _lay(self) -> None:
        text, line = self._text, self._text.cursorRect()
        viewport = text.viewport()
        beside = QRect(viewport.mapTo(self._page, line.topLeft()), line.size())
        column = QRect(viewport.mapTo(self._page, QPoint(0, 0)), viewport.size())
        self.list.lie(beside, column)

    def _on_typed(self, field: str, _text: str) -> None:
        if field == self._field:
            if found := self._found(field):
                self._show(found)
            else:
                self.close()

    def _on_caret_moved(self, field: str) -> None:
        """By an arrow or the mouse, and not by a letter: what was meant before the caret is left."""
        if field == self._field:
            text, caret = self._seen
            if self._text.text() == text and self._text.caret() != caret:
                self.close()

    def _on_scrolled(self, _to: int) -> None:
        if self._field is not None:
            self._lay()

    def _on_taken(self, offer: OfferedPhrase) -> None:
        text = self._text
        self.close()
        self._presenter.carry(offer.text)
        text.take_phrase(offer.text, offer.replaces)

    def _on_rows_changed(self, changed: Sequence[Changed]) -> None:
        """Saving the note in front says nothing new of the others."""
        note = self._presenter.note
        own = frozenset() if note is None else frozenset({note.id})
        if any(change.table in _READ_FROM and change.ids - own for change in changed):
            self._phrases = None
