"""States of the calendar, each brought there by what a person does."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.enums import Role
from core.domain.ids import ClientId, UserId
from core.domain.new_rows import AppointmentDraft, TimeBlockDraft
from core.domain.records import Appointment
from desktop.calendar.pages import PageKind
from desktop.calendar.pane import CalendarPane
from desktop.calendar.screen import CalendarScreen
from desktop.kit.theme import Appearance
from tests.desktop.people import People, fill
from tests.desktop.pixels.stage import MONDAY, Setting, Stage, moment
from tests.desktop.pixels.state import State

HOURS = {str(day): [["08:00", "12:00"], ["13:00", "18:00"]] for day in range(5)}
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def _open(stage: Stage, kind: PageKind = PageKind.WEEK) -> tuple[CalendarScreen, CalendarPane]:
    screen = stage.show(CalendarScreen(stage.context))
    screen.activate()
    stage.settle()
    assert screen.pane is not None
    screen.pane.presenter.set_kind(kind)
    stage.settle()
    return screen, screen.pane


def _filled(stage: Stage) -> People:
    stage.practice.settings.set(working_hours=HOURS, week_start=0)
    return fill(stage.practice, MONDAY)


def _book(
    stage: Stage,
    client: ClientId,
    day: int,
    at: str,
    minutes: int = 45,
    who: UserId | None = None,
    reason: str | None = None,
) -> Appointment:
    start = moment(day, at)
    draft = AppointmentDraft(
        client_id=client,
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=minutes),
        practitioner_user_id=who,
    )
    return stage.practice.appointments.book(draft, reason).value


def _week(stage: Stage) -> QWidget:
    _filled(stage)
    screen, pane = _open(stage)
    assert len(pane.presenter.timeline.entries) == 20
    assert pane.grid.shows_now()
    return screen


def _empty(stage: Stage) -> QWidget:
    screen, pane = _open(stage)
    assert pane.presenter.timeline.entries == ()
    return screen


def _two_columns(stage: Stage) -> QWidget:
    people = _filled(stage)
    other = stage.practice.team.add("Ida Brand", Role.THERAPIST).value.id
    for at, client in (("09:30", 3), ("11:00", 2), ("14:30", 0)):
        _book(stage, people.clients[client], 25, at, 60, other)
    screen, pane = _open(stage, PageKind.DAY)
    assert {one.name for one in pane.presenter.page.practitioners} == {"Ruth Amsel", "Ida Brand"}
    return screen


def _of_kind(kind: PageKind) -> Callable[[Stage], QWidget]:
    def make(stage: Stage) -> QWidget:
        _filled(stage)
        screen, pane = _open(stage, kind)
        assert pane.presenter.page.kind is kind
        return screen

    return make


def _many(stage: Stage) -> QWidget:
    people = _filled(stage)
    for number in range(3 * 36):
        at = 8 * 60 + number // 3 * 15
        clock, minutes = f"{at // 60}:{at % 60:02}", 15 * (1 + number % 4)
        _book(stage, people.clients[number % 6], 24 + number % 3, clock, minutes, reason="A group")
    screen, pane = _open(stage)
    of_wednesday = [one for one in pane.presenter.timeline.entries if one.start.day == 25]
    assert len(of_wednesday) == 40
    return screen


def _carried(stage: Stage) -> QWidget:
    people = _filled(stage)
    held = _book(stage, people.clients[4], 24, "14:30")
    screen, pane = _open(stage)
    grid = pane.grid
    tile = grid.scene.tile_of(held.id)
    assert tile is not None
    grip = grid.to_viewport(tile.rect).topLeft().toPoint() + QPoint(30, 12)
    target = grid.slot_rect(moment(26, "13:15"), moment(26, "14:00")).topLeft().toPoint() + QPoint(30, 12)
    for kind, at in (
        (QEvent.Type.MouseButtonPress, grip),
        (QEvent.Type.MouseMove, (grip + target) / 2),
        (QEvent.Type.MouseMove, target),
    ):
        _send(grid.viewport(), kind, at)
    stage.settle()
    assert grid.scene.ghost is not None
    assert grid.scene.ghost_hint
    return screen


def _send(viewport: QWidget, kind: QEvent.Type, at: QPoint) -> None:
    button = _NONE if kind is QEvent.Type.MouseMove else _LEFT
    place = QPointF(viewport.mapToGlobal(at))
    event = QMouseEvent(kind, QPointF(at), place, button, _LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


def _closed(stage: Stage) -> QWidget:
    _filled(stage)
    blocks, me = stage.practice.blocks, stage.practice.me.user_id
    blocks.add(
        TimeBlockDraft(
            start_local="2026-11-27T00:00", duration_minutes=1440, title="Supervision", is_all_day=True
        )
    )
    blocks.add(
        TimeBlockDraft(start_local="2026-11-23T16:45", duration_minutes=75, user_id=me, title="Team meeting")
    )
    blocks.add(TimeBlockDraft(start_local="2026-11-26T08:00", duration_minutes=60, user_id=me))
    screen, pane = _open(stage)
    assert len(pane.grid.scene.block_pieces) == 3
    return screen


def _booking(stage: Stage) -> QWidget:
    _filled(stage)
    screen, pane = _open(stage)
    pane.presenter.book_at(moment(26, "13:30"), moment(26, "14:15"), drawn=True)
    stage.settle()
    stage.type("dana")
    stage.key(Qt.Key.Key_Return)
    assert pane.booking.form.client_name == "Dana Levi"
    assert pane.form.warning.isVisible()
    return screen


def _details(stage: Stage) -> QWidget:
    people = _filled(stage)
    stage.practice.clients.edit(people.clients[0], alerts="Pacemaker: no electrotherapy.")
    shown = _book(stage, people.clients[0], 25, "16:45", 60)
    screen, pane = _open(stage)
    pane.presenter.open(shown.id)
    stage.settle()
    assert pane.details.alert.isVisible()
    return screen


CALENDAR = (
    State("week", _week),
    State("week-dark", _week, Setting(look=Appearance.DARK)),
    State("week-hebrew", _week, Setting(language="he")),
    State("week-large", _week, Setting(text=2)),
    State("week-empty", _empty),
    State("week-closed", _closed),
    State("week-many", _many),
    State("week-carried", _carried),
    State("day-two-columns", _two_columns),
    State("month", _of_kind(PageKind.MONTH)),
    State("agenda", _of_kind(PageKind.AGENDA)),
    State("booking-conflict", _booking),
    State("appointment-alert", _details),
)
