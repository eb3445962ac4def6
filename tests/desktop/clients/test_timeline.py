"""A timeline under its headings, its rows in words, and a model that tells of what changed alone."""

from collections.abc import Sequence
from datetime import date, timedelta, timezone

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from core.domain.enums import AppointmentStatus
from core.store.practice.client_timeline import TimelineEntry
from desktop.clients.timeline import Action, Heading, Item, TimelineItem, grouped
from desktop.clients.timeline_model import TimelineModel
from desktop.clients.timeline_texts import timeline_row
from desktop.widgets.rows import ListRow
from desktop.widgets.two_line import RowRole
from tests.desktop.clients.timeline_entries import NOW, booked, filed, measured, noted

DAY = timedelta(days=1)


def row_of(entry: TimelineEntry, *, blurred: bool = False) -> ListRow:
    (_, item) = grouped([], [entry], NOW)
    return timeline_row(item, {}, NOW, blurred=blurred)


def action(entry: TimelineEntry, *, writes: bool = True) -> Action | None:
    (_, item) = grouped([], [entry], NOW, writes=writes)
    assert isinstance(item, TimelineItem)
    return item.action


def items(past: Sequence[TimelineEntry]) -> list[Item]:
    return grouped([], past, NOW)


@pytest.fixture
def model(qtmodeltester: ModelTester) -> TimelineModel:
    """Looked at by the tester with every change from now on."""
    made = TimelineModel(lambda item: timeline_row(item, {}, NOW, blurred=False))
    made.change_items(items([noted(NOW - DAY), filed(NOW - 40 * DAY)]))
    qtmodeltester.check(made, force_py=True)  # type: ignore[no-untyped-call]
    return made


def test_given_past_and_future_then_what_comes_has_one_heading_and_the_past_one_a_month() -> None:
    soon, later = booked(NOW + 3 * DAY), booked(NOW + 40 * DAY)
    february, old = noted(NOW - 5 * DAY), measured(NOW - 9 * DAY)
    january = filed(NOW - 40 * DAY)
    told = grouped([soon, later], [february, old, january], NOW)
    assert [item.month if isinstance(item, Heading) else item.entry for item in told] == [
        *(None, soon, later),
        *(date(2026, 2, 1), february, old),
        *(date(2026, 1, 1), january),
    ]


def test_given_nothing_then_there_is_no_heading() -> None:
    assert grouped([], [], NOW) == []


def test_given_an_entry_late_in_the_evening_then_its_month_is_that_of_the_practice() -> None:
    local = NOW.astimezone(timezone(timedelta(hours=2)))
    heading = grouped([], [noted(NOW.replace(day=1, hour=0) - timedelta(hours=1))], local)[0]
    assert heading == Heading(date(2026, 3, 1))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (noted(NOW - DAY), Action.CONTINUE),
        (noted(NOW - DAY, is_signed=True), None),
        (booked(NOW - DAY), Action.START),
        (booked(NOW - DAY, AppointmentStatus.COMPLETED), Action.START),
        (booked(NOW - DAY, has_note=True), None),
        (booked(NOW - DAY, AppointmentStatus.CANCELLED), None),
        (booked(NOW - DAY, AppointmentStatus.NO_SHOW), None),
        (booked(NOW + DAY), None),
        (filed(NOW - DAY), None),
        (measured(NOW - DAY), None),
    ],
)
def test_given_an_entry_then_what_is_written_next_is_offered(
    entry: TimelineEntry, expected: Action | None
) -> None:
    assert action(entry) is expected
    assert action(entry, writes=False) is None


