"""Sealed files come back whole or not at all."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from core.crypto import streams
from core.crypto.streams import CHUNK, HEADER, SealedReader, SealedWriter, sealed_size
from core.domain.errors import Tampered

KEY = bytes(range(32))
CONTEXT = b"file 1"
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]


class Trickle(io.BytesIO):
    """A raw file that hands over at most 1000 bytes at a time."""

    @override
    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size if size is not None and size >= 0 else 1000, 1000))


def sealed(data: bytes, pieces: int = 1) -> bytes:
    target = io.BytesIO()
    with SealedWriter(target, KEY, CONTEXT) as writer:
        step = max(1, -(-len(data) // pieces))
        for start in range(0, len(data), step):
            writer.write(data[start : start + step])
    return target.getvalue()


def opened(blob: bytes, key: bytes = KEY, context: bytes = CONTEXT) -> bytes:
    return SealedReader(io.BytesIO(blob), key, context).read()


def content(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def refuses(blob: bytes) -> None:
    with pytest.raises(Tampered):
        opened(blob)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pieces", [1, 7])
def test_a_file_comes_back(size: int, pieces: int) -> None:
    blob = sealed(content(size), pieces)
    assert opened(blob) == content(size)
    assert len(blob) == sealed_size(size)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_read_in_any_steps_from_any_source(size: int) -> None:
    reader = SealedReader(Trickle(sealed(content(size))), KEY, CONTEXT)
    first = reader.read(10)
    assert first + b"".join(reader) == content(size)
    assert reader.read() == reader.read(5) == b""


@pytest.mark.parametrize("size", SIZES)
def test_a_file_cut_at_any_chunk_is_refused(size: int) -> None:
    blob = sealed(content(size))
    for kept in range(HEADER, len(blob), CHUNK + 16):
        refuses(blob[:kept])
        refuses(blob[: kept + 1])
    refuses(blob[:-1])
    refuses(blob[: HEADER - 1])


@pytest.mark.parametrize("size", SIZES)
def test_a_lengthened_file_is_refused(size: int) -> None:
    blob = sealed(content(size))
    refuses(blob + b"\0")
    refuses(blob + blob[HEADER:])


def test_swapped_and_repeated_chunks_are_refused() -> None:
    blob = sealed(content(3 * CHUNK))
    step = CHUNK + 16
    chunks = [blob[start : start + step] for start in range(HEADER, len(blob), step)]
    for order in ([1, 0, 2], [0, 0, 2], [0, 2], [2]):
        refuses(blob[:HEADER] + b"".join(chunks[i] for i in order))


def test_an_added_empty_last_chunk_is_refused() -> None:
    target = io.BytesIO()
    writer = SealedWriter(target, KEY, CONTEXT)
    target.write(writer._cipher.seal(content(CHUNK), last=False))
    writer.close()
    refuses(target.getvalue())


@settings(max_examples=60)
@given(st.integers(0, 40), st.data())
def test_any_flipped_bit_is_refused(size: int, data: st.DataObject) -> None:
    blob = bytearray(sealed(content(size)))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    refuses(bytes(blob))


@given(st.binary(max_size=120) | st.binary(max_size=120).map(lambda tail: b"PZS1" + tail))
def test_garbage_is_refused(garbage: bytes) -> None:
    refuses(garbage)


def test_another_key_or_context_is_refused() -> None:
    blob = sealed(b"text")
    for key, context in ((bytes(32), CONTEXT), (KEY, b"file 2")):
        with pytest.raises(Tampered):
            opened(blob, key, context)


def test_nothing_of_a_bad_chunk_leaves_and_the_reader_stays_shut() -> None:
    blob = bytearray(sealed(content(3 * CHUNK)))
    blob[HEADER + CHUNK + 16 + 5] ^= 1
    reader = SealedReader(io.BytesIO(bytes(blob)), KEY, CONTEXT)
    assert reader.read(CHUNK) == content(CHUNK)
    for _ in range(2):
        with pytest.raises(Tampered):
            reader.read(1)


def test_an_interrupted_write_is_refused() -> None:
    target = io.BytesIO()
    with pytest.raises(TypeError), SealedWriter(target, KEY, CONTEXT) as writer:
        write_then_fail(writer)
    refuses(target.getvalue())


def write_then_fail(writer: SealedWriter) -> None:
    writer.write(content(CHUNK + 5))
    writer.write(None)  # type: ignore[arg-type]


def test_a_closed_writer_takes_no_more() -> None:
    target = io.BytesIO()
    writer = SealedWriter(target, KEY, CONTEXT)
    writer.write(b"text")
    writer.close()
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"more")
    assert opened(target.getvalue()) == b"text"


def test_two_files_of_one_content_share_no_bytes_of_ciphertext() -> None:
    assert sealed(b"same")[HEADER:] != sealed(b"same")[HEADER:]


def test_memory_stays_at_a_few_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "CHUNK", 64)
    target = io.BytesIO()
    writer = SealedWriter(target, KEY, CONTEXT)
    for _ in range(100):
        writer.write(bytes(50))
        assert len(writer._pending) <= 64
