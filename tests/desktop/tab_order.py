"""In which order Tab goes through a form."""

from PySide6.QtWidgets import QWidget


def order(form: QWidget) -> list[QWidget]:
    """What Tab goes through, from the form's first."""
    found, at = [], form.nextInFocusChain()
    while at is not None and at is not form and at not in found:
        found.append(at)
        at = at.nextInFocusChain()
    return found
