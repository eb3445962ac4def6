"""The demo's stage: a PostgreSQL of its own and two laptops of one invented therapist."""

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.crypto.kdf import KdfParams
from core.domain.clock import Clock
from core.domain.enums import Role
from core.domain.errors import UserError
from core.store.attachments.workspace_keys import load_keys
from core.store.database.private_files import FolderLock, make_private_folder, write_atomically
from core.store.vault.listing import list_vaults
from desktop.session.open_practice import (
    OpenPractice,
    PracticeDetails,
    create_practice,
    open_practice,
    start_join,
)
from desktop.session.sample.content import demo_practice
from desktop.session.sample.marking import PASSPHRASE, mark
from desktop.session.sample.writing import write_practice
from migrations.operate.embedded import EmbeddedServer, check_installed
from migrations.operate.init import init, install
from sync.enrolment import identity_store
from sync.enrolment.answers import Admission, answer_first, approve, first_device
from sync.enrolment.completion import complete
from sync.enrolment.identity_store import ServerPlace
from sync.enrolment.requests import ask_to_connect
from sync.events import PassPhase, SyncEvent, SyncProgress

DATABASE = "pazpaz_demo"
MARKER = "demo.json"
_FORMAT = 1
Say = Callable[[str, int, int | None], None]
"""Progress: what, done, total."""


@dataclass(frozen=True, slots=True)
class DemoStage:
    """Where everything of the demo is. `started_here`: the server was down before this run."""

    home: Path
    server: EmbeddedServer
    started_here: bool = True

    @property
    def laptop_a(self) -> Path:
        """The home folder of the owner's first laptop, with a practice of its own."""
        return self.home / "laptop-a"

    @property
    def laptop_b(self) -> Path:
        """The home folder of the same therapist's second laptop."""
        return self.home / "laptop-b"

    @property
    def place(self) -> ServerPlace:
        """Where both laptops find the server; without a certificate authority, for it is on this computer."""
        return ServerPlace(host=self.server.host, port=self.server.port, dbname=DATABASE)

    def open(self, laptop: Path, clock: Clock) -> OpenPractice:
        """One of the two laptops, unlocked."""
        return open_practice(list_vaults(laptop)[0].path, PASSPHRASE, clock)

    def document(self) -> dict[str, object]:
        """What --json prints: the folders, the port, and the passphrase, which is no secret here."""
        return {
            "home": str(self.home),
            "laptop_a": str(self.laptop_a),
            "laptop_b": str(self.laptop_b),
            "passphrase": PASSPHRASE,
            "port": self.server.port,
        }

    def lines(self) -> list[str]:
        """What a person is told, with the commands that open each laptop and stop the server."""
        return [
            f"The demo is in {self.home}; its server answers on port {self.server.port}.",
            f"Laptop A: pazpaz --home {self.laptop_a}",
            f"Laptop B: pazpaz --home {self.laptop_b}",
            f"Stop the server:  pazpaz --home {self.home} server demo --stop",
            f"Passphrase of both: {PASSPHRASE}",
        ]


def set_up(
    home: Path, clock: Clock, say: Say, *, fresh: bool = False, kdf: KdfParams | None = None
) -> DemoStage:
    """The demo as it was left, or made anew when there is none, or when it was left half made.

    Raises EmbeddedServerError, and makes nothing, where the program came without PostgreSQL.
    """
    check_installed()
    server = EmbeddedServer(home / "server")
    # Asked before anything starts it: who finds the server running leaves it running.
    scene = DemoStage(home, server, not server.status().running)
    marker = _read_marker(home)
    if home.exists() and marker is None and any(home.iterdir()):
        raise UserError(f"{home} holds something else than the demo; it was not touched.", code="not_demo")
    if fresh or marker is None or not marker.get("complete"):
        _clear(scene)
        _make(scene, clock, say, kdf)
    else:
        scene.server.start()
        _follow_port(scene, clock, marker)
    _write_marker(scene, is_complete=True)
    return scene


