"""Spelling in an open note: marks in its texts, menus, and the way from one marked word to the next."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from core.domain.changes import Changed
from core.domain.notes import SOAP
from core.domain.records import Client, Service
from core.text.spelling import names_in
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.notes.field import NoteText
from desktop.notes.page import SoapPage
from desktop.notes.spelling_marks import SpellingMarks
from desktop.notes.spelling_menu import SpellingMenu
from desktop.spelling.mark_places import MisspeltWord
from desktop.spelling.spelling import Spelling

ADDED = "addendum"
"""The text that is written below a signed note, beside the names of the four fields."""


class NoteSpelling(QObject):
    """Names of the client and of the practice's services are right in every note."""

    def __init__(self, context: ScreenContext, spelling: Spelling | None, page: SoapPage) -> None:
        """`spelling` None: nothing is checked."""
        super().__init__(page)
        self._context, self._spelling, self._page = context, spelling, page
        self.marks: dict[str, SpellingMarks] = {}
        self.menus: dict[str, SpellingMenu] = {}
        self._texts: dict[str, NoteText] = {name: page.cards[name].text for name in SOAP}
        self._client: Client | None = None
        self._services: frozenset[str] = frozenset()
        self._is_looking_on = False
        if spelling is not None:
            self._begin(spelling)

    def include(self, text: NoteText) -> None:
        """One that stands below the four, and is looked at while it is in sight."""
        self._texts[ADDED] = text
        if self._spelling is not None:
            self._check(ADDED, text, self._spelling)

    def show_client(self, client: Client) -> None:
        """Whose note it is."""
        self._client = client
        self._set_names()

    def go_on(self) -> None:
        """To the next marked word after the caret, with suggestions; what is unchecked is checked first."""
        shown = [marks for name, marks in self.marks.items() if self._texts[name].isVisible()]
        unchecked = [text for marks in shown for text in marks.unchecked()]
        is_asleep = self._spelling is not None and self._spelling.settings is None
        self._is_looking_on = is_asleep or (bool(unchecked) and self._works)
        if self._spelling is not None and self._is_looking_on:
            self._spelling.check(unchecked)
        elif (found := self._next()) is not None:
            self._go_to(*found)
        else:
            self._context.navigator.toast(self._nothing_words())

    @property
    def _works(self) -> bool:
        return self._spelling is not None and self._spelling.works

    def _begin(self, spelling: Spelling) -> None:
        for name, text in self._texts.items():
            self._check(name, text, spelling)
        spelling.changed.connect(self._on_checked)
        spelling.forgotten.connect(self._on_forgotten)
        spelling.checked.connect(self._on_checked)
        self._context.theme.changed.connect(self._on_theme_changed)
        self._context.bus.changed.connect(self._on_changed)
        self._on_theme_changed()
        self._read_services()

    def _check(self, name: str, text: NoteText, spelling: Spelling) -> None:
        marks = self.marks[name] = SpellingMarks(text, spelling)
        self.menus[name] = SpellingMenu(text, marks, spelling)
        marks.set_colour(self._context.theme.colour("danger"))

    def _on_checked(self) -> None:
        if self._is_looking_on:
            self.go_on()

    def _on_forgotten(self) -> None:
        self._is_looking_on = False

    def _next(self) -> tuple[str, MisspeltWord] | None:
        """From the caret to the end of the note, then from its beginning."""
        names = tuple(self._texts)
        active = next((name for name, text in self._texts.items() if text.hasFocus()), names[0])
        turn = names.index(active)
        caret = self._texts[active].textCursor().selectionEnd()
        places = [(name, mark) for name in (*names[turn:], *names[:turn]) for mark in self._marks_of(name)]
        passed = [(name, mark) for name, mark in places if name == active and mark.end <= caret]
        ahead = [place for place in places if place not in passed]
        return next(iter((*ahead, *passed)), None)

    def _marks_of(self, name: str) -> Sequence[MisspeltWord]:
        """None of a text that is out of sight, such as an addendum that waits."""
        is_shown = name in self.marks and self._texts[name].isVisible()
        return self.marks[name].marks if is_shown else ()

    def _go_to(self, name: str, mark: MisspeltWord) -> None:
        text = self._texts[name]
        cursor = text.textCursor()
        cursor.setPosition(mark.start)
        cursor.setPosition(mark.end, cursor.MoveMode.KeepAnchor)
        text.setTextCursor(cursor)
        if name in self._page.cards:
            self._page.go_to(name)
        else:
            text.setFocus()
        words = tr("Spelling", "Not in a dictionary: {word}", word=cursor.selectedText())
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(text, words))
        self.menus[name].open(mark, text.viewport().mapToGlobal(text.cursorRect().bottomLeft()))

    def _nothing_words(self) -> str:
        if all(text.isReadOnly() or not text.isVisible() for text in self._texts.values()):
            return tr("Spelling", "A signed note is not checked: its words stand as they were signed")
        if self._works:
            return tr("Spelling", "Every word of this note is known")
        return tr("Spelling", "Spelling is not checked here; Settings, Spelling, says why")

    def _on_theme_changed(self) -> None:
        for marks in self.marks.values():
            marks.set_colour(self._context.theme.colour("danger"))

    def _on_changed(self, changed: Iterable[Changed]) -> None:
        if any(change.table == "services" for change in changed):
            self._read_services()

    def _read_services(self) -> None:
        services = self._context.practice.services
        self._context.jobs.run(lambda: services.list(include_inactive=True), self._on_services_read)

    def _on_services_read(self, services: Iterable[Service]) -> None:
        self._services = names_in(each.name for each in services)
        self._set_names()

    def _set_names(self) -> None:
        client = self._client
        own = (client.first_name, client.last_name, client.preferred_name or "") if client else ()
        for marks in self.marks.values():
            marks.set_names(self._services | names_in(own))
