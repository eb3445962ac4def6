"""What the Inbox does, free of Qt: list, show one, settle it, take that back, go on to the next."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from core.domain.changes import Changed
from core.domain.enums import Origin, Resolution
from core.domain.errors import NotFound, UserError
from core.domain.ids import ConflictId
from core.domain.records import Appointment, Conflict
from core.domain.registry import BY_NAME
from core.domain.waitlist_matching import Fit
from core.store.practice.practice import (
    Done,
    InboxItem,
    InboxKind,
    NoticeRow,
    Practice,
    RefusedChange,
    Undo,
)
from desktop.inbox.conflict import Case, DoubleBooking, MoveOffer, ToldNotice
from desktop.inbox.loader import ConflictLoader
from desktop.inbox.other_times import OtherTimes
from desktop.kit.freed_times import FreedTimes
from desktop.kit.ports import Publisher, Runner

_ORDER = (
    InboxKind.CONFLICT,
    InboxKind.DOUBLE_BOOKING,
    InboxKind.REFUSED,
    InboxKind.ALARM,
    InboxKind.DRAFT,
    InboxKind.NOTICE,
)

TO_PUT_AWAY = frozenset({InboxKind.REFUSED, InboxKind.NOTICE, InboxKind.ALARM})
"""They are on this laptop alone, until somebody puts them away."""

Shown = Case | DoubleBooking | RefusedChange | ToldNotice | InboxItem
"""An `InboxItem` is a draft."""


class InboxView(Protocol):
    """Passive: shows what it is told, on the GUI thread."""

    def show_items(self, items: Sequence[InboxItem]) -> None:
        """The whole list, in its order; which of it is in front comes with `show_item`."""
        ...

    def show_item(self, item: InboxItem, shown: Shown, place: tuple[int, int]) -> None:
        """`place`: this is the first of the second, such as 2 of 5."""
        ...

    def show_nothing(self) -> None:
        """The list is empty, and no item is in front."""
        ...

    def settled(self, item: InboxItem, answer: Resolution, undo: Callable[[], None] | None) -> None:
        """The item was answered, sent again (MINE), found to be in its record already (THEIRS) or put away
        (DISMISSED). `undo` None: no way back."""
        ...

    def moved(self, start: datetime, undo: Callable[[], None] | None, fits: tuple[Fit, ...]) -> None:
        """One of two appointments that met is at `start` now, and the question is answered. `fits`: who waits
        for the time that it left, as far as that is free."""
        ...

    def moved_back(self) -> None:
        """What was moved or answered last was taken back: nobody is offered its time any more."""
        ...

    def refuse(self, error: UserError) -> None:
        """Says why something was not done; what is shown stays."""
        ...

    @property
    def writing(self) -> uuid.UUID | None:
        """The question that someone is writing an own wording for: it must not go away under their hands."""
        ...


class InboxPresenter:
    """One item in front. What is settled leaves the list and the next one comes up."""

    def __init__(self, practice: Practice, runner: Runner, publisher: Publisher, view: InboxView) -> None:
        self._practice, self._runner, self._publisher, self._view = practice, runner, publisher, view
        self._reader, self._other_times = ConflictLoader(practice), OtherTimes(practice)
        self._freed = FreedTimes(practice)
        self.items: list[InboxItem] = []
        self.current: InboxItem | None = None
        self.shown: Shown | None = None
        self._shown_id: uuid.UUID | None = None
        """Whose page `shown` is; `current` goes ahead of it while the next one is being read."""
        self._busy = False
        self.settled_only = False
        """Whether the list tells what was settled instead of what is open."""
        self.failed_wording = ""
        self._wanted: uuid.UUID | None = None
        """The record of the question that shall come to the front."""

    @property
    def in_front(self) -> InboxItem | None:
        """The item whose page is on the screen; None while that of another one is still being read."""
        current = self.current
        return current if current is not None and current.id == self._shown_id else None

    def load(self) -> None:
        """Reads the list again. The item in front stays there if it is still in it."""
        inbox = self._practice.inbox
        work = inbox.settled_items if self.settled_only else inbox.items
        self._runner.run(work, partial(self._on_items, self.settled_only), self._view.refuse)

    def show_settled(self, on: bool) -> None:
        """On: what was settled; off: what is open. Nothing is in front until that is read."""
        self.settled_only = on
        self.items, self.current = [], None
        self._take_away()
        self.load()

    def open_question(self, row_id: uuid.UUID) -> None:
        """The first open question about a record, or what stands beside it, once the list is read."""
        self._wanted = row_id
        self.show_settled(False)

    def select(self, item_id: uuid.UUID) -> None:
        """Brings an item to the front; nothing happens if it is there, or not in the list."""
        item = next((item for item in self.items if item.id == item_id), None)
        if item is not None and item != self.current:
            self._open(item)

    def step(self, by: int) -> None:
        """To the next (1) or the one before (-1), round the ends."""
        if not self.items:
            return
        at = self.items.index(self.current) if self.current in self.items else -1
        self._open(self.items[(at + by) % len(self.items)])

    def resolve(self, resolution: Resolution, text: str | None = None, reason: str = "") -> None:
        """Settle the question in front. EDITED needs `text`, an amendment a `reason`."""
        item, shown = self.in_front, self.shown
        if self._busy or not isinstance(shown, Case | DoubleBooking) or item is None:
            return
        # Until the answer: a key that is pressed again would settle what comes up next.
        self._busy = True
        again = isinstance(shown, Case) and shown.settled is not None
        work = partial(
            self._practice.inbox.resolve, ConflictId(shown.id), resolution, text, reason=reason, again=again
        )
        self._runner.run(work, partial(self._on_resolved, item, resolution), self._on_refused)

    def keep_wording(self, conflict_id: uuid.UUID, text: str) -> None:
        """What someone types as their own wording is stored while they type."""
        work = partial(self._practice.inbox.keep_wording, ConflictId(conflict_id), text)
        self._runner.run(work, self._on_wording_kept, partial(self._on_wording_failed, text))

    def retry(self) -> None:
        """Send a refused change again, as it was typed. Nothing happens where its page does not offer it."""
        item, shown = self.in_front, self.shown
        if item is None or self._busy:
            return
        if isinstance(shown, RefusedChange) and shown.can_go_again:
            self._busy = True
            work = partial(self._practice.inbox.retry, item.id)
            self._runner.run(work, partial(self._on_retried, item), self._on_refused)

    def dismiss(self) -> None:
        """Take a notice or a refused change off the list; a conflict is settled as it stands."""
        item = self.in_front
        if item is None or self._busy or self.settled_only:
            return
        if item.kind in TO_PUT_AWAY:
            self._busy = True
            work = partial(self._practice.inbox.dismiss, item.id)
            self._runner.run(work, partial(self._on_dismissed, item), self._on_refused)
        elif item.kind is InboxKind.DOUBLE_BOOKING:
            self.resolve(Resolution.DISMISSED)

    def take_time(self, number: int) -> None:
        """Moves the appointment that gives way to a free time of the page in front, counted from 0."""
        item, shown = self.in_front, self.shown
        if self._busy or item is None or not isinstance(shown, DoubleBooking) or shown.offer is None:
            return
        if number < len(shown.offer.starts):
            self._busy = True
            work = partial(self._move, shown, shown.offer, shown.offer.starts[number])
            self._runner.run(work, self._on_moved, self._on_not_moved)

    def _move(
        self, shown: DoubleBooking, offer: MoveOffer, start: datetime
    ) -> tuple[Done[Appointment], tuple[Fit, ...]]:
        """With who waits for what the move left free, on the store worker."""
        done = self._other_times.move(shown, offer, start)
        waiting = self._practice.waitlist.waiting()
        return done, self._freed.fits([offer.gives_way.appointment]) if waiting else ()

    def _on_wording_kept(self, _nothing: None) -> None:
        self.failed_wording = ""

    def _on_wording_failed(self, text: str, _error: UserError) -> None:
        self.failed_wording = text

    def undo(self, undo: Undo) -> None:
        """Takes a choice back. Refused where anything was changed since."""
        self._runner.run(partial(self._practice.undo, undo), self._on_undone, self._view.refuse)

    def rows_changed(self, _changed: Iterable[Changed]) -> None:
        """Reads the list again, whatever it was."""
        self.load()

    def _open(self, item: InboxItem) -> None:
        self.current = item
        work = partial(self._read, item, put_away=self.settled_only)
        self._runner.run(work, partial(self._on_read, item), self._on_missing)

    def _read(self, item: InboxItem, *, put_away: bool) -> Shown:
        inbox = self._practice.inbox
        if item.kind in {InboxKind.CONFLICT, InboxKind.DOUBLE_BOOKING, InboxKind.SETTLED}:
            return self._reader.read(ConflictId(item.id))
        if item.kind not in TO_PUT_AWAY:
            return item
        waiting = inbox.refused if item.kind is InboxKind.REFUSED else inbox.notices
        return self._told(_still_there(inbox.put_away() if put_away else waiting(), item))

    def _told(self, found: RefusedChange | NoticeRow) -> Shown:
        if isinstance(found, RefusedChange):
            return found
        names = self._practice.team.device_names()
        return ToldNotice(found, names.get(found.their_device, "") if found.their_device else "")

    def _on_items(self, settled_only: bool, items: Sequence[InboxItem]) -> None:
        # Asked for before the lists were changed over: it is the other one's.
        if settled_only is not self.settled_only:
            return
        before = list(self.items)
        self.items = list(items) if settled_only else in_order(items)
        self._view.show_items(self.items)
        wanted, self._wanted = self._wanted, None
        asked = (item for item in self.items if item.kind is InboxKind.CONFLICT)
        about = (item for item in asked if wanted is not None and wanted in (item.row_id, item.note_id))
        if (question := next(about, None)) is not None:
            self._open(question)
        else:
            self._keep_place(before)

    def _keep_place(self, before: Sequence[InboxItem]) -> None:
        """The item in front stays; if it is gone, the one that followed it comes up."""
        ids = {item.id: item for item in self.items}
        if self.current is not None and self.current.id in ids:
            self.current = ids[self.current.id]
            # What a question is about may have gone on; what was settled has no page any more.
            if isinstance(self.shown, Case | DoubleBooking) or self.in_front is None:
                self._open(self.current)
            return
        if self.current is not None and self._view.writing == self.current.id:
            self._open(self.current)  # settled elsewhere: the page says so, and the wording stays
            return
        places = [item.id for item in before]
        at = places.index(self.current.id) if self.current and self.current.id in places else 0
        after = next((ids[one] for one in (*places[at:], *places[:at]) if one in ids), None)
        self.current = None
        self._take_away()
        if (following := after or next(iter(self.items), None)) is None:
            self._view.show_nothing()
        else:
            self._open(following)

    def _on_read(self, item: InboxItem, shown: Shown) -> None:
        # The list may have come anew meanwhile, with another time in the line of the same item.
        if self.current is None or item.id != self.current.id:
            return
        item = self.current
        # Made anew, the page would take the focus from the button that somebody is at.
        if isinstance(shown, DoubleBooking) and shown == self.shown:
            return
        self.shown, self._shown_id = shown, item.id
        place = (self.items.index(item) + 1, len(self.items)) if item in self.items else (1, 1)
        self._view.show_item(item, shown, place)

    def _take_away(self) -> None:
        """The page stays in sight until the next one comes, and no key acts on it."""
        self.shown = self._shown_id = None

    def _on_missing(self, error: UserError) -> None:
        self._view.refuse(error)
        self.load()

    def _on_resolved(self, item: InboxItem, answer: Resolution, done: Done[Conflict]) -> None:
        undo = partial(self.undo, done.undo) if done.undo is not None else None
        self._settled(item, done.changed, undo, answer)

    def _on_moved(self, answer: tuple[Done[Appointment], tuple[Fit, ...]]) -> None:
        done, fits = answer
        undo = partial(self.undo, done.undo) if done.undo is not None else None
        self._busy = False
        self._take_away()
        self._view.moved(done.value.scheduled_start, undo, fits)
        self._publisher.publish(done.changed)
        self.load()

    def _on_not_moved(self, error: UserError) -> None:
        self._on_refused(error)
        self.load()

    def _on_retried(self, item: InboxItem, changed: tuple[Changed, ...]) -> None:
        if changed:
            self._settled(item, changed, None, Resolution.MINE)
        else:
            self._settled(item, _heard(item), None, Resolution.THEIRS)

    def _on_dismissed(self, item: InboxItem, _nothing: None) -> None:
        self._settled(item, _heard(item), partial(self._bring_up, item))

    def _bring_up(self, item: InboxItem) -> None:
        work = partial(self._practice.inbox.bring_up, item.id)
        self._runner.run(work, partial(self._on_brought_up, item), self._view.refuse)

    def _on_brought_up(self, item: InboxItem, _nothing: None) -> None:
        if not self.settled_only:
            self.current = item
            self._take_away()
        self._publisher.publish(_heard(item))
        self.load()

    def _settled(
        self,
        item: InboxItem,
        changed: tuple[Changed, ...],
        undo: Callable[[], None] | None,
        answer: Resolution = Resolution.DISMISSED,
    ) -> None:
        self._busy = False
        self._take_away()
        self._view.settled(item, answer, undo)
        self._publisher.publish(changed)
        self.load()

    def _on_undone(self, changed: tuple[Changed, ...]) -> None:
        self._view.moved_back()
        self._publisher.publish(changed)
        self.load()

    def _on_refused(self, error: UserError) -> None:
        self._busy = False
        self._view.refuse(error)


def _heard(item: InboxItem) -> tuple[Changed, ...]:
    """For those who count what needs a person. Nothing of it is to be sent, as after a person's change."""
    return (Changed(item.table, frozenset({item.row_id}), Origin.SYNC),)


def in_order(items: Sequence[InboxItem]) -> list[InboxItem]:
    """By kind; questions about one record together, in the order of its fields."""
    first: dict[uuid.UUID, int] = {}
    for place, item in enumerate(items):
        first.setdefault(item.row_id, place)

    def place_of(item: InboxItem) -> tuple[int, int, int]:
        kind = _ORDER.index(item.kind)
        if item.kind is not InboxKind.CONFLICT:
            return kind, 0, 0
        column = BY_NAME[item.table].by_name.get(item.detail.split(",")[0])
        return kind, first[item.row_id], column.no if column else 0

    return sorted(items, key=place_of)


def _still_there(found: Iterable[RefusedChange | NoticeRow], item: InboxItem) -> RefusedChange | NoticeRow:
    """Sync, or another window, may have settled it since the list was read."""
    for each in found:
        if each.id == item.id:
            return each
    raise NotFound("This was settled meanwhile and is not in the Inbox any more; nothing has to be done.")
