"""What an open form holds, kept in this device's encrypted store over a lock, a crash or the end. No Qt."""

from collections.abc import Callable
from typing import Any, Protocol

from core.domain.errors import UserError
from desktop.ports import Runner

Content = dict[str, Any]


class LocalSettings(Protocol):
    """The practice's settings of this device; called on the store worker."""

    def local(self, name: str, default: Any = None) -> Any: ...

    def set_local(self, name: str, value: Any) -> None: ...


class Unfinished:
    """One form's content as JSON. `keep` it at every flush, with None once the form is closed."""

    def __init__(self, settings: LocalSettings, runner: Runner, name: str) -> None:
        self._settings, self._runner, self._name = settings, runner, f"unfinished_{name}"
        self._kept: Content | None = None
        self.failed = False
        """Whether the last content could not be stored: closing now would lose it."""

    def keep(self, content: Content | None) -> None:
        if content == self._kept and not self.failed:
            return
        self._runner.run(
            lambda: self._settings.set_local(self._name, content),
            lambda _: self._on_kept(content),
            self._on_failed,
        )

    def look(self, on_found: Callable[[Content], None]) -> None:
        """Tells what was kept, if anything."""
        self._runner.run(
            lambda: self._settings.local(self._name), lambda found: self._on_looked(found, on_found)
        )

    def _on_looked(self, found: Content | None, on_found: Callable[[Content], None]) -> None:
        if found:
            self._kept = found
            on_found(found)

    def _on_kept(self, content: Content | None) -> None:
        self._kept, self.failed = content, False

    def _on_failed(self, _error: UserError) -> None:
        self.failed = True
