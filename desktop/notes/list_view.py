"""The list of notes with its filter and its search."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.domain.notes import SOAP
from core.domain.records import SessionNote
from core.store.practice.practice import NoteSummary, SearchHit
from desktop.kit import tokens
from desktop.kit.context import ANYWHERE, NotePlace, ScreenContext
from desktop.kit.dates import day_text
from desktop.kit.day_words import day_words
from desktop.kit.i18n import plural, tr
from desktop.kit.shortcuts import Keys, Shortcut
from desktop.kit.typed_day import day_among
from desktop.notes.deleted_texts import deleted_state, nothing_deleted
from desktop.notes.deleted_view import DeletedNotes
from desktop.notes.list_presenter import Asked, FoundNotes, NotePeriod, NotesListPresenter, Which
from desktop.notes.read_only_text import first_sentences
from desktop.widgets.empty import EmptyState
from desktop.widgets.found_words import found_in
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.search_field import SearchField
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

WIDTH_PX = 880


class NotesList(QWidget):
    """Implements NotesListView. Emits `opened` with a note's id and the `NotePlace` that was found."""

    opened = Signal(object, object)

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.search = SearchField(context.theme, tr("Notes", "Search in all notes"))
        self.unsearched = Text(size="small", tone="secondary", wrap=True)
        """What a search looked at, and what of the notes it could not look at yet."""
        self.period = SegmentedControl(tr("Notes", "Notes of which days"), _periods())
        self.search_line = QWidget()
        self.search_line.hide()
        self.filter = SegmentedControl(tr("Notes", "Which notes"), _choices())
        self.model = RowsModel(self._render, self)
        self.list = reading_list(context.theme, tr("Notes", "Notes"))
        self.list.setModel(self.model)
        self.empty = EmptyState(context.theme, "notes", "", "")
        self.stack = QStackedWidget()
        self.presenter = NotesListPresenter(context.practice, context.jobs, context.clock, self, self._day_in)
        self._asked: Asked | None = None
        self._wanted: uuid.UUID | None = None
        """The note that is chosen as soon as it is listed."""
        self.deleted = DeletedNotes(context, self._chosen, self._name, self)
        self._lay_out()
        self._connect()

    def load(self) -> None:
        """What is listed stays in sight until the answer comes."""
        self.presenter.load()

    def search_for(self, text: str) -> None:
        """As if it were typed, in all notes of all days."""
        self.search.setText(text)
        self.search.setFocus()
        self.filter.set_value(Which.RECENT)
        self.period.set_value(NotePeriod.ANY)
        self.presenter.search_all(text.strip())

    def show_drafts(self) -> None:
        """All of them, whatever was searched for or chosen before."""
        self.search.clear()
        self.filter.set_value(Which.DRAFTS)
        self.presenter.list_drafts()
        self.take_focus()

    def take_focus(self) -> None:
        """To the list, with its first note chosen if none was: arrows and Enter work at once."""
        if self.model.rowCount() and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self.list.setFocus()

    def show_notes(self, notes: Sequence[NoteSummary], which: Which) -> None:
        """Read anew, the chosen note stays chosen, else it is the first.

        Where there is none, words say what to do next.
        """
        self.search_line.hide()
        self._show(Asked(which), notes, *_empty_words(which))

    def show_found(self, found: FoundNotes) -> None:
        """Each with the words around what was found; chosen as by `show_notes`."""
        if not found.hits or not found.goes_on_from or found.hits != list(self.model.items):
            self._show(found.asked, found.hits, *_words_for(found), goes_on=found.back_to is not None)
        self.filter.set_value(found.asked.which)
        self.unsearched.setText(self._searched_so_far(found))
        self.search_line.show()

    def _show(
        self, asked: Asked, items: Sequence[Any], title: str, words: str, *, goes_on: bool = False
    ) -> None:
        # Sync may bring a note between an arrow key and Enter, which is about the one that was seen.
        before = self.model.item(self.list.currentIndex()) if asked == self._asked else None
        self._asked = asked
        self.model.set_items(items)
        self.empty.set_words(title, words)
        self.stack.setCurrentWidget(self.list if items else self.empty)
        ids = [_id(item) for item in items]
        chosen = self._wanted or (_id(before) if before is not None else None)
        if items:
            self.list.setCurrentIndex(self.model.row_of(ids.index(chosen) if chosen in ids else 0))
        # A search that is read again begins anew: the chosen one may come with a later step.
        self._wanted = chosen if goes_on and chosen not in ids else None
        self.deleted.setVisible(asked.which is Which.DELETED and not asked.text and bool(items))

    def _lay_out(self) -> None:
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        head = QHBoxLayout()
        head.addWidget(Text(tr("Notes", "Notes"), size="title"))
        head.addStretch(1)
        head.addWidget(self.filter)
        column = QWidget()
        column.setMaximumWidth(WIDTH_PX)
        box = QVBoxLayout(column)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.M)
        box.setSpacing(tokens.M)
        box.addLayout(head)
        box.addWidget(self.search)
        box.addWidget(self.search_line)
        box.addWidget(self.stack, 1)
        box.addWidget(self.deleted)
        line = QHBoxLayout(self.search_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.unsearched, 1)
        line.addWidget(self.period)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column, WIDTH_PX)
        row.addStretch(1)
        self.list.setProperty("flat", True)

    def _connect(self) -> None:
        self.search.searched.connect(self.presenter.search)
        self.search.left_down.connect(self.take_focus)
        self.search.entered.connect(self._on_search_entered)
        self.filter.chosen.connect(self._on_filter_chosen)
        self.period.chosen.connect(self._on_period_chosen)
        self.list.activated.connect(self._on_activated)
        self.list.clicked.connect(self._on_activated)
        self.deleted.restored.connect(self._on_restored)
        self._context.bus.changed.connect(self._on_rows_changed)
        self._context.bus.found_more.connect(self._on_found_more)
        self._context.bus.blur_changed.connect(self.model.render_again)
        actions = {"note_search": self.search.setFocus, "note_restore": self.deleted.restore_chosen}
        self.keys = Keys(self, list_shortcuts(), actions)

    def _render(self, item: NoteSummary | SearchHit) -> ListRow:
        if isinstance(item, SearchHit):
            return self._found_row(item)
        return self._note_row(item)

    def _note_row(self, item: NoteSummary) -> ListRow:
        note, now = item.note, self._context.clock.now()
        words, tone, icon = deleted_state(note, now) if note.deleted_at is not None else _state(note)
        return ListRow(
            first=self._name(item.client_name),
            second="" if self._context.bus.blurred else _beginning(note),
            trailing=self._day(note.session_date),
            trailing_second=words,
            icon=icon,
            tone=tone,
        )

    def _found_row(self, hit: SearchHit) -> ListRow:
        when = self._day(hit.at)
        snippet = "" if self._context.bus.blurred else " ".join(hit.snippet.split())
        words, tone, icon = _found_state(hit)
        return ListRow(
            first=self._name(hit.title),
            second=snippet,
            found=found_in(snippet, hit.terms),
            trailing=when,
            trailing_second=words,
            icon=icon,
            tone=tone,
        )

    def _day(self, at: datetime) -> str:
        now = self._context.clock.now()
        return day_text(at.astimezone(now.tzinfo).date(), now.date())

    def _searched_so_far(self, found: FoundNotes) -> str:
        if found.back_to is not None:
            day = self._day(found.back_to)
            return tr("Notes", "Notes after {day} were searched; older ones follow by themselves.", day=day)
        if found.unsearched is None:
            return self._searched(found.asked)
        return plural(
            "Notes",
            "Notes after {day} were searched; one more follows by itself.",
            "Notes after {day} were searched; {n} more follow by themselves.",
            found.unsearched.count,
            day=self._day(found.unsearched.newest),
        )

    def _searched(self, asked: Asked) -> str:
        """A day is said as it was understood: it may have been meant as a word."""
        if asked.day is None:
            return _searched(asked)
        day = day_text(asked.day[1], self._context.clock.now().date())
        return f"{_searched(asked)} {tr('Notes', 'As a day: {day}.', day=day)}"

    def _day_in(self, text: str) -> tuple[str, date] | None:
        # Qt counts weekdays from Monday as 1.
        words = day_words(QLocale().firstDayOfWeek().value - 1)
        return day_among(text, self._context.clock.now().date(), words) if text else None

    def _name(self, name: str) -> str:
        if not self._context.bus.blurred:
            return name
        return "".join(f"{part[0]}." for part in name.split())

    def _on_search_entered(self) -> None:
        if self.model.rowCount():
            self._on_activated(self.model.index(0))

    def _on_filter_chosen(self, which: object) -> None:
        if which is Which.DELETED:  # which no search finds
            self.search.clear()
        self.presenter.choose(which if isinstance(which, Which) else Which.RECENT)

    def _on_period_chosen(self, period: object) -> None:
        self.presenter.choose_period(period if isinstance(period, NotePeriod) else NotePeriod.ANY)

    def _on_activated(self, index: QModelIndex | QPersistentModelIndex) -> None:
        item = self.model.item(index)
        if isinstance(item, NoteSummary) and item.note.deleted_at is not None:
            self.deleted.open(item)
        elif item is not None:
            self.opened.emit(_note_id(item), _place(item))

    def _chosen(self) -> object:
        return self.model.item(self.list.currentIndex())

    def _on_restored(self, note: SessionNote) -> None:
        """Chosen again among those where it stands now, unless the person went on to another list."""
        if self._asked is None or self._asked.which is not Which.DELETED:
            return
        self._wanted = note.id
        which = Which.DRAFTS if note.finalized_at is None else Which.RECENT
        self.filter.set_value(which)
        self._on_filter_chosen(which)
        self.list.setFocus()

    def _on_rows_changed(self, changed: object) -> None:
        """Out of sight it reads nothing: whoever shows it loads it."""
        concerned = self.presenter.rows_changed(changed)  # type: ignore[arg-type]  # a signal carries objects
        if concerned and self.isVisible():
            self.load()

    def _on_found_more(self) -> None:
        if self.presenter.is_search and self.isVisible():
            self.load()


