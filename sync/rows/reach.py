"""What this laptop may read, as an owner wrote it and its keys allow: what it may no longer read is
forgotten here, and what it may read from now on is read from the start of the feed."""

from enum import StrEnum

from sqlalchemy import Connection

from core.domain.registry import CONFLICTS
from core.domain.rights import is_clinical_dispute, reads_clinical
from core.store.database.facts import get_fact, set_fact
from core.store.database.me import Me
from core.store.outbox import feed_store
from core.store.outbox.forgetting import (
    client_waits,
    forget_clients,
    forget_clinical_tables,
    holds_clinical_fields,
    holds_clinical_rows,
)
from core.store.outbox.sent_op import Sent
from core.store.unit_of_work.people import people, practice_settings
from core.store.unit_of_work.repository import REACH, REACHES_ALL
from sync.rows.local_rows import LocalRows


class Reach(StrEnum):
    """What of a practice comes to a laptop."""

    ALL = REACHES_ALL.decode()
    OPEN_TABLES = "open_tables"
    """No clinical table; the clinical cells of clients still come, for they have no keys of their own yet."""
    OPEN = "open"
    """Nothing clinical."""


SHOWN_LESS = "sync/shown_less"
"""Fact: the server took this laptop's person for one who may read less than this laptop holds."""


def may_read(db: Connection, me: Me) -> bool | None:
    """Whether this laptop's person reads what is clinical, as an owner wrote it; no server decides that. None
    before the person's own row is here."""
    roles = people(db, me.workspace_id)
    if me.user_id not in roles:
        return None
    return reads_clinical(roles[me.user_id], practice_settings(db, me.workspace_id))


def reach_of(known: Reach, *, may_read: bool, is_parted: bool, lacks_keys: bool) -> Reach:
    """`is_parted`: what is clinical has keys of its own; `lacks_keys`: and this laptop has not the newest.

    Want of keys makes no laptop forget anything: a server could keep them from it.
    """
    if may_read:
        return known if lacks_keys else Reach.ALL
    return Reach.OPEN if is_parted else Reach.OPEN_TABLES


def known_reach(db: Connection) -> Reach:
    """What this laptop holds now; all of it before it ever heard otherwise."""
    told = get_fact(db, REACH)
    return Reach(told.decode()) if told else Reach.ALL


def waits_for_push(db: Connection) -> bool:
    """Whether a client's change waits. Of a role that rose it goes first, as it was made: the record it is
    for has fields that are not here yet, and would seem to be emptied."""
    return client_waits(db)


def is_beyond(db: Connection, sent: Sent) -> bool:
    """Whether what the clinic has of a sent row does not come to this laptop, so that nothing can be merged
    with it: a dispute about something clinical."""
    if sent.table_no != CONFLICTS.no or known_reach(db) is Reach.ALL:
        return False
    subject, field = (sent.row.fields.get(CONFLICTS.by_name[name].no) for name in ("table_no", "field"))
    return is_clinical_dispute(int(str(subject)), None if field is None else str(field))


def change(db: Connection, ground: LocalRows, now: Reach) -> None:
    """Forgets what is out of reach, and lets the feed be read from its start where that brings something.

    In one transaction. What was typed here and waits stays; it goes to the inbox when the clinic refuses it.
    """
    before = known_reach(db)
    if now is not Reach.ALL and before is Reach.ALL:
        forget_clinical_tables(db)
    # Only there the server shows clients otherwise than before: without their clinical cells, or with them.
    if now is Reach.OPEN or (now is Reach.ALL and before is Reach.OPEN):
        forget_clients(db, clear=now is Reach.OPEN)
        _read_anew(db, ground)
    elif now is Reach.ALL and before is not Reach.ALL:
        _read_anew(db, ground)
    set_fact(db, REACH, now.value.encode())


def heed_shown(db: Connection, ground: LocalRows, *, is_less: bool) -> None:
    """Notes that the server shows less than this laptop holds, or lets the feed be read from its start once
    it shows all again: what came by meanwhile is not here, and no number in the feed tells of it.

    A server goes by a list of its own, which its operator may put right.
    """
    set_fact(db, SHOWN_LESS, b"1" if is_less else None)
    # One whose reach rises reads all anew as well.
    if not is_less and known_reach(db) is Reach.ALL:
        _read_anew(db, ground)


def was_shown_less(db: Connection) -> bool:
    """Whether that is noted."""
    return get_fact(db, SHOWN_LESS) is not None


def is_untidy(db: Connection) -> bool:
    """Whether something is here again that may not be read: a change that the clinic refused leaves its
    record as it was before."""
    known = known_reach(db)
    if known is Reach.ALL:
        return False
    return holds_clinical_rows(db) or (known is Reach.OPEN and holds_clinical_fields(db))


def tidy(db: Connection, ground: LocalRows) -> None:
    """Forgets what came back."""
    known = known_reach(db)
    if holds_clinical_rows(db):
        forget_clinical_tables(db)
    if known is Reach.OPEN and holds_clinical_fields(db):
        forget_clients(db, clear=True)
        _read_anew(db, ground)


def _read_anew(db: Connection, ground: LocalRows) -> None:
    cursor = feed_store.cursor(db, ground.me.workspace_id)
    # Without an epoch it begins at the start anyway.
    if cursor.epoch is not None:
        feed_store.set_cursor(db, ground.me.workspace_id, 0, cursor.epoch)
