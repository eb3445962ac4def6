"""The list of templates and snippets over the note, found by a few letters."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from core.domain.records import NoteTemplate
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.notes.card import field_names
from desktop.notes.note_texts import NoteTexts, texts_of
from desktop.notes.read_only_text import first_sentences
from desktop.palette.presenter import PaletteEntry
from desktop.palette.view import PaletteDialog

_PREVIEW = 90


class TextPicker(PaletteDialog):
    """Enter puts a snippet at the caret, or a template's texts into the empty fields."""

    def __init__(
        self,
        theme: Theme,
        fill: Callable[[NoteTemplate], None],
        put: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        title = tr("Notes", "Snippets and templates")
        super().__init__(theme, parent, title, tr("Notes", "Search snippets and templates"))
        self._fill, self._put = fill, put
        self._texts = NoteTexts()
        self.finished.connect(self.deleteLater)

    def begin_with(self, texts: NoteTexts) -> None:
        """Opens it with all texts listed; where there are none it says where to add them."""
        self._texts = texts
        if not texts.templates and not texts.snippets:
            self.say_none(
                tr("Notes", "There are no texts yet. Add them in Settings, Note templates or Text snippets.")
            )
        self.begin(self._on_query)

    def _on_query(self, query: str) -> None:
        found = self._texts.matching(query)
        entries = [
            PaletteEntry(
                f";{each.abbreviation}",
                partial(self._put, each.text),
                second=first_sentences(each.text, _PREVIEW),
                icon="edit",
                group=tr("Notes", "Snippets: at the caret"),
            )
            for each in found.snippets
        ]
        entries += [
            PaletteEntry(
                each.name,
                partial(self._fill, each),
                second=", ".join(field_names()[name][1] for name in texts_of(each)),
                icon="notes",
                group=tr("Notes", "Templates: into empty fields"),
            )
            for each in found.templates
        ]
        self.show_entries(entries)
