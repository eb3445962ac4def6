"""Settings of this device that live in memory."""

from typing import Any


class LocalDouble:
    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def local(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def set_local(self, name: str, value: Any) -> None:
        self.values[name] = value
