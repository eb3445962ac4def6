"""What can be printed, each by its own hand: a record on upright pages, a day or week by its hours or a month
on one."""

from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial

from PySide6.QtGui import QPagedPaintDevice

from desktop.paper.encrypted_pdf import encrypted
from desktop.paper.hours_drawing import draw_hours
from desktop.paper.hours_sheet import HoursSheet
from desktop.paper.month import MonthSheet
from desktop.paper.month_drawing import draw_month
from desktop.paper.record import Record
from desktop.paper.record_drawing import Drawing, Progress, Steps, draw_record, made_pdf, written_pdf

Printable = Record | HoursSheet | MonthSheet


def draw(device: QPagedPaintDevice, pages: Printable) -> Drawing:
    """On the thread of the caller, a piece each time the next one is asked for."""
    if isinstance(pages, HoursSheet):
        return draw_hours(device, pages)
    return draw_month(device, pages) if isinstance(pages, MonthSheet) else draw_record(device, pages)


def write_pdf(pages: Printable, descriptor: int) -> Steps:
    """Into a file that is open, page by page, and tells of each piece; to be closed before the file is."""
    return written_pdf(partial(draw, pages=pages), descriptor)


def encrypted_pdf(
    pages: Printable, password: str, check: Callable[[], None] = lambda: None
) -> Generator[Progress | bytes, None, None]:
    """In memory, since none of it may stand on a disk as it is: tells of each piece, then gives it all.

    Raises UserError when that would be too much, and what `check` raises, which is called often. Left early
    it is to be closed.
    """
    with closing(made_pdf(partial(draw, pages=pages))) as steps:
        for made in steps:
            yield encrypted(made, password, check) if isinstance(made, bytes) else made
