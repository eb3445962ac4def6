"""What keys, an open form and the other views know of a block that is moved."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.calendar.entry_filter import EntryFilter
from tests.desktop.calendar.test_block_moving import is_in_mode, lunch, press, stand_at, stored

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk


def test_given_a_block_that_the_filter_hides_when_the_cursor_is_there_then_keys_find_nothing_to_move(
    desk: "Desk",
) -> None:
    lunch(desk)
    stand_at(desk, 24, "12:00")
    me = desk.house.practice.me.user_id
    assert me is not None
    desk.pane.presenter.set_filter(EntryFilter(practitioners=frozenset({me})))
    press(desk, "m", Qt.Key.Key_Down, Qt.Key.Key_Return)
    desk.settle()
    assert not is_in_mode(desk)
    assert stored(desk) == ["24 12:00-13:00"]
    assert desk.pane.blocks.spoken_here() == ""
    desk.pane.blocks.open_here()
    assert desk.pane.blocks.panel.isHidden()
    assert desk.navigator.toasts[-1] == "No time is blocked here."
