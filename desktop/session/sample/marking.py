"""Which vaults are demos, told in the clear: they hold invented people and their passphrase is no secret."""

from pathlib import Path

from core.store.database.private_files import make_private_file

PASSPHRASE = "seven paper lanterns hum quietly"  # noqa: S105 - the demo's, printed whenever it is needed
_MARK = "demo"


def mark(vault: Path) -> None:
    """`vault` is the folder of a vault."""
    make_private_file(vault / _MARK)


def is_marked(vault: Path) -> bool:
    """`vault` is the folder of a vault. Reads no key and no store, so the unlock page can ask it."""
    return (vault / _MARK).exists()
