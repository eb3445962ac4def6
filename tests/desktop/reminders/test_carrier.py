"""What is handed to other programs: opened by the system, said to nobody, and taken out of the clipboard."""

import logging
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl, qWarning
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from core.domain.reminder_links import mail_link, sms_link, whatsapp_link
from desktop.reminders.carrier import DesktopCarrier

TEXT = "Hello Mira & Co,\n100% שלום?"


@pytest.fixture
def carrier(qapp: QApplication) -> Iterator[DesktopCarrier]:
    yield DesktopCarrier()
    QGuiApplication.clipboard().clear()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Links that reached the system, which warns of each as Qt does where it cannot start a program."""
    found: list[str] = []

    def open_url(url: QUrl) -> bool:
        found.append(bytes(url.toEncoded().data()).decode())
        qWarning(f"Launch failed ({url.toString()})")
        return len(found) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return found


def test_given_a_link_when_opened_then_the_system_has_it_as_it_was_made_and_no_log_does(
    carrier: DesktopCarrier,
    opened: list[str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    links = [
        mail_link("mira@example.org", "Your appointment", TEXT),
        sms_link("+49 30 5550", TEXT),
        whatsapp_link("+49 30 5550", "", TEXT),
    ]
    with caplog.at_level(logging.DEBUG):
        assert [carrier.open(link) for link in links] == [True, False, False]
    assert opened == links
    assert "Mira" not in caplog.text
    assert "Mira" not in "".join(capfd.readouterr())


def test_given_a_text_that_was_copied_when_the_window_locks_then_the_clipboard_is_empty(
    carrier: DesktopCarrier,
) -> None:
    carrier.copy(TEXT)
    assert QGuiApplication.clipboard().text() == TEXT
    carrier.forget()
    assert QGuiApplication.clipboard().text() == ""


def test_given_something_else_copied_since_when_the_window_locks_then_it_stays(
    carrier: DesktopCarrier,
) -> None:
    carrier.copy(TEXT)
    QGuiApplication.clipboard().setText("a recipe")
    carrier.forget()
    assert QGuiApplication.clipboard().text() == "a recipe"
