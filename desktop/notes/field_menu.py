"""The menu of a note's text: what every text has, in our words, and what the practice writes again."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QTextEdit

from desktop.kit.i18n import tr

Standard = QKeySequence.StandardKey


def field_menu(
    edit: QTextEdit,
    insert: Callable[[], object] | None,
    recall: Callable[[], object] | None = None,
    lead: Callable[[QMenu], object] | None = None,
) -> QMenu:
    """Whoever shows it closes it. `insert` opens the list of texts to insert, `recall` that of phrases, and
    `lead` adds the first rows."""
    menu = QMenu(edit)
    if lead is not None:
        lead(menu)
        menu.addSeparator()
    selected = edit.textCursor().hasSelection()
    writable = not edit.isReadOnly()
    if writable:
        history = edit.document()
        add_row(menu, tr("Notes", "Undo"), edit.undo, Standard.Undo, on=history.isUndoAvailable())
        add_row(menu, tr("Notes", "Redo"), edit.redo, Standard.Redo, on=history.isRedoAvailable())
        menu.addSeparator()
        add_row(menu, tr("Notes", "Cut"), edit.cut, Standard.Cut, on=selected)
    add_row(menu, tr("Notes", "Copy"), edit.copy, Standard.Copy, on=selected)
    if writable:
        add_row(menu, tr("Notes", "Paste"), edit.paste, Standard.Paste, on=edit.canPaste())
    menu.addSeparator()
    add_row(menu, tr("Notes", "Select all"), edit.selectAll, Standard.SelectAll, on=bool(edit.toPlainText()))
    if writable and insert is not None:
        menu.addSeparator()
        add_row(menu, tr("Notes", "Insert a snippet or a template…"), insert, QKeySequence("Ctrl+J"))
    if writable and recall is not None:
        add_row(menu, tr("Notes", "Phrases of earlier notes…"), recall, QKeySequence("Ctrl+Shift+J"))
    return menu


def show_menu(menu: QMenu, where: QPoint) -> None:
    """At a place of the screen, until something is chosen or it is closed."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(where)


def add_row(
    menu: QMenu,
    text: str,
    run: Callable[[], object],
    key: QKeySequence | QKeySequence.StandardKey,
    *,
    on: bool = True,
) -> None:
    """A row with its key, which the menu shows and the window handles."""
    action = QAction(text, menu)
    action.setShortcut(QKeySequence(key))
    # Some systems leave keys out of such menus unless they are asked for.
    action.setShortcutVisibleInContextMenu(True)
    action.setEnabled(on)
    action.triggered.connect(lambda _checked=False: run())
    menu.addAction(action)
