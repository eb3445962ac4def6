"""The keys of an open note."""

from core.domain.notes import SOAP
from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Shortcut
from desktop.notes.card import field_names


def editor_shortcuts() -> tuple[Shortcut, ...]:
    """The editor installs them and the help lists them; `action` is what the editor does at the key."""
    group, names = tr("Shortcuts", "Notes"), field_names()
    fields = tuple(
        Shortcut(f"Ctrl+{number}", names[name][1], group, f"note_{name}")
        for number, name in enumerate(SOAP, start=1)
    )
    return (*fields, *_writing(group), *_charts(group), *_finding(group), *_finished(group))


def _writing(group: str) -> tuple[Shortcut, ...]:
    return (
        Shortcut("Ctrl+D", tr("Shortcuts", "Previous note beside this one"), group, "note_previous"),
        Shortcut(
            "Ctrl+Shift+C",
            tr("Shortcuts", "Copy the previous note's field into this one"),
            group,
            "note_carry",
        ),
        Shortcut("Ctrl+Shift+T", tr("Shortcuts", "Day of the session"), group, "note_day"),
        Shortcut("Ctrl+S", tr("Shortcuts", "Says that it is saved already"), group, "note_save"),
        Shortcut("Ctrl+J", tr("Shortcuts", "Insert a snippet or a template"), group, "note_text"),
        Shortcut("Ctrl+Shift+J", tr("Shortcuts", "Phrases of earlier notes"), group, "note_phrases"),
        Shortcut("Ctrl+Shift+M", tr("Shortcuts", "Add a measure to the note"), group, "note_measure"),
    )


def _charts(group: str) -> tuple[Shortcut, ...]:
    return (
        Shortcut("Ctrl+Shift+B", tr("Shortcuts", "Body chart beside the note"), group, "note_chart"),
        Shortcut(
            "Ctrl+PgUp", tr("Shortcuts", "Body chart of the session before"), group, "note_chart_earlier"
        ),
        Shortcut(
            "Ctrl+PgDown", tr("Shortcuts", "Body chart of the session after"), group, "note_chart_later"
        ),
        Shortcut(
            "Ctrl+Shift+PgDown", tr("Shortcuts", "Back to this note's body chart"), group, "note_chart_back"
        ),
        Shortcut(
            "Ctrl+Shift+PgUp",
            tr("Shortcuts", "Earlier session's body chart alone, or behind this note's"),
            group,
            "note_chart_alone",
        ),
        Shortcut(
            "Ctrl+Shift+K",
            tr("Shortcuts", "Carry the shown session's marks into this note"),
            group,
            "note_chart_carry",
        ),
    )


def _finding(group: str) -> tuple[Shortcut, ...]:
    return (
        Shortcut("Ctrl+F", tr("Shortcuts", "Find in the note"), group, "note_find"),
        Shortcut("F7", tr("Shortcuts", "Next misspelt word, with suggestions"), group, "note_spelling"),
    )


def _finished(group: str) -> tuple[Shortcut, ...]:
    """What ends a note, and what is done with one that has ended."""
    return (
        Shortcut(
            "Ctrl+Return", tr("Shortcuts", "Sign the note, or save its amendment"), group, "note_finalize"
        ),
        Shortcut("Ctrl+Shift+A", tr("Shortcuts", "Add files to this note"), group, "note_file"),
        Shortcut("F2", tr("Shortcuts", "Rename the marked file"), group, "note_file_name"),
        Shortcut("Ctrl+M", tr("Shortcuts", "Amend a signed note"), group, "note_amend"),
        Shortcut("Ctrl+Shift+D", tr("Shortcuts", "Add to a signed note"), group, "note_addendum"),
        Shortcut("Ctrl+H", tr("Shortcuts", "Versions of a signed note"), group, "note_versions"),
        Shortcut(
            "Ctrl+Shift+S",
            tr("Shortcuts", "Save a signed note as a file that others can check"),
            group,
            "note_signed_file",
        ),
        Shortcut("Ctrl+Shift+P", tr("Shortcuts", "Save the note as PDF"), group, "note_pdf"),
        Shortcut("Ctrl+P", tr("Shortcuts", "Print the note"), group, "note_print"),
        Shortcut("Ctrl+Shift+Del", tr("Shortcuts", "Delete the note"), group, "note_delete"),
        Shortcut("Alt+Left", tr("Shortcuts", "Back to all notes"), group, "note_back"),
    )
