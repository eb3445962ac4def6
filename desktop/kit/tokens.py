"""The one table of design tokens: colours by role for light and dark, event colours, spacing, type scale."""

from dataclasses import dataclass, fields
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours by role, as six hex digits. Text pairs keep 4.5:1, meaningful lines 3:1 (tested)."""

    canvas: str
    surface: str
    raised: str
    line: str
    line_strong: str
    text: str
    secondary: str
    hint: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_soft: str
    on_danger: str
    warning: str
    warning_soft: str
    good: str
    good_soft: str
    now_line: str
    hover: str
    paper: str
    """A slightly warmer ground: the previous note beside the editor."""
    closed: str
    """Closed hours and weekends in the calendar."""
    shadow: str
    toast_action: str
    """The verb on a toast, whose ground is `text`."""
    toast_hover: str


LIGHT = Palette(
    canvas="F7F6F3",
    surface="FFFFFF",
    raised="FFFFFF",
    line="E4E1DB",
    line_strong="8A857C",
    text="1F2328",
    secondary="57606A",
    hint="6B7280",
    accent="0F6B66",
    accent_strong="0B524E",
    accent_soft="DDF0EE",
    on_accent="FFFFFF",
    danger="B42318",
    danger_soft="FCE9E7",
    on_danger="FFFFFF",
    warning="8A5A00",
    warning_soft="FBEFD5",
    good="1B6E3C",
    good_soft="E0F3E6",
    now_line="D92D20",
    hover="EFEDE8",
    paper="FAF6EC",
    closed="E3DFD7",
    shadow="1F2328",
    toast_action="7BD6CE",
    toast_hover="33393F",
)

DARK = Palette(
    canvas="16181B",
    surface="1E2125",
    raised="262A2F",
    line="343A40",
    line_strong="79828C",
    text="E8EAED",
    secondary="B3BAC2",
    hint="969EA8",
    accent="5CC5BC",
    accent_strong="83D6CF",
    accent_soft="173B39",
    on_accent="06211F",
    danger="FF8A80",
    danger_soft="45201D",
    on_danger="2B0805",
    warning="F2C063",
    warning_soft="45330C",
    good="7BD49A",
    good_soft="173D27",
    now_line="FF6B5E",
    hover="2A2E33",
    paper="24231F",
    closed="0E1012",
    shadow="000000",
    toast_action="0B524E",
    toast_hover="D3D6D9",
)

CONTRAST_LIGHT = Palette(
    canvas="FFFFFF",
    surface="FFFFFF",
    raised="FFFFFF",
    line="57606A",
    line_strong="1F2328",
    text="000000",
    secondary="24292F",
    hint="3A4148",
    accent="004D49",
    accent_strong="003532",
    accent_soft="E6F5F3",
    on_accent="FFFFFF",
    danger="8A0F0A",
    danger_soft="FFF0EE",
    on_danger="FFFFFF",
    warning="5C3A00",
    warning_soft="FFF6E0",
    good="0B4A25",
    good_soft="EAF8EE",
    now_line="B42318",
    hover="EDEDED",
    paper="FFFDF5",
    closed="E0E0E0",
    shadow="000000",
    toast_action="9FEAE3",
    toast_hover="24292F",
)
"""High contrast: every text pair keeps 7:1 (tested)."""

CONTRAST_DARK = Palette(
    canvas="000000",
    surface="000000",
    raised="0A0A0A",
    line="969EA8",
    line_strong="E8EAED",
    text="FFFFFF",
    secondary="E8EAED",
    hint="C9D0D8",
    accent="7BE0D7",
    accent_strong="A6EDE6",
    accent_soft="0A2A28",
    on_accent="000000",
    danger="FFA69E",
    danger_soft="2E0D0A",
    on_danger="000000",
    warning="FFD27A",
    warning_soft="2B1E00",
    good="96E8B2",
    good_soft="0B2A18",
    now_line="FF6B5E",
    hover="24272B",
    paper="0A0A08",
    closed="262626",
    shadow="000000",
    toast_action="003532",
    toast_hover="E8EAED",
)

ROLES = tuple(field.name for field in fields(Palette))


@dataclass(frozen=True, slots=True)
class EventColour:
    """One colour of the calendar: `bar` is also its text colour, `fill` its ground."""

    bar: str
    fill: str


LIGHT_EVENTS = MappingProxyType(
    {
        "teal": EventColour("0F6B66", "DDF0EE"),
        "blue": EventColour("1D4ED8", "E3EAFD"),
        "violet": EventColour("6D28D9", "EEE6FC"),
        "rose": EventColour("BE185D", "FCE4EE"),
        "amber": EventColour("8A5A00", "FBEFD5"),
        "green": EventColour("1B6E3C", "E0F3E6"),
        "slate": EventColour("475569", "E8ECF1"),
        "brick": EventColour("9A3412", "FBE7DD"),
    }
)

DARK_EVENTS = MappingProxyType(
    {
        "teal": EventColour("5CC5BC", "173B39"),
        "blue": EventColour("8FB0FF", "1B2A52"),
        "violet": EventColour("B69CF7", "33224F"),
        "rose": EventColour("F39ABF", "4A1B32"),
        "amber": EventColour("F2C063", "45330C"),
        "green": EventColour("7BD49A", "173D27"),
        "slate": EventColour("A9B6C6", "2A333E"),
        "brick": EventColour("F5A37F", "4A2415"),
    }
)

CONTRAST_LIGHT_EVENTS = MappingProxyType(
    {
        "teal": EventColour("004D49", "DDF0EE"),
        "blue": EventColour("1E3A8A", "E3EAFD"),
        "violet": EventColour("4C1D95", "EEE6FC"),
        "rose": EventColour("831843", "FCE4EE"),
        "amber": EventColour("5C3A00", "FBEFD5"),
        "green": EventColour("0B4A25", "E0F3E6"),
        "slate": EventColour("334155", "E8ECF1"),
        "brick": EventColour("7C2D12", "FBE7DD"),
    }
)

CONTRAST_DARK_EVENTS = MappingProxyType(
    {
        "teal": EventColour("8DD6D0", "173B39"),
        "blue": EventColour("A0BCFF", "1B2A52"),
        "violet": EventColour("C5B0F9", "33224F"),
        "rose": EventColour("F4A4C5", "4A1B32"),
        "amber": EventColour("F2C063", "45330C"),
        "green": EventColour("8FDAA9", "173D27"),
        "slate": EventColour("BAC5D1", "2A333E"),
        "brick": EventColour("F6AC8C", "4A2415"),
    }
)

EVENT_NAMES = tuple(LIGHT_EVENTS)
DEFAULT_EVENT = "teal"

XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
"""Spacing in px."""

RADIUS_CONTROL = 6
RADIUS_CARD = 10
CONTROL_PX = 32
RAIL_PX = 64
ICON_PX = 20
THUMBNAIL_PX = 40

BASE_PT = 10.5
SMALL, BASE, LARGE, TITLE = 0.85, 1.0, 1.25, 1.6
"""Type scale, factors of the base size."""
