"""Settings of holidays: whose calendars the practice keeps, and on which of their days it is closed."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QDate, QEvent, QLocale, QPoint, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout
from typing_extensions import override

from core.domain.enums import Role
from core.domain.errors import UserError
from core.store.practice.practice import Done
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import Content
from desktop.kit.holiday_calendars import (
    COUNTRIES,
    ChosenCalendar,
    Holiday,
    calendars_of,
    holidays_of,
    is_offered,
    regions_of,
    stored_calendar,
)
from desktop.kit.i18n import one_line, plural, tr
from desktop.settings.outside_card import OutsideCard
from desktop.settings.section import Section, line
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.completing import suggest
from desktop.widgets.fields import LineField
from desktop.widgets.text import Text

SETTING = "holidays"
T = TypeVar("T")
_LAYOUT_ROUNDS = 4
_A_YEAR = timedelta(days=400)
"""A year by the moon may be longer than one by the sun: every holiday is in so many days."""


@dataclass(frozen=True, slots=True)
class _Coming:
    """A holiday and its next day."""

    holiday: Holiday
    day: date


_Changes = Mapping[str, ChosenCalendar | None]
"""Calendars that are chosen, by code; None for one that is removed. The last change stands last."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows, read on the worker."""

    calendars: Sequence[ChosenCalendar]
    coming: Mapping[str, Sequence[_Coming]]
    regions: Mapping[str, str]
    is_owner: bool


