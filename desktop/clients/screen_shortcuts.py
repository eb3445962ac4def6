"""The keys of the Clients screen."""

from collections.abc import Sequence

from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Shortcut, spelling_shortcut

_CLINICAL_ACTIONS = frozenset(
    {
        *("client_note", "client_measure", "client_file", "client_paste", "client_file_name"),
        *("client_chart", "client_chart_earlier", "client_chart_later", "client_chart_note"),
        *("client_pdf", "client_print", "client_notes"),
        *("client_filter", "client_write_on"),
    }
)
"""What only those do who read notes, measures and files."""


def client_shortcuts(*, reads_clinical: bool) -> Sequence[Shortcut]:
    """Those of a person who does, or does not, read what is clinical."""
    group = tr("Shortcuts", "Clients")
    found = (
        Shortcut("/", tr("Shortcuts", "Search clients"), group, "client_search"),
        Shortcut("S", tr("Shortcuts", "Schedule this client"), group, "client_schedule"),
        Shortcut("Q", tr("Shortcuts", "Put this client on the waitlist"), group, "client_wait"),
        Shortcut("N", tr("Shortcuts", "New note for this client"), group, "client_note"),
        Shortcut("W", tr("Shortcuts", "Continue this client's unfinished note"), group, "client_write_on"),
        Shortcut("E", tr("Shortcuts", "Edit this client"), group, "client_edit"),
        Shortcut("T", tr("Shortcuts", "Go to the timeline"), group, "client_timeline"),
        Shortcut("F", tr("Shortcuts", "Next filter of the timeline"), group, "client_filter"),
        Shortcut("M", tr("Shortcuts", "Add a measure of this client"), group, "client_measure"),
        Shortcut("B", tr("Shortcuts", "Go to the client's body chart"), group, "client_chart"),
        Shortcut(
            "Ctrl+PgUp", tr("Shortcuts", "Body chart of the session before"), group, "client_chart_earlier"
        ),
        Shortcut(
            "Ctrl+PgDown", tr("Shortcuts", "Body chart of the session after"), group, "client_chart_later"
        ),
        Shortcut(
            "O", tr("Shortcuts", "Open the note of the body chart that is shown"), group, "client_chart_note"
        ),
        Shortcut("Ctrl+Shift+A", tr("Shortcuts", "Add files to this client"), group, "client_file"),
        Shortcut("Ctrl+V", tr("Shortcuts", "Paste files or a picture"), group, "client_paste"),
        Shortcut("F2", tr("Shortcuts", "Rename the marked file"), group, "client_file_name"),
        Shortcut("Ctrl+Shift+P", tr("Shortcuts", "Save the client's record as PDF"), group, "client_pdf"),
        Shortcut("Ctrl+P", tr("Shortcuts", "Print the client's record"), group, "client_print"),
        Shortcut("P", tr("Shortcuts", "Save or print several notes"), group, "client_notes"),
    )
    if not reads_clinical:
        return tuple(each for each in found if each.action not in _CLINICAL_ACTIONS)
    return (*found, spelling_shortcut(group))  # in the remark of a measure
