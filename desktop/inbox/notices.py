"""What sync settled by itself, in plain words: what happened, what is safe, what to do."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from core.domain.registry import BY_NAME, Kind, Merge
from core.store.practice import NoticeRow
from core.store.wire import wire_from_json
from desktop.dates import moment_text
from desktop.field_words import field_word, record_word
from desktop.i18n import tr
from desktop.inbox.aligned import blocks
from desktop.inbox.case import ToldNotice
from desktop.inbox.merged import Merging
from desktop.inbox.origins import Versions, passages
from desktop.inbox.values import value_words

_HIDDEN = (Kind.UUID, Kind.BYTES)


def notice_text(kind: str) -> str:
    """For one line of the list."""
    return {
        "merged": tr("Inbox", "put together from two laptops"),
        "restored": tr("Inbox", "deleted on one laptop, edited on another: it is back"),
        "renamed": tr("Inbox", "renamed, because two had one name"),
        "replaced": tr("Inbox", "the clinic's version was taken, yours is kept here"),
        "tampered": tr("Inbox", "failed its seal and was not used"),
        "altered": tr("Inbox", "failed its seal and was not used"),
        "rolled_back": tr("Inbox", "an older version came and was not used"),
        "unreadable": tr("Inbox", "could not be read and was left out"),
    }.get(kind, kind)


def notice_words(told: ToldNotice, now: datetime) -> str:
    """For its page: of what and when, what happened, what is safe, what to do."""
    notice = told.notice
    record, when = record_word(notice.table), moment_text(notice.at, now)
    device = told.device or tr("Inbox", "another laptop")
    words = _meeting_words(device) | _server_words()
    return tr(
        "Inbox", "{record}, {when}. {words}", record=record, when=when, words=words.get(notice.kind, "")
    )


def _meeting_words(device: str) -> dict[str, str]:
    return {
        "merged": tr(
            "Inbox",
            "This was changed on this laptop and on {device} before they met. The changes did not touch each "
            "other, so both are in the record. Nothing is lost; look it over once.",
            device=device,
        ),
        "restored": tr(
            "Inbox",
            "This was deleted on one laptop while someone wrote in it on another one. What was written is "
            "safe and the record is back. Delete it again if it is really not needed.",
        ),
        "renamed": tr(
            "Inbox",
            "Two laptops made a record of one name before they met. Both are there; this one got a number. "
            "Give it another name if you like.",
        ),
        "replaced": tr(
            "Inbox",
            "This laptop's version did not fit the clinic's any more, so the clinic's was taken. What you "
            "had is kept here word for word; write it into the record again where it is missing.",
        ),
    }


def _server_words() -> dict[str, str]:
    unsealed = tr(
        "Inbox",
        "What came from the clinic's server does not carry the seal of one of your laptops. It was not used, "
        "and what is here stays. Tell whoever looks after the server.",
    )
    return {
        "tampered": unsealed,
        "altered": unsealed,
        "unreadable": tr(
            "Inbox",
            "This program could not read what came from the clinic. What is here stays as it is. Install the "
            "newest version; then it is fetched again.",
        ),
        "rolled_back": tr(
            "Inbox",
            "The clinic's server showed an older version than before. It was not used, and what is here "
            "stays. Tell whoever looks after the server.",
        ),
    }


def merging_of(told: ToldNotice, title: str, now: datetime, *, has_record: bool) -> Merging | None:
    """What the page of a merged text shows; None where it is not a text that was put together."""
    notice = told.notice
    column = BY_NAME[notice.table].by_name.get(notice.field or "")
    if notice.kind != "merged" or column is None or column.merge not in {Merge.TEXT, Merge.UNION}:
        return None
    if (notice.ours, notice.theirs) == (None, None):
        return None
    as_text = _lines if column.merge is Merge.UNION else _plain
    base, here, there, result = (
        as_text(text) for text in (notice.base, notice.ours, notice.theirs, notice.result)
    )
    return Merging(
        title=title,
        words=notice_words(told, now),
        passages=passages(Versions(base, here, there, result)),
        blocks=blocks(here, there),
        there=told.device or tr("Inbox", "another laptop"),
        has_record=has_record,
    )


def kept_values(notice: NoticeRow, now: datetime) -> Iterator[tuple[str, str]]:
    """What a person had written, without what only the program reads: a whole row, or one value."""
    table = BY_NAME[notice.table]
    if notice.kind == "renamed":
        yield tr("Inbox", "It was called"), notice.ours or ""
        yield tr("Inbox", "It is called now"), notice.result or ""
    elif notice.kind == "replaced" and notice.ours:
        row = wire_from_json(notice.ours)
        values: Mapping[int, Any] = row.fields
        for no, value in sorted(values.items()):
            column = table.by_no.get(no)
            if column is not None and value not in (None, "") and column.kind not in _HIDDEN:
                yield field_word(table.name, column.name), value_words(column, value, {}, now)


def _plain(text: str | None) -> str:
    return text or ""


def _lines(text: str | None) -> str:
    """Tags and other lists, one a line."""
    return "\n".join(str(one) for one in json.loads(text or "[]"))
