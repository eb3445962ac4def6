"""The room that these tests work in."""

from tests.desktop.records_room import practice, room

__all__ = ["practice", "room"]
