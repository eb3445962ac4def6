"""Bytes as base64, for what holds only text: JSON, and the verifiers of PostgreSQL's passwords."""

import base64
import binascii


def to_base64(raw: bytes) -> str:
    """On one line, with its padding."""
    return base64.b64encode(raw).decode("ascii")


def from_base64(text: str) -> bytes:
    """The opposite of `to_base64`; ValueError for a text with other letters or without its padding."""
    try:
        # Without `validate` Python passes over letters that are no base64, and one value would have many
        # spellings.
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("no base64") from None
