"""`make translations`: collects every sentence of the window and of errors, and compiles the catalogues.

Qt's own collector misreads `tr(context, text)`, so the sources are read with `ast`. What is kept by hand is
`packaging/languages/he.ts`; the program reads what is compiled from it.
"""

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

ROOT = Path(__file__).parent.parent
SOURCE, FOLDER = ROOT / "packaging/languages/he.ts", ROOT / "resources/translations"
ERRORS = "Errors"
"""The context of sentences from below the window. Where they carry a value it stands as {0}, {1}."""
_TERMINAL = ("desktop/terminal/", "desktop/demo/")
"""Commands are for whoever runs a server, and speak English."""
_PLACES = {"Judgement": 1, "_damaged": 1, "WrongField": 1}
"""Besides errors, whose sentence comes first: what is called with one, and at which place."""
_SENTENCE = re.compile(r"[A-Z][a-z']* .*[^ ][.?!]", re.DOTALL)

Key = tuple[str, str]


def collect() -> list[Key]:
    """Every (context, text), sorted."""
    window, below = _trees("desktop"), [*_trees("core"), *_trees("sync")]
    found = {key for tree in window for key in _window_texts(tree)}
    sentences = error_sentences([*window, *below]) | {text for tree in below for text in _sentences(tree)}
    return sorted(found | {(ERRORS, text) for text in sentences})


def _trees(top: str) -> list[ast.Module]:
    paths = (path for path in sorted((ROOT / top).rglob("*.py")))
    own = (path for path in paths if not path.relative_to(ROOT).as_posix().startswith(_TERMINAL))
    return [ast.parse(path.read_text("utf-8")) for path in own]


def _sentences(tree: ast.Module) -> Iterator[str]:
    """Those that tables hold: what reads like one and is no docstring."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
            continue
        if _SENTENCE.fullmatch(node.value):
            yield _escaped(node.value)


def _window_texts(tree: ast.Module) -> Iterator[Key]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = {"tr": node.args[1:2], "plural": node.args[1:3]}.get(node.func.id, [])
            for text in texts:
                yield ast.literal_eval(node.args[0]), ast.literal_eval(text)


def error_sentences(trees: list[ast.Module]) -> set[str]:
    """What errors are raised with, with {0}, {1} where a value is filled in."""
    errors, everywhere = _error_names(trees), _constants(trees)
    found: set[str] = set()
    for tree in trees:
        finder = _Finder(errors, everywhere | _constants([tree]))
        finder.visit(tree)
        found |= finder.found
    return {text for text in found if re.search(r"[A-Za-z]", re.sub(r"\{\d+\}", "", text)) and " " in text}


def _error_names(trees: list[ast.Module]) -> set[str]:
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names, before = {"UserError"}, 0
    while len(names) > before:
        before = len(names)
        names |= {one.name for one in classes if any(_name(base) in names for base in one.bases)}
    return names


def _constants(trees: list[ast.Module]) -> dict[str, ast.expr]:
    """What names stand for at the top of modules."""
    found = {}
    for node in (node for tree in trees for node in tree.body):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
    return found


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@dataclass
class _Finder(ast.NodeVisitor):
    """Walks one module. `known`: what the names of constants stand for."""

    errors: set[str]
    known: dict[str, ast.expr]
    found: set[str] = field(default_factory=set)
    _inside: str = ""

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        before, self._inside = self._inside, node.name
        self.generic_visit(node)
        self._inside = before

    @override
    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before = self.known
        own = [each for each in ast.walk(node) if isinstance(each, ast.Assign)]
        named = {_name(each.targets[0]): each.value for each in own if _name(each.targets[0])}
        self.known = before | named
        self.generic_visit(node)
        self.known = before

    @override
    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        name = _name(node.func)
        is_base = name == "__init__" and self._inside in self.errors
        place = _PLACES.get(name, 0 if name in self.errors or is_base else None)
        if place is not None and len(node.args) > place:
            self.found |= set(self._texts(node.args[place]))

    def _texts(self, node: ast.expr, depth: int = 0) -> Iterator[str]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _escaped(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield _numbered(node)
        elif isinstance(node, ast.IfExp):
            yield from self._texts(node.body, depth)
            yield from self._texts(node.orelse, depth)
        elif isinstance(node, ast.Dict):
            for value in node.values:
                yield from self._texts(value, depth)
        elif isinstance(node, ast.Tuple | ast.List):
            for value in node.elts:
                yield from self._texts(value, depth)
        elif isinstance(node, ast.Subscript):
            yield from self._texts(node.value, depth)
        elif isinstance(node, ast.Name) and node.id in self.known and depth < 3:
            yield from self._texts(self.known[node.id], depth + 1)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _numbered(node: ast.JoinedStr) -> str:
    texts, number = [], 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            texts.append(_escaped(str(part.value)))
        else:
            texts.append(f"{{{number}}}")
            number += 1
    return "".join(texts)


def read(path: Path) -> dict[Key, str]:
    """What is translated so far; nothing where there is no file."""
    if not path.exists():
        return {}
    contexts = ET.parse(path).getroot().iter("context")  # noqa: S314 - our own file
    messages = ((each.findtext("name"), one) for each in contexts for one in each.iter("message"))
    return {
        (context or "", one.findtext("source") or ""): one.findtext("translation") or ""
        for context, one in messages
    }


def write(path: Path, language: str, keys: list[Key], known: dict[Key, str]) -> None:
    """In the format of Qt Linguist. What is not translated is marked as unfinished, what went is dropped."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for name, source in keys:
        if name not in contexts:
            contexts[name] = ET.SubElement(root, "context")
            ET.SubElement(contexts[name], "name").text = name
        message = ET.SubElement(contexts[name], "message")
        ET.SubElement(message, "source").text = source
        translation = ET.SubElement(message, "translation")
        translation.text = known.get((name, source), "")
        if not translation.text:
            translation.set("type", "unfinished")
    ET.indent(root)
    body = ET.tostring(root, "unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")


def compile_catalogue(source: Path, target: Path) -> None:
    """By Qt's own tool, which comes with PySide6."""
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run([tool, "-silent", source, "-qm", target], check=True)


def templates(keys: list[Key]) -> str:
    """The sentences of errors that carry values, a line each: only by them can a filled one be recognised."""
    carrying = [text for context, text in keys if context == ERRORS and re.search(r"\{\d\}", text)]
    return "".join(f"{text}\n" for text in carrying)


def main() -> int:
    keys, known = collect(), read(SOURCE)
    write(SOURCE, "he", keys, known)
    compile_catalogue(SOURCE, FOLDER / "he.qm")
    (FOLDER / "sentences.txt").write_text(templates(keys), "utf-8")
    left = [key for key in keys if not known.get(key)]
    print(f"{len(keys)} texts, {len(left)} without a translation", *map(repr, left), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
