"""The door: unlock a vault, or make, join or bring back a practice for the first time."""
