"""A state of a screen, of which there is a picture by its name."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from tests.desktop.pixels.stage import Setting, Stage


@dataclass(frozen=True)
class State:
    """`make` brings a screen there and makes sure of it, which needs no picture and no font."""

    name: str
    make: Callable[[Stage], QWidget]
    setting: Setting = field(default_factory=Setting)
