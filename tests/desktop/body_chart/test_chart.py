"""The body chart beside a note: marked by mouse and by keys, changed, taken back, over time, read only."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from core.domain.body_chart import Point, place_of, region_of
from core.domain.body_regions import Region
from core.domain.records import BodyMark, SessionNote
from desktop.body_chart.chart import BodyChart
from tests.desktop.body_chart.conftest import Mark
from tests.desktop.records_room import Room

LEFT_KNEE, RIGHT_KNEE = Point("FRONT", 595, 722), Point("FRONT", 405, 722)
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def on_canvas(chart: BodyChart, point: Point) -> QPoint:
    view = next(each for each in chart.canvas.placed() if each.view == point.view)
    return QPointF(*view.on_screen(point)).toPoint()


def click(room: Room, chart: BodyChart, point: Point) -> None:
    QTest.mouseClick(chart.canvas, Qt.MouseButton.LeftButton, pos=on_canvas(chart, point))
    settle(room)


def press(room: Room, chart: BodyChart, *keys: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        room.key(chart.canvas, key, modifier or Qt.KeyboardModifier.NoModifier)
    settle(room)


def settle(room: Room) -> None:
    """What is stored is told, and read again; what is done next is done later."""
    for _ in range(3):
        room.settle()
    room.clock.advance(timedelta(seconds=1))


def kept(room: Room, note: SessionNote) -> list[BodyMark]:
    return list(room.practice.body_marks.of_note(note.id))


def region(mark: BodyMark) -> Region:
    point = place_of(mark.place)
    assert point is not None
    return region_of(point)


def take_back(room: Room) -> None:
    assert room.navigator.undo is not None
    room.navigator.undo()
    settle(room)


def test_given_a_click_on_the_body_when_the_strength_is_typed_then_both_are_kept_and_told(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    click(room, chart, LEFT_KNEE)
    (put,) = kept(room, note)
    assert (put.kind, put.intensity, region(put)) == ("PAIN", None, Region("FRONT", "left", "knee"))
    assert room.navigator.toasts[-1] == "Marked: Pain at the left knee (front)."
    press(room, chart, Qt.Key.Key_7)
    assert [mark.intensity for mark in kept(room, note)] == ["7"]
    assert chart.rows[0].button.accessibleName() == "Pain 7/10 at the left knee (front)."
    assert chart.intensity.value == "7"


def test_given_a_click_beside_the_body_when_made_then_nothing_is_marked(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    click(room, chart, Point("FRONT", 30, 30))
    assert kept(room, note) == []


def test_given_keys_alone_when_a_mark_is_put_then_digits_that_were_typed_at_once_are_its_strength(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    chart.mark()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_0):
        room.key(chart.canvas, key)
    settle(room)
    (put,) = kept(room, note)
    assert put.intensity == "10"
    assert region(put).view == "FRONT"


def test_given_another_kind_by_keys_when_marks_are_put_in_one_place_then_none_hides_the_other(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    chart.mark()
    press(room, chart, Qt.Key.Key_Return)
    press(room, chart, Qt.Key.Key_Down, modifier=CONTROL)
    press(room, chart, Qt.Key.Key_Return)
    first, second = kept(room, note)
    assert (first.kind, second.kind) == ("PAIN", "TENSION")
    assert first.place != second.place
    press(room, chart, Qt.Key.Key_Space)
    assert chart.canvas.chosen_mark() == first
    press(room, chart, Qt.Key.Key_Space)
    assert chart.canvas.chosen_mark() == second


def test_given_a_chosen_mark_when_del_is_pressed_then_it_goes_and_comes_back(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    click(room, chart, LEFT_KNEE)
    press(room, chart, Qt.Key.Key_Delete)
    assert kept(room, note) == []
    assert chart.rows == []
    assert room.navigator.toasts[-1] == "Taken off: Pain at the left knee (front)."
    take_back(room)
    assert [region(mark).name for mark in kept(room, note)] == ["knee"]
    press(room, chart, Qt.Key.Key_Delete)
    assert len(kept(room, note)) == 1  # it is not chosen any more


def test_given_a_new_mark_when_taken_back_then_it_is_gone(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    click(room, chart, LEFT_KNEE)
    take_back(room)
    assert kept(room, note) == []


def test_given_a_mark_when_dragged_or_nudged_then_it_moves_on_the_body_alone(
    room: Room, chart: BodyChart, note: SessionNote, mark: Mark
) -> None:
    mark(note.id, "PAIN", "FRONT 595 722", "4")
    chart.presenter.load()
    settle(room)
    start, end = on_canvas(chart, LEFT_KNEE), on_canvas(chart, RIGHT_KNEE)
    QTest.mousePress(chart.canvas, Qt.MouseButton.LeftButton, pos=start)
    move = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        QPointF(end),
        QPointF(chart.canvas.mapToGlobal(end)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(chart.canvas, move)
    QTest.mouseRelease(chart.canvas, Qt.MouseButton.LeftButton, pos=end)
    settle(room)
    (moved,) = kept(room, note)
    assert (region(moved).side, moved.intensity) == ("right", "4")
    assert room.navigator.toasts[-1] == "Changed: Pain 4/10 at the right knee (front)."
    take_back(room)
    assert [region(each).side for each in kept(room, note)] == ["left"]
    chart.presenter.move(kept(room, note)[0], RIGHT_KNEE)
    settle(room)
    (moved,) = kept(room, note)
    before = place_of(moved.place)
    press(room, chart, Qt.Key.Key_Up, modifier=SHIFT)
    after = place_of(kept(room, note)[0].place)
    assert before is not None
    assert after == before._replace(y=before.y - 10)
    for _ in range(12):
        press(room, chart, Qt.Key.Key_Left, modifier=SHIFT)
    last = place_of(kept(room, note)[0].place)
    assert last is not None
    assert region_of(last).side == "right"
    assert last.x > 250


def test_given_a_strength_and_a_remark_when_chosen_and_typed_then_both_are_kept_with_the_mark(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    click(room, chart, LEFT_KNEE)
    chart.intensity.editor.setCurrentIndex(4)
    settle(room)
    room.keys(chart.remark.editor, "After a walk.")
    chart.keep()
    settle(room)
    (mark,) = kept(room, note)
    assert (mark.intensity, mark.remark) == ("3", "After a walk.")
    assert chart.remark.editor.text() == "After a walk."


def test_given_a_half_typed_remark_when_another_note_comes_then_it_is_kept_where_it_was_typed(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    click(room, chart, LEFT_KNEE)
    room.keys(chart.remark.editor, "Since May")
    other = room.draft(room.practice.clients.get(note.client_id), plan="Walk.")
    chart.show_note(other.client_id, other.id)
    settle(room)
    assert [mark.remark for mark in kept(room, note)] == ["Since May"]
    assert chart.rows == []
    assert chart.remark.editor.text() == ""


def test_given_marks_when_added_to_objective_then_their_sentences_are_asked_for_in_order(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    assert not chart.add.isEnabled()
    click(room, chart, LEFT_KNEE)
    press(room, chart, Qt.Key.Key_6)
    click(room, chart, RIGHT_KNEE)
    with room.qtbot.waitSignal(chart.objective_requested) as asked:
        chart.add.click()
    assert asked.args == ["Pain 6/10 at the left knee (front). Pain at the right knee (front)."]


def test_given_an_earlier_session_when_chosen_then_its_marks_show_faintly_and_rows_tell_what_was(
    room: Room, chart: BodyChart, note: SessionNote, earlier: SessionNote
) -> None:
    chart.sessions.choice.set_value(earlier.id)
    assert chart.canvas.shown() == []
    before = chart.canvas.grab().toImage()
    chart.sessions.choice.set_value(None)
    assert chart.canvas.grab().toImage() != before
    click(room, chart, Point("BACK", 250, 205))
    press(room, chart, Qt.Key.Key_3)
    assert "Before: 8 (" in chart.rows[0].button.accessibleName()
    assert len(kept(room, note)) == 1


def test_given_a_signed_note_when_shown_then_its_chart_is_read_and_nothing_changes_it(
    room: Room, chart: BodyChart, earlier: SessionNote
) -> None:
    chart.show_note(earlier.client_id, earlier.id)
    settle(room)
    assert chart.closed.isVisible()
    assert [row.removal for row in chart.rows] == [None, None]
    before, said = kept(room, earlier), len(room.navigator.toasts)
    chart.rows[0].button.click()
    for key in (Qt.Key.Key_9, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        press(room, chart, key)
    press(room, chart, Qt.Key.Key_Left, modifier=SHIFT)
    click(room, chart, Point("BACK", 400, 722))
    assert kept(room, earlier) == before
    assert len(room.navigator.toasts) == said  # nothing was even asked of the store
    assert not chart.add.isEnabled()
    assert not chart.intensity.isEnabled()


@pytest.mark.parametrize(("key", "page"), [(Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, 3)])
def test_given_page_keys_when_pressed_then_other_figures_come(
    room: Room, chart: BodyChart, key: Qt.Key, page: int
) -> None:
    chart.mark()
    press(room, chart, key)
    assert (chart.canvas.page, chart.pages.value) == (page, page)


def test_given_a_row_when_pressed_then_its_page_comes_and_it_is_chosen(
    room: Room, chart: BodyChart, note: SessionNote, mark: Mark
) -> None:
    put = mark(note.id, "PAIN", "SOLES 770 900", "2")
    chart.presenter.load()
    settle(room)
    chart.rows[0].button.click()
    assert chart.pages.value == 3
    assert chart.canvas.chosen_mark() == put
    assert chart.place.text() == "left heel (sole)"


def test_given_tab_on_the_figures_when_pressed_then_it_goes_through_the_views_and_on(
    room: Room, chart: BodyChart
) -> None:
    chart.mark()
    assert chart.canvas.region().view == "FRONT"
    room.key(chart.canvas, Qt.Key.Key_Tab)
    assert chart.canvas.region().view == "BACK"
    room.key(chart.canvas, Qt.Key.Key_Tab)
    assert not chart.canvas.hasFocus()


def test_given_esc_when_pressed_then_the_mark_is_let_go_and_then_the_chart_is_left(
    room: Room, chart: BodyChart
) -> None:
    click(room, chart, LEFT_KNEE)
    press(room, chart, Qt.Key.Key_Escape)
    assert chart.canvas.chosen_mark() is None
    with room.qtbot.waitSignal(chart.left):
        press(room, chart, Qt.Key.Key_Escape)


def test_given_a_mark_of_another_laptop_when_it_is_told_then_it_shows(
    room: Room, chart: BodyChart, note: SessionNote, mark: Mark
) -> None:
    put = mark(note.id, "PAIN", "FRONT 595 722")
    done = room.practice.body_marks.edit(put.id, intensity="5")
    room.bus.publish(done.changed)
    settle(room)
    assert [row.mark.intensity for row in chart.rows] == ["5"]


def test_given_words_from_right_to_left_when_shown_then_the_body_is_not_mirrored(
    room: Room, chart: BodyChart
) -> None:
    before = [(view.view, view.left) for view in chart.canvas.placed()]
    chart.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert [(view.view, view.left) for view in chart.canvas.placed()] == before
    assert before[0][0] == "FRONT"
    assert before[0][1] < before[1][1]


def test_given_the_mouse_over_the_body_when_it_moves_then_the_place_is_told_and_a_tip_says_the_mark(
    room: Room, chart: BodyChart, note: SessionNote, mark: Mark, monkeypatch: pytest.MonkeyPatch
) -> None:
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _over: tips.append(text))
    mark(note.id, "PAIN", "FRONT 595 722", "4")
    chart.presenter.load()
    settle(room)
    place, tip = on_canvas(chart, LEFT_KNEE), "Pain 4/10 at the left knee (front)."
    QTest.mouseMove(chart.canvas, on_canvas(chart, RIGHT_KNEE))
    QTest.mouseMove(chart.canvas, place)
    assert chart.place.text() == "left knee (front)"
    asked = QHelpEvent(QHelpEvent.Type.ToolTip, place, chart.canvas.mapToGlobal(place))
    QApplication.sendEvent(chart.canvas, asked)
    assert tips == [tip]
    QApplication.sendEvent(chart.canvas, QEvent(QEvent.Type.Leave))
    assert chart.place.text() == ""


def test_given_arrows_when_pressed_to_the_edge_then_they_go_on_in_the_other_view_and_stop_at_the_last(
    room: Room, chart: BodyChart
) -> None:
    chart.mark()
    views = []
    for _ in range(20):
        room.key(chart.canvas, Qt.Key.Key_Right)
        views.append(chart.canvas.region().view)
    assert views[0] == "FRONT"
    assert views[-1] == "BACK"
    last = chart.canvas.region()
    room.key(chart.canvas, Qt.Key.Key_Right)
    assert chart.canvas.region() == last
    for _ in range(20):
        room.key(chart.canvas, Qt.Key.Key_Left)
    assert chart.canvas.region().view == "FRONT"


def test_given_a_note_that_was_signed_elsewhere_when_it_is_marked_then_it_is_refused_and_said(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    room.practice.notes.finalize(note.id)
    click(room, chart, LEFT_KNEE)
    assert kept(room, note) == []
    assert "signed" in room.navigator.toasts[-1]
    press(room, chart, Qt.Key.Key_7)
    assert kept(room, note) == []


def test_given_a_row_when_its_mark_is_taken_off_then_the_figures_have_the_focus(
    room: Room, chart: BodyChart, note: SessionNote, mark: Mark
) -> None:
    mark(note.id, "PAIN", "FRONT 595 722", "4")
    chart.presenter.load()
    settle(room)
    removal = chart.rows[0].removal
    assert removal is not None
    removal.setFocus()
    removal.click()
    settle(room)
    assert kept(room, note) == []
    assert chart.canvas.hasFocus()


def test_given_esc_in_a_field_when_pressed_then_the_chart_is_left_and_the_remark_is_kept(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    click(room, chart, LEFT_KNEE)
    chart.remark.editor.setFocus()
    room.keys(chart.remark.editor, "Since May")
    with room.qtbot.waitSignal(chart.left):
        room.key(chart.remark.editor, Qt.Key.Key_Escape)
    chart.keep()
    settle(room)
    assert [each.remark for each in kept(room, note)] == ["Since May"]


def test_given_a_note_that_was_only_begun_when_it_is_marked_then_both_are_stored(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    begun = room.practice.notes.begin(note.client_id)
    chart.show_note(note.client_id, begun.id)
    settle(room)
    click(room, chart, LEFT_KNEE)
    assert [region(mark).name for mark in kept(room, begun)] == ["knee"]


def test_given_a_chosen_mark_when_another_note_comes_then_its_place_goes_with_it(
    room: Room, chart: BodyChart, note: SessionNote, earlier: SessionNote, mark: Mark
) -> None:
    mark(note.id, "PAIN", "SOLES 770 900", "2")
    other = room.draft(room.practice.clients.get(note.client_id), plan="Walk.")
    chart.presenter.load()
    settle(room)
    chart.rows[0].button.click()
    assert chart.place.text() == "left heel (sole)"
    chart.show_note(other.client_id, other.id)
    settle(room)
    assert chart.place.text() == ""


def test_given_the_keys_on_the_figures_when_a_mark_is_let_go_then_the_place_of_the_keys_is_said(
    room: Room, chart: BodyChart
) -> None:
    click(room, chart, LEFT_KNEE)
    press(room, chart, Qt.Key.Key_PageDown)
    press(room, chart, Qt.Key.Key_Escape)
    assert chart.canvas.hasFocus()
    assert chart.place.text() == chart.canvas.keys_place() != ""
    assert "knee" not in chart.place.text()


def test_given_a_half_typed_remark_when_its_mark_is_taken_off_then_both_come_back_together(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    click(room, chart, LEFT_KNEE)
    room.keys(chart.remark.editor, "Since May")
    removal = chart.rows[0].removal
    assert removal is not None
    room.click(removal)
    settle(room)
    assert kept(room, note) == []
    assert room.navigator.toasts[-1] == "Taken off: Pain at the left knee (front). Since May"
    take_back(room)
    assert [mark.remark for mark in kept(room, note)] == ["Since May"]


def test_given_a_half_typed_remark_when_putting_its_mark_is_taken_back_then_it_is_gone_and_nothing_is_refused(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    click(room, chart, LEFT_KNEE)
    room.keys(chart.remark.editor, "Since May")
    take_back(room)
    assert kept(room, note) == []
    assert room.navigator.toasts[-1] == "Changed: Pain at the left knee (front). Since May"


def test_given_a_mark_taken_off_on_another_laptop_when_its_remark_is_typed_then_it_is_back_with_that(
    room: Room, chart: BodyChart, note: SessionNote, mark: Mark
) -> None:
    put = mark(note.id, "PAIN", "FRONT 595 722", "4")
    chart.presenter.load()
    settle(room)
    chart.rows[0].button.click()
    chart.remark.editor.setFocus()
    room.keys(chart.remark.editor, "Since M")
    room.bus.publish(room.practice.body_marks.delete(put.id).changed)
    settle(room)
    settle(room)
    (back,) = kept(room, note)
    assert (back.place, back.intensity, back.remark) == (put.place, "4", "Since M")
    assert "taken off elsewhere while you typed" in room.navigator.toasts[-1]
    assert chart.canvas.chosen_mark() == back
    assert chart.remark.editor.hasFocus()
    room.keys(chart.remark.editor, "ay")
    chart.keep()
    settle(room)
    assert [each.remark for each in kept(room, note)] == ["Since May"]


def test_given_a_mark_taken_off_on_another_laptop_when_its_remark_was_emptied_then_it_stays_away(
    room: Room, chart: BodyChart, note: SessionNote
) -> None:
    click(room, chart, LEFT_KNEE)
    room.keys(chart.remark.editor, "Since May")
    chart.keep()
    settle(room)
    chart.remark.editor.selectAll()
    room.key(chart.remark.editor, Qt.Key.Key_Backspace)
    room.bus.publish(room.practice.body_marks.delete(kept(room, note)[0].id).changed)
    settle(room)
    assert kept(room, note) == []
