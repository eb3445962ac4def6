"""Which vaults are demos, told in the clear: they hold invented people and their passphrase is no secret."""

from pathlib import Path

_MARK = "demo"


def mark(vault: Path) -> None:
    """`vault` is the folder of a vault."""
    (vault / _MARK).touch(mode=0o600)


def is_marked(vault: Path) -> bool:
    return (vault / _MARK).exists()