def list_shortcuts() -> tuple[Shortcut, ...]:
    """The keys of the list; the help lists them before those of an open note."""
    group = tr("Shortcuts", "Notes")
    return (
        Shortcut("/", tr("Shortcuts", "Search in all notes"), group, "note_search"),
        Shortcut("R", tr("Shortcuts", "Restore a deleted note"), group, "note_restore"),
    )


def _id(item: NoteSummary | SearchHit) -> uuid.UUID:
    """Of the note or the file that the row is about."""
    return item.id if isinstance(item, SearchHit) else item.note.id


def _note_id(item: NoteSummary | SearchHit) -> uuid.UUID:
    return (item.note_id or item.id) if isinstance(item, SearchHit) else item.note.id


def _place(item: NoteSummary | SearchHit) -> NotePlace:
    if not isinstance(item, SearchHit):
        return ANYWHERE
    return NotePlace(item.terms) if item.kind == "note" else NotePlace(file_id=item.id)


def _choices() -> list[tuple[str, object]]:
    return [
        (tr("Notes", "Recent"), Which.RECENT),
        (tr("Notes", "Drafts"), Which.DRAFTS),
        (tr("Notes", "To sign"), Which.UNSIGNED),
        (tr("Notes", "Signed"), Which.FINALIZED),
        (tr("Notes", "Deleted"), Which.DELETED),
    ]


