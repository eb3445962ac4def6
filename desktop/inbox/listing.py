"""Lines and headings of the Inbox's list."""

from datetime import datetime

from core.store.practice.practice import InboxItem, InboxKind
from desktop.inbox.notices import notice_text
from desktop.inbox.texts import refusal_text, short_name
from desktop.kit.dates import day_text, time_text
from desktop.kit.field_texts import field_word, record_word
from desktop.kit.i18n import one_line, tr
from desktop.widgets.rows import ListRow

_ICONS = {
    InboxKind.CONFLICT: "merge",
    InboxKind.DOUBLE_BOOKING: "calendar",
    InboxKind.REFUSED: "alert",
    InboxKind.NOTICE: "info",
    InboxKind.ALARM: "alert",
    InboxKind.DRAFT: "edit",
    InboxKind.SETTLED: "check",
}


def heading_text(kind: InboxKind) -> str:
    """Above all items of one kind."""
    return {
        InboxKind.CONFLICT: tr("Inbox", "Written differently on two devices"),
        InboxKind.DOUBLE_BOOKING: tr("Inbox", "Two appointments at one time"),
        InboxKind.REFUSED: tr("Inbox", "Not accepted by the clinic"),
        InboxKind.NOTICE: tr("Inbox", "Settled by itself, for your information"),
        InboxKind.ALARM: tr("Inbox", "Something is not as it should be"),
        InboxKind.DRAFT: tr("Inbox", "Notes to finish and sign"),
        InboxKind.SETTLED: tr("Inbox", "Settled"),
    }[kind]


def item_row(item: InboxItem, now: datetime, *, blurred: bool, settled: bool) -> ListRow:
    """By its client, else by the kind of record; of today the time, else the day. `blurred`: initials.
    `settled`: it waits for nobody."""
    name = short_name(item.client_name) if blurred else item.client_name
    return ListRow(
        first=name or record_word(item.table),
        second=_subject(item),
        trailing=_short(item.at, now),
        icon=_ICONS[InboxKind.SETTLED if settled else item.kind],
    )


def _short(at: datetime, now: datetime) -> str:
    day, today = at.astimezone(now.tzinfo).date(), now.date()
    return time_text(at, now) if day == today else day_text(day, today)


def _subject(item: InboxItem) -> str:
    record = record_word(item.table)
    if item.kind in {InboxKind.CONFLICT, InboxKind.SETTLED} and item.detail:
        words = ", ".join(field_word(item.table, name) for name in item.detail.split(","))
        return one_line((record, words))
    if item.kind in {InboxKind.NOTICE, InboxKind.ALARM}:
        return one_line((record, notice_text(item.detail)))
    if item.kind is InboxKind.REFUSED:
        return one_line((record, refusal_text(item.detail)))
    return tr("Inbox", "Draft") if item.kind is InboxKind.DRAFT else record
