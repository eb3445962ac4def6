"""Sync in a process of its own, so that the window never waits for its turn of Python."""
