"""The program as it stands in a window: what it is made of, and in which order it begins and ends."""

from desktop.app.program import SWITCH_S, Program, run

__all__ = ["SWITCH_S", "Program", "run"]
