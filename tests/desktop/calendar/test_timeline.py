"""The timeline reads only what is missing and tells only the difference."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.enums import AppointmentStatus
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.timeline import Difference, Load, Period, Timeline

MakeEntry = Callable[..., CalendarEntry]
ZONE = ZoneInfo("Asia/Jerusalem")
WEEK = Period(datetime(2026, 11, 22, tzinfo=ZONE), datetime(2026, 11, 29, tzinfo=ZONE))
NEXT = Period(WEEK.end, WEEK.end + timedelta(days=7))
DAY = Period(datetime(2026, 11, 24, tzinfo=ZONE), datetime(2026, 11, 25, tzinfo=ZONE))


def shown(timeline: Timeline, period: Period, *entries: CalendarEntry) -> Difference:
    _, load = timeline.show(period)
    assert load is not None
    return timeline.loaded(load, entries)


def must(load: Load | None) -> Load:
    assert load is not None
    return load


def test_a_new_period_is_read_once(entry: MakeEntry) -> None:
    timeline = Timeline()
    one = entry(22, "10:00")
    assert shown(timeline, WEEK, one) == Difference((one,))
    assert timeline.show(WEEK) == (Difference(), None)


def test_a_period_on_its_way_is_not_asked_for_again() -> None:
    timeline = Timeline()
    timeline.show(WEEK)
    assert timeline.want(WEEK) is None


def test_turning_the_page_takes_the_old_week_away_and_back_needs_no_read(entry: MakeEntry) -> None:
    timeline = Timeline()
    one, other = entry(22, "10:00"), entry(30, "10:00")
    shown(timeline, WEEK, one)
    left, load = timeline.show(NEXT)
    assert left == Difference((), frozenset({one.id}))
    assert timeline.loaded(must(load), [other]) == Difference((other,))
    assert timeline.show(WEEK) == (Difference((one,), frozenset({other.id})), None)


def test_a_prefetched_neighbour_is_there_at_once(entry: MakeEntry) -> None:
    timeline = Timeline()
    shown(timeline, WEEK)
    coming = entry(30, "10:00")
    assert timeline.loaded(must(timeline.want(NEXT)), [coming]) == Difference()
    assert timeline.show(NEXT) == (Difference((coming,)), None)


def test_a_day_inside_a_read_week_shows_what_is_known_while_it_is_read(entry: MakeEntry) -> None:
    timeline = Timeline()
    monday, tuesday = entry(23, "10:00"), entry(24, "10:00")
    shown(timeline, WEEK, monday, tuesday)
    difference, load = timeline.show(DAY)
    assert difference == Difference((), frozenset({monday.id}))
    assert timeline.loaded(must(load), [tuesday]) == Difference()


def test_a_change_tells_only_what_differs(entry: MakeEntry) -> None:
    timeline = Timeline()
    same, edited, deleted, new = (entry(22, f"1{hour}:00") for hour in range(4))
    shown(timeline, WEEK, same, edited, deleted)
    done = replace(edited, status=AppointmentStatus.COMPLETED)
    load = must(timeline.changed())
    assert timeline.loaded(load, [replace(same), done, new]) == Difference(
        (done, new), frozenset({deleted.id})
    )
    assert set(timeline.entries) == {same, done, new}


def test_an_answer_overtaken_by_a_change_is_dropped(entry: MakeEntry) -> None:
    timeline = Timeline()
    _, first = timeline.show(WEEK)
    second = must(timeline.changed())
    assert timeline.loaded(must(first), [entry(22, "10:00")]) == Difference()
    one = entry(22, "11:00")
    assert timeline.loaded(second, [one]) == Difference((one,))


def test_after_a_change_a_neighbour_is_read_again_when_shown(entry: MakeEntry) -> None:
    timeline = Timeline()
    shown(timeline, WEEK)
    old = entry(30, "10:00")
    timeline.loaded(must(timeline.want(NEXT)), [old])
    timeline.changed()
    difference, load = timeline.show(NEXT)
    assert difference == Difference((old,))
    assert timeline.loaded(must(load), []) == Difference((), frozenset({old.id}))


def test_a_failed_read_may_be_asked_again() -> None:
    timeline = Timeline()
    _, load = timeline.show(WEEK)
    timeline.failed(must(load))
    assert timeline.want(WEEK) is not None


def test_nothing_shown_means_nothing_to_read() -> None:
    assert Timeline().changed() is None


def test_an_entry_put_ahead_of_the_store_shows_at_once_and_the_store_confirms_it_silently(
    entry: MakeEntry,
) -> None:
    timeline = Timeline()
    one = entry(22, "10:00")
    shown(timeline, WEEK, one)
    later = replace(one, start=one.start + timedelta(hours=2), end=one.end + timedelta(hours=2))
    assert timeline.put(later) == Difference((later,))
    assert timeline.loaded(must(timeline.changed()), [later]) == Difference()


def test_an_entry_put_outside_the_period_goes(entry: MakeEntry) -> None:
    timeline = Timeline()
    one = entry(22, "10:00")
    shown(timeline, WEEK, one)
    away = replace(one, start=one.start + timedelta(days=9), end=one.end + timedelta(days=9))
    assert timeline.put(away) == Difference((), frozenset({one.id}))


def test_only_so_many_periods_are_kept_and_the_shown_one_always(entry: MakeEntry) -> None:
    timeline = Timeline(keep=2)
    one = entry(22, "10:00")
    shown(timeline, WEEK, one)
    for week in range(1, 5):
        step = timedelta(days=7 * week)
        timeline.loaded(must(timeline.want(Period(WEEK.start + step, WEEK.end + step))), [])
    assert timeline.want(WEEK) is None
    assert timeline.want(NEXT) is not None
    assert timeline.get(one.id) == one


def test_what_ends_as_a_period_begins_or_begins_as_it_ends_is_not_in_it(entry: MakeEntry) -> None:
    before, after = entry(23, "23:00", 60), entry(25, "00:00", 60)
    assert (before.end, after.start) == (DAY.start, DAY.end)
    assert not DAY.holds(before)
    assert not DAY.holds(after)
    timeline = Timeline()
    shown(timeline, DAY)
    assert timeline.put(before) == Difference()
    assert timeline.put(after) == Difference()
    within = replace(before, end=before.end + timedelta(minutes=1))
    assert timeline.put(within) == Difference((within,))
    assert timeline.put(before) == Difference((), frozenset({before.id}))


def test_an_appointment_that_changed_alone_comes_and_goes_in_all_that_is_kept(entry: MakeEntry) -> None:
    timeline = Timeline()
    kept, moved, gone = entry(22, "10:00"), entry(23, "10:00"), entry(24, "10:00")
    shown(timeline, WEEK, kept, moved, gone)
    timeline.loaded(must(timeline.want(NEXT)), [])
    assert timeline.changed_alone()
    later = replace(moved, start=moved.start + timedelta(days=7), end=moved.end + timedelta(days=7))
    difference = timeline.replaced({moved.id, gone.id}, [later])
    assert difference == Difference((), frozenset({moved.id, gone.id}))
    assert timeline.show(NEXT) == (Difference((later,), frozenset({kept.id})), None)


def test_a_page_that_is_not_all_known_is_read_in_full_whatever_changed(entry: MakeEntry) -> None:
    timeline = Timeline()
    assert not timeline.changed_alone()
    assert timeline.replaced(set(), [entry(22, "10:00")]) == Difference()
    _, load = timeline.show(WEEK)
    assert not timeline.changed_alone()
    timeline.loaded(must(load), [])
    timeline.changed()
    assert not timeline.changed_alone()


def test_what_was_read_before_a_single_change_is_dropped(entry: MakeEntry) -> None:
    timeline = Timeline()
    shown(timeline, WEEK)
    load = must(timeline.want(NEXT))
    assert timeline.changed_alone()
    assert timeline.loaded(load, [entry(30, "10:00")]) == Difference()
    assert timeline.want(NEXT) is not None
