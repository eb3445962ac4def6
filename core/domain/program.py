"""Which program this is."""

from functools import cache
from importlib import metadata


@cache
def program_version() -> str:
    """As the installed distribution says it, such as 1.4.0."""
    return metadata.version("pazpaz-desktop")
