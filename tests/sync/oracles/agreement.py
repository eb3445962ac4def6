"""Oracles about rows: all devices and the server hold the same, and of no other practice anything."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from core.crypto.clinical import holds
from core.domain.registry import BY_NO, CLINICAL_DIGEST, COMMON
from core.store.outbox.wire_row import WireRow, canonical, row_to_wire
from sync.remote import RemoteRow
from sync.rows.codec import Codec, _shown
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import Eye, Seen, name_of, table_of
from tests.sync.oracles.finding import Finding, Oracle

MOST = 4
"""Findings of one kind that are worth reading."""


def converged(looks: Sequence[Seen]) -> Iterator[Finding]:
    """(a) Every column of every row is the same byte for byte, versions, places and seals included."""
    first = looks[0]
    for number, other in enumerate(looks[1:], start=2):
        keys = sorted(first.rows.keys() | other.rows.keys())
        different = [key for key in keys if first.rows.get(key) != other.rows.get(key)]
        for key in different[:MOST]:
            yield Finding(
                Oracle.CONVERGENCE, f"{name_of(key)} on device {number}: {_difference(first, other, key)}"
            )


def _difference(one: Seen, two: Seen, key: tuple[int, bytes]) -> str:
    if key not in one.rows or key not in two.rows:
        return "is not on all devices"
    table = table_of(key)
    names = (*COMMON, *(column.name for column in table.columns), "seq", "mac", "origin_device", "extra")
    return ", ".join(name for name in names if one.value(key, name) != two.value(key, name))


def is_what_the_server_has(
    seen: Seen, feed: Sequence[RemoteRow], mac_of: Callable[[WireRow, RemoteRow], bytes] | None = None
) -> Iterator[Finding]:
    """(a) The device's rows are the server's: same ids, versions, places, tombstones and digests.

    `mac_of` recomputes each digest from what the store says, so contents are compared too.
    """
    theirs = {(row.table_no, row.row_id.bytes): row for row in feed if row.table_no in BY_NO}
    for key in sorted(theirs.keys() ^ seen.rows.keys())[:MOST]:
        where = "the server" if key in theirs else "the device"
        yield Finding(Oracle.CONVERGENCE, f"{name_of(key)} is only on {where}")
    for key in sorted(theirs.keys() & seen.rows.keys()):
        row = theirs[key]
        told = (row.version, row.seq, row.deleted_at, row.updated_at, row.mac)
        ours = tuple(seen.value(key, name) for name in ("version", "seq", "deleted_at", "updated_at", "mac"))
        if told != ours:
            names = ("version", "seq", "deleted_at", "updated_at", "mac")
            wrong = ", ".join(name for name, a, b in zip(names, told, ours, strict=True) if a != b)
            yield Finding(Oracle.CONVERGENCE, f"{name_of(key)} is not what the server has: {wrong}")
        elif mac_of is not None and mac_of(_wire(seen, key), row) != row.mac:
            yield Finding(Oracle.CONVERGENCE, f"{name_of(key)} does not have the content of its seal")
        elif row.seal is None or row.sealed_by is None:
            yield Finding(Oracle.CONVERGENCE, f"{name_of(key)} has no seal")


def keeps_its_sums(eye: Eye) -> Iterator[Finding]:
    """(a) What a device keeps of its digests is what its rows come to."""
    found = {(each["workspace_id"], each["table_no"]): _sum_of(each) for each in eye.local("digest_sums")}
    for note in eye.local("digest_notes"):
        key = note["workspace_id"], note["table_no"]
        if key in found:
            count, total = found[key]
            found[key] = count + note["sign"], total + note["sign"] * int.from_bytes(note["mac"] or b"")
    seen = eye.everything()
    for (owner, no), (count, total) in found.items():
        keys = [key for key in seen.rows if key[0] == no and seen.value(key, "workspace_id") == owner]
        macs = [seen.value(key, "mac") or b"" for key in keys if seen.value(key, "seq") is not None]
        if (count, total % 2**64) != (len(macs), sum(int.from_bytes(mac[:8]) for mac in macs) % 2**64):
            yield Finding(Oracle.CONVERGENCE, f"the kept sum of {BY_NO[no].name} is not that of its rows")


def _sum_of(kept: Mapping[str, Any]) -> tuple[int, int]:
    return kept["rows"], int.from_bytes(kept["total"])


def mac_of(codec: Codec) -> Callable[[WireRow, RemoteRow], bytes]:
    """How a device digests what a row says, with the server's digest of its clinical fields if that holds."""

    def made(row: WireRow, theirs: RemoteRow) -> bytes:
        ring, content = codec._keychain.ring(), canonical(row)
        digest = theirs.plain.get(CLINICAL_DIGEST)
        if not isinstance(digest, str):
            return codec._mac(ring, row, content)
        clinical = {column.no for column in BY_NO[row.table_no].clinical}
        fields = {no: value for no, value in content.items() if no in clinical}
        if not holds(ring, bytes.fromhex(digest), row.table_no, row.row_id, fields):
            return b"the digest does not hold"
        return codec._mac(ring, row, _shown(row.table_no, content, digest))

    return made


def _wire(seen: Seen, key: tuple[int, bytes]) -> WireRow:
    table = table_of(key)
    names = (*COMMON, *(column.name for column in table.columns), "extra")
    return row_to_wire(table, {name: seen.value(key, name) for name in names})


def isolated(seen: Seen, kept_aside: str, workspace_id: UUID, others: Sequence[Diary]) -> Iterator[Finding]:
    """(i) A store holds rows of its own practice alone, and no word that people of another one typed."""
    strange = [key for key in seen.rows if seen.value(key, "workspace_id") != workspace_id.bytes]
    for key in strange[:MOST]:
        yield Finding(Oracle.ISOLATION, f"{name_of(key)} belongs to another practice")
    made_there = {key for diary in others for key in diary.made}
    for key in sorted(made_there & seen.rows.keys())[:MOST]:
        yield Finding(Oracle.ISOLATION, f"{name_of(key)} was made in another practice")
    text = "\n".join((kept_aside, *(seen.text(key) for key in seen.rows)))
    for diary in others:
        for word in sorted(word for word in diary.typed if word in text)[:MOST]:
            yield Finding(Oracle.ISOLATION, f"the word {word} was typed in another practice")


def same_in_parts(whole: Seen, in_parts: Seen) -> Iterator[Finding]:
    """(k) A device that pulled up to some cursor and then the rest has what one that pulled at once has."""
    for finding in converged([whole, in_parts]):
        yield Finding(Oracle.PREFIX, finding.what)
