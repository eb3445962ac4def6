"""Which program this is."""

from functools import cache


@cache
def program_version() -> str:
    """As the installed distribution says it, such as 1.4.0."""
    # Reading a distribution loads Python's mail parser, which the program's start can do without.
    from importlib import metadata  # noqa: PLC0415 - see above

    return metadata.version("pazpaz-desktop")
