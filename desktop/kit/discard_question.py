"""The one question before an unsaved form gives way to something else."""

from collections.abc import Callable

from desktop.kit.context import Navigator
from desktop.kit.i18n import tr


def ask_to_discard(
    navigator: Navigator,
    sentence: str,
    then: Callable[[], None],
    on_left: Callable[[], None] | None = None,
) -> None:
    """`sentence` names the form. Esc, Enter and a lock leave it as it is; `on_left` is done then."""
    title, verb = tr("Discarding", "Discard what you typed?"), tr("Discarding", "Discard")
    navigator.confirm(title, sentence, verb, then, danger=True, on_left=on_left)
