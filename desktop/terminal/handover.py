"""Texts that leave the program for another hand, and the words that both sides compare."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.domain.errors import RuleBroken, UserError
from desktop.session.join_files import write_file
from desktop.session.open_practice import OpenPractice
from desktop.terminal.command import CommandContext


def hand_over(
    frame: CommandContext, to: Path | None, kind: str, text: str, more: Mapping[str, object]
) -> None:
    """Writes the text to the file, else to stdout; with --json, as a member of the document."""
    if to is not None:
        write_file(to, text)
        frame.console.result({"ok": True, kind: str(to), **more}, [f"The {kind} is in {to}."])
    elif frame.console.as_json:
        frame.console.result({"ok": True, kind: text, **more}, ())
    else:
        frame.console.raw(text)


@contextmanager
def telling(opened: OpenPractice) -> Iterator[None]:
    """While the code of a new vault is told, and closed after that; taken away again when telling fails.

    Kept without it, it would be a practice whose recovery paper nobody can ever write.
    """
    try:
        yield
    # Ctrl-C in the middle of telling, too, leaves a code that nobody has read.
    except BaseException:
        opened.erase()
        raise
    finally:
        opened.close()


def compare_words(frame: CommandContext, expected: Sequence[str], given: str | None) -> None:
    """Raises unless the person says, or has given, the six words of the other screen."""
    if given is not None:
        if given.replace("-", " ").casefold().split() != list(expected):
            raise RuleBroken(
                "The six words differ from those of this request: somebody may have changed it. "
                "Nothing was approved.",
                code="words_differ",
            )
        return
    if not frame.console.is_interactive:
        raise UserError(
            "Approving needs the six words that the new device shows: give them with --words.",
            code="no_words",
        )
    frame.console.note("  " + " ".join(expected))
    said = frame.console.ask("Does the new device show these six words? [y/N] ")
    if said.casefold() not in {"y", "yes"}:
        raise RuleBroken("Nothing was approved.", code="words_differ")


def login_is_back(name: str) -> str:
    """What an owner and an operator are told alike."""
    return (
        f"{name} has its first password again, and whoever was in by its login is out. Whoever changed it "
        "knows this one too: unless it was you, have the laptop join again and remove this entry "
        "(`pazpaz revoke`)."
    )