class HolidaysSection(Section):
    """Each change is stored at once, and can be taken back. What waits for an answer is kept over a lock."""

    is_read_beside = True

    def __init__(self, context: ScreenContext) -> None:
        sentence = tr(
            "Settings",
            "Holidays stand in the calendar by name, and no free time is offered on those on which you are "
            "closed. They come with the program and need no connection.",
        )
        super().__init__(context, tr("Settings", "Holidays"), sentence)
        self.place = LineField(tr("Settings", "Country or region"), lines=1)
        self.add = Button(tr("Settings", "Add holidays"), self._on_add)
        self.cards: dict[str, CalendarCard] = {}
        self._offers: dict[str, str] = {}
        self.close_button = Button(tr("Settings", "Close all the same"), self._on_close, kind="primary")
        self.keep_button = Button(tr("Settings", "Stay open"), self._on_keep, kind="quiet")
        self.outside = OutsideCard(context, _outside_text, self.close_button, self.keep_button)
        self._pending: _Changes = {}
        """What was chosen and is not stored yet; made anew by each choice, and each answer is about one."""
        self._asked: _Changes = {}
        """What the question is about that stands there; other choices may have followed it."""
        self._top = Card()
        self._box = QVBoxLayout()
        self._box.setSpacing(tokens.L)
        self.place.editor.returnPressed.connect(self._on_add)
        self._lay_out()

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "holidays closed days vacation public holiday Israel country")

    @override
    def refresh(self) -> None:
        self.context.jobs.run(self._look, self._on_read)

    @override
    def content(self) -> Content | None:
        if not self._pending and not self.place.text:
            return None
        changes = {code: one and stored_calendar(one) for code, one in self._pending.items()}
        return {"place": self.place.text, "changes": changes}

    @override
    def take_up(self, content: Content) -> None:
        """What waited for an answer is asked again."""
        self.place.set_text(content["place"])
        self.refresh()
        self.context.jobs.run(partial(_changes_of, content["changes"]), self._on_taken_up)

    def _on_taken_up(self, changes: _Changes) -> None:
        self._pending = {**changes, **self._pending}
        for code, calendar in changes.items():
            if calendar is not None and code in self.cards:
                self.cards[code].show_calendar(calendar)
        if changes:
            self._check()

    def _look(self) -> _Read:
        """On the worker, for the library is slow to read."""
        practice = self.context.practice
        workspace = practice.settings.workspace()
        found = calendars_of(practice.settings.get(SETTING), workspace.locale)
        today = self.context.clock.now().date()
        with practice.desk.read() as db:
            is_owner = practice.desk.role(db) is Role.OWNER
        coming = {one.code: _coming(one.code, today, workspace.locale) for one in found.chosen}
        return _Read(
            found.chosen,
            coming,
            {code: name for country in COUNTRIES for code, name in regions_of(country).items()},
            is_owner,
        )

    def _on_read(self, found: _Read) -> None:
        self._offer(found)
        for widget in (self.place, self.add):
            widget.setEnabled(found.is_owner)
        # Cards that stay are not made anew: the box that was just clicked has the focus.
        for code in [code for code in self.cards if code not in found.coming]:
            card = self.cards.pop(code)
            if self.outside.parentWidget() is card:
                self._place_question(self._top)
            card.deleteLater()
        for calendar in found.calendars:
            if calendar.code not in self.cards:
                card = CalendarCard(self._name(calendar.code), found.coming[calendar.code])
                card.changed.connect(self._on_changed)
                card.remove_wanted.connect(self._on_remove)
                self.cards[calendar.code] = card
                self._box.addWidget(card)
            self._show_calendar(calendar)
            self.cards[calendar.code].setEnabled(found.is_owner)

    def _show_calendar(self, calendar: ChosenCalendar) -> None:
        """What was chosen last goes before what is stored."""
        chosen = self._pending.get(calendar.code) or calendar
        self.cards[calendar.code].show_calendar(chosen)

    def _offer(self, found: _Read) -> None:
        if self._offers:
            return
        self._offers = {_country_name(country): country for country in COUNTRIES}
        for code, region in found.regions.items():
            self._offers[f"{_country_name(code[:2])} – {region}"] = code
        suggest(self.place.editor, list(self._offers))

    def _name(self, code: str) -> str:
        return next((name for name, offered in self._offers.items() if offered == code), code)

    def _code_typed(self) -> str:
        typed = self.place.text.casefold()
        return next((code for name, code in self._offers.items() if name.casefold() == typed), "")

    def _on_add(self) -> None:
        code = self._code_typed()
        if not is_offered(code):
            self.place.set_error(tr("Settings", "Choose a country or region from the list, such as Israel."))
            return
        if code in self.cards:
            self.place.set_text("")
        else:
            self.place.set_text(self._name(code))
            self._choose(code, ChosenCalendar(code))

    def _on_changed(self, calendar: ChosenCalendar) -> None:
        self._choose(calendar.code, calendar)

    def _on_remove(self, code: str) -> None:
        self._choose(code, None)

    def _choose(self, code: str, calendar: ChosenCalendar | None) -> None:
        self._pending = {**_without(self._pending, {code}), code: calendar}
        self.show_error("")
        self.edited.emit()
        self._check()

    def _check(self) -> None:
        """Stored at once where no appointment comes to stand on a closed day; else somebody decides."""
        changes = self._pending
        self.context.jobs.run(partial(self._kept, changes), partial(self._on_kept, changes), self._on_refused)

    def _on_kept(self, changes: _Changes, kept: Mapping[str, Any]) -> None:
        if changes is self._pending:
            self.outside.look({SETTING: kept}, partial(self._on_told, changes))

    def _on_told(self, changes: _Changes, stands: bool) -> None:
        """Only what was looked at is asked about, or stored unasked."""
        if stands:
            self._asked = changes
            self._ask_beside(self.cards.get(list(changes)[-1]))
        elif changes is self._pending:
            self._send(changes)

    def _ask_beside(self, card: Card | None) -> None:
        """The question comes into sight at the foot of the card whose box was ticked, and moves no box away.

        None: above all of them, as for a calendar that has no card yet.
        """
        held = card or self._top
        before_px = held.mapTo(self.viewport(), QPoint(0, 0)).y()
        self._place_question(held)
        self.outside.show()
        self._lay_out_now()
        shift_px = held.mapTo(self.viewport(), QPoint(0, 0)).y() - before_px
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + shift_px)
        self.ensureWidgetVisible(self.outside, 0, tokens.M)

    def _place_question(self, card: Card) -> None:
        if self.outside.parentWidget() is not card:
            card.body.addWidget(self.outside)

    def _lay_out_now(self) -> None:
        """Text, card and page each ask the next to be laid out once they were."""
        for _ in range(_LAYOUT_ROUNDS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _on_close(self) -> None:
        if self._asked:
            self._send(self._asked)

    def _send(self, changes: _Changes) -> None:
        self._end_question()
        said = self._said(changes)
        self.context.jobs.run(
            partial(self._write, changes), partial(self._on_stored, changes, said), self._on_refused
        )

    def _on_stored(self, changes: _Changes, said: str, done: Done[Any]) -> None:
        """What was chosen meanwhile is looked at now."""
        same = {code for code, calendar in changes.items() if self._pending.get(code) == calendar}
        self._pending = _without(self._pending, same)
        if self._code_typed() in changes:
            self.place.set_text("")
        self.settled.emit()
        self._on_done(done, said)
        if self._pending:
            self._check()

    def _said(self, changes: _Changes) -> str:
        code, calendar = list(changes.items())[-1]
        if calendar is None:
            return tr("Settings", "Removed")
        return tr("Settings", "Saved") if code in self.cards else tr("Settings", "Holidays added")

    def _on_keep(self) -> None:
        """As it was; the name of a calendar that was not added stays where it was typed."""
        asked = self._end_question()
        self._pending = _without(self._pending, set(asked))
        if self._code_typed() in asked:
            self.place.editor.setFocus()
        self.settled.emit()
        self.refresh()
        if self._pending:
            self._check()

    def _end_question(self) -> _Changes:
        """The changes that it was about."""
        asked, self._asked = self._asked, {}
        self.outside.look({})
        return asked

    def _write(self, changes: _Changes) -> Done[Any]:
        """Read anew: another device may have changed other calendars since the page was read."""
        return self.context.practice.settings.set(**{SETTING: self._kept(changes)})

    def _kept(self, changes: _Changes) -> dict[str, Any]:
        present = self.context.practice.settings.get(SETTING)
        kept = _without(present if isinstance(present, Mapping) else {}, set(changes))
        return kept | {code: stored_calendar(one) for code, one in changes.items() if one is not None}

    @override
    def _on_refused(self, error: UserError) -> None:
        super()._on_refused(error)
        self._end_question()
        self._pending = {}
        self.refresh()

    def _lay_out(self) -> None:
        row = line(self.place, stretch=False)
        row.addWidget(self.add)
        self._top.body.addLayout(row)
        self._top.body.addWidget(self.error)
        self._place_question(self._top)
        self.body.addWidget(self._top)
        self.body.addLayout(self._box)
        self.body.addStretch(1)


class CalendarCard(Card):
    """A calendar: a box for its public holidays, and one for each holiday. Only a person makes it signal."""

    changed = Signal(object)
    remove_wanted = Signal(str)

    def __init__(self, name: str, coming: Sequence[_Coming]) -> None:
        super().__init__(name)
        self._calendar = ChosenCalendar("")
        self._holidays = {one.holiday.key: one.holiday for one in coming}
        self.closes = QCheckBox(tr("Settings", "Closed on public holidays"))
        self.days = {one.holiday.key: _day_box(one) for one in coming}
        self.remove = Button(tr("Settings", "Remove"), self._on_remove, kind="quiet", compact=True)
        self.remove.setAccessibleName(tr("Settings", "Remove {name}", name=name))
        self._lay_out()
        self.closes.toggled.connect(self._on_closes)
        for key, box in self.days.items():
            box.toggled.connect(partial(self._on_day, key))

    def show_calendar(self, calendar: ChosenCalendar) -> None:
        """Silent."""
        self._calendar = calendar
        boxes = {self.closes: calendar.closes}
        boxes |= {box: calendar.is_closed_on(self._holidays[key]) for key, box in self.days.items()}
        for box, on in boxes.items():
            with QSignalBlocker(box):
                box.setChecked(on)

    def _on_closes(self, on: bool) -> None:
        """For all of them: what was said of single days goes."""
        self._choose(ChosenCalendar(self._calendar.code, closes=on))

    def _on_day(self, key: str, on: bool) -> None:
        calendar = self._calendar
        is_usual = on == (calendar.closes and self._holidays[key].is_public)
        worked, closed = calendar.worked - {key}, calendar.closed - {key}
        if not is_usual and on:
            closed |= {key}
        elif not is_usual:
            worked |= {key}
        self._choose(replace(calendar, worked=worked, closed=closed))

    def _choose(self, calendar: ChosenCalendar) -> None:
        """The boxes say so at once, and the next choice begins from there."""
        self.show_calendar(calendar)
        self.changed.emit(calendar)

    def _on_remove(self) -> None:
        self.remove_wanted.emit(self._calendar.code)

    def _lay_out(self) -> None:
        self.header.addWidget(self.remove)
        self.body.addWidget(self.closes)
        self.body.addWidget(Text(tr("Settings", "Closed on"), size="small", tone="secondary", strong=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.L)
        grid.setVerticalSpacing(tokens.S)
        rows = (len(self.days) + 1) // 2
        for number, box in enumerate(self.days.values()):
            grid.addWidget(box, number % rows, number // rows)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)


def _changes_of(content: Content) -> _Changes:
    """As `HolidaysSection.content` has them; on the worker, for the library is slow to read."""
    chosen = calendars_of({code: said for code, said in content.items() if said is not None}, "").chosen
    found = {calendar.code: calendar for calendar in chosen}
    return {code: found.get(code) for code in content if code in found or content[code] is None}


def _without(entries: Mapping[str, T], codes: AbstractSet[str]) -> dict[str, T]:
    return {code: entry for code, entry in entries.items() if code not in codes}


def _outside_text(count: int) -> str:
    return plural(
        "Settings",
        "1 appointment stands on a day that would be closed:",
        "{n} appointments stand on days that would be closed:",
        count,
    )


def _day_box(coming: _Coming) -> QCheckBox:
    day = QLocale().toString(QDate(coming.day.year, coming.day.month, coming.day.day), tr("Dates", "d MMM"))
    box = QCheckBox(one_line((coming.holiday.name, day)))
    box.setToolTip(box.text())
    return box


def _coming(code: str, today: date, language: str) -> list[_Coming]:
    """Each holiday of the year ahead once, by its first day."""
    found: dict[str, _Coming] = {}
    for year in (today.year, today.year + 1, today.year + 2):
        for day, some in sorted(holidays_of(code, year, language).items()):
            for holiday in some if today <= day < today + _A_YEAR else ():
                found.setdefault(holiday.key, _Coming(holiday, day))
    return list(found.values())


def _country_name(code: str) -> str:
    return QLocale.territoryToString(QLocale.codeToTerritory(code))
