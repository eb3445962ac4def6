"""Import through the window: checked first, asked, then taken; what is wrong is said by line."""

import json
import uuid
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QFileDialog

from core.domain.changes import Changed
from core.store.transfer.export_lines import export
from desktop.app import Program
from desktop.settings.import_page import ImportSection
from desktop.widgets.question import QuestionDialog
from tests.desktop.settings.test_buttons import say_yes, section
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]


def line(first_name: object) -> str:
    return json.dumps({"table": "clients", "first_name": first_name, "last_name": "Imported"})


def names(program: Program) -> set[str]:
    found = work(program).opening.practice.clients.list()
    return {each.client.first_name for each in found if each.client.last_name == "Imported"}


def questions(program: Program) -> list[QuestionDialog]:
    return [one for one in work(program).window.findChildren(QuestionDialog) if one.isVisible()]


def test_given_a_file_when_chosen_then_nothing_is_taken_before_somebody_agrees(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "new.jsonl"
    file.write_text(f"{line('Ada')}\n{line('Ben')}\n")
    page = cast("ImportSection", section(program, "Import"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(file), ""))
    page.file.click()
    program.jobs.wait()
    assert names(program) == set()
    assert "2 to add, 0 to change" in page.state.text()
    say_yes(program)
    assert names(program) == {"Ada", "Ben"}
    assert work(program).window.toasts.text.startswith("Imported: 2 to add")


@pytest.mark.parametrize(
    "row",
    [
        {"table": "note_templates", "name": "Neck", "subjective": "Neck:"},
        {"table": "text_snippets", "abbreviation": "rom", "text": "range of motion"},
        {"table": "clients", "first_name": "Ada", "last_name": "Imported"},
    ],
    ids=lambda row: row["table"],
)
def test_given_a_file_when_it_was_taken_then_every_screen_hears_of_its_rows(
    program: Program, tmp_path: Path, row: dict[str, str]
) -> None:
    file, row_id = tmp_path / "new.jsonl", uuid.uuid4()
    file.write_text(json.dumps({**row, "id": str(row_id)}))
    heard: list[Changed] = []
    work(program).bus.changed.connect(heard.extend)
    page = cast("ImportSection", section(program, "Import"))
    page.check(file)
    program.jobs.wait()
    assert heard == []
    say_yes(program)
    assert Changed(row["table"], frozenset({row_id})) in heard


def test_given_bad_lines_when_checked_then_each_is_named_and_the_others_can_be_taken(
    program: Program, tmp_path: Path
) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_text("\n".join([line("Ada"), "no json", line(""), "{}", "[]", line("Ben")]))
    page = cast("ImportSection", section(program, "Import"))
    page.check(file)
    program.jobs.wait()
    told = page.error.text().splitlines()
    assert told[0].startswith("mixed.jsonl, line 2:")
    assert (len(told), told[-1]) == (4, "and 1 more line")
    say_yes(program)
    assert names(program) == {"Ada", "Ben"}


def test_given_its_own_export_when_checked_then_there_is_nothing_to_take(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(work(program).opening.practice, tmp_path / "taken")
    page = cast("ImportSection", section(program, "Import"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "taken"))
    page.folder.click()
    program.jobs.wait()
    assert page.state.text() == "There is nothing in these files that is not here already."
    assert questions(program) == []


def test_given_a_folder_without_such_files_when_checked_then_it_says_so(
    program: Program, tmp_path: Path
) -> None:
    page = cast("ImportSection", section(program, "Import"))
    page.check(tmp_path)
    program.jobs.wait()
    assert "no .jsonl file" in page.error.text()
    assert page.folder.isEnabled()
