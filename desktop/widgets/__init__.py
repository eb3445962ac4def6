"""Shared widgets: they know the look and nothing of a practice."""
