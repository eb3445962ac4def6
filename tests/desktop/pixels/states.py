"""Every state of which there is a picture."""

from tests.desktop.pixels.calendar_states import CALENDAR

STATES = CALENDAR
