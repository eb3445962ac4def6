"""Every state of which there is a picture."""

from tests.desktop.pixels.calendar_states import CALENDAR
from tests.desktop.pixels.note_states import NOTES

STATES = (*CALENDAR, *NOTES)