def test_given_each_kind_then_its_row_says_what_and_when() -> None:
    told = [
        (row.first, row.second, row.trailing, row.icon, row.action)
        for row in map(
            row_of,
            (
                booked(NOW - DAY),
                noted(NOW - DAY),
                noted(NOW - DAY, "", is_signed=True),
                measured(NOW - DAY, note="Right hand"),
                measured(NOW - DAY),
                filed(NOW - DAY, caption="Left shoulder"),
            ),
        )
    ]
    assert told == [
        ("Appointment", "Scheduled · 12:00, 60 minutes", "Sun 1", "calendar", "Start note"),
        ("Draft note", "Neck is stiff.", "Sun 1", "edit", "Continue note"),
        ("Session note", "Nothing written yet", "Sun 1", "notes", ""),
        ("Grip: \u206631 kg\u2069", "Right hand", "Sun 1", "measure", ""),
        ("Grip: \u206631 kg\u2069", "Measure", "Sun 1", "measure", ""),
        ("scan.pdf", "\u2068Left shoulder\u2069 · 450 bytes", "Sun 1", "attach", ""),
    ]


def test_given_names_are_hidden_then_nothing_that_was_written_measured_or_named_is_told() -> None:
    entries = (
        noted(NOW - DAY),
        measured(NOW - DAY, note="Right hand"),
        filed(NOW - DAY, caption="Left shoulder"),
    )
    told = [(row.first, row.second) for row in (row_of(entry, blurred=True) for entry in entries)]
    assert told == [("Draft note", ""), ("Measure", ""), ("….pdf", "450 bytes")]


def test_given_changes_one_after_the_other_then_the_model_tells_each_of_them(model: TimelineModel) -> None:
    entries = [noted(NOW - days * DAY) for days in range(1, 90)]
    for shown in (entries[:30], entries, entries[5:60], [], entries[::2], entries[::3], entries[::-1]):
        model.change_items(items(shown))
        assert model.items == items(shown)
        assert model.rowCount() == len(model.items)


def test_given_entries_that_come_and_go_then_the_chosen_row_stays_the_chosen_one(
    model: TimelineModel,
) -> None:
    entries = [noted(NOW - days * DAY) for days in range(1, 9)]
    model.change_items(items(entries))
    place = next(at for at, item in enumerate(model.items) if getattr(item, "entry", None) == entries[4])
    chosen = QPersistentModelIndex(model.index(place))
    selection = QItemSelectionModel(model)
    selection.setCurrentIndex(model.index(place), QItemSelectionModel.SelectionFlag.Select)
    added = [filed(NOW - timedelta(hours=1)), measured(NOW - 3 * DAY)]
    model.change_items(items([added[0], *entries[:2], added[1], *entries[3:]]))
    assert model.items[chosen.row()].entry == entries[4]
    assert model.items[selection.currentIndex().row()].entry == entries[4]


def test_given_a_note_that_was_signed_then_its_row_is_told_anew_and_stays(model: TimelineModel) -> None:
    entry = noted(NOW - DAY)
    row = entry.row
    signed = TimelineEntry(entry.at, type(row)(row.id, NOW, None, True, "Signed."))  # type: ignore[call-arg, arg-type]
    model.change_items(items([entry]))
    seen: list[int] = []
    model.dataChanged.connect(lambda first, _last: seen.append(first.row()))
    model.rowsRemoved.connect(lambda: seen.append(-1))
    model.change_items(items([signed]))
    assert seen == [1]
    assert model.index(1).data() == "Session note"


def test_given_buttons_then_the_one_that_starts_a_note_is_quiet(model: TimelineModel) -> None:
    model.change_items(items([booked(NOW - DAY), noted(NOW - DAY)]))
    told = [
        (model.index(at).data(RowRole.ACTION), model.index(at).data(RowRole.ACTION_QUIET)) for at in range(3)
    ]
    assert told == [("", False), ("Start note", True), ("Continue note", False)]


def test_given_a_heading_then_it_cannot_be_chosen_and_no_row_is_made_to_know_that() -> None:
    rendered: list[Item] = []

    def render(item: Item) -> ListRow:
        rendered.append(item)
        return ListRow(first="")

    model = TimelineModel(render)
    model.change_items(items([noted(NOW - DAY)]))
    assert [model.index(at).data(RowRole.HEADING) for at in (0, 1)] == [True, False]
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert rendered == []
