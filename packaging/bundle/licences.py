"""Whose work is in a bundle, under which licence, and the text of each."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

import contents
from telling import Problem

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"
CARRIED = HERE / "carried.toml"
REQUIREMENTS = contents.ROOT / "packaging/requirements/runtime.txt"
INDEX = "index.json"
"""In the folder of licences: a list of {name, version, licence, source, texts}, in the order of `parts`."""
_TEXT = re.compile(r"(?i)^(licen[cs]e|copying|notice|authors)")


@dataclass(frozen=True, slots=True)
class Part:
    """One distribution, or what one carries.

    `texts`: names of files and what is in them; `version` may be empty.
    """

    name: str
    version: str
    licence: str
    source: str
    texts: dict[str, str]
    is_distribution: bool


def parts(
    site: Path,
    bundle: Path,
    *,
    made_with: tuple[str, ...] = ("pyinstaller",),
    leave: tuple[str, ...] = (),
) -> list[Part]:
    """Ours first, then the pinned distributions in `site`, then what `bundle` holds of others' libraries.

    `made_with`: tools that leave code of theirs in the bundle. `leave`: in `site`, and not in the bundle.
    """
    installed = {normal(found.name): found for found in distributions(path=[str(site)])}
    wanted = [name for name in pinned(REQUIREMENTS) if name in installed and name not in leave]
    wanted += made_with
    table = tomllib.loads(CARRIED.read_text(encoding="utf-8"))
    found = [_ours()]
    for name in wanted:
        if name not in installed:
            raise Problem(f"{name} is not installed where the bundle is made.")
        found.append(_distribution(name, installed[name], table["texts"].get(name, [])))
    found += [part for entry in table["carried"] for part in _carried(entry, bundle)]
    return found


def pinned(requirements: Path) -> list[str]:
    """Names in a file of pins, normal and without their extras."""
    names = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", requirements.read_text("utf-8"), re.MULTILINE)
    return sorted({normal(name) for name in names})


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def write(found: list[Part], folder: Path) -> None:
    """One file a text, and an index. Texts that several share are written once each, under each name."""
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for part in found:
        stem = re.sub(r"[^A-Za-z0-9.-]+", "-", part.name).strip("-")
        names = []
        for name, text in sorted(part.texts.items()):
            target = f"{stem}-{name}" if part.is_distribution else name
            (folder / target).write_text(text, encoding="utf-8", newline="\n")
            names.append(target)
        row = {"name": part.name, "version": part.version, "licence": part.licence}
        index.append({**row, "source": part.source, "texts": names})
    document = json.dumps(index, indent=1, ensure_ascii=False)
    (folder / INDEX).write_text(document + "\n", encoding="utf-8", newline="\n")


def _ours() -> Part:
    text = (contents.ROOT / "LICENSE").read_text(encoding="utf-8")
    return Part("pazpaz-desktop", contents.version(), "Apache-2.0", "", {"LICENSE.txt": text}, True)


def _distribution(name: str, found: Distribution, more: list[str]) -> Part:
    texts = dict(_own_texts(found)) | {f"{text}.txt": _text(text) for text in more}
    if not texts:
        raise Problem(f"There is no text of the licence of {name}; name one in {CARRIED.name}.")
    return Part(name, found.version, _licence(found), _source(found), texts, True)


def _own_texts(found: Distribution) -> Iterator[tuple[str, str]]:
    for file in found.files or ():
        is_metadata = file.parts and file.parts[0].endswith(".dist-info")
        if is_metadata and _TEXT.match(file.name) and "sboms" not in file.parts:
            text = Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
            yield file.name if file.suffix == ".txt" else f"{file.name}.txt", text


def _licence(found: Distribution) -> str:
    """The expression it declares, else the name of its licence, else that of its classifier."""
    told = found.metadata
    for key in ("License-Expression", "License"):
        value = str([*(told.get_all(key) or ()), ""][0])
        if value and "\n" not in value:
            return value
    names = [
        line.split("::")[-1].strip() for line in told.get_all("Classifier") or () if "License ::" in line
    ]
    return names[0] if names else "see its text"


def _source(found: Distribution) -> str:
    told = found.metadata
    links = [str(line).partition(",")[2].strip() for line in told.get_all("Project-URL") or ()]
    homes = told.get_all("Home-page") or []
    return str([*homes, *links, ""][0])


def _carried(entry: dict[str, Any], bundle: Path) -> Iterator[Part]:
    files = [path for glob in entry["files"] for path in sorted(bundle.rglob(glob)) if path.is_file()]
    files = [path for path in files if entry.get("folder", "") in ("", *path.parts)]
    if files:
        version = _version(files, entry.get("version"))
        texts = {f"{text}.txt": _text(text) for text in entry["texts"]}
        yield Part(entry["name"], version, entry["licence"], entry["source"], texts, False)


def _version(files: list[Path], pattern: str | None) -> str:
    """As the file's own bytes tell it; empty where they do not."""
    if pattern is not None:
        for path in files:
            found = re.search(pattern.encode(), path.read_bytes())
            if found is not None:
                return found[1].decode()
    return ""


def _text(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
