"""An invented practice: its people, calendar and notes."""
