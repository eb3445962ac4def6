"""What a list shows: the words of its rows, as its view has them."""

from PySide6.QtWidgets import QListView

from desktop.widgets.two_line import RowRole


def first_lines(view: QListView) -> list[str]:
    """Of every row in sight or below it, headings and hidden rows left out."""
    model = view.model()
    rows = [model.index(row, 0) for row in range(model.rowCount()) if not view.isRowHidden(row)]
    return [index.data() for index in rows if not index.data(RowRole.HEADING)]
