"""The revisions of the local chain, by the names of its files, without loading Alembic."""

from pathlib import Path

_VERSIONS = Path(__file__).with_name("versions")


def revisions() -> set[str]:
    """All of the chain."""
    return {file.stem[1:5] for file in _VERSIONS.glob("v[0-9][0-9][0-9][0-9]_*.py")}


def newest() -> str:
    """The one at the end of the chain."""
    return max(revisions())
