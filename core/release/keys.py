"""The public keys by which this program knows a release, and where it may be asked for.

A maintainer makes both keys with `pazpaz release new-key` and puts the two lines here: the one that signs,
and a spare whose private half is kept elsewhere, for the day on which the first is lost or stolen. While both
are empty, this program can verify no update, and says so under Settings > About.
"""

from core.release.minisign import PublicKey

IN_USE = ""
SPARE = ""


def release_keys() -> tuple[PublicKey, ...]:
    """None, one or both."""
    return tuple(PublicKey.parse(line) for line in (IN_USE, SPARE) if line)
