"""The zone of a new practice is the computer's or asked for, never UTC because nothing else was found."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTimeZone

from desktop.session.open_practice import local_timezone
from tests.desktop.terminal.conftest import Terminal


@pytest.fixture(autouse=True)
def nothing_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer whose system keeps its zone elsewhere, such as one with Windows."""
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr("desktop.session.open_practice._linked_zone", lambda: "")


def qt_says(monkeypatch: pytest.MonkeyPatch, name: bytes) -> None:
    monkeypatch.setattr(QTimeZone, "systemTimeZoneId", lambda: SimpleNamespace(data=lambda: name))


@pytest.mark.parametrize(
    ("told", "zone"),
    [(b"Asia/Jerusalem", "Asia/Jerusalem"), (b"Etc/UTC", "Etc/UTC"), (b"UTC", None), (b"", None)],
)
def test_given_windows_when_asked_for_the_zone_then_it_is_the_one_that_qt_translates(
    monkeypatch: pytest.MonkeyPatch, told: bytes, zone: str | None
) -> None:
    qt_says(monkeypatch, told)
    assert local_timezone() == zone


def test_given_the_zone_in_the_environment_then_it_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    qt_says(monkeypatch, b"Asia/Jerusalem")
    monkeypatch.setenv("TZ", ":Europe/Berlin")
    assert local_timezone() == "Europe/Berlin"


def test_given_a_link_to_the_zone_then_qt_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    qt_says(monkeypatch, b"Asia/Jerusalem")
    monkeypatch.setattr("desktop.session.open_practice._linked_zone", lambda: "Europe/Vienna")
    assert local_timezone() == "Europe/Vienna"


def test_given_a_computer_that_tells_nothing_when_a_practice_is_made_then_the_zone_is_asked_for(
    laptop: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    qt_says(monkeypatch, b"UTC")
    said = laptop("new-practice", "--name", "Demo Practice", "--therapist", "Dana Demoson")
    assert said.status == 1
    assert "--timezone Europe/Berlin" in said.err
