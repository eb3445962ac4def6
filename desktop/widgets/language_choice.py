"""The languages that the window speaks, each by the name that it gives itself."""

from desktop.kit.i18n import LANGUAGES, tr
from desktop.widgets.segmented import SegmentedControl


def language_choice(spoken: str) -> SegmentedControl:
    """Emits the key of `LANGUAGES` that a person chose; `spoken` is chosen at first."""
    made = SegmentedControl(tr("Settings", "Language"), [(name, key) for key, name in LANGUAGES.items()])
    made.set_value(spoken)
    return made