def _periods() -> list[tuple[str, object]]:
    return [
        (tr("Notes", "Any time"), NotePeriod.ANY),
        (tr("Notes", "Last 12 months"), NotePeriod.YEAR),
        (tr("Notes", "This year"), NotePeriod.THIS_YEAR),
    ]


def _searched(asked: Asked) -> str:
    """What a search looked at."""
    if asked.which is Which.DRAFTS:
        return tr("Notes", "Only drafts were searched: their words and their clients’ names.")
    if asked.which is Which.UNSIGNED:
        return tr("Notes", "Only notes to sign were searched: their words and their clients’ names.")
    if asked.which is Which.FINALIZED:
        return tr("Notes", "Only signed notes were searched: their words and their clients’ names.")
    if asked.period is not NotePeriod.ANY:
        return tr("Notes", "Notes of this time were searched: their words, files and clients’ names.")
    return tr("Notes", "All notes were searched: their words, files and clients’ names.")


def _words_for(found: FoundNotes) -> tuple[str, str]:
    asked = found.asked
    if found.unsearched is not None or found.back_to is not None:
        return (
            tr("Notes", "Nothing found yet for “{wanted}”", wanted=asked.text),
            tr("Notes", "What the older notes have comes up here by itself."),
        )
    nothing = tr("Notes", "Nothing found for “{wanted}”", wanted=asked.text)
    if asked.period is not NotePeriod.ANY or asked.which is not Which.RECENT:
        return nothing, tr("Notes", "Choose “Recent” and “Any time” to search all notes.")
    return nothing, tr("Notes", "Every word of every note was searched. Try fewer letters or another word.")


def _empty_words(which: Which) -> tuple[str, str]:
    if which is Which.RECENT:
        return (
            tr("Notes", "No notes yet"),
            tr("Notes", "Open a client or an appointment and press N: the note is saved while you write."),
        )
    if which is Which.DRAFTS:
        return tr("Notes", "No drafts"), tr(
            "Notes", "Every note is signed. Drafts appear here by themselves."
        )
    if which is Which.DELETED:
        return nothing_deleted()
    if which is Which.FINALIZED:
        return tr("Notes", "Nothing signed yet"), tr(
            "Notes", "A note that you sign is locked, and stands here from then on."
        )
    return (
        tr("Notes", "Nothing to sign"),
        tr("Notes", "Drafts of past days wait here until you sign them."),
    )


def _state(note: SessionNote) -> tuple[str, str, str]:
    """Words, the tone of the date, and the icon."""
    if note.finalized_at is None:
        return _draft_state()
    return _signed_state(tr("Notes", "Amended") if note.amendment_count else "")


def _found_state(hit: SearchHit) -> tuple[str, str, str]:
    if hit.kind == "file":
        return tr("Notes", "File"), "secondary", "attach"
    return _draft_state() if hit.is_draft else _signed_state()


def _draft_state() -> tuple[str, str, str]:
    return tr("Notes", "Draft"), "warning", "edit"


def _signed_state(words: str = "") -> tuple[str, str, str]:
    return words or tr("NoteState", "Signed"), "secondary", "lock"


def _beginning(note: SessionNote) -> str:
    texts = (getattr(note, name) or "" for name in SOAP)
    text = next((text for text in texts if text.strip()), "")
    return first_sentences(text, 120) or tr("Notes", "Nothing written yet")
