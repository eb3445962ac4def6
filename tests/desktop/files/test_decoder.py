"""A stranger's file in a process of its own: what comes back, and what becomes of one that means harm."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.files.decoder_process import DecoderProcess
from desktop.files.pixels import (
    MOST_BYTES,
    MOST_PAGES,
    MOST_PIXELS,
    OPENED,
    OPENING,
    SIZE,
    Kind,
    PageSize,
    Reason,
    Refused,
    bounded,
)
from tests.desktop.files import hostile
from tests.desktop.test_hardening import PLAIN, neighbour

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture(name="decoder")
def _decoder() -> Iterator[DecoderProcess]:
    made = DecoderProcess()
    yield made
    made.close()


@contextmanager
def one_that(says: bytes, then: str = "") -> Iterator[DecoderProcess]:
    """A process that a hostile file has taken over: it takes the file and answers what it likes."""
    code = f"import sys, time\nsys.stdin.buffer.read(9)\nsys.stdout.buffer.write({says!r})\n"
    code += f"sys.stdout.flush()\n{then}"
    made = DecoderProcess([sys.executable, "-c", code], answer_s=60)
    yield made
    made.close()


def reason_of(kind: Kind, content: bytes) -> Reason:
    """Why it is refused when it is opened, or when its first page is drawn."""
    made = DecoderProcess(answer_s=60)
    try:
        made.open(kind, content)
        made.draw(0, 100, 100)
    except Refused as error:
        return error.reason
    finally:
        made.close()
    return Reason.NONE


SOUND = {
    "png": hostile.picture("PNG"),
    "jpeg": hostile.picture("JPEG"),
    "webp": hostile.picture("WEBP"),
    "bmp": hostile.picture("BMP"),
    "a film of fifty thousand pictures": hostile.gif(width=400, height=300),
}


@pytest.mark.parametrize("name", SOUND)
def test_given_a_sound_picture_when_drawn_then_it_has_the_pixels_that_were_asked_for(
    decoder: DecoderProcess, name: str
) -> None:
    assert decoder.open(Kind.PICTURE, SOUND[name]) == [PageSize(400, 300)]
    pixels = decoder.draw(0, 200, 150)
    assert (pixels.width, pixels.height, len(pixels.data)) == (200, 150, 200 * 150 * 4)
    blue, green, red, opaque = pixels.data[:4] if name.startswith("a film") else pixels.data[-4:]
    assert opaque == 255
    assert (abs(blue - 0x66), abs(green - 0x6B), abs(red - 0x0F)) < (60, 60, 60)


def test_given_a_pdf_when_drawn_then_each_page_is_white_with_what_stands_on_it(
    decoder: DecoderProcess,
) -> None:
    assert decoder.open(Kind.PDF, hostile.pdf(7)) == [PageSize(595, 842)] * 7
    pixels = decoder.draw(6, 595, 842)
    at = (100 * 595 + 100) * 4
    assert pixels.data[:3] == b"\xff\xff\xff"
    assert pixels.data[at : at + 3] == b"\x00\x00\x00"


def test_given_a_form_when_drawn_then_what_was_filled_in_is_there(decoder: DecoderProcess) -> None:
    decoder.open(Kind.PDF, hostile.pdf_with_a_filled_field())
    pixels = decoder.draw(0, 400, 300)
    assert pixels.data.count(b"\x00\x00\x00") > 100


HARMFUL = {
    "a bomb of sixty thousand pixels a side": (Kind.PICTURE, hostile.png_bomb(), Reason.TOO_LARGE),
    "half a jpeg": (Kind.PICTURE, hostile.truncated_jpeg(), Reason.DAMAGED),
    "the beginning of a png": (Kind.PICTURE, hostile.picture("PNG")[:500], Reason.DAMAGED),
    "a mark and nothing": (Kind.PICTURE, b"\x89PNG\r\n\x1a\n", Reason.DAMAGED),
    "a pdf called a picture": (Kind.PICTURE, hostile.pdf(), Reason.NOT_AS_NAMED),
    "a picture called a pdf": (Kind.PDF, hostile.picture("PNG"), Reason.NOT_AS_NAMED),
    "picture and pdf in one": (Kind.PICTURE, hostile.gif(1) + hostile.pdf(), Reason.NOT_AS_NAMED),
    "pdf and picture in one": (Kind.PDF, hostile.gif(1) + hostile.pdf(), Reason.NOT_AS_NAMED),
    "no byte of a picture": (Kind.PICTURE, b"", Reason.DAMAGED),
    "no byte of a pdf": (Kind.PDF, b"", Reason.DAMAGED),
    "words called a pdf": (Kind.PDF, b"words", Reason.NOT_AS_NAMED),
    "a pdf without a page": (Kind.PDF, b"%PDF-1.7 and no more", Reason.DAMAGED),
    "a page of a million points": (Kind.PDF, hostile.pdf(1, (1e6, 1e6)), Reason.TOO_LARGE),
    "a password": (Kind.PDF, hostile.pdf_with_a_password(), Reason.PASSWORD),
    "more than is shown": (Kind.PICTURE, bytes(MOST_BYTES + 1), Reason.TOO_LARGE),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_given_a_hostile_file_when_opened_then_it_is_refused_with_its_reason(name: str) -> None:
    kind, content, reason = HARMFUL[name]
    assert reason_of(kind, content) is reason


def test_given_pages_that_are_their_own_children_when_opened_then_it_comes_to_an_end() -> None:
    assert reason_of(Kind.PDF, hostile.pdf_in_a_circle()) in {Reason.NONE, Reason.DAMAGED, Reason.LOST}


def test_given_a_page_of_another_shape_when_drawn_then_it_is_never_more_than_may_be_asked_for() -> None:
    for wide, high in ((1e9, 1e9), (1e9, 1), (1, 1e9), (0, 0), (400.7, 300.2)):
        across, down = bounded(wide, high)
        assert 1 <= across * down <= MOST_PIXELS, (wide, high)
    assert bounded(400.7, 300.2) == (400, 300)


def test_given_a_page_that_is_not_there_when_drawn_then_it_is_refused_and_the_others_are_not(
    decoder: DecoderProcess,
) -> None:
    decoder.open(Kind.PDF, hostile.pdf(2))
    with pytest.raises(Refused) as refused:
        decoder.draw(2, 10, 10)
    assert refused.value.reason is Reason.TOO_LARGE
    assert decoder.draw(1, 10, 10).width == 10


LIES = {
    "no page": OPENED.pack(Reason.NONE, 0),
    "too many pages": OPENED.pack(Reason.NONE, MOST_PAGES + 1),
    "a page without a height": OPENED.pack(Reason.NONE, 1) + SIZE.pack(100, 0),
    "a page of no number": OPENED.pack(Reason.NONE, 1) + SIZE.pack(float("nan"), 10),
    "a page of no end": OPENED.pack(Reason.NONE, 1) + SIZE.pack(float("inf"), 10),
    "a reason that there is not": OPENED.pack(99, 1),
    "half an answer": b"\x00",
    "nothing": b"",
}


@pytest.mark.parametrize("name", LIES)
def test_given_a_process_that_lies_when_it_has_opened_then_it_is_not_believed(name: str) -> None:
    with one_that(LIES[name]) as decoder, pytest.raises(Refused) as refused:
        decoder.open(Kind.PICTURE, b"")
    assert refused.value.reason is Reason.LOST


@pytest.mark.parametrize(
    "drawn",
    [
        "struct.pack('!BII', 0, 60000, 60000) + bytes(400)",
        "struct.pack('!BII', 0, 10, 9) + bytes(400)",
        "struct.pack('!BII', 0, 10, 10) + bytes(399)",
    ],
)
def test_given_a_process_that_lies_when_it_has_drawn_then_nothing_is_shown(drawn: str) -> None:
    answer = f"import struct\nsys.stdin.buffer.read(12)\nsys.stdout.buffer.write({drawn})\n"
    with one_that(OPENED.pack(Reason.NONE, 1) + SIZE.pack(10, 10), answer) as decoder:
        assert decoder.open(Kind.PICTURE, b"") == [PageSize(10, 10)]
        with pytest.raises(Refused) as refused:
            decoder.draw(0, 10, 10)
    assert refused.value.reason is Reason.LOST


def test_given_a_process_that_never_answers_when_its_time_is_up_then_it_is_ended_and_the_reason_says_so() -> (
    None
):
    decoder = DecoderProcess([sys.executable, "-c", "import sys; sys.stdin.read()"], answer_s=0.2)
    with pytest.raises(Refused) as refused:
        decoder.open(Kind.PICTURE, b"")
    assert refused.value.reason is Reason.TOO_SLOW
    assert decoder._process is not None
    assert decoder._process.wait(30) != 0


def test_given_no_program_to_start_when_opened_then_it_is_refused() -> None:
    decoder = DecoderProcess(["/no/such/program"])
    with pytest.raises(Refused):
        decoder.open(Kind.PICTURE, b"")
    with pytest.raises(Refused):
        decoder.draw(0, 1, 1)
    decoder.close()


def test_given_an_answer_that_is_waited_for_when_closed_then_whoever_waits_is_refused_at_once() -> None:
    decoder = DecoderProcess([sys.executable, "-c", "import sys; sys.stdin.read()"], answer_s=600)
    reasons: list[Reason] = []

    def ask() -> None:
        try:
            decoder.open(Kind.PICTURE, b"")
        except Refused as error:
            reasons.append(error.reason)

    asking = threading.Thread(target=ask)
    asking.start()
    while decoder._process is None:
        asking.join(0.01)
    decoder.close()
    asking.join(30)
    assert reasons == [Reason.LOST]


def test_given_a_process_that_was_closed_when_opened_then_none_is_started() -> None:
    decoder = DecoderProcess()
    decoder.close()
    with pytest.raises(Refused):
        decoder.open(Kind.PICTURE, SOUND["png"])
    assert decoder._process is None


@LINUX
def test_given_a_process_that_is_killed_from_outside_when_a_page_is_drawn_then_it_is_lost(
    decoder: DecoderProcess,
) -> None:
    decoder.open(Kind.PDF, hostile.pdf(2))
    assert decoder._process is not None
    decoder._process.send_signal(signal.SIGKILL)
    with pytest.raises(Refused) as refused:
        decoder.draw(0, 10, 10)
    assert refused.value.reason is Reason.LOST


@LINUX
def test_given_a_file_that_is_open_when_its_process_is_looked_at_then_it_is_bound_and_names_nothing(
    decoder: DecoderProcess,
) -> None:
    decoder.open(Kind.PDF, hostile.pdf())
    assert decoder._process is not None
    place = Path(f"/proc/{decoder._process.pid}")
    arguments = (place / "cmdline").read_bytes().split(b"\0")
    assert arguments[-2:] == [b"--decoder", b""]
    limits = {
        line[:26].strip(): line[26:].split()[:2]
        for line in (place / "limits").read_text("ascii").splitlines()
    }
    assert limits["Max core file size"] == ["0", "0"]
    assert limits["Max file size"] == ["0", "0"]
    assert limits["Max address space"] == [str(3 * 2**29)] * 2


@LINUX
def test_given_a_file_that_is_open_when_a_neighbour_reads_its_process_then_the_system_refuses() -> None:
    """What is in the file lies in its memory; leaving the network must not open that."""
    decoder = DecoderProcess([*PLAIN, sys.executable, "-m", "desktop", "--decoder"], answer_s=60)
    decoder.open(Kind.PDF, hostile.pdf())
    assert decoder._process is not None
    assert "Permission denied" in neighbour(decoder._process.pid).stderr
    decoder.close()


@pytest.mark.parametrize(
    "heard", [b"", OPENING.pack(Kind.PDF, 100) + b"%PDF-", OPENING.pack(1, MOST_BYTES + 1)]
)
def test_given_a_window_that_is_gone_when_half_is_said_then_the_process_ends_and_says_nothing(
    heard: bytes,
) -> None:
    command = [sys.executable, "-m", "desktop", "--decoder"]
    done = subprocess.run(command, input=heard, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


@LINUX
def test_given_pictures_and_pages_when_drawn_then_the_process_has_written_no_file(tmp_path: Path) -> None:
    """Neither where it was started nor in its folder for what is temporary, which is empty and its own."""
    code = (
        "import sys; from desktop.session.hardening import forbid_dumps; forbid_dumps();"
        "from desktop.files.decoder_child import decode;"
        "sys.exit(decode(sys.stdin.buffer, sys.stdout.buffer))"
    )
    root = str(Path(__file__).resolve().parents[3])
    command = [
        "env",
        f"TMPDIR={tmp_path}",
        f"HOME={tmp_path}",
        f"PYTHONPATH={root}:{os.pathsep.join(sys.path)}",
    ]
    command += ["sh", "-c", f'cd {tmp_path} && exec "$0" "$@"', sys.executable, "-c", code]
    decoder = DecoderProcess(command, answer_s=60)
    decoder.open(Kind.PDF, hostile.pdf())
    decoder.draw(0, 100, 100)
    decoder.close()
    assert list(tmp_path.iterdir()) == []


@LINUX
def test_given_code_of_a_stranger_in_the_process_when_it_calls_out_then_nothing_is_reached() -> None:
    """Where the system lets a program leave the network; elsewhere it is told that it did not."""
    code = (
        "import socket, sys; from desktop.session.child_bounds import leave_network; left = leave_network()\n"
        "try: socket.create_connection(('127.0.0.1', int(sys.argv[1])), 10); print(left, True)\n"
        "except OSError: print(left, False)"
    )
    root = Path(__file__).resolve().parents[3]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = [sys.executable, "-c", code, str(listening.getsockname()[1])]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout in {"True False\n", "False True\n"}


@LINUX
def test_given_code_of_a_stranger_in_the_process_when_it_writes_a_file_then_the_system_refuses(
    tmp_path: Path,
) -> None:
    target = tmp_path / "left"
    code = (
        "import os, sys; from desktop.session.child_bounds import forbid_writing; forbid_writing()\n"
        f"file = os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY)\n"
        "try: os.write(file, b'plaintext')\n"
        "except OSError as error: print(error.errno)"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert (done.stdout, target.read_bytes()) == ("27\n", b"")
