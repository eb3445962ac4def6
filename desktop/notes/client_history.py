"""All earlier notes of a client beside the one being written, found by their words."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.domain.notes import texts_of
from core.domain.records import SessionNote
from core.text.folding import fold
from core.text.snippets import snippet
from core.text.terms import Term, holds, terms_of
from desktop.kit import tokens
from desktop.kit.dates import day_text
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.found_words import found_in
from desktop.widgets.mirrored import set_margins
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.search_field import SearchField
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list


class ClientHistory(QWidget):
    """Newest first. `chosen` carries the note that a person wants to read."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._notes: Sequence[SessionNote] = ()
        self._terms: Sequence[Term] = ()
        self._now: datetime | None = None
        self.search = SearchField(theme, tr("Notes", "Search earlier notes"))
        self.model = RowsModel(self._row, self)
        self.list = reading_list(theme, tr("Notes", "Earlier notes"))
        self.none = Text(tr("Notes", "No earlier note has these words."), tone="secondary", wrap=True)
        self.list.setProperty("flat", True)
        self.list.setModel(self.model)
        self.search.searched.connect(self._on_searched)
        self.search.left_down.connect(self.list.setFocus)
        self.search.entered.connect(self._on_entered)
        self.list.clicked.connect(self._on_chosen)
        self.list.activated.connect(self._on_chosen)
        box = QVBoxLayout(self)
        set_margins(box, 0, 0, tokens.S, 0)
        box.setSpacing(tokens.S)
        for widget in (self.search, self.none, self.list):
            box.addWidget(widget)
        self.none.hide()

    def show_notes(self, notes: Sequence[SessionNote], now: datetime) -> None:
        """Newest first. `now` brings the zone in which days are told; what is searched for stays."""
        self._notes, self._now = notes, now
        self._show_found()

    def _show_found(self) -> None:
        found = [note for note in self._notes if _has(note, self._terms)]
        self.model.set_items(found)
        self.none.setVisible(bool(self._terms) and not found)
        self.list.setVisible(bool(found))

    def _row(self, note: SessionNote) -> ListRow:
        now = self._now or note.session_date
        day = day_text(note.session_date.astimezone(now.tzinfo).date(), now.date())
        texts = [text or "" for text in texts_of(note).values()]
        second = snippet(texts, self._terms)
        return ListRow(
            first=day,
            second=second,
            found=found_in(second, self._terms),
            trailing=tr("Notes", "draft") if note.finalized_at is None else "",
        )

    def _on_searched(self, text: str) -> None:
        self._terms = terms_of(text)
        self._show_found()

    def _on_entered(self) -> None:
        """Enter reads the first that was found."""
        self._on_chosen(self.model.index(0))

    def _on_chosen(self, index: QModelIndex) -> None:
        note = self.model.item(index)
        if note is not None:
            self.chosen.emit(note)


def _has(note: SessionNote, terms: Sequence[Term]) -> bool:
    texts = [fold(text or "") for text in texts_of(note).values()]
    return all(holds(texts, term) for term in terms)
