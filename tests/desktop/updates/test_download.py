"""One address is asked, over TLS, for two small files and an installer: what is sent, and what may fail."""

import datetime as dt
import errno
import ipaddress
import os
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from typing_extensions import override

from core.domain.errors import BadInput, Cancelled, DiskFull, RuleBroken, ServerUnreachable, UserError
from core.release.manifest import LONGEST_MANIFEST, MANIFEST, SIGNATURE
from desktop.updates.download import Limits, ReleaseSource, own_trust
from tests.releases import INSTALLERS, Maker, release

DEB = next(iter(INSTALLERS))
QUICK = Limits(silence_s=0.5, texts_s=1.5, file_s=1.5)
NEVER = threading.Event()


class _Handler(socketserver.StreamRequestHandler):
    server: "Server"

    @override
    def handle(self) -> None:
        lines = []
        while line := self.rfile.readline().strip():
            lines.append(line.decode())
        self.server.site.asked.append(lines)
        path = lines[0].split()[1] if lines else ""
        answer = self.server.site.answers.get(path, b"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n")
        if callable(answer):
            answer(self)
        else:
            self.wfile.write(answer)


class Server(socketserver.ThreadingTCPServer):
    """`stopped` is set at the end, for what waits."""

    daemon_threads = False
    allow_reuse_address = True

    def __init__(self, site: "Site", trust: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.site = site
        self.socket = trust.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    @override
    def handle_error(self, *_: object) -> None:
        """The other side hung up, as it should."""


Answer = bytes | Callable[[_Handler], None]


@dataclass
class Site:
    """What is asked of it, line by line, and what it answers by path."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[list[str]] = field(default_factory=list)
    port: int = 0
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def put(self, path: str, content: bytes) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\n\r\n"
        self.answers[path] = head.encode() + content

    def send_to(self, path: str, where: str) -> None:
        self.answers[path] = f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()

    def source(self, limits: Limits | None = None, host: str = "127.0.0.1") -> ReleaseSource:
        return ReleaseSource(f"https://{host}:{self.port}/pazpaz/{MANIFEST}", self.trust, limits)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "invented")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "own.pem"
    plain = serialization.NoEncryption()
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(encoding, form, plain) + made.public_bytes(encoding))
    return path


@pytest.fixture
def site(certificate: Path) -> Iterator[Site]:
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate)
    made = Site(trust=ssl.create_default_context(cafile=str(certificate)))
    with Server(made, trust) as server:
        made.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        made.put(f"/pazpaz/{MANIFEST}", b"the manifest")
        made.put(f"/pazpaz/{SIGNATURE}", b"the signature")
        yield made
        server.shutdown()
        thread.join()


def refused(source: ReleaseSource, cancel: threading.Event = NEVER) -> UserError:
    with pytest.raises(UserError) as caught:
        source.texts(cancel)
    assert "othing was changed" in caught.value.sentence
    return caught.value


def test_given_an_address_when_asked_then_both_texts_come_and_nothing_but_the_request_was_sent(
    site: Site,
) -> None:
    assert site.source().texts(NEVER) == (b"the manifest", b"the signature")
    host = f"Host: 127.0.0.1:{site.port}"
    assert site.asked == [
        [f"GET /pazpaz/{name} HTTP/1.1", host, "Accept-Encoding: identity"] for name in (MANIFEST, SIGNATURE)
    ]


def test_given_an_installer_when_fetched_then_it_is_written_with_progress(site: Site, tmp_path: Path) -> None:
    Maker().put(tmp_path, release())
    file, content = release().files[0], INSTALLERS[DEB][1]
    site.put(f"/pazpaz/{DEB}", content)
    told: list[tuple[int, int]] = []
    site.source().file(file, tmp_path / "new", lambda done, total: told.append((done, total)), NEVER)
    assert (tmp_path / "new").read_bytes() == content
    assert told[-1] == (file.size, file.size)


def test_given_a_link_under_an_installers_name_when_fetched_then_its_target_stays_as_it_is(
    site: Site, tmp_path: Path
) -> None:
    file, content = release().files[0], INSTALLERS[DEB][1]
    site.put(f"/pazpaz/{DEB}", content)
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "new").symlink_to(tmp_path / "mine")
    site.source().file(file, tmp_path / "new", lambda *_: None, NEVER)
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert (tmp_path / "new").read_bytes() == content


def test_given_a_file_of_an_installers_name_when_fetching_fails_then_it_is_still_there(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / "new").write_bytes(b"mine")
    with pytest.raises(BadInput):
        site.source().file(release().files[0], tmp_path / "new", lambda *_: None, NEVER)
    assert (tmp_path / "new").read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_given_another_path_of_the_same_host_when_sent_there_then_it_is_followed(site: Site) -> None:
    site.send_to(f"/pazpaz/{MANIFEST}", "/other/release.json?who=you")
    site.put("/other/release.json", b"moved")
    assert site.source().texts(NEVER) == (b"moved", b"the signature")


@pytest.mark.parametrize(
    "where",
    [
        "https://example.org/release.json",
        "http://127.0.0.1/release.json",
        "https://127.0.0.1/release.json",
        "https://name@127.0.0.1:{port}/release.json",
        "//example.org/release.json",
        "file:///etc/passwd",
    ],
)
def test_given_another_host_when_sent_there_then_refused_and_nobody_else_is_asked(
    site: Site, where: str
) -> None:
    site.send_to(f"/pazpaz/{MANIFEST}", where.format(port=site.port))
    assert refused(site.source()).code == "update_redirect"
    assert len(site.asked) == 1


@pytest.mark.parametrize("where", ["", f"/pazpaz/{MANIFEST}"])
def test_given_a_circle_when_sent_around_then_refused(site: Site, where: str) -> None:
    site.send_to(f"/pazpaz/{MANIFEST}", where)
    assert refused(site.source()).code == "update_redirect"
    assert len(site.asked) == 4


def test_given_nothing_at_the_address_when_asked_then_it_says_so(site: Site) -> None:
    del site.answers[f"/pazpaz/{SIGNATURE}"]
    assert refused(site.source()).code == "update_not_there"


def test_given_a_host_that_nobody_vouches_for_when_asked_then_refused(site: Site) -> None:
    site.trust = own_trust()
    assert refused(site.source()).code == "update_certificate"
    assert site.asked == []


def test_given_another_name_than_the_certificates_when_asked_then_refused(site: Site) -> None:
    assert refused(site.source(host="localhost")).code == "update_certificate"


def test_given_nobody_at_the_address_when_asked_then_unreachable(site: Site) -> None:
    site.port = 1
    assert isinstance(refused(site.source(QUICK)), ServerUnreachable)


@pytest.mark.parametrize("says_so", [True, False])
def test_given_more_than_a_manifest_may_be_when_asked_then_it_is_not_read_to_its_end(
    site: Site, says_so: bool
) -> None:
    content = b"x" * (LONGEST_MANIFEST + 1)
    length = f"Content-Length: {len(content)}\r\n" if says_so else ""
    site.answers[f"/pazpaz/{MANIFEST}"] = f"HTTP/1.1 200 OK\r\n{length}\r\n".encode() + content
    assert refused(site.source()).code == "update_too_large"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n",
    ],
)
def test_given_an_answer_that_is_none_when_asked_then_unreachable(site: Site, answer: bytes) -> None:
    site.answers[f"/pazpaz/{MANIFEST}"] = answer
    assert refused(site.source(QUICK)).code == "update_unreachable"


def drip(until: threading.Event) -> Callable[[_Handler], None]:
    """A byte of a header now and then, for as long as somebody listens."""

    def answer(handler: _Handler) -> None:
        while not until.wait(0.1):
            handler.wfile.write(b"H")

    return answer


def test_given_an_answer_that_never_ends_when_its_time_is_over_then_it_is_cut(site: Site) -> None:
    end = threading.Event()
    site.answers[f"/pazpaz/{MANIFEST}"] = drip(end)
    assert refused(site.source(QUICK)).code == "update_unreachable"
    end.set()


def test_given_a_stop_while_the_other_side_is_silent_when_told_then_it_ends_at_once(
    site: Site, tmp_path: Path
) -> None:
    """Its limits would last for an hour; the test ends because the stop does what it says."""
    end, stop, begun = threading.Event(), threading.Event(), threading.Event()

    def answer(handler: _Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2340000\r\n\r\nbegun")
        begun.set()
        end.wait()

    site.answers[f"/pazpaz/{DEB}"] = answer

    def stop_once_begun() -> None:
        begun.wait()
        stop.set()

    thread = threading.Thread(target=stop_once_begun)
    thread.start()
    source = site.source(Limits(silence_s=3600, file_s=3600))
    with pytest.raises(Cancelled):
        source.file(release().files[0], tmp_path / "new", lambda *_: None, stop)
    end.set()
    thread.join()
    assert not (tmp_path / "new").exists()


def test_given_a_stop_before_when_asked_then_nothing_is(site: Site) -> None:
    stop = threading.Event()
    stop.set()
    assert isinstance(refused(site.source(), stop), Cancelled)
    assert site.asked == []


def test_given_an_installer_that_is_too_long_when_fetched_then_nothing_of_it_stays(
    site: Site, tmp_path: Path
) -> None:
    site.answers[f"/pazpaz/{DEB}"] = b"HTTP/1.1 200 OK\r\n\r\n" + INSTALLERS[DEB][1] + b"more"
    with pytest.raises(BadInput):
        site.source().file(release().files[0], tmp_path / "new", lambda *_: None, NEVER)
    assert not (tmp_path / "new").exists()


def test_given_a_folder_that_is_not_there_when_fetched_then_it_says_so(site: Site, tmp_path: Path) -> None:
    with pytest.raises(DiskFull):
        site.source().file(release().files[0], tmp_path / "none" / "new", lambda *_: None, NEVER)


def test_given_a_disk_that_fills_while_an_installer_comes_then_it_says_so_and_nothing_of_it_stays(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_: object) -> int:
        raise OSError(errno.ENOSPC, "no space")

    site.put(f"/pazpaz/{DEB}", INSTALLERS[DEB][1])
    monkeypatch.setattr(os, "write", fill)
    with pytest.raises(DiskFull) as caught:
        site.source().file(release().files[0], tmp_path / "new", lambda *_: None, NEVER)
    assert "Make room" in caught.value.sentence
    assert not (tmp_path / "new").exists()


def test_given_a_disk_that_takes_less_at_a_time_when_an_installer_comes_then_all_of_it_is_written(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    site.put(f"/pazpaz/{DEB}", INSTALLERS[DEB][1])
    monkeypatch.setattr(os, "write", lambda descriptor, piece: write(descriptor, piece[:3]))
    site.source().file(release().files[0], tmp_path / "new", lambda *_: None, NEVER)
    assert (tmp_path / "new").read_bytes() == INSTALLERS[DEB][1]


def test_given_this_computer_when_its_trust_is_asked_for_then_names_and_certificates_are_checked() -> None:
    trust = own_trust()
    assert (trust.check_hostname, trust.verify_mode) == (True, ssl.CERT_REQUIRED)


def test_given_a_refusal_when_told_then_it_names_no_address(site: Site) -> None:
    for code in (
        refused(site.source(host="localhost")),
        refused(ReleaseSource("https://127.0.0.1:1/a", site.trust)),
    ):
        assert "127.0.0.1" not in code.sentence
        assert not isinstance(code, RuleBroken) or "stick" in code.sentence
