"""The two texts that travel when a device joins, its request and the answer; neither holds a secret."""

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from core.crypto.base64_text import from_base64, to_base64
from core.crypto.certs import six_words
from core.domain.errors import BadInput
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.printable import one_line
from sync.enrolment.identity_store import ServerPlace

LONGEST = 65_536
_QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f", '"'))
_ROLE = re.compile(r"pzd_[0-9a-f]{32}")
# As PostgreSQL keeps it (RFC 5803): rounds, a salt of 16 bytes, and two keys of 32.
_VERIFIER = re.compile(
    r"SCRAM-SHA-256\$([0-9]{4,7}):[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}="
)
# What RFC 7677 asks for at least.
_LEAST_ITERATIONS = 4096
_LONGEST_NAME = 100
_REQUEST, _ANSWER = "PazPaz join request", "PazPaz join answer"
_BEGINS, _DECODER = re.compile(r"\{\s*\""), json.JSONDecoder()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FirstDevice:
    """What the first device of a practice adds: it brings the workspace, its root and its own certificate.

    `wrapped` are the workspace keys sealed to the device itself, by number, for the server to keep.
    """

    workspace_id: WorkspaceId
    user_id: UserId
    root_pub: bytes
    cert: bytes
    wrapped: Mapping[int, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequest:
    """A device that asks to be let in. `first` is set when it brings a new practice."""

    login_role: str
    verifier: str = field(repr=False)
    device_id: DeviceId
    device_name: str
    sign_pub: bytes
    hpke_pub: bytes
    first: FirstDevice | None = None

    def to_text(self) -> str:
        """JSON for a file, which `from_text` reads; it holds no secret."""
        return _dump(_REQUEST, self._document())

    @classmethod
    def from_text(cls, text: str) -> "JoinRequest":
        """Raises BadInput when this is no request, or when anything in it is malformed."""
        return _read(text, _REQUEST, _request)

    def words(self) -> tuple[str, ...]:
        """Six words for both sides to compare."""
        return six_words(self._canonical())

    def digest(self) -> str:
        """In 64 hexadecimal digits, by which an answer names the one request that it fits."""
        return hashlib.sha256(b"pazpaz/join/1\0" + self._canonical()).hexdigest()

    def _canonical(self) -> bytes:
        return json.dumps(self._document(), sort_keys=True, separators=(",", ":")).encode()

    def _document(self) -> dict[str, Any]:
        return {
            "login_role": self.login_role,
            "verifier": self.verifier,
            "device_id": str(self.device_id),
            "device_name": self.device_name,
            "sign_pub": to_base64(self.sign_pub),
            "hpke_pub": to_base64(self.hpke_pub),
            "practice": _first_document(self.first) if self.first else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinAnswer:
    """The way in for one device: it fits no other request than the one with this digest."""

    request_digest: str
    place: ServerPlace
    workspace_id: WorkspaceId
    user_id: UserId
    root_pub: bytes
    generation: int = 0
    """How often the keys were rotated so far; the device takes no older list of keys than that."""
    adopted: bytes | None = None
    """For the first laptop of an adopted practice: what the rows that nobody sealed yet come to."""

    def to_text(self) -> str:
        """JSON for a file, which `from_text` reads; it holds no secret, and fits one request alone."""
        document: dict[str, object] = {
            "request": self.request_digest,
            "host": self.place.host,
            "port": self.place.port,
            "dbname": self.place.dbname,
            "ca_pem": self.place.ca_pem,
            "socket_dir": self.place.socket_dir,
            "workspace_id": str(self.workspace_id),
            "user_id": str(self.user_id),
            "root_pub": to_base64(self.root_pub),
            "generation": self.generation,
            "adopted": None if self.adopted is None else to_base64(self.adopted),
        }
        return _dump(_ANSWER, document)

    @classmethod
    def from_text(cls, text: str) -> "JoinAnswer":
        """Raises BadInput when this is no answer, or when anything in it is malformed."""
        return _read(text, _ANSWER, _answer)

    def words(self) -> tuple[str, ...]:
        """Six words for the clinic's root, the same for all of its devices."""
        return six_words(b"root\0" + self.root_pub)


def _first_document(first: FirstDevice) -> dict[str, Any]:
    return {
        "workspace_id": str(first.workspace_id),
        "user_id": str(first.user_id),
        "root_pub": to_base64(first.root_pub),
        "cert": to_base64(first.cert),
        "wrapped": {str(number): to_base64(blob) for number, blob in first.wrapped.items()},
    }


def _dump(kind: str, document: Mapping[str, Any]) -> str:
    return json.dumps({"kind": kind, "format": 1, **document}, indent=2, ensure_ascii=False) + "\n"


def _read(text: str, kind: str, build: Callable[[dict[str, Any]], T]) -> T:
    """The sentence names what was expected and nothing of what was found."""
    try:
        document = _loads(text, kind) if len(text) <= LONGEST else None
        if not isinstance(document, dict) or document.get("kind") != kind:
            raise BadInput(f"This is not a {kind}; nothing was changed. Ask for the file once more.")
        if document.get("format") != 1:
            raise BadInput(f"This {kind} was made by a newer PazPaz; update this program to read it.")
        return build(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(f"This {kind} is damaged; nothing was changed. Ask for the file once more.") from None


def _loads(text: str, kind: str) -> object:
    """The document, also where a mail or a messenger has put something around it, or quoted its lines."""
    try:
        return json.loads(text)
    except ValueError:
        plain = _QUOTED.sub("", text)
        if "{" not in plain:
            return None
        # As it stands first: a name may hold such quotes itself.
        found = _within(plain) or _within(plain.replace("\u00a0", " ").translate(_QUOTES))
        if not found:
            raise
        # A reply quotes the mail that it answers, and with it the other text.
        return next((each for each in found if each["kind"] == kind), found[0])


def _within(text: str) -> list[dict[str, Any]]:
    """All documents of some kind in a text that may have braces of its own."""
    found = []
    for brace in _BEGINS.finditer(text):
        try:
            document, _ = _DECODER.raw_decode(text, brace.start())
        except ValueError:
            continue
        if "kind" in document:
            found.append(document)
    return found


def _request(raw: dict[str, Any]) -> JoinRequest:
    return JoinRequest(
        login_role=_matching(_ROLE, raw["login_role"]),
        verifier=_verifier(raw["verifier"]),
        device_id=DeviceId(_uuid(raw["device_id"])),
        device_name=_shown(raw["device_name"]),
        sign_pub=_unb64(raw["sign_pub"], 32),
        hpke_pub=_unb64(raw["hpke_pub"], 32),
        first=_first(raw["practice"]) if raw["practice"] is not None else None,
    )


def _first(raw: dict[str, Any]) -> FirstDevice:
    return FirstDevice(
        workspace_id=WorkspaceId(_uuid(raw["workspace_id"])),
        user_id=UserId(_uuid(raw["user_id"])),
        root_pub=_unb64(raw["root_pub"], 32),
        cert=_unb64(raw["cert"]),
        wrapped={int(number): _unb64(blob) for number, blob in raw["wrapped"].items()},
    )


def _answer(raw: dict[str, Any]) -> JoinAnswer:
    return JoinAnswer(
        request_digest=_matching(re.compile(r"[0-9a-f]{64}"), raw["request"]),
        place=ServerPlace(
            host=_host(raw["host"]),
            port=_port(raw["port"]),
            dbname=_name(raw["dbname"], 63),
            ca_pem=_certificates(raw["ca_pem"]) if raw["ca_pem"] is not None else None,
            socket_dir=_folder(raw["socket_dir"]) if raw["socket_dir"] is not None else None,
        ),
        workspace_id=WorkspaceId(_uuid(raw["workspace_id"])),
        user_id=UserId(_uuid(raw["user_id"])),
        root_pub=_unb64(raw["root_pub"], 32),
        generation=_count(raw.get("generation", 0)),
        adopted=None if raw.get("adopted") is None else _unb64(raw["adopted"], 32),
    )


def _uuid(value: object) -> uuid.UUID:
    return uuid.UUID(_text(value, 36))


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise ValueError("text")
    return value


def _host(value: object) -> str:
    """A name that can be asked for (UnicodeError is a ValueError), or a number."""
    host = _name(value, 255)
    host.encode("idna")
    return host


def _certificates(value: object) -> str:
    text = _text(value, LONGEST)
    if not text.isascii() or "-----BEGIN CERTIFICATE-----" not in text:
        raise ValueError("certificates")
    return text


def _folder(value: object) -> str:
    """Where a server on this computer listens; libpq takes anything else for the name of a host."""
    folder = _name(value, 255)
    if not folder.startswith(("/", "@")):
        raise ValueError("folder")
    return folder


def _name(value: object, longest: int = _LONGEST_NAME) -> str:
    name = _text(value, longest)
    if not name.isprintable():
        raise ValueError("name")
    return name


def _shown(value: object) -> str:
    """A name as every window and the server have it: without what is not seen."""
    name = _text(value, _LONGEST_NAME)
    if one_line(name, _LONGEST_NAME).replace(" ", "") != name.replace(" ", ""):
        raise ValueError("name")
    return name


def _port(value: object) -> int:
    # In Python True is a number, so JSON's true would be a port.
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 65_536:
        raise ValueError("port")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 31:
        raise ValueError("count")
    return value


def _matching(pattern: re.Pattern[str], value: object) -> str:
    text = _text(value, LONGEST)
    # Not `match` with `$`, which lets a line break at the end pass into SQL.
    if not pattern.fullmatch(text):
        raise ValueError("pattern")
    return text


def _verifier(value: object) -> str:
    """An anchored form: this text ends up in a CREATE ROLE statement."""
    text = _matching(_VERIFIER, value)
    found = _VERIFIER.fullmatch(text)
    if found is None or int(found[1]) < _LEAST_ITERATIONS:
        raise ValueError("iterations")
    return text


def _unb64(value: object, length: int | None = None) -> bytes:
    raw = from_base64(_text(value, LONGEST))
    if length is not None and len(raw) != length:
        raise ValueError("length")
    return raw
