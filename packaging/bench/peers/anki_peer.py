"""Anki's own sync between two collections and its server. Runs where `anki` is installed; prints JSON."""

import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from anki.buildinfo import version
from anki.collection import AddNoteRequest, Collection

_LETTERS = "abcdefghijklmnopqrstuvwxyz    "
_LONGEST_S = 30


def main(folder: Path, rows: int, changed: int, rounds: int) -> dict[str, Any]:
    address, server = _serve(folder)
    try:
        mine, other = (Collection(str(folder / f"{name}.anki2")) for name in ("a", "b"))
        auth = mine.sync_login("bench", "bench", address)
        _add_notes(mine, rows)
        _whole(mine, auth, upload=True)
        other.sync_collection(auth, False)
        initial_s = _seconds(lambda: _whole(other, auth, upload=False))
        _check(other.note_count() == rows, "notes did not arrive")
        pushes, pulls, idle = zip(*(_round(mine, other, auth, changed) for _ in range(rounds)), strict=True)
        mine.close()
        other.close()
    finally:
        server.terminate()
        server.wait()
    return {
        "name": f"Anki {version}",
        "rows": rows,
        "changed": changed,
        "initial_s": initial_s,
        "push_s": median(pushes),
        "pull_s": median(pulls),
        "no_op_s": median(idle),
    }


def _serve(folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """Address and process of a sync server of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {"SYNC_USER1": "bench:bench", "SYNC_BASE": str(folder / "server"), "RUST_LOG": "anki=error"}
    told |= {"SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port)}
    server = subprocess.Popen([sys.executable, "-m", "anki.syncserver"], env={**os.environ, **told})
    deadline = time.monotonic() + _LONGEST_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    return f"http://127.0.0.1:{port}/", server


def _text(chars: int) -> str:
    return "".join(random.choices(_LETTERS, k=chars))  # noqa: S311 - invented text


def _add_notes(collection: Collection, count: int) -> None:
    """Notes of 1 kB."""
    kind = collection.models.by_name("Basic")
    _check(kind is not None, "Anki has no such kind of note")
    requests = []
    for number in range(count):
        note = collection.new_note(kind)
        note["Front"], note["Back"] = f"{number} {_text(490)}", _text(500)
        requests.append(AddNoteRequest(note, collection.decks.id("Default")))
    collection.add_notes(requests)


def _whole(collection: Collection, auth: Any, *, upload: bool) -> None:
    """What Anki does first: one side's file replaces the other's."""
    collection.close_for_full_sync()
    collection.full_upload_or_download(auth=auth, server_usn=None, upload=upload)
    collection.reopen(after_full_sync=True)


def _round(mine: Collection, other: Collection, auth: Any, count: int) -> tuple[float, float, float]:
    """Seconds of a push and a pull of changed notes, and of a sync that finds nothing."""
    notes = [mine.get_note(note_id) for note_id in mine.find_notes("")[:count]]
    _check(len(notes) == count, "notes are missing")
    for note in notes:
        note["Back"] = _text(200)
    mine.update_notes(notes)
    taken = (
        _seconds(lambda: _sync(mine, auth)),
        _seconds(lambda: _sync(other, auth)),
        _seconds(lambda: _sync(other, auth)),
    )
    came = all(other.get_note(note.id)["Back"] == note["Back"] for note in notes)
    _check(came, "not all changes arrived")
    return taken


def _sync(collection: Collection, auth: Any) -> None:
    output = collection.sync_collection(auth, False)
    _check(output.required == output.NO_CHANGES, "Anki wants to move its whole file")


def _check(condition: bool, otherwise: str) -> None:
    if not condition:
        raise RuntimeError(otherwise)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="anki-bench-") as made:
        sys.stdout.write(json.dumps(main(Path(made), *map(int, sys.argv[1:]))) + "\n")
