"""How much of what is sent goes into one call, and how a call that was refused whole is taken apart."""

from collections.abc import Sequence
from itertools import groupby

from core.domain.registry import BY_NO
from core.store.outbox.sent_op import Sent

MOST_OPS, MOST_BYTES = 1000, 11_000_000
"""Of one call: a server takes no more ops, and 12 MB with all that stands around the content."""


def wire_bytes(sent: Sent) -> int:
    """About what an op's content takes of a call: cells travel as base64; of the rest only texts are long."""
    known = BY_NO[sent.table_no].by_no
    size = sum(base64_bytes(len(cell or b"")) for cell in sent.cells.values())
    for no, value in sent.fields.items():
        if isinstance(value, str):
            # Half a surrogate pair must not stop the counting: the server refuses it, and that op alone.
            length = len(value.encode("utf-8", "surrogatepass"))
            size += base64_bytes(length) if no in known and known[no].enc else length
    return size


def base64_bytes(length: int) -> int:
    """How many bytes so many become in base64, its padding included."""
    return (length + 2) // 3 * 4


def first_piece(batch: Sequence[Sent], ops: int, octets: int) -> Sequence[Sent]:
    """The first groups of a batch, whole, up to these limits; at least one.

    A group that no call could hold is cut where it must be: its rows stand parents first.
    """
    piece: list[Sent] = []
    size = 0
    for _, members in groupby(batch, key=lambda sent: sent.group):
        group = list(members)
        size += sum(sent.size for sent in group)
        if piece and (len(piece) + len(group) > ops or size > octets):
            break
        piece += group
    # Only a first group that is too large by itself is cut here; any other was left for the next call.
    return piece[: _most(piece)]


def _most(piece: Sequence[Sent]) -> int:
    """How many of the first ops one call can hold; one that is too large by itself counts as one."""
    size = 0
    for count, sent in enumerate(piece[:MOST_OPS]):
        size += wire_bytes(sent)
        if count and size > MOST_BYTES:
            return count
    return min(len(piece), MOST_OPS)


def halves(piece: Sequence[Sent]) -> tuple[Sequence[Sent], Sequence[Sent]]:
    """Two parts of at least two ops, between two groups where there are any."""
    places = range(1, len(piece))
    between = [place for place in places if piece[place - 1].group != piece[place].group]
    middle = min(between or places, key=lambda place: abs(2 * place - len(piece)))
    return piece[:middle], piece[middle:]
