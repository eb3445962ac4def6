"""What the verifier's page makes of a file, run by Qt's own JavaScript: where there is no browser.

It knows neither large whole numbers nor promises nor a browser's cryptography. So hashes and signatures come
from Python, the page's arithmetic is left to a browser, and all between them is its own: reading a file,
certificates up to the root, what was signed, names, order, and the verdict in words.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QJSEngine

from core.crypto.verifier_page import verifier_page

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ROOM = """
"use strict";
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (told) => Uint8Array.from(told.match(/../g) || [], (pair) => parseInt(pair, 16));
const utf8 = (text) => bytesOf(python.utf8(text));
const atob = (text) => python.atob(text);
const isSigned = (key, signature, message) => python.isSigned(hexOf(key), hexOf(signature), hexOf(message));
const code = (bytes) => python.code(hexOf(bytes));
Array.prototype.flatMap = function (each) { return [].concat(...this.map(each)); };
function TextDecoder() {}
TextDecoder.prototype.decode = (bytes) => {
  const told = python.decoded(hexOf(bytes));
  if (told === null) throw new Error("no text");
  return told;
};
function bigEndian(number, size) {
  const bytes = new Uint8Array(size);
  for (let at = size - 1; at >= 0; at--) {
    bytes[at] = ((number % 256) + 256) % 256;
    number = Math.floor(number / 256);
  }
  return bytes;
}
"""
_RUN = """
(data) => {
  const found = check(bytesOf(data));
  return JSON.stringify(found && {
    genuine: found.genuine, practiceCode: found.practiceCode, noteCode: found.noteCode,
    problems: found.versions.map((version) => version.problem !== ""),
    verdicts: ["", found.practiceCode, found.practiceCode.toLowerCase().replace(/-/g, " "), "0000"].map(
      (told) => verdict(found, told)[1]),
  });
};
"""
_NEWER = (
    (r"\basync function\b", "function"),
    (r"\bawait ", ""),
    (r"\bcatch \{", "catch (_error) {"),
    (r"\{ \.\.\.version, problem: (.*) \}\)", r"Object.assign({}, version, { problem: \1 }))"),
)
"""What this engine does not know, said as it was said before: each stands in the page at least once."""


class Python(QObject):
    """What a browser has, in hexadecimal."""

    @Slot(str, result=str)
    def utf8(self, text: str) -> str:
        return text.encode("utf-8", "surrogatepass").hex()

    @Slot(str, result="QVariant")
    def decoded(self, data: str) -> str | None:
        try:
            return bytes.fromhex(data).decode()
        except UnicodeDecodeError:
            return None

    @Slot(str, result=str)
    def atob(self, text: str) -> str:
        return base64.b64decode(text).decode("latin-1")

    @Slot(str, str, str, result=bool)
    def isSigned(self, key: str, signature: str, message: str) -> bool:  # noqa: N802 - as the page calls it
        try:
            known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
            known.verify(bytes.fromhex(signature), bytes.fromhex(message))
        except (InvalidSignature, ValueError):
            return False
        return True

    @Slot(str, result=str)
    def code(self, data: str) -> str:
        rest = int.from_bytes(hashlib.sha256(bytes.fromhex(data)).digest()[:10])
        told = "".join(_LETTERS[rest >> shift & 31] for shift in range(75, -1, -5))
        return "-".join(told[at : at + 4] for at in range(0, 16, 4))


def checked(files: Mapping[str, bytes]) -> dict[str, Any]:
    """As `tests.verifier.browser.checked`."""
    engine, python = QJSEngine(), Python()
    engine.globalObject().setProperty("python", engine.newQObject(python))
    check = _sound(engine.evaluate(f"(function () {{ {_ROOM} {page_parts()} return {_RUN.strip()} }})()"))
    return {name: json.loads(_sound(check.call([data.hex()])).toString()) for name, data in files.items()}


def page_parts() -> str:
    """The page's own words for bytes, for the file, and for the verdict; without its arithmetic."""
    script = verifier_page().decode().split("<script>")[1].split("</script>")[0]
    parts = re.split(r"^// ---- (.*)$", script, flags=re.MULTILINE)
    titled = dict(zip(parts[1::2], parts[2::2], strict=True))
    kept = [parts[0], _without(titled["Bytes"], "utf8", "bigEndian")]
    kept += [titled[title] for title in ("The file", "Certificates up to the root")]
    kept += [_without(titled["What was signed"], "code"), _only(titled["The page"], "plainCode", "verdict")]
    found = "\n".join(kept).replace('"use strict";', "")
    for newer, older in _NEWER:
        found, count = re.subn(newer, older, found)
        assert count, newer
    return found


def _pieces(part: str) -> dict[str, str]:
    """What a part of the script says at its outermost level, by name."""
    pieces = re.split(r"\n(?=(?:async )?function |const |let )", part)
    return {
        re.split(r"[ (=]+", piece.strip().removeprefix("async "))[1]: piece
        for piece in pieces
        if piece.strip()
    }


def _without(part: str, *names: str) -> str:
    pieces = _pieces(part)
    assert pieces.keys() >= set(names)
    return "\n".join(piece for name, piece in pieces.items() if name not in names)


def _only(part: str, *names: str) -> str:
    pieces = _pieces(part)
    return "\n".join(pieces[name] for name in names)


def _sound(value: Any) -> Any:
    assert not value.isError(), f"{value.toString()} in line {value.property('lineNumber').toInt()}"
    return value
