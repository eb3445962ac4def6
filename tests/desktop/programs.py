"""The end of a run of the window, as the end of its process would be."""

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent

from desktop.app import Program


def destroy(made: Program) -> None:
    """Locked and gone: a look that is set later would restyle the windows of all runs before it."""
    place, door = made.workplace, made.door
    window = place.window if place is not None else door
    if window is None or not shiboken6.isValid(window):
        return
    if place is not None:
        place.hard_lock()
    else:
        window.close()
    QCoreApplication.processEvents()
    made.languages.use("en")
    window.deleteLater()
    made.theme.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
