"""Keyrings for tests: one in memory, and the ways in which a real one disappoints."""

from core.crypto.quick_unlock import SecretStore


class MemoryKeyring:
    """Keeps what it is given; `answers` False raises as a keyring does whose service is gone."""

    def __init__(self, *, answers: bool = True, keeps: bool = True) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.answers, self.keeps = answers, keeps

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        if self.keeps:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        del self.kept[service, username]

    def store(self) -> SecretStore:
        return SecretStore("memory", self)

    def _ask(self) -> None:
        if not self.answers:
            raise RuntimeError("the service does not answer")
