"""The manual page and the completion of the shell, made from the program's own parsers.

`manual.py FOLDER VERSION DATE` writes FOLDER/pazpaz.1 and FOLDER/pazpaz.bash; it runs where the program is
installed.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop.terminal.main import build_parser

Command = tuple[tuple[str, ...], argparse.ArgumentParser]


def commands(parser: argparse.ArgumentParser, names: tuple[str, ...] = ()) -> Iterator[Command]:
    """The parser itself and every command below it, by the words that lead to it."""
    yield names, parser
    for action in parser._actions:  # noqa: SLF001 - argparse has no public way to its subcommands
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, below in action.choices.items():
                yield from commands(below, (*names, name))


def manual(parser: argparse.ArgumentParser, version: str, date: str) -> str:
    """The page in roff."""
    lines = [
        f'.TH PAZPAZ 1 {date} "PazPaz {version}" "User Commands"',
        ".SH NAME",
        r"pazpaz \- calendar and session notes for therapists",
        ".SH SYNOPSIS",
        r".B pazpaz",
        r"[\fIoptions\fR] [\fICOMMAND\fR ...]",
        ".br",
        r".B pazpaz",
        r"\fIFILE\fR.pazpaz",
        ".SH DESCRIPTION",
        _roff(parser.description or ""),
        "With a backup as its argument, opens the window at the page that brings it back.",
        ".SH OPTIONS",
        *_options(parser),
        ".SH COMMANDS",
    ]
    for names, command in commands(parser):
        if names:
            lines += [f".SS {_roff(' '.join(names))}", _roff(command.description or ""), *_options(command)]
    lines += [".SH EXIT STATUS", _roff(parser.epilog or "")]
    lines += [
        ".SH FILES",
        ".TP",
        r"\fI~/.local/share/PazPaz\fR",
        "This person's practices, encrypted. No package of the program ever touches them.",
    ]
    return "\n".join(lines) + "\n"


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001 - as above
        hidden = action.help == argparse.SUPPRESS or isinstance(action, argparse._SubParsersAction)  # noqa: SLF001
        if not hidden:
            yield ".TP"
            yield f".B {_roff(_written(action))}"
            yield _roff(_help(parser, action))


def _written(action: argparse.Action) -> str:
    value = str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return value
    names = ", ".join(action.option_strings)
    return names if action.nargs == 0 else f"{names} {value}"


def _help(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    """With the placeholders of argparse filled in."""
    formatter = parser._get_formatter()  # noqa: SLF001 - what `--help` itself uses
    return formatter._expand_help(action) if action.help else ""  # noqa: SLF001


def _roff(text: str) -> str:
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return r"\&" + escaped if escaped.startswith((".", "'")) else escaped


def completion(parser: argparse.ArgumentParser) -> str:
    """For bash: commands, the commands below them, and their options; files where nothing else is."""
    cases = [
        f'        "{" ".join(names)}") words="{" ".join(_words(command))}" ;;'
        for names, command in commands(parser)
    ]
    known = " ".join(f'"{" ".join(names)}"' for names, _ in commands(parser) if names)
    return _COMPLETION.replace("@KNOWN@", known).replace("@CASES@", "\n".join(cases))


def _words(parser: argparse.ArgumentParser) -> list[str]:
    found = []
    for action in parser._actions:  # noqa: SLF001 - as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            found += list(action.choices)
        else:
            found += [name for name in action.option_strings if name.startswith("--")]
    return sorted(found)


_COMPLETION = """# Completion of pazpaz in bash; made from the program's own parsers.
_pazpaz() {
    local word path="" try known words="" current="${COMP_WORDS[COMP_CWORD]}"
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        try="${path:+$path }$word"
        for known in @KNOWN@; do
            [ "$known" = "$try" ] && path="$try"
        done
    done
    case "$path" in
@CASES@
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _pazpaz pazpaz
"""


def main() -> int:
    folder, version, date = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    parser = build_parser()
    (folder / "pazpaz.1").write_text(manual(parser, version, date), encoding="utf-8")
    (folder / "pazpaz.bash").write_text(completion(parser), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
