"""Invented people and clinical phrases, read from `resources/demo`."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Complaint:
    """What one client comes with; each text may hold {placeholders}."""

    complaint: tuple[str, ...]
    cause: tuple[str, ...]
    aggravating: tuple[str, ...]
    easing: tuple[str, ...]
    finding: tuple[str, ...]
    impression: tuple[str, ...]
    treatment: tuple[str, ...]
    home: tuple[str, ...]
    marks: tuple[str, ...]
    """On the body chart: "PAIN BACK lower back", at the side that is worse where the region has sides."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything that a note is made of, in one language."""

    sides: tuple[str, ...]
    problems: tuple[Complaint, ...]
    subjective_first: tuple[str, ...]
    subjective_next: tuple[str, ...]
    trend: dict[str, tuple[str, ...]]
    assessment_next: tuple[str, ...]
    plan_next: tuple[str, ...]
    reply: tuple[str, ...]


@cache
def people() -> dict[str, Any]:
    """Names, streets, services and locations; all obviously invented."""
    found: dict[str, Any] = json.loads(_read("people.json"))
    return found


@cache
def phrases(language: str) -> Phrases:
    """The phrases of "en" or "he"."""
    raw = json.loads(_read(f"notes_{language}.json"))
    return Phrases(
        sides=tuple(raw["sides"]),
        problems=tuple(_problem(one) for one in raw["problems"]),
        subjective_first=tuple(raw["subjective_first"]),
        subjective_next=tuple(raw["subjective_next"]),
        trend={name: tuple(texts) for name, texts in raw["trend"].items()},
        assessment_next=tuple(raw["assessment_next"]),
        plan_next=tuple(raw["plan_next"]),
        reply=tuple(raw["reply"]),
    )


def _problem(raw: dict[str, list[str]]) -> Complaint:
    return Complaint(**{name: tuple(texts) for name, texts in raw.items()})


def _read(name: str) -> str:
    return resources.files("resources").joinpath("demo", name).read_text(encoding="utf-8")
