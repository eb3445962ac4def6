"""The bill of materials of a bundle: CycloneDX 1.6 as JSON, the same bytes for the same parts."""

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from licences import Part

_NAMESPACE = uuid.UUID("5a2c6f6e-7f0c-4a7d-9a39-6d2f4f1f3c58")


def write(parts: list[Part], target: Path, moment: int) -> None:
    """`parts` begin with the program itself; `moment` is the time it bears, in seconds since 1970."""
    text = json.dumps(document(parts, moment), indent=1, ensure_ascii=False, sort_keys=True)
    target.write_text(text + "\n", encoding="utf-8", newline="\n")


def document(parts: list[Part], moment: int) -> dict[str, Any]:
    program, others = parts[0], parts[1:]
    content = json.dumps([[part.name, part.version] for part in parts])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, content)}",
        "version": 1,
        "metadata": {
            "timestamp": f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%SZ}",
            "component": _component(program, "application"),
        },
        "components": [_component(part, "library") for part in others],
        "dependencies": [{"ref": _reference(program), "dependsOn": [_reference(part) for part in others]}],
    }


def _component(part: Part, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": kind,
        "bom-ref": _reference(part),
        "name": part.name,
        "licenses": [_licence(part.licence)],
    }
    if part.version:
        found["version"] = part.version
    if part.is_distribution and kind == "library":
        found["purl"] = f"pkg:pypi/{part.name}@{part.version}"
    if part.source.startswith("http"):
        found["externalReferences"] = [{"type": "website", "url": part.source}]
    return found


def _reference(part: Part) -> str:
    return f"{part.name}@{part.version}" if part.version else part.name


def _licence(name: str) -> dict[str, Any]:
    """An expression of SPDX where it is one, else its name as the distribution tells it."""
    words = name.replace("(", " ").replace(")", " ").split()
    is_expression = all(word in {"OR", "AND", "WITH"} or "-" in word or word in _PLAIN for word in words)
    return {"expression": name} if words and is_expression else {"license": {"name": name}}


_PLAIN = frozenset({"MIT", "ICU", "ISC", "PostgreSQL", "Zlib", "blessing"})
"""Identifiers of SPDX without a hyphen."""
