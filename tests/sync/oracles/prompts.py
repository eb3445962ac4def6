"""An oracle about prompts: a merge never makes one that nobody typed, nor breaks one in two."""

import re
from collections.abc import Iterator
from typing import Any

from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import Seen, name_of
from tests.sync.oracles.finding import Finding, Oracle

_TABLES = ("note_templates", "text_snippets")
_PROMPT = re.compile(r"\{[^{}\n]*\}")


def prompts_are_whole(diary: Diary, seen: Seen) -> Iterator[Finding]:
    """(c) Each prompt of a template or a snippet was typed so by a person, and no brace stands alone."""
    typed = {prompt for edits in diary.edits.values() for edit in edits for prompt in _prompts(edit.after)}
    for table in _TABLES:
        for key in sorted(seen.of(table)):
            for name, value in seen.fields(key).items():
                for prompt in sorted(_prompts(value) - typed):
                    yield Finding(Oracle.NOTHING_INVENTED, f"{name} of {name_of(key)} asks for {prompt}")
                if isinstance(value, str) and set("{}") & set(_PROMPT.sub("", value)):
                    yield Finding(Oracle.NOTHING_INVENTED, f"{name} of {name_of(key)} has half a prompt")


def _prompts(value: Any) -> set[str]:
    return set(_PROMPT.findall(value)) if isinstance(value, str) else set()
