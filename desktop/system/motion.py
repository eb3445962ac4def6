"""Whether the person told the system to leave out movements on the screen."""

import sys

from PySide6.QtWidgets import QApplication, QStyle

_GET_CLIENT_AREA_ANIMATION = 0x1042

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    def _system_moves() -> bool:
        """By the switch for animations in its settings; True where it does not tell."""
        moves = wintypes.BOOL(True)
        asked = ctypes.WinDLL("user32").SystemParametersInfoW
        told = asked(_GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(moves), 0)
        return bool(moves.value) or not told

else:

    def _system_moves() -> bool:
        """Of a system that says it by its style alone."""
        return True


def wants_calm() -> bool:
    """As the style says, in which Qt follows the system, or a switch that Qt does not follow."""
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return QApplication.style().styleHint(hint) == 0 or not _system_moves()
