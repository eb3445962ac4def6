"""Blocks of time in one calendar: read with its pages, shown in its views, made and changed at its side."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from typing_extensions import override

from core.domain.appointments import BookingTime
from core.domain.changes import Changed
from core.domain.enums import LocationType
from core.domain.errors import RuleBroken
from core.domain.ids import LocationId, TimeBlockId, UserId
from core.domain.records import Location, TimeBlock
from core.domain.time_blocks import BlockSpan, in_the_way, spans
from core.domain.timegrid import day_scale
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.block_desk import BlockDesk
from desktop.calendar.block_entry import BlockEntry, BlockKey, entries_of, place_name
from desktop.calendar.block_form import (
    BlockForm,
    block_form,
    changed_values,
    form_at,
    form_from_json,
    form_to_json,
    values_of,
)
from desktop.calendar.block_moving import BlockMoving
from desktop.calendar.block_panel import BlockPanel
from desktop.calendar.block_texts import block_spoken
from desktop.calendar.block_warning import BlockWarning
from desktop.calendar.pages import CalendarPage
from desktop.calendar.ports import CommandOutcome, Practitioner
from desktop.calendar.side_form_owner import SideFormOwner
from desktop.calendar.standing import StandingAppointments
from desktop.calendar.timeline import Period
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

_CHANGE = frozenset({"time_blocks", "workspaces", "users", "locations"})
_USUAL = timedelta(hours=1)
"""How long a new block is where no form says it."""


class Opened(NamedTuple):
    """The block whose form is open, and the day of it that was clicked.

    `moved`: the columns of its repetition after the move that its form asks about, as JSON can hold them.
    """

    block: TimeBlock
    day: date
    moved: Mapping[str, Any] | None = None


class CalendarBlocks(SideFormOwner):
    """Works for one calendar. GUI thread; reads and commands run on the store worker."""

    def __init__(
        self,
        context: "ScreenContext",
        runner: Runner,
        pane: AbstractPane,
        page: CalendarPage,
        today: Callable[[], date],
    ) -> None:
        super().__init__(context, runner, pane)
        self._page = page
        self._desk = BlockDesk(context.practice)
        self.panel = BlockPanel(context.theme, today, page.hours.first_weekday)
        self.panel.hide()
        self.warning = BlockWarning(context, runner, pane, self.panel, page.zone)
        self.panel.body.insertWidget(1, self.warning.card)
        standing = StandingAppointments(context.practice)
        self.moving = BlockMoving(pane, self, self._desk, standing, runner)
        self._read: Period | None = None
        self._found: list[BlockSpan] = []
        self._places: dict[LocationId, Location] = {}
        self._editing: Opened | None = None
        self.panel.form_shown.connect(self._look)
        self.panel.save_wanted.connect(self._save)
        self.panel.skip_wanted.connect(self._skip)
        self.panel.delete_wanted.connect(self._delete)
        pane.form.block_wanted.connect(self.begin)
        pane.form.location.changed.connect(self._on_booked_place_changed)
        pane.grid.block_clicked.connect(self.open)
        pane.views.month.block_clicked.connect(self.open)
        pane.views.agenda.block_opened.connect(self.open)

    # showing

    def show_page(self, page: CalendarPage) -> None:
        """Reads the page with its neighbours, so that the next page has its blocks at once."""
        self._page = page
        self.panel.set_week_start(page.hours.first_weekday)
        self.panel.set_snap(page.hours.snap_minutes)
        wanted = Period(page.turned(-1).period.start, page.turned(1).period.end)
        if wanted != self._read:
            self._read_in(wanted)

    def on_changed(self, changed: Iterable[Changed]) -> None:
        """Rows changed, here or by sync."""
        if any(one.table in _CHANGE for one in changed):
            self.read_again()

    def read_again(self) -> None:
        """Shows them as they are."""
        if self._read is not None:
            self._read_in(self._read)

    def put(self, block: TimeBlock) -> None:
        """Shows one as it will be, before the store has answered, so that nothing jumps back."""
        if self._read is None:
            return
        others = [span for span in self._found if span.block.id != block.id]
        found = [*others, *spans(block, self._read.start, self._read.end)]
        self._found = sorted(found, key=lambda span: (span.start, span.end, span.block.id.bytes))
        self.show()

    def _read_in(self, wanted: Period) -> None:
        self._read = wanted
        desk = self._desk
        self._runner.run(
            lambda: (desk.between(wanted.start, wanted.end), desk.places()), partial(self._on_read, wanted)
        )

    def _on_read(self, wanted: Period, found: tuple[list[BlockSpan], dict[LocationId, Location]]) -> None:
        if wanted == self._read:
            self._found, self._places = found
            self._leave_what_is_gone(wanted)
            self.show()
            if not self.panel.isHidden():
                self._offer(self.panel.form)

    def _leave_what_is_gone(self, read: Period) -> None:
        """Deleted on another laptop, a block cannot be moved by keys any more."""
        mode = self._pane.presenter.mode
        held = mode.block if mode is not None else None
        if held is None or not read.start <= held.start < read.end:
            return
        if held.id not in {span.block.id for span in self._found}:
            self._pane.presenter.leave_mode()

    def show(self) -> None:
        """In all views, but for those of people and places that the filter hides."""
        entries = [replace(one, counts=self._counts(one.span.block)) for one in self._entries(self._shown)]
        self._pane.views.set_blocks(entries, self._selected)
        self._pane.show_allowed()

    @property
    def _shown(self) -> list[BlockSpan]:
        """Keys would act on what nobody sees, so they find none but these."""
        hidden = self._pane.presenter.filter
        return [span for span in self._found if hidden.shows_block(span.block)]

    def _entries(self, found: Iterable[BlockSpan]) -> list[BlockEntry]:
        places = {row.id: row.name for row in self._places.values()}
        mine = {None, self._context.practice.me.user_id}
        entries = entries_of(found, self._names(), places)
        return [one if one.user_id in mine else replace(one, movable=False) for one in entries]

    def _counts(self, block: TimeBlock) -> bool:
        """A closed place does where no other one is shown, or the form that is open books into it."""
        closed = block.location_id
        if closed is None or block.user_id is not None:
            return True
        if not self._pane.form.isHidden() and self._pane.form.location.value == closed:
            return True
        others = {row.id for row in self._offered_places()} - {closed}
        return others <= self._pane.presenter.filter.locations

    def _offered_places(self) -> list[Location]:
        """Those that can be closed: meeting online takes no place."""
        rows = self._places.values()
        return [row for row in rows if row.is_active and row.location_type is not LocationType.ONLINE]

    def _on_booked_place_changed(self, _place: object) -> None:
        if not self._pane.form.isHidden():
            self.show()

    def in_the_way(self, slot: BookingTime) -> list[BlockEntry]:
        """Those that hold up a booking of this time, also where they are hidden; they do not say whose they
        are."""
        found = in_the_way(self._found, slot.practitioner_user_id, slot.start, slot.end, slot.room)
        return [replace(one, who="") for one in self._entries(found)]

    @property
    def _selected(self) -> BlockKey | None:
        if self._editing is None or self.panel.isHidden():
            return None
        return self._editing.block.id, self._editing.day

    def _team(self) -> list[Practitioner]:
        return [one for one in self._pane.presenter.team if one.is_active]

    def _names(self) -> Mapping[UserId, str]:
        names = {one.id: one.name for one in self._pane.presenter.team}
        return names if len(self._team()) > 1 else {}

    # making and changing

    def begin(self) -> None:
        """A new block at the time and for the therapist of an open new booking, else at the cursor."""
        pane = self._pane
        span = None if pane.form.isHidden() or pane.booking.editing else pane.booking.span
        start = pane.presenter.cursor
        start, end = span or (start, start + _USUAL)
        whose = (pane.booking.treats if span else None) or pane.presenter.treats
        me = self._context.practice.me.user_id
        form = form_at(start, end, self._page.zone, whose or me)
        pane.leave_form(partial(self._open, form, None))

    def open(self, entry: BlockEntry) -> None:
        """A block that was clicked, or chosen by keys."""
        opened = Opened(entry.span.block, entry.span.day)
        self._pane.leave_form(partial(self._open, block_form(opened.block), opened))

    def open_here(self) -> None:
        """The block in which the cursor stands."""
        entry = self.at_cursor()
        if entry is None:
            self._pane.say(tr("Blocks", "No time is blocked here."))
        else:
            self.open(entry)

    def at_cursor(self) -> BlockEntry | None:
        """The first block at the cursor: the one that is the shortest, so that all can be reached by time.

        Where days have no hours the one that is named first on its day.
        """
        presenter = self._pane.presenter
        treats = presenter.treats
        own = [one for one in self._shown if treats is None or one.block.user_id in {None, treats}]
        here = _touching(own, presenter.cursor, presenter.cursor + timedelta(microseconds=1))
        if not presenter.page.kind.has_hours:
            day = day_scale(presenter.cursor_day, self._page.zone)
            here = sorted(_touching(own, day.start, day.end), key=lambda span: not span.block.is_all_day)[:1]
        elif not here:
            here = _touching(own, *presenter.cursor_span)
        found = min(here, key=lambda span: span.end - span.start, default=None)
        return None if found is None else self._entries([found])[0]

    def ask(self, block: BlockEntry, form: BlockForm, values: Mapping[str, Any]) -> None:
        """The form of a block with the times that it was moved to, and what stands there."""
        moved = {name: values[name] for name in ("start_local", "rrule", "exceptions") if name in values}
        opened, known = Opened(block.span.block, block.span.day, moved), block_form(block.span.block)
        self._pane.leave_form(partial(self._open, form, opened, known))

    def moved(self, outcome: CommandOutcome) -> None:
        """It has other times now, which an open form of it does not know."""
        block_id = TimeBlockId(outcome.id)
        is_open = not self.panel.isHidden() and self._editing and self._editing.block.id == block_id
        if is_open and self.panel.typed is None:
            self._pane.presenter.close()
        self.warning.follow(block_id)

    def _open(self, form: BlockForm, opened: Opened | None, began: BlockForm | None = None) -> None:
        pane = self._pane
        pane.presenter.select(None)
        pane.views.set_ghost(None)
        self._editing = opened
        self.panel.show_form(form, opened.day if opened else None, began)
        self._offer(form)
        pane.show_panel(self.panel)
        self.show()
        self.panel.title_field.editor.setFocus()

    def _offer(self, form: BlockForm) -> None:
        """For whom and which place a block can be: whoever and whatever it is for now is among them."""
        people = {one.id: one.name for one in self._team()}
        whose, place = form.user_id, form.location_id
        if whose is not None and whose not in people:
            known = {one.id: one.name for one in self._pane.presenter.team}
            people[whose] = known.get(whose, tr("Blocks", "Somebody who left"))
        places = {row.id: row.name for row in self._offered_places()}
        if place is not None and place not in places:
            places[place] = place_name(place, {row.id: row.name for row in self._places.values()})
        self.panel.offer(people, places)

    def content(self) -> Content | None:
        """What must not be lost while the form is open; None when there is nothing."""
        form, opened = self.panel.typed, self._editing
        if form is None:
            return None
        known: Content = {}
        if opened is not None:
            known = {"id": str(opened.block.id), "day": opened.day.isoformat(), "moved": opened.moved}
        return {"block": form_to_json(form), **known}

    def take_up(self, content: Content) -> None:
        """Go on with a form that was left unfinished: where its block is gone, as one for a new block."""
        form = form_from_json(content["block"])
        as_new = partial(self._open, form, None, BlockForm(form.first, form.last))
        if "id" not in content:
            as_new()
            return
        block_id, day = TimeBlockId(uuid.UUID(content["id"])), date.fromisoformat(content["day"])
        self._runner.run(
            lambda: self._desk.get(block_id),
            lambda block: self._open(form, Opened(block, day, content.get("moved")), block_form(block)),
            lambda _gone: as_new(),
        )

    @override
    def _form(self) -> BlockPanel:
        return self.panel

    @override
    def _unsaved(self) -> str:
        return tr("Blocks", "The form of a blocked time has changes that are not saved.")

    def _save(self) -> None:
        block = self._editing.block if self._editing else None
        try:
            values = values_of(self.panel.form, self._page.hours.first_weekday)
        except RuleBroken as refused:
            self.panel.show_failure(refused.sentence)
            return
        if block is None:
            self._block(lambda: self._desk.add(values), tr("Blocks", "The time is blocked"))
        else:
            self._change(block, values)

    def _change(self, block: TimeBlock, values: Mapping[str, Any]) -> None:
        changed = changed_values(values, block) | self._left_out(values, block)
        if changed:
            self._block(lambda: self._desk.edit(block.id, changed), tr("Blocks", "The block was changed"))
        else:
            self._pane.presenter.close()

    def _left_out(self, values: Mapping[str, Any], block: TimeBlock) -> dict[str, Any]:
        """Days left out go with the move that is asked about, unless the form says other days by now."""
        moved = (self._editing.moved if self._editing else None) or {}
        if "exceptions" not in moved:
            return {}
        is_same_day = values["start_local"][:10] == moved["start_local"][:10]
        is_same = is_same_day and values["rrule"] == moved.get("rrule", block.rrule)
        return {"exceptions": moved["exceptions"]} if is_same else {}

    def _look(self) -> None:
        block = self._editing.block if self._editing else None
        self.warning.look(self.panel.form, block, self._page.hours.first_weekday)

    def _block(self, work: Callable[[], CommandOutcome], sentence: str) -> None:
        self._runner.run(work, partial(self._on_blocked, sentence), self._on_refused)

    def _on_blocked(self, sentence: str, outcome: CommandOutcome) -> None:
        self._on_done(self.warning.sentence(sentence), outcome, sentence)
        self.warning.follow(TimeBlockId(outcome.id))

    def _skip(self) -> None:
        if self._editing is not None:
            block_id, day = self._editing.block.id, self._editing.day
            self._run(lambda: self._desk.skip(block_id, day), tr("Blocks", "Left out on this day"))

    def _delete(self) -> None:
        if self._editing is not None:
            block_id = self._editing.block.id
            self._run(lambda: self._desk.delete(block_id), tr("Blocks", "The block was deleted"))

    def spoken_here(self) -> str:
        """What is blocked where the arrows stand; empty where nothing is."""
        entry = self.at_cursor()
        return (
            "" if entry is None else block_spoken(entry, self._page.zone, blurred=self._context.bus.blurred)
        )


def _touching(found: Iterable[BlockSpan], start: datetime, end: datetime) -> list[BlockSpan]:
    return [span for span in found if span.start < end and start < span.end]
