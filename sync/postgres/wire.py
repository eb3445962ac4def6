"""How a push travels, as JSON, and what is answered."""

import json
import re
from collections.abc import Sequence
from typing import Any

from core.crypto.base64_text import to_base64
from core.runtime.yielding import FOREGROUND
from sync.remote import NewCells, Op, PushAnswer, Result, RowMark, RowSeal, Status, WrappedKey

_UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])")
"""A first look; somebody's emoji or text about escapes is let pass by the second."""
# Behind an even number of backslashes: the character itself, not a text about it.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def encode_ops(ops: Sequence[Op]) -> str:
    """The batch as the push function takes it."""
    # One by one: to write or search a megabyte is one step for Python, in which no other thread runs.
    return f"[{','.join(_encoded(op) for op in FOREGROUND.behind(ops))}]"


def _encoded(op: Op) -> str:
    try:
        text = _dumps(_op(op))
    # One op that no server reads must not hold up the others of its call.
    except (ValueError, RecursionError):  # NaN or an infinity, which JSON does not have; or nested too deep
        return _without_content(op)
    if _UNSTORABLE.search(text) is None or _is_storable(op):
        return text
    return _without_content(op)


def _without_content(op: Op) -> str:
    return _dumps(_op(op) | {"bad": True, "p": {}})


def _dumps(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def _op(op: Op) -> dict[str, object]:
    told = _head(op) | {"p": op.plain, "c": {no: cell and to_base64(cell) for no, cell in op.cells.items()}}
    marks = {"bad": op.bad, "w": op.supersedes, "o": op.offered}
    return told | {name: True for name, is_so in marks.items() if is_so}


def _head(op: Op) -> dict[str, object]:
    return {
        "n": op.op_no,
        "i": str(op.op_id),
        "g": op.group,
        "t": op.table_no,
        "r": str(op.row_id),
        "b": op.base_version,
        "d": op.deleted,
        "m": to_base64(op.mac),
        "s": to_base64(op.seal),
    }


def _is_storable(op: Op) -> bool:
    """PostgreSQL holds no NUL and no half of a surrogate pair; such an op is refused alone, not its batch."""
    text = _dumps(op.plain)
    return _NUL.search(text) is None and not any(
        "\ud800" <= c <= "\udfff" for c in json.dumps(op.plain, ensure_ascii=False)
    )


def encode_keys(keys: Sequence[WrappedKey]) -> str:
    """A JSON list of key number, device and sealed key."""
    return json.dumps([[key.key_no, str(key.device_id), to_base64(key.blob)] for key in keys])


def encode_cells(rows: Sequence[NewCells]) -> str:
    """A JSON list of rows, each with its version and its cells by column number."""
    return _dumps(
        [
            {
                "r": str(row.row_id),
                "b": row.version,
                "c": {no: to_base64(cell) for no, cell in row.cells.items()},
            }
            for row in rows
        ]
    )


def encode_seals(rows: Sequence[RowSeal]) -> str:
    """A JSON list of rows, each with its version, digest and seal."""
    return _dumps(
        [
            {"r": str(row.row_id), "b": row.version, "m": to_base64(row.mac), "s": to_base64(row.seal)}
            for row in FOREGROUND.behind(rows)
        ]
    )


def encode_marks(rows: Sequence[RowMark]) -> str:
    """A JSON list of rows, each with its version and digest as they were seen."""
    return _dumps([{"r": str(row.row_id), "b": row.version, "m": to_base64(row.mac)} for row in rows])


def decode_answer(answer: dict[str, Any]) -> PushAnswer:
    """The results in the order of their op_no, whatever order the server chose."""
    results = [Result(no, Status(status), version, code) for no, status, version, code in answer["results"]]
    return PushAnswer(sorted(results, key=lambda result: result.op_no), answer["seq"])
