"""Measures as CSV: whole, readable by a spreadsheet, without formulas, recorded, and only where chosen."""

import csv
import io
import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from core.domain.records import Client
from desktop.measures.client_section import ClientMeasures
from desktop.measures.csv_text import HEADS, plain_cell
from tests.desktop.measures.conftest import measure
from tests.desktop.records_room import Room


def saved(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def save(room: Room, section: ClientMeasures, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (path, ""))
    section.save_csv.click()
    assert room.navigator.on_yes is not None
    room.navigator.on_yes()
    room.settle()


def test_given_measures_when_saved_then_all_are_in_the_file_in_the_practices_zone_and_it_is_recorded(
    room: Room,
    section: ClientMeasures,
    mira: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "measures.csv"
    save(room, section, monkeypatch, str(file))
    rows = saved(file)
    assert len(rows) == 5
    assert tuple(rows[0]) == HEADS
    pain = [row for row in rows if row["name"] == "Pain"]
    assert [(row["day"], row["time"], row["number"]) for row in pain] == [
        ("2026-11-16", "09:30", "3"),
        ("2026-11-09", "09:30", "6.5"),
        ("2026-11-02", "09:30", "8"),
    ]
    assert {event.event_type for event in room.practice.audit.list(resource_id=mira.id)} >= {"client.export"}
    assert "readable by whoever" in room.navigator.toasts[-1]
    assert sys.platform == "win32" or stat.S_IMODE(file.stat().st_mode) == 0o600


def test_given_formulas_in_names_and_remarks_when_saved_then_none_is_computed(
    room: Room,
    section: ClientMeasures,
    mira: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measure(room, mira, 1, "-3", kind="OWN", name="=HYPERLINK(1)", low="-10", high="10", note="@SUM, really")
    file = tmp_path / "measures.csv"
    save(room, section, monkeypatch, str(file))
    row = saved(file)[0]
    assert (row["name"], row["remark"]) == ("'=HYPERLINK(1)", "'@SUM, really")
    assert (row["number"], row["lowest"]) == ("-3", "-10")


@pytest.mark.parametrize(
    ("text", "cell"),
    [(None, ""), ("-3", "-3"), ("-3+1", "'-3+1"), ("+5", "+5"), ("\t=1", "'\t=1"), ("x=1", "x=1")],
)
def test_given_a_text_when_it_becomes_a_cell_then_only_what_would_be_computed_is_marked(
    text: str | None, cell: str
) -> None:
    assert plain_cell(text) == cell


def test_given_no_place_or_one_that_takes_nothing_when_saved_then_nothing_is_written_and_it_is_said(
    room: Room, section: ClientMeasures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(room, section, monkeypatch, "")
    assert room.navigator.toasts == []
    save(room, section, monkeypatch, str(tmp_path / "gone" / "measures.csv"))
    assert not (tmp_path / "gone").exists()
    assert len(room.navigator.toasts) == 1


def test_given_no_measures_when_shown_then_there_is_nothing_to_save(room: Room) -> None:
    section = room.show(ClientMeasures(room.context), 760, 720)
    section.show_client(room.add("Otto", "Lindqvist").id)
    room.settle()
    assert not section.save_csv.isVisible()
