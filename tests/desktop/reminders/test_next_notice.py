"""The notice before one's next appointment: in time, generic while locked, after moves, not after a sleep."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, Role
from core.store.practice.practice import Practice
from desktop.app import Program
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from desktop.reminders.next_notice import NextNotice
from desktop.system.notices import SystemNotices
from tests.desktop.conftest import FakeNavigator
from tests.desktop.test_workplace import model_home, program, settings_page, work

__all__ = ["model_home", "program"]

BEFORE = timedelta(minutes=50)
"""From half past nine until ten minutes before the appointment at half past ten."""
SENTENCE = "Your next appointment is in 10 minutes"


@dataclass
class FakeNotices:
    has_place: bool = True
    said: list[str] = field(default_factory=list)
    ended: int = 0

    def say(self, title: str, text: str) -> bool:
        if self.has_place:
            self.said.append(text)
        return self.has_place

    def end(self) -> None:
        self.ended += 1


@dataclass
class Curtain:
    locked: bool = False

    def __call__(self) -> bool:
        return self.locked


@pytest.fixture
def notices() -> FakeNotices:
    return FakeNotices()


@pytest.fixture
def curtain() -> Curtain:
    return Curtain()


@pytest.fixture
def owner() -> QObject:
    return QObject()


@pytest.fixture
def notice(
    context: ScreenContext, notices: FakeNotices, curtain: Curtain, owner: QObject, jobs: Jobs
) -> NextNotice:
    """Ten minutes before, without initials."""
    made = NextNotice(context, notices, curtain, owner)
    made.choose(10, with_initials=False)
    jobs.wait()
    return made


def test_given_an_appointment_then_it_is_told_of_once_ten_minutes_before(
    notice: NextNotice, notices: FakeNotices, clock: FixedClock
) -> None:
    clock.advance(BEFORE - timedelta(seconds=20))
    notice.look()
    assert notices.said == []
    clock.advance(timedelta(seconds=20))
    notice.look()
    clock.advance(timedelta(seconds=20))
    notice.look()
    assert notices.said == [SENTENCE]


def test_given_initials_that_were_chosen_then_they_are_said_only_while_everything_is_in_sight(
    notice: NextNotice,
    notices: FakeNotices,
    clock: FixedClock,
    curtain: Curtain,
    context: ScreenContext,
    jobs: Jobs,
) -> None:
    notice.choose(10, with_initials=True)
    jobs.wait()
    clock.advance(BEFORE)
    for locked, blurred in ((False, False), (True, False), (False, True)):
        curtain.locked = locked
        context.bus.set_blurred(blurred)
        notice._told.clear()
        notice.look()
    assert notices.said == [f"{SENTENCE}: B.W.", SENTENCE, SENTENCE]


def test_given_a_move_by_sync_then_the_notice_comes_at_the_new_time(
    notice: NextNotice,
    notices: FakeNotices,
    clock: FixedClock,
    practice: Practice,
    context: ScreenContext,
    jobs: Jobs,
) -> None:
    row = practice.appointments.between(clock.now() + BEFORE, clock.now() + 2 * BEFORE)[0].appointment
    later = timedelta(minutes=20)
    done = practice.appointments.move(row.id, row.scheduled_start + later, row.scheduled_end + later)
    context.bus.publish(done.changed)
    jobs.wait()
    clock.advance(BEFORE)
    notice.look()
    assert notices.said == []
    clock.advance(later)
    notice.look()
    assert notices.said == [SENTENCE]


@pytest.mark.parametrize("away", [timedelta(minutes=56), timedelta(hours=1), timedelta(hours=9)])
def test_given_a_computer_that_slept_over_the_time_then_nothing_is_said_late(
    notice: NextNotice, notices: FakeNotices, clock: FixedClock, jobs: Jobs, away: timedelta
) -> None:
    clock.advance(away)
    notice.look()
    jobs.wait()
    assert notices.said == []


def test_given_a_night_that_passed_then_the_next_day_is_known_without_a_change(
    notice: NextNotice, notices: FakeNotices, clock: FixedClock, jobs: Jobs
) -> None:
    clock.advance(timedelta(hours=22))
    notice.look()
    jobs.wait()
    clock.advance(timedelta(hours=1, minutes=20))
    notice.look()
    assert notices.said == [SENTENCE]


def test_given_an_appointment_that_is_cancelled_or_a_colleagues_then_it_is_not_told_of(
    notice: NextNotice,
    notices: FakeNotices,
    clock: FixedClock,
    practice: Practice,
    context: ScreenContext,
    jobs: Jobs,
) -> None:
    other = practice.team.add("Jonas Weil", Role.THERAPIST).value.id
    for number, entry in enumerate(
        practice.appointments.between(clock.now(), clock.now() + timedelta(days=2))
    ):
        if entry.appointment.scheduled_start <= clock.now():
            continue
        if number % 2:
            done = practice.appointments.edit(entry.appointment.id, practitioner_user_id=other)
        elif entry.appointment.status is AppointmentStatus.SCHEDULED:
            done = practice.appointments.set_status(entry.appointment.id, AppointmentStatus.CANCELLED)
        context.bus.publish(done.changed)
    jobs.wait()
    for _ in range(60):
        clock.advance(timedelta(minutes=4))
        notice.look()
        jobs.wait()
    assert notices.said == []


def test_given_a_system_without_notices_then_the_window_says_it_unless_it_is_locked(
    notice: NextNotice, notices: FakeNotices, clock: FixedClock, curtain: Curtain, navigator: FakeNavigator
) -> None:
    notices.has_place = False
    clock.advance(BEFORE)
    curtain.locked = True
    notice.look()
    assert navigator.toasts == []
    notice._told.clear()
    curtain.locked = False
    notice.look()
    assert navigator.toasts == [SENTENCE]


def test_given_nobody_who_chose_it_then_nothing_is_read_and_nothing_said(
    context: ScreenContext,
    notices: FakeNotices,
    curtain: Curtain,
    owner: QObject,
    jobs: Jobs,
    clock: FixedClock,
) -> None:
    made = NextNotice(context, notices, curtain, owner)
    made.begin()
    jobs.wait()
    assert (made.minutes, made.with_initials, made._timer.isActive()) == (0, False, False)
    clock.advance(BEFORE)
    assert notices.said == []


def test_given_a_choice_when_the_program_starts_again_then_it_holds_and_never_ends_it(
    context: ScreenContext,
    notice: NextNotice,
    notices: FakeNotices,
    curtain: Curtain,
    owner: QObject,
    jobs: Jobs,
    clock: FixedClock,
) -> None:
    again = NextNotice(context, notices, curtain, owner)
    again.begin()
    jobs.wait()
    assert again.minutes == 10
    again.choose(0, with_initials=False)
    jobs.wait()
    assert notices.ended == 1
    notice.end()
    clock.advance(BEFORE)
    again.look()
    notice.look()
    assert notices.said == []


def test_given_the_reads_of_a_busy_hour_then_looking_alone_asks_the_store_for_nothing(
    notice: NextNotice, clock: FixedClock, practice: Practice, monkeypatch: pytest.MonkeyPatch, jobs: Jobs
) -> None:
    reads: list[object] = []

    def between(*asked: object) -> list[object]:
        reads.append(asked)
        return []

    monkeypatch.setattr(practice.appointments, "between", between)
    for _ in range(180):
        clock.advance(timedelta(seconds=20))
        notice.look()
        jobs.wait()
    assert reads == []


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)  # the offscreen platform has no tray
@pytest.mark.parametrize("has_tray", [True, False])
def test_given_a_system_when_told_something_then_the_icon_is_there_only_meanwhile(
    theme: Theme, owner: QObject, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, has_tray: bool
) -> None:
    said: list[tuple[str, str]] = []
    show: Callable[..., None] = lambda _self, title, text, *_: said.append((title, text))  # noqa: E731
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: has_tray))
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: has_tray))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", show)
    notices = SystemNotices(theme.icon("calendar"), owner)
    assert notices.say("PazPaz", SENTENCE) is has_tray
    assert said == ([("PazPaz", SENTENCE)] if has_tray else [])
    trays = notices.findChildren(QSystemTrayIcon)
    assert [tray.isVisible() for tray in trays] == ([True] if has_tray else [])
    notices.end()
    assert not any(tray.isVisible() for tray in trays)


def test_given_the_program_when_the_notice_is_chosen_then_this_laptop_tells_it_until_it_locks_hard(
    program: Program, clock: FixedClock
) -> None:
    place = work(program)
    place.window.go("settings")
    page = settings_page(place, "Reminders")
    program.jobs.wait()
    page.notice.minutes.set_value(10)
    program.jobs.wait()
    assert place.opening.practice.settings.local("next_notice") == {"minutes": 10, "initials": False}
    (made,) = place.findChildren(NextNotice)
    clock.advance(BEFORE)
    made.look()
    assert place.window.toasts.text == SENTENCE
    place.soft_lock()
    assert made._is_locked()
    place.hard_lock()
    assert not made._timer.isActive()
