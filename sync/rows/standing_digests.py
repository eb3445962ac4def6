"""What waited of a client when this laptop's person came to read less: it goes out as they are shown it.

Such a row still has its clinical fields here, and not the digest that stands for them in the clinic. Sealed
over those fields, nobody who goes without them could verify it, not even who sent it.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from core.domain.registry import BY_NO, CLINICAL_DIGEST
from core.store.outbox.sent_op import Sent
from sync.rows.codec import Codec
from sync.rows.local_rows import LocalRows


def as_shown(db: Connection, ground: LocalRows, codec: Codec, batch: Sequence[Sent]) -> list[Sent]:
    """The batch, with the clinic's digest in place of clinical fields that nobody changed. A row whose digest
    is not known here stays as it is."""
    return [_as_shown(db, ground, codec, sent) if _is_whole(sent) else sent for sent in batch]


def _is_whole(sent: Sent) -> bool:
    """Whether it changes nothing clinical of a row that came with its clinical fields."""
    clinical = _clinical(sent)
    return bool(clinical) and clinical.isdisjoint(sent.fields) and CLINICAL_DIGEST not in sent.row.fields


def _as_shown(db: Connection, ground: LocalRows, codec: Codec, sent: Sent) -> Sent:
    entry = ground.journal.entry(db, sent.table_no, sent.row_id)
    known = ground.known(db, sent.table_no, [sent.row_id]).get(sent.row_id)
    # Over a version that nobody can verify another digest may stand in the clinic.
    if entry is None or entry.base is None or known is None or known.version != sent.base_version:
        return sent
    digest = codec.standing_digest(entry.base, known.mac)
    if digest is None:
        return sent
    shown = {no: value for no, value in sent.row.fields.items() if no not in _clinical(sent)}
    return replace(sent, row=replace(sent.row, fields={**shown, CLINICAL_DIGEST: digest}))


def _clinical(sent: Sent) -> frozenset[int]:
    return frozenset(column.no for column in BY_NO[sent.table_no].clinical)
