"""The colours of marks. A kind is told by its shape as well, so that nobody needs to tell colours apart."""

from PySide6.QtGui import QColor

from core.domain.body_chart import (
    NUMBNESS,
    PAIN,
    SCAR,
    SWELLING,
    TENSION,
    TINGLING,
    TRIGGER_POINT,
)
from desktop.body_chart.drawing import MarkInk
from desktop.kit.theme import Theme

_COLOURS = {
    PAIN: "rose",
    TENSION: "amber",
    NUMBNESS: "blue",
    TINGLING: "violet",
    SWELLING: "teal",
    SCAR: "slate",
    TRIGGER_POINT: "brick",
}
_OTHERS = "green"
_FAINT = 0.4


def mark_ink(theme: Theme, kind: str) -> MarkInk:
    """Of a mark of this note."""
    ink = theme.event_ink(_COLOURS.get(kind, _OTHERS))
    return MarkInk(ink.bar, ink.fill)


def faint_ink(theme: Theme, kind: str) -> MarkInk:
    """Of a mark of another session."""
    ink = mark_ink(theme, kind)
    shape = QColor(ink.shape)
    shape.setAlphaF(_FAINT)
    # White on so pale a shape had less than 2:1.
    return MarkInk(shape, ink.text, theme.colour("text"))
