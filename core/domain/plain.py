"""A column's value as it travels and as the journal keeps it: what JSON can say."""

Plain = int | str | bool | None | list[object] | dict[str, object]
"""UUID as text, TIME as microseconds, DATE as ISO text, BYTES as lower-case hex, JSON parsed."""
