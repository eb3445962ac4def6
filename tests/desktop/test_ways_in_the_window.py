"""A sentence that names a command also says where to click, or who runs that command."""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.errors import UserError
from desktop.app import Program
from desktop.inbox.notices import _server_words
from desktop.terminal.main import build_parser
from sync.enrolment.undoing import still_in
from sync.keys.keychain import lacks_keys
from sync.postgres.errors import _OWN_ERRORS, _revoked
from sync.rows.greeting import restored_copy, unknown_device
from tests.desktop.test_workplace import model_home, program, settings_page, work

__all__ = ["model_home", "program"]
ROOT = Path(__file__).parents[2]
WINDOW = (
    "Settings, Team and devices",
    "Settings, Clinic and device",
    "the clinic's state at the top of the window",
    "“Join a practice”",
    "“Open the answer” in the window",
    "The window begins one",
    "The window shows",
    "This window cannot",
)
OTHERS = ("whoever runs the server", "whoever looks after it")
IN_A_TERMINAL = {
    "desktop/terminal": "answers to a command that was typed",
    "desktop/demo": "printed where the demo was begun by a command",
    "migrations/operate": "read by whoever runs the server, which has no window",
}
"""Where a command of the server, or of the terminal, needs no place in the window."""


def commands() -> set[str]:
    actions = build_parser()._actions
    return {name for each in actions if isinstance(each, argparse._SubParsersAction) for name in each.choices}


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text of a module but its docstrings; values that are filled in are left out."""
    docs = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inner |= {id(each) for each in node.values}
            yield "".join(str(each.value) for each in node.values if isinstance(each, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner | docs:
            yield node.value


def naming_commands(sources: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str, set[str]]]:
    """Of sources by their paths: the path, a text that names commands, and which."""
    known = commands()
    for path, source in sources:
        for text in texts(ast.parse(source)):
            named = known & set(re.findall(r"\bpazpaz ([a-z-]+)", text))
            if named and not text.startswith("pazpaz "):  # the name of a format, or of a command itself
                yield path, text, named


def told_wrong(sources: Iterator[tuple[str, str]]) -> list[str]:
    """Sentences that name a command, and neither the place in the window before it nor who runs it."""
    wrong = []
    for path, text, named in naming_commands(sources):
        is_excused = path.startswith(tuple(IN_A_TERMINAL)) and (
            "server" in named or not path.startswith("migrations")
        )
        before = text.partition("pazpaz ")[0]
        if not is_excused and not any(each in before for each in (*WINDOW, *OTHERS)):
            wrong.append(f"{path}: {text}")
    return wrong


def sources() -> Iterator[tuple[str, str]]:
    for folder in ("core", "sync", "migrations", "desktop"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def test_given_a_sentence_that_names_a_command_then_it_says_first_where_to_click_or_who_runs_it() -> None:
    assert len(list(naming_commands(sources()))) > 60
    assert told_wrong(sources()) == []


@pytest.mark.parametrize(
    ("path", "text", "is_wrong"),
    [
        ("sync/a.py", "Nothing was changed. Run `pazpaz connect` first.", True),
        ("sync/a.py", "`pazpaz connect`, or Settings, Clinic and device.", True),
        ("sync/a.py", "Settings, Clinic and device (in a terminal, `pazpaz connect`).", False),
        ("sync/a.py", "Ask whoever runs the server to upgrade it (`pazpaz server upgrade`).", False),
        ("migrations/operate/a.py", "Run `pazpaz server upgrade`.", False),
        ("migrations/operate/a.py", "Run `pazpaz sync`.", True),
        ("desktop/terminal/a.py", "Next: pazpaz sync", False),
    ],
)
def test_given_a_sentence_with_a_command_when_judged_then_the_place_must_come_before_it(
    path: str, text: str, is_wrong: bool
) -> None:
    assert bool(told_wrong(iter([(path, f"say({text!r})")]))) is is_wrong


@pytest.mark.parametrize("error", [restored_copy(), unknown_device(), _revoked()], ids=lambda each: each.code)
def test_given_a_laptop_that_must_join_again_when_told_then_the_window_is_named_before_the_command(
    error: UserError,
) -> None:
    before, command = error.sentence.split("`pazpaz join --again`")
    assert "click the clinic's state at the top of the window (in a terminal, " in before
    assert command == ")."


def test_given_a_laptop_to_be_removed_when_told_then_the_page_of_settings_is_named() -> None:
    for sentence in (still_in().sentence, _OWN_ERRORS["PZA02"][1]):
        assert "Settings, Team and devices; in a terminal, `pazpaz revoke`" in sentence


def test_given_keys_to_be_changed_when_told_then_the_page_of_settings_comes_before_the_command() -> None:
    for sentence in (lacks_keys().sentence, _OWN_ERRORS["PZK01"][1]):
        assert "(Settings, Team and devices; in a terminal, `pazpaz rotate-key`)" in sentence


def test_given_a_broken_record_of_who_did_what_when_told_then_it_says_who_can_tell_more() -> None:
    assert "in a terminal on this laptop: `pazpaz audit verify`" in _server_words()["chain"]


def test_given_keys_from_before_when_read_who_reads_what_then_it_says_which_page_changes_them(
    program: Program,
) -> None:
    page = settings_page(work(program), "Who reads what")
    assert "(Settings, Team and devices)" in page.before.text()
    assert "a terminal: pazpaz rotate-key" in page.before.text()
