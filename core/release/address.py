"""The one address that may be asked for updates."""

from urllib.parse import SplitResult, urlsplit

from core.domain.errors import RuleBroken
from core.release.manifest import MANIFEST

_LONGEST = 500


def checked_address(text: str) -> str:
    """As it is kept. Raises RuleBroken for anything but https://host/.../release.json, without a name or a
    password in it, and without a query: nothing but the request is sent."""
    address = text.strip()
    if not _is_plain(address):
        raise _refused()
    return address


def _is_plain(address: str) -> bool:
    try:
        parts = urlsplit(address)
        # A port that is no number is only refused when it is asked for.
        port = parts.port
    except ValueError:
        return False
    return (
        len(address) <= _LONGEST
        # Letters of other alphabets look like ours, and lead to another host.
        and address.isascii()
        and not any(letter.isspace() or not letter.isprintable() for letter in address)
        and parts.scheme == "https"
        and bool(parts.hostname)
        and port != 0
        and _carries_nothing(parts)
    )


def _carries_nothing(parts: SplitResult) -> bool:
    return (
        parts.username is None
        and parts.password is None
        and not parts.query
        and not parts.fragment
        and parts.path.endswith(f"/{MANIFEST}")
    )


def _refused() -> RuleBroken:
    return RuleBroken(
        f"This is not an address that can be asked for updates; nothing was changed. It begins with https:// "
        f"and ends with /{MANIFEST}.",
        code="update_address",
    )
