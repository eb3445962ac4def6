"""Stores that are made once in a process and copied for each test, which takes a tenth of the time."""

from collections.abc import Callable, Hashable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar, cast

from core.domain.clock import Clock
from core.store.database.engine import Store
from core.store.database.private_files import make_private_file
from migrations.local import upgrade
from tests.memory import memory

T = TypeVar("T")
_KEPT: dict[Hashable, tuple[bytes, object]] = {}


def kept(path: Path, name: Hashable, make: Callable[[Path], T]) -> T:
    """Puts at `path` what `make` wrote into a file of its own and closed; gives what it returned.

    It runs once for each `name`, so nothing that the test does may lead to another store.
    """
    if name not in _KEPT:
        with TemporaryDirectory(dir=memory()) as folder:
            file = Path(folder) / "store.db"
            made = make(file)
            assert [one.name for one in Path(folder).iterdir()] == [file.name], "closed, and the only file"
            _KEPT[name] = file.read_bytes(), made
    content, told = _KEPT[name]
    assert not path.exists(), "a store that is open would be written over"
    make_private_file(path)
    path.write_bytes(content)
    return cast(T, told)


def new_store(path: Path, key: bytes, clock: Clock) -> Store:
    """An empty store of today's schema, open."""

    def make(file: Path) -> None:
        store = Store.open(file, key, clock)
        upgrade(store)
        store.close()

    kept(path, ("new", key), make)
    return Store.open(path, key, clock, create=False)
