"""Memory that the C library keeps goes back to the system, where the C library can do that."""

import ctypes
from types import SimpleNamespace

import pytest

from core.runtime.memory import return_freed


@pytest.mark.parametrize(
    ("system", "has_call", "called"), [("linux", True, [0]), ("linux", False, []), ("darwin", True, [])]
)
def test_given_a_system_when_freed_memory_is_returned_then_it_is_by_the_call_that_the_system_has(
    system: str, has_call: bool, called: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []
    library = SimpleNamespace(**({"malloc_trim": given.append} if has_call else {}))
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    return_freed()
    assert given == called
