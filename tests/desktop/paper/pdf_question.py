"""What asks before a PDF is saved, as a test finds and answers it."""

from PySide6.QtWidgets import QApplication

from desktop.paper.pdf_dialog import PdfDialog
from tests.desktop.conftest import FakeNavigator

PASSWORD = "lamp orchard tin seven"


def asked() -> PdfDialog | None:
    """The one that is open, if there is one."""
    found = [each for each in QApplication.allWidgets() if isinstance(each, PdfDialog) and each.isVisible()]
    return found[0] if found else None


def pdf_dialog() -> PdfDialog:
    found = asked()
    assert found is not None
    return found


def title_of_question(navigator: FakeNavigator) -> str:
    """Of what was asked last, before something is printed or saved; "" where nothing was."""
    found = asked()
    if found is not None:
        return found.windowTitle()
    return str(navigator.asked[-1][1]) if navigator.asked else ""


def save_without_password() -> None:
    dialog = pdf_dialog()
    dialog.box.setChecked(False)
    dialog.yes.click()
