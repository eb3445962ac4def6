"""Whether anything of a window moves when something is said in it."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from desktop.clients.form_view import Duplicates
from desktop.kit.jobs import Jobs
from desktop.widgets.banner import Banner
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.fields import Field
from desktop.widgets.toast import Toast

LONG = (
    "The disk is full; nothing was changed. Everything stored before is safe, and what you typed is still "
    "in this window. Make some room on the disk, then try again."
)
_SAID = (ErrorLine, Banner, Duplicates, Toast)
_ROUNDS = 3
"""What is laid out asks what it stands in to be laid out."""


def settle(jobs: Jobs) -> None:
    for _ in range(_ROUNDS):
        jobs.wait()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QApplication.processEvents()


def is_said(widget: QWidget) -> bool:
    """A part of what says it."""
    at: QWidget | None = widget
    while at is not None:
        if isinstance(at, _SAID) or at.property("over"):
            return True
        at = at.parentWidget()
    return False


def geometry(window: QWidget) -> dict[QWidget, QRect]:
    """Of every widget of a window, or of a dialog in one, that is in sight."""
    top = window.window()
    parts = [part for part in window.findChildren(QWidget) if part.isVisible() and part.window() is top]
    return {part: QRect(part.mapTo(window, QPoint(0, 0)), part.size()) for part in parts if not is_said(part)}


def moved(window: QWidget, jobs: Jobs, cause: Callable[[], object]) -> list[str]:
    """What stands elsewhere afterwards, or is gone."""
    settle(jobs)
    before = geometry(window)
    cause()
    settle(jobs)
    after = geometry(window)
    return [
        f"{_name(part)}: {at} -> {after.get(part)}" for part, at in before.items() if after.get(part) != at
    ]


def complaints(window: QWidget) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each field and each line in sight, told a long sentence."""
    for field in window.findChildren(Field):
        if field.isVisible():
            yield f"field {field.label.text()}", partial(field.set_error, LONG)
    for line in window.findChildren(ErrorLine):
        if line.isVisible() and not isinstance(line.parentWidget(), Field):
            yield "line", partial(line.say, LONG)


def _name(part: QWidget) -> str:
    return f"{type(part).__name__} {part.accessibleName() or getattr(part, 'text', str)()!r}"