def _clear(scene: DemoStage) -> None:
    """Raises StoreBusy, and removes nothing, while one of the laptops is open in a window."""
    for folder in (scene.laptop_a, scene.laptop_b):
        for info in list_vaults(folder):
            FolderLock(info.path).release()
    scene.server.destroy()
    for folder in (scene.laptop_a, scene.laptop_b):
        shutil.rmtree(folder, ignore_errors=True)


def _make(scene: DemoStage, clock: Clock, say: Say, kdf: KdfParams | None) -> None:
    make_private_folder(scene.home)
    # The server runs as an OS user of its own and must get through to its folder.
    scene.home.chmod(0o711)
    # First of all, so that a demo that is killed half made is made anew the next time.
    _write_marker(scene, is_complete=False)
    say("Starting the clinic's server", 0, None)
    scene.server.start()
    install(scene.server.url(DATABASE), create_database=True)
    with _laptop_a(scene, clock, say, kdf) as a:
        _connect(scene, a)
        sync(a, say, "Laptop A")
        with _laptop_b(scene, a, clock, kdf) as b:
            sync(b, say, "Laptop B")


def _laptop_a(scene: DemoStage, clock: Clock, say: Say, kdf: KdfParams | None) -> OpenPractice:
    content = demo_practice(clock.now())
    details = PracticeDetails(
        name=content.name,
        therapist=content.therapist,
        email=content.email,
        timezone=content.timezone,
        settings=content.settings,
    )
    opened, _ = create_practice(scene.laptop_a, PASSPHRASE, details, clock, kdf=kdf)
    try:
        _mark_as_demo(opened)
        write_practice(opened, content, clock.now(), lambda done, of: say("Inventing", done, of))
    except BaseException:
        opened.close()
        raise
    return opened


def _connect(scene: DemoStage, a: OpenPractice) -> None:
    with a.store.write() as db:
        request, _ = ask_to_connect(db, "Laptop A", a.clock, to_demo=True)
    init(scene.server.url(DATABASE), first_device(request))
    complete(a.store, answer_first(request, scene.place), identity_store.remote_at)


def _laptop_b(scene: DemoStage, a: OpenPractice, clock: Clock, kdf: KdfParams | None) -> OpenPractice:
    """Through the very same steps as any second device."""
    opened, _, request = start_join(scene.laptop_b, PASSPHRASE, "Laptop B", clock, kdf=kdf)
    try:
        with a.store.read() as db:
            owner, keys = identity_store.require_enrolment(db), load_keys(db)
        user_id = owner.identity.user_id
        with closing(identity_store.remote_of(owner)) as remote:
            answer = approve(request, owner, Admission(user_id, Role.OWNER, keys), remote, clock)
        complete(opened.store, answer, identity_store.remote_at)
        _mark_as_demo(opened)
    except BaseException:
        opened.close()
        raise
    return opened


def sync(opened: OpenPractice, say: Say, who: str) -> None:
    """One pass, shown as it goes."""

    def listen(event: SyncEvent) -> None:
        if isinstance(event, SyncProgress):
            doing = "sending" if event.phase is PassPhase.PUSH else "receiving"
            say(f"{who}: {doing}", event.done, event.total)

    opened.sync_once(listen)


def _mark_as_demo(opened: OpenPractice) -> None:
    with opened.store.write() as db:
        identity_store.write_facts(db, {identity_store.ONLY_DEMO: b"1"})
    mark(opened.vault.path)


def _follow_port(scene: DemoStage, clock: Clock, marker: Mapping[str, object]) -> None:
    """Somebody else may have taken the server's port since: tell both laptops the new one."""
    if marker.get("port") == scene.server.port:
        return
    for laptop in (scene.laptop_a, scene.laptop_b):
        with scene.open(laptop, clock) as opened, opened.store.write() as db:
            identity_store.write_facts(db, {identity_store.SERVER: identity_store.place_fact(scene.place)})


def _read_marker(home: Path) -> dict[str, object] | None:
    try:
        found = json.loads((home / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("format") == _FORMAT else None


def _write_marker(scene: DemoStage, *, is_complete: bool) -> None:
    port = scene.server.port if is_complete else 0
    document = {"format": _FORMAT, "complete": is_complete, "port": port}
    write_atomically(scene.home / MARKER, json.dumps(document).encode())
