"""What sync settled by itself, in plain words: what happened, what is safe, what to do."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from core.domain.registry import BY_NAME, Merge
from core.store.outbox.wire_row import wire_from_json
from core.store.practice.practice import NoticeRow
from desktop.inbox.aligned_passages import blocks
from desktop.inbox.conflict import ToldNotice
from desktop.inbox.merged_page import Merging
from desktop.inbox.origins import Versions, passages
from desktop.inbox.values import value_words
from desktop.kit.dates import moment_text
from desktop.kit.field_texts import field_word, is_for_people, record_word
from desktop.kit.i18n import tr


def notice_text(kind: str) -> str:
    """For one line of the list."""
    return {
        "merged": tr("Inbox", "put together from two laptops"),
        "restored": tr("Inbox", "deleted on one laptop, edited on another: it is back"),
        "renamed": tr("Inbox", "renamed, because two had one name"),
        "replaced": tr("Inbox", "the clinic's version was taken, yours is kept here"),
        "tampered": tr("Inbox", "failed its seal and was not used"),
        "superseded": tr("Inbox", "failed its seal; what is here went to the clinic instead"),
        "altered": tr("Inbox", "failed its seal and was not used"),
        "rolled_back": tr("Inbox", "an older version came and was not used"),
        "unreadable": tr("Inbox", "could not be read and was left out"),
        "unsound": tr("Inbox", "a signature does not hold"),
        "brought_back": tr("Inbox", "was set aside at the clinic, and is back"),
        "chain": tr("Inbox", "entries are missing or were changed at the clinic"),
        "earlier": tr("Inbox", "the clinic's server was brought back to an earlier state"),
    }.get(kind, kind)


def notice_words(told: ToldNotice, now: datetime) -> str:
    """For its page: of what and when, what happened, what is safe, what to do."""
    notice = told.notice
    record, when = record_word(notice.table), moment_text(notice.at, now)
    device = told.device or tr("Inbox", "another laptop")
    words = _meeting_words(device) | _server_words() | _login_words(told)
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


def _login_words(told: ToldNotice) -> dict[str, str]:
    """Where the clinic's server names the laptop whose login brought what does not hold."""
    if not told.device:
        return {"superseded": _put_right(tr("Inbox", "Something on the clinic's server"))}
    by = tr("Inbox", "Something that came by the login of “{device}”", device=told.device)
    left = tr(
        "Inbox",
        "{what} does not carry the seal of one of your laptops. It was not used, and what is here stays. Is "
        "that laptop still where it should be? If not, the owner removes it (Settings, Team and devices) "
        "and there sets aside what it left, for all laptops.",
        what=by,
    )
    return {"tampered": left, "superseded": _put_right(by)}


def _put_right(what: str) -> str:
    return tr(
        "Inbox",
        "{what} stood in the place of this record without the seal of one of your laptops. It was not used. "
        "What this laptop has was sent to the clinic in its place: nothing is lost, and nothing has to be "
        "done. If a laptop is not where it should be, the owner removes it (Settings, Team and devices).",
        what=what,
    )


def _server_words() -> dict[str, str]:
    unsealed = tr(
        "Inbox",
        "What came from the clinic's server does not carry the seal of one of your laptops. It was not used, "
        "and what is here stays. Tell whoever looks after the server.",
    )
    return {
        "tampered": unsealed,
        "altered": unsealed,
        "brought_back": tr(
            "Inbox",
            "An owner's login set this aside at the clinic as something that nobody can verify. This laptop "
            "can, and brought it back: nothing is lost. If no owner of yours set anything aside, somebody "
            "else has that login: an owner removes the laptop (Settings, Team and devices).",
        ),
        "unsound": tr(
            "Inbox",
            "A version of this note is not what was signed, or was signed in somebody else's name. Its text "
            "is kept, marked, and counts as unsigned. Compare it with the laptop it was written on or with a "
            "printed copy, and amend the note where it is wrong.",
        ),
        "unreadable": tr(
            "Inbox",
            "This program could not read what came from the clinic. What is here stays as it is. Install the "
            "newest version; then it is fetched again.",
        ),
        "chain": tr(
            "Inbox",
            "The clinic's record of who did what is not what this laptop saw before: entries are missing or "
            "were changed. Your records are safe. Either the server was brought back from a backup without "
            "the restore command, or somebody changed it. Tell whoever looks after the server. This window "
            "cannot tell what differs; they can, in a terminal on this laptop: `pazpaz audit verify`.",
        ),
        "earlier": tr(
            "Inbox",
            "The clinic's server was brought back to an earlier state, and its record of who did what lacks "
            "entries that this laptop saw there. What this laptop has of them and of everything else goes to "
            "it again: your records are safe, and nothing has to be done. If whoever looks after the server "
            "did not bring it back, somebody else changed it: tell them.",
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
            if column is not None and value not in (None, "") and is_for_people(table, column):
                yield field_word(table.name, column.name), value_words(column, value, {}, now)


def _plain(text: str | None) -> str:
    return text or ""


def _lines(text: str | None) -> str:
    """Tags and other lists, one a line."""
    return "\n".join(str(one) for one in json.loads(text or "[]"))
