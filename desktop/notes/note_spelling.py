"""Spelling in an open note: marks in its four texts, menus, and the way from one marked word to the next."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from core.domain.changes import Changed
from core.domain.notes import SOAP
from core.domain.records import Client, Service
from core.text.spelling import names_in
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.notes.mark_places import Mark
from desktop.notes.page import SoapPage
from desktop.notes.spelling_marks import SpellingMarks
from desktop.notes.spelling_menu import SpellingMenu
from desktop.spelling.spelling import Spelling


class NoteSpelling(QObject):
    """Names of the client and of the practice's services are right in every note."""

    def __init__(self, context: ScreenContext, spelling: Spelling | None, page: SoapPage) -> None:
        """`spelling` None: nothing is checked."""
        super().__init__(page)
        self._context, self._spelling, self._page = context, spelling, page
        self.marks: dict[str, SpellingMarks] = {}
        self.menus: dict[str, SpellingMenu] = {}
        self._client: Client | None = None
        self._services: frozenset[str] = frozenset()
        self._is_looking_on = False
        if spelling is not None:
            self._begin(spelling)

    def show_client(self, client: Client) -> None:
        """Whose note it is."""
        self._client = client
        self._set_names()

    def go_on(self) -> None:
        """To the next marked word after the caret, with suggestions; what is unchecked is checked first."""
        unchecked = [text for marks in self.marks.values() for text in marks.unchecked()]
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
        for name, card in self._page.cards.items():
            marks = self.marks[name] = SpellingMarks(card.text, spelling)
            self.menus[name] = SpellingMenu(card.text, marks, spelling)
        spelling.changed.connect(self._on_checked)
        spelling.forgotten.connect(self._on_forgotten)
        spelling.checked.connect(self._on_checked)
        self._context.theme.changed.connect(self._on_theme_changed)
        self._context.bus.changed.connect(self._on_changed)
        self._on_theme_changed()
        self._read_services()

    def _on_checked(self) -> None:
        if self._is_looking_on:
            self.go_on()

    def _on_forgotten(self) -> None:
        self._is_looking_on = False

    def _next(self) -> tuple[str, Mark] | None:
        """From the caret to the end of the note, then from its beginning."""
        active = self._page.active or SOAP[0]
        turn = SOAP.index(active)
        caret = self._page.cards[active].text.textCursor().selectionEnd()
        places = [(name, mark) for name in (*SOAP[turn:], *SOAP[:turn]) for mark in self._marks_of(name)]
        passed = [(name, mark) for name, mark in places if name == active and mark.end <= caret]
        ahead = [place for place in places if place not in passed]
        return next(iter((*ahead, *passed)), None)

    def _marks_of(self, name: str) -> Sequence[Mark]:
        return self.marks[name].marks if name in self.marks else ()

    def _go_to(self, name: str, mark: Mark) -> None:
        text = self._page.cards[name].text
        cursor = text.textCursor()
        cursor.setPosition(mark.start)
        cursor.setPosition(mark.end, cursor.MoveMode.KeepAnchor)
        text.setTextCursor(cursor)
        self._page.go_to(name)
        words = tr("Spelling", "Not in a dictionary: {word}", word=cursor.selectedText())
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(text, words))
        self.menus[name].open(mark, text.viewport().mapToGlobal(text.cursorRect().bottomLeft()))

    def _nothing_words(self) -> str:
        if all(card.text.isReadOnly() for card in self._page.cards.values()):
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
