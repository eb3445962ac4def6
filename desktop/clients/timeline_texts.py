"""The rows of a client's timeline in words. No Qt widgets."""

from collections.abc import Mapping
from datetime import datetime

from core.domain.enums import AppointmentStatus
from core.domain.ids import ServiceId
from core.domain.measure_scales import scale_of
from core.domain.records import Appointment, Attachment, Measure
from core.store.practice.client_timeline import NoteBeginning, TimelineKind
from core.text.direction import isolated
from desktop.clients.texts import status_text
from desktop.clients.timeline import Action, Heading, Item, TimelineItem
from desktop.files.texts import shown_name, size_text
from desktop.kit.dates import day_text, month_text, time_text, weekday_text
from desktop.kit.i18n import one_line, tr
from desktop.measures.words import measure_text, scale_name
from desktop.widgets.rows import ListRow


def timeline_row(item: Item, services: Mapping[ServiceId, str], now: datetime, *, blurred: bool) -> ListRow:
    """A day that is ahead is told by `day_text`, a past one without its month, which stands in a heading.

    Where `blurred` what was written, measured or named is left out; that a note is empty is still said.
    """
    if isinstance(item, Heading):
        text = month_text(item.month) if item.month else tr("Clients", "Coming up")
        return ListRow(first=text, heading=True)
    day = day_text(item.at.date(), now.date()) if item.at > now else weekday_text(item.at.date())
    if isinstance(item.row, Appointment):
        return _appointment_row(item, item.row, day, services)
    if isinstance(item.row, NoteBeginning):
        return _note_row(item, item.row, day, blurred=blurred)
    if isinstance(item.row, Measure):
        return _measure_row(item.row, day, blurred=blurred)
    return _file_row(item.row, day, blurred=blurred)


def _appointment_row(
    item: TimelineItem, row: Appointment, day: str, services: Mapping[ServiceId, str]
) -> ListRow:
    minutes = round((row.scheduled_end - row.scheduled_start).total_seconds() / 60)
    service = services.get(row.service_id) if row.service_id else None
    when = tr("Clients", "{time}, {count} minutes", time=time_text(item.at, item.at), count=minutes)
    cancelled = row.status is AppointmentStatus.CANCELLED
    return ListRow(
        first=service or tr("Clients", "Appointment"),
        second=one_line((status_text(row.status), when)),
        trailing=day,
        icon="calendar",
        faint=cancelled,
        struck=cancelled,
        action=_action_words(item.action),
    )


def _note_row(item: TimelineItem, row: NoteBeginning, day: str, *, blurred: bool) -> ListRow:
    written = "" if blurred else row.beginning
    return ListRow(
        first=tr("Clients", "Session note") if row.is_signed else tr("Clients", "Draft note"),
        second=written if row.beginning else tr("Clients", "Nothing written yet"),
        trailing=day,
        icon="notes" if row.is_signed else "edit",
        tone="secondary" if row.is_signed else "warning",
        action=_action_words(item.action),
    )


def _measure_row(row: Measure, day: str, *, blurred: bool) -> ListRow:
    if blurred:
        return ListRow(first=tr("Clients", "Measure"), trailing=day, icon="measure")
    said = tr("Measures", "{name}: {numbers}", name=scale_name(scale_of(row)), numbers=measure_text(row))
    remark = " ".join((row.note or "").split())
    return ListRow(first=said, second=remark or tr("Clients", "Measure"), trailing=day, icon="measure")


def _file_row(row: Attachment, day: str, *, blurred: bool) -> ListRow:
    caption = "" if blurred or not row.caption else isolated(" ".join(row.caption.split()))
    return ListRow(
        first=shown_name(row.file_name, blurred=blurred),
        second=one_line((caption, size_text(row.file_size_bytes))),
        trailing=day,
        icon="attach",
    )


def _action_words(action: Action | None) -> str:
    if action is Action.CONTINUE:
        return tr("Clients", "Continue note")
    return tr("Clients", "Start note") if action is Action.START else ""


def filter_words(kind: TimelineKind | None, count: int | None) -> str:
    """A filter with how many it would show; `kind` None shows all."""
    words = {
        None: tr("Clients", "All"),
        TimelineKind.APPOINTMENT: tr("Clients", "Appointments"),
        TimelineKind.NOTE: tr("Clients", "Notes"),
        TimelineKind.FILE: tr("Clients", "Files"),
        TimelineKind.MEASURE: tr("Clients", "Measures"),
    }[kind]
    return tr("Clients", "{what} {count}", what=words, count=count) if count else words


def nothing_text(kind: TimelineKind | None, *, reads_clinical: bool) -> str:
    """What to do next where there is nothing to show."""
    if not reads_clinical:
        return tr("Clients", "Nothing yet. Press S to schedule the first appointment.")
    return {
        None: tr("Clients", "Nothing yet. Press S to schedule the first appointment or N to write a note."),
        TimelineKind.APPOINTMENT: tr("Clients", "No appointments yet. Press S to schedule the first one."),
        TimelineKind.NOTE: tr("Clients", "No notes yet. Press N to write the first one."),
        TimelineKind.FILE: tr("Clients", "No files yet. Press Ctrl+Shift+A to add one."),
        TimelineKind.MEASURE: tr("Clients", "No measures yet. Press M to add one."),
    }[kind]
