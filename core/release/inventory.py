"""Whose work is in this program, under which licence, with the text of each: read where a person asks.

A bundle has a folder `licences` with an `index.json`, and `sbom.cdx.json`, beside the packages; both are made
with it (packaging/bundle). From its source, the program tells of the installed distributions.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

FOLDER, INDEX, SBOM = "licences", "index.json", "sbom.cdx.json"
PROGRAM = "pazpaz-desktop"
_TEXT = re.compile(r"(?i)^(licen[cs]e|copying|notice|authors)")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Component:
    """One work. `version`, `licence` and `source` may be empty; `texts` are files, read when shown."""

    name: str
    version: str
    licence: str
    source: str
    texts: tuple[Path, ...]

    def text(self) -> str:
        """All its texts, one after the other; empty when it brings none. What cannot be read is left out."""
        return "\n\n".join(filter(None, map(_content, self.texts)))


@dataclass(frozen=True, slots=True)
class Inventory:
    """`made_at` and `sbom`: None where the program runs from its source."""

    parts: tuple[Component, ...]
    made_at: datetime | None = None
    sbom: Path | None = None


def read_inventory(root: Path) -> Inventory:
    """`root`: the folder in which our packages lie."""
    folder = root / FOLDER
    index = _json(folder / INDEX)
    if not isinstance(index, list):
        return Inventory(tuple(_installed()))
    sbom = root / SBOM
    parts = tuple(_part(folder, row) for row in index)
    return Inventory(parts, _made_at(_json(sbom)), sbom if sbom.is_file() else None)


def made_at(root: Path) -> datetime | None:
    """When this build was made; None where the program runs from its source."""
    return _made_at(_json(root / SBOM))


def _made_at(bill: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(bill["metadata"]["timestamp"])
    except (KeyError, TypeError, ValueError):
        return None
    return moment if moment.tzinfo is not None else None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def _part(folder: Path, row: Mapping[str, Any]) -> Component:
    # The name alone, so that the index leads to no other folder.
    texts = tuple(folder / Path(name).name for name in row["texts"])
    return Component(row["name"], row["version"], row["licence"], row["source"], texts)


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _installed() -> Iterator[Component]:
    """Ours first, then what it needs, and what that needs, by name."""
    found: dict[str, Component] = {}
    waiting = [PROGRAM]
    while waiting:
        name = _normal(waiting.pop())
        if name in found:
            continue
        try:
            known = distribution(name)
        except PackageNotFoundError:  # for another system, or another version of Python
            continue
        found[name] = _of(known)
        waiting += _needs(known)
    first = found.pop(PROGRAM, None)
    if first is not None:
        yield first
    yield from (found[name] for name in sorted(found))


def _needs(known: Distribution) -> Iterator[str]:
    """Without its extras."""
    for line in known.requires or ():
        name = _NAME.match(line)
        if name is not None and "extra ==" not in line:
            yield name[0]


def _of(known: Distribution) -> Component:
    texts = (
        Path(str(file.locate()))
        for file in known.files or ()
        if file.parts[0].endswith(".dist-info") and _TEXT.match(file.name) and "sboms" not in file.parts
    )
    told = known.metadata
    return Component(_normal(told["Name"]), known.version, _licence(known), _source(known), tuple(texts))


def _licence(known: Distribution) -> str:
    """The expression it declares, else the name of its licence, else that of its classifier."""
    for key in ("License-Expression", "License"):
        value = _told(known, key)
        # Some put the whole text of their licence into that field.
        if value and "\n" not in value:
            return value
    lines = (str(line) for line in known.metadata.get_all("Classifier") or ())
    names = [line.split("::")[-1].strip() for line in lines if "License ::" in line]
    return names[0] if names else ""


def _source(known: Distribution) -> str:
    links = [str(line).partition(",")[2].strip() for line in known.metadata.get_all("Project-URL") or ()]
    return _told(known, "Home-page") or (links[0] if links else "")


def _told(known: Distribution, key: str) -> str:
    """Empty where the distribution says nothing of it."""
    return str(known.metadata[key]) if key in known.metadata else ""


def _normal(name: str) -> str:
    # The form of a name that PEP 503 compares.
    return re.sub(r"[-_.]+", "-", name).lower()
