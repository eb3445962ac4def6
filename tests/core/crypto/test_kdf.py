"""Argon2id with costs inside bounds, calibrated; passphrases in one form."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from core.crypto import kdf
from core.crypto.kdf import KdfParams, calibrate, expand, measure_s, normalised, stretch
from core.crypto.slots import open_passphrase_slot
from core.domain.errors import Tampered, UserError
from tests.remembered_guesses import RememberedArgon2id

FAST = KdfParams.FAST_FOR_TESTS
SALT = bytes(range(16))


class NoMemory:
    """Argon2id where the memory is full."""

    def __init__(self, **_: object) -> None: ...

    def derive(self, _: bytes) -> bytes:
        raise MemoryError


def test_the_library_computes_what_rfc_9106_says() -> None:
    """RFC 9106, section 5.3."""
    derived = Argon2id(
        salt=b"\2" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\4" * 12, secret=b"\3" * 8
    ).derive(b"\1" * 32)
    assert derived.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


def test_a_passphrase_gives_the_same_key_for_every_way_of_typing_it() -> None:
    composed = stretch("caf\u00e9 au lait", SALT, FAST)
    assert stretch("cafe\u0301\u00a0au\u3000lait", SALT, FAST) == composed
    assert stretch("cafe au lait", SALT, FAST) != composed


def test_normalising_leaves_the_rest_alone() -> None:
    assert normalised("  Two  \u05e9\u05dc\u05d5\u05dd ") == "  Two  \u05e9\u05dc\u05d5\u05dd "


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_costs_outside_the_bounds_are_refused(memory: int, iterations: int, lanes: int) -> None:
    within = 65536 <= memory <= 262144 and 3 <= iterations <= 16 and 1 <= lanes <= 4
    params = KdfParams(memory, iterations, lanes)
    if within:
        assert KdfParams.unpack(params.pack()) == params
    else:
        with pytest.raises(Tampered):
            KdfParams.unpack(params.pack())


@pytest.mark.parametrize("params", [FAST, KdfParams.DEFAULT, KdfParams(262144, 16, 4)])
def test_costs_at_the_bounds_are_read(params: KdfParams) -> None:
    assert KdfParams.unpack(params.pack()) == params


@pytest.mark.parametrize("params", [KdfParams(65535, 3, 1), KdfParams(65536, 2, 1), KdfParams(65536, 3, 0)])
def test_costs_just_below_the_floor_are_refused(params: KdfParams) -> None:
    with pytest.raises(Tampered):
        KdfParams.unpack(params.pack())


@pytest.mark.parametrize(
    "params", [KdfParams(262145, 3, 4), KdfParams(262144, 17, 4), KdfParams(262144, 3, 5)]
)
def test_costs_above_what_this_program_writes_are_refused_before_any_work(
    params: KdfParams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kdf, "Argon2id", NoMemory)
    with pytest.raises(Tampered, match="none that this program writes"):
        open_passphrase_slot(b"\1" + params.pack() + bytes(108), "a phrase")


def test_full_memory_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "Argon2id", NoMemory)
    with pytest.raises(UserError, match="memory") as caught:
        stretch("phrase", SALT, FAST)
    assert caught.value.code == "out_of_memory"
    assert measure_s(FAST) == math.inf


def test_measuring_takes_real_time() -> None:
    assert 0 < measure_s(FAST) < math.inf


def pretend(seconds_for_default: float) -> Callable[[KdfParams], float]:
    """A computer on which the default takes that long, and everything else in proportion."""
    return lambda params: seconds_for_default * params.memory_kib / 262144 * params.iterations / 3


@pytest.mark.parametrize("memory", [4_000_000_000, 3_600_000_000, 64_000_000_000, None])
@pytest.mark.parametrize("seconds", [0.62, 1.0, 1.6, 40.0, math.inf])
def test_however_busy_a_computer_is_its_passphrases_are_not_cheaper_to_guess(
    memory: int | None, seconds: float
) -> None:
    assert calibrate(memory, pretend(seconds)) == KdfParams(262144, 3, 4)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.62, KdfParams(262144, 3, 4)),
        (1.6, KdfParams(131072, 3, 4)),
        (3.9, KdfParams(65536, 3, 4)),
        (40.0, KdfParams(65536, 3, 4)),
        (math.inf, KdfParams(65536, 3, 4)),
        (1.01, KdfParams(131072, 3, 4)),
    ],
)
def test_a_small_computer_aims_at_a_second_at_most(seconds: float, expected: KdfParams) -> None:
    assert calibrate(2_000_000_000, pretend(seconds)) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.25, KdfParams(262144, 9, 4)), (0.0, KdfParams(262144, 16, 4)), (0.5, KdfParams(262144, 3, 4))],
)
def test_a_fast_computer_makes_guesses_dearer(seconds: float, expected: KdfParams) -> None:
    assert calibrate(16_000_000_000, pretend(seconds)) == expected


def test_expanded_keys_differ_with_purpose_and_length() -> None:
    assert expand(bytes(32), b"a") != expand(bytes(32), b"b")
    assert len(expand(bytearray(32), b"a", 64)) == 64


def test_how_long_a_guess_takes_is_the_time_between(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter((10.0, 10.5))
    monkeypatch.setattr("core.crypto.kdf.time.perf_counter", lambda: next(times))
    monkeypatch.setattr(kdf, "stretch", lambda *_: bytes(32))
    assert measure_s(KdfParams.FAST_FOR_TESTS) == 0.5


def test_halved_memory_is_a_whole_number() -> None:
    seconds = iter((3.0, 0.8))
    found = calibrate(2_000_000_000, lambda _params: next(seconds))
    assert KdfParams.unpack(found.pack()) == found


def test_given_a_guess_that_tests_remember_then_it_is_what_argon2id_says_of_that_one_alone() -> None:
    cheap: dict[str, Any] = {"salt": b"s" * 16, "length": 32, "iterations": 1, "lanes": 1, "memory_cost": 64}
    changes: list[dict[str, Any]] = [{}, {"salt": b"t" * 16}, {"iterations": 2}, {"memory_cost": 128}]
    for parameters in (cheap | change for change in changes):
        for secret in (b"one", b"two"):
            said = Argon2id(**parameters).derive(secret)
            assert [RememberedArgon2id(**parameters).derive(secret) for _ in range(2)] == [said, said]
