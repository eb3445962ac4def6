"""The search for free times, which other screens use as well, under the calendar's own roof."""

from desktop.kit.slot_search import WEEKS, FreeSlot, SlotWish, days_ahead, free_slots

__all__ = ["WEEKS", "FreeSlot", "SlotWish", "days_ahead", "free_slots"]
