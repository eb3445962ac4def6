"""How ops and rows travel: a push as JSON, a page of the feed as PostgreSQL's binary COPY."""

import json
import re
import uuid
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from struct import Struct
from typing import Any

from core.domain.foreground import FOREGROUND
from core.domain.ids import DeviceId
from sync.remote import NewCells, Op, Page, PushAnswer, RemoteRow, Result, Status, WrappedKey

_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_EPOCH_2000_US = 946_684_800_000_000
"""PostgreSQL counts microseconds from 2000-01-01."""
_FIXED = Struct(">hiqiii16siiiqiqi")
"""Field count, then length and value of seq, table, row, version, created, updated; length of deleted."""
_LENGTH = Struct(">i")
_TIME = Struct(">q")
_CELL = Struct(">HI")
_UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])")
"""A first look; somebody's emoji or text about escapes is let pass by the second."""
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def encode_ops(ops: Sequence[Op]) -> str:
    """The batch as the push function takes it."""
    # One by one: to write or search a megabyte is one step for Python, in which no other thread runs.
    return f"[{','.join(_encoded(op) for op in FOREGROUND.behind(ops))}]"


def _encoded(op: Op) -> str:
    text = _dumps(_op(op))
    if _UNSTORABLE.search(text) is None or _is_storable(op):
        return text
    return _dumps(_op(op) | {"bad": True, "p": {}})


def _dumps(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _op(op: Op) -> dict[str, object]:
    return {
        "n": op.op_no,
        "i": str(op.op_id),
        "g": op.group,
        "t": op.table_no,
        "r": str(op.row_id),
        "b": op.base_version,
        "d": op.deleted,
        "m": _b64(op.mac),
        "s": _b64(op.seal),
        "p": op.plain,
        "c": {no: cell and _b64(cell) for no, cell in op.cells.items()},
    }


def _is_storable(op: Op) -> bool:
    """PostgreSQL holds no NUL and no half of a surrogate pair; such an op is refused alone, not its batch."""
    text = _dumps(op.plain)
    return _NUL.search(text) is None and not any(
        "\ud800" <= c <= "\udfff" for c in json.dumps(op.plain, ensure_ascii=False)
    )


def encode_keys(keys: Sequence[WrappedKey]) -> str:
    return json.dumps([[key.key_no, str(key.device_id), _b64(key.blob)] for key in keys])


def encode_cells(rows: Sequence[NewCells]) -> str:
    return _dumps(
        [
            {"r": str(row.row_id), "b": row.version, "c": {no: _b64(cell) for no, cell in row.cells.items()}}
            for row in rows
        ]
    )


def _b64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def decode_answer(answer: dict[str, Any]) -> PushAnswer:
    results = [Result(no, Status(status), version, code) for no, status, version, code in answer["results"]]
    return PushAnswer(sorted(results, key=lambda result: result.op_no), answer["seq"])


def decode_page(blocks: Iterable[bytes | bytearray | memoryview]) -> Page:
    """Rows of a binary COPY of `sync_pull`, ascending; its first row tells the page's reach."""
    data = b"".join(blocks)
    if not data.startswith(_HEADER):
        raise ValueError("not a binary copy")
    rows = list(FOREGROUND.behind(_rows(data)))
    reach = rows.pop(0)
    rows.sort(key=_seq)
    return Page(rows, reach.seq, bool(reach.version))


def _rows(data: bytes) -> Iterator[RemoteRow]:
    position = len(_HEADER)
    while data[position : position + 2] != b"\xff\xff":
        row, position = _row(data, position)
        yield row


def _seq(row: RemoteRow) -> int:
    return row.seq


def _row(data: bytes, position: int) -> tuple[RemoteRow, int]:
    _, _, seq, _, table_no, _, row_id, _, version, _, created, _, updated, length = _FIXED.unpack_from(
        data, position
    )
    position += _FIXED.size
    deleted_at = None
    if length >= 0:
        deleted_at = _TIME.unpack_from(data, position)[0] + _EPOCH_2000_US
        position += length
    plain, position = _field(data, position)
    cells, position = _field(data, position)
    mac, position = _field(data, position)
    seal, position = _field(data, position)
    sealed_by, position = _field(data, position)
    row = RemoteRow(
        seq=seq,
        table_no=table_no,
        row_id=uuid.UUID(bytes=row_id),
        version=version,
        created_at=created + _EPOCH_2000_US,
        updated_at=updated + _EPOCH_2000_US,
        deleted_at=deleted_at,
        plain=_plain(plain),
        cells=_cells(cells),
        mac=mac,
        seal=seal,
        sealed_by=_device(sealed_by) if sealed_by else None,
    )
    return row, position


@lru_cache(maxsize=256)
def _device(raw: bytes) -> DeviceId:
    """Made once for a device, not for each of its rows."""
    return DeviceId(uuid.UUID(bytes=raw))


def _field(data: bytes, position: int) -> tuple[bytes | None, int]:
    (length,) = _LENGTH.unpack_from(data, position)
    start = position + 4
    return (None, start) if length < 0 else (data[start : start + length], start + length)


def _plain(text: bytes | None) -> dict[int, Any]:
    """NULLs are left out, as they are in macs."""
    if not text:
        return {}
    return {int(no): value for no, value in json.loads(text.decode()).items() if value is not None}


def _cells(packed: bytes | None) -> dict[int, bytes]:
    """The reverse of migrations/server/feed_programs.py: number, length, bytes."""
    found: dict[int, bytes] = {}
    position = 0
    packed = packed or b""
    while position < len(packed):
        no, length = _CELL.unpack_from(packed, position)
        start = position + 6
        position = start + length
        found[no] = packed[start:position]
    return found
