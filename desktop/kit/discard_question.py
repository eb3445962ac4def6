"""The one question before an unsaved form gives way to something else."""

from collections.abc import Callable

from desktop.kit.context import Navigator
from desktop.kit.i18n import tr


def ask_to_discard(navigator: Navigator, sentence: str, then: Callable[[], None]) -> None:
    """`sentence` names the form. Esc, Enter and a lock leave it as it is."""
    navigator.confirm(
        tr("Discarding", "Discard what you typed?"), sentence, tr("Discarding", "Discard"), then, danger=True
    )
