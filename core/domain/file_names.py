"""The name of a file in two parts: the words that people choose, and the ending that tells its kind."""

import re

_ENDING = re.compile(r"(?<=.)\.[^\W_]{1,10}$")
"""A last part that is longer, or has a space, is a sentence with a full stop in it."""
# Microsoft's page on naming files lists them, those with raised digits too.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE | re.DOTALL)


def ending_of(name: str) -> str:
    """Such as ".pdf"; empty where the name has none."""
    found = _ENDING.search(name)
    return found.group() if found else ""


def stem_of(name: str) -> str:
    """The name without its ending."""
    return name.removesuffix(ending_of(name))


def with_ending_of(name: str, typed: str) -> str:
    """What was typed for a file that is called `name` now: its ending stays, and a slash begins no folder."""
    words, ending = re.sub(r"[/\\]", "-", typed.strip()), ending_of(name)
    if ending and words.lower().endswith(ending.lower()):
        words = words[: -len(ending)]
    return words.rstrip() + ending if words.strip(" .") else ""


def is_device_name(name: str) -> bool:
    """Whether Windows takes it for a device, such as "con" or "LPT1.txt", and writes no file of that name."""
    return _DEVICE.fullmatch(name) is not None
