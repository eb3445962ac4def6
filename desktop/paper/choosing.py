"""Asks which printer to use."""

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget


def choose_printer(over: QWidget) -> QPrinter | None:
    """The system's dialog for it; None where the person, or a lock, left it."""
    # Named here: the dialog does not keep it, and without a name it is gone before the dialog shows it.
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, over)
    is_chosen = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return printer if is_chosen else None
