"""The table of one scale keeps the rules that Qt has for models."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core.domain.records import Client
from desktop.measures.points_table import PointsModel
from tests.desktop.records_room import Room


@pytest.fixture
def points(qtbot: QtBot) -> Iterator[PointsModel]:
    """Its owner stays until the tester has let go of it."""
    owner = QWidget()
    yield PointsModel(owner)
    owner.deleteLater()


def test_given_measures_when_others_come_and_all_go_then_no_rule_of_qt_is_broken(
    points: PointsModel, qtmodeltester: ModelTester, room: Room, mira: Client
) -> None:
    now = room.clock.now()
    kept = room.practice.measures.of_client(mira.id)
    points.show_measures(kept[:2], frozenset(), now)
    qtmodeltester.check(points)  # type: ignore[no-untyped-call]
    points.show_measures(kept, frozenset(), now)
    points.show_measures((), frozenset(), now)
    qtmodeltester.check(points)  # type: ignore[no-untyped-call]
