"""Rows of a menu about one misspelt word, in whatever field it stands."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu

from desktop.kit.i18n import tr
from desktop.spelling.spelling import Spelling


def add_suggestions(
    menu: QMenu,
    suggestions: Sequence[str],
    written: str,
    replace: Callable[[str], None],
    fits: Callable[[str], bool] | None = None,
) -> None:
    """`replace` gets the one that is chosen, with the apostrophe that the person uses.

    One that does not fit is named and cannot be chosen.
    """
    for text in suggestions:
        chosen = text.replace("'", "’") if "’" in written else text
        row = menu.addAction(chosen.replace("&", "&&"))  # one alone would underline the next letter
        if fits is not None and not fits(chosen):
            row.setText(tr("Spelling", "{word} (no room for it here)", word=row.text()))
            row.setEnabled(False)
        row.triggered.connect(partial(_choose, replace, chosen))
    if not suggestions:
        menu.addAction(tr("Spelling", "No suggestions")).setEnabled(False)


def add_late(menu: QMenu) -> QMenu:
    """A menu of its own for suggestions that are still looked for, so that no row moves when they come."""
    late = menu.addMenu(tr("Spelling", "Suggestions"))
    late.addAction(tr("Spelling", "Looking for suggestions…")).setEnabled(False)
    return late


def add_keeping(menu: QMenu, spelling: Spelling, plain: str) -> None:
    """The word is right: for good, or for now."""
    add = menu.addAction(tr("Spelling", "Add to my words"))
    add.triggered.connect(lambda _checked=False: spelling.add_word(plain))
    ignore = menu.addAction(tr("Spelling", "Ignore until the practice is locked"))
    ignore.triggered.connect(lambda _checked=False: spelling.ignore(plain))


def _choose(replace: Callable[[str], None], chosen: str, _checked: bool = False) -> None:
    replace(chosen)
