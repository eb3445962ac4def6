"""How long work tells how far it is."""

from collections.abc import Callable

OnProgress = Callable[[int, int], None]
"""How much is done, and of how much. What it raises ends the work."""
