"""The benches run: every case, with a handful of rows. How fast anything is, is no matter here."""

import importlib
import json
import os
import socket
import subprocess
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = (
    "full-notes",
    "short-notes",
    "changed-rows",
    "no-op",
    "digests",
    "far-pushes",
    "week",
    "note",
    "signing",
    "typing",
    "views",
    "dragging",
    "series",
    "slots",
    "clients",
    "listing",
    "timeline",
    "notes",
    "finding",
    "start",
    "bundle",
    "memory",
    "pull-memory",
    "seeds",
    "policies",
    "probe",
)
GOALS = {
    "initial pull, 10,000 full notes": "ratio <= 1",
    "initial pull, 50,000 rows of 1 kB": "ratio >= 0.5",
    "no-op sync": "<= 10 ms",
    "no-op sync, round trips": "ratio <= 1",
    "push at 40 ms round trip, 4 devices in one practice": ">= 60 pushes/s",
    "note search, p95": "<= 30 ms",
    **{
        f"search as one types, {what}, p95": "<= 30 ms"
        for what in (
            "notes",
            "everything",
            "a phrase",
            "drafts alone",
            "signed lately",
            "a client and a word",
            "Hebrew",
            "one letter",
            "a word that is nowhere",
        )
    },
    "finalize a note of 4 x 5,000 characters, key derivation apart, p95": "<= 100 ms",
    "a key in 5,000 characters, spelling and saving on, to painted, p99": "<= 8 ms",
    "client list, what is in sight": "<= 16 ms",
    "client list, 10 times as many": "ratio <= 1.2",
    "timeline of 40 entries, scrolled to painted, p95": "<= 16 ms",
    "week view, turned and painted, p95": "<= 16 ms",
    "month view, turned and painted, p95": "<= 25 ms",
    "policies: pull a page of 1,000 rows": "ratio <= 1.5",
    "policies: push of 500 new rows": "ratio <= 2",
    "policies: push of 500 edits": "ratio <= 2",
}
RUN = [sys.executable, str(ROOT / "packaging/bench/run.py"), "--json", "--scale", "small"]
Load = Callable[[str], Any]


@pytest.fixture(scope="module")
def figures() -> list[dict[str, Any]]:
    """All cases in one run, because they share their server."""
    done = subprocess.run(RUN, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """A module of the bench, which is a folder of scripts."""
    monkeypatch.syspath_prepend(ROOT / "packaging/bench")
    return importlib.import_module


def test_given_a_few_rows_when_every_case_runs_then_each_figure_stands_against_a_floor(
    figures: list[dict[str, Any]],
) -> None:
    assert len(figures) >= len(CASES)
    for figure in figures:
        assert figure["ours"] > 0, figure
        assert figure["floor"] > 0, figure


def test_given_the_goals_of_sync_and_search_when_every_case_runs_then_each_is_held_against_its_figure(
    figures: list[dict[str, Any]],
) -> None:
    told = {figure["name"]: figure["goals"] for figure in figures}
    assert {name: told.get(name) for name in GOALS} == GOALS
    assert all(figure["met"] in ("met", "missed") for figure in figures if figure["goals"])


def test_given_a_few_rows_when_every_case_runs_then_no_op_sync_is_one_round_trip(
    figures: list[dict[str, Any]],
) -> None:
    trips = [figure["ours"] for figure in figures if figure["name"] == "no-op sync, round trips"]
    assert trips == [1.0]


def test_given_the_list_of_cases_then_this_file_knows_all_of_them() -> None:
    wide = {**os.environ, "COLUMNS": "1000"}
    told = subprocess.run([*RUN[:2], "--help"], capture_output=True, text=True, check=True, env=wide).stdout
    assert ", ".join(CASES) in " ".join(told.split())


@pytest.mark.parametrize("nonsense", [0.0, -1.0, float("nan"), float("inf")])
def test_given_nothing_was_measured_when_a_figure_is_made_then_it_is_refused(
    load: Load, nonsense: float
) -> None:
    harness = load("harness")
    for ours, floor in ((nonsense, 1.0), (1.0, nonsense)):
        with pytest.raises(ValueError, match="no measurement"):
            harness.Figure(name="rows", unit="s", ours=ours, floor=floor, note="a floor")


def test_given_no_bundle_when_its_start_is_measured_then_a_sentence_says_so_and_there_is_no_figure(
    load: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundled = load("bundled")
    monkeypatch.setattr(bundled, "BUNDLE", tmp_path)
    assert bundled.start(None) == []
    assert capsys.readouterr().err.startswith("No bundle was started, for none is built here")


def test_given_the_program_when_started_then_its_unlock_page_is_seen_and_another_program_has_none(
    load: Load, tmp_path: Path
) -> None:
    bundled = load("bundled")
    bundled.until_painted([sys.executable, "-m", "desktop", "--home", str(tmp_path)])
    with pytest.raises(RuntimeError, match="showed no unlock page"):
        bundled.until_painted([sys.executable, "-c", "print('other')"])


def test_given_fewer_rows_than_the_figure_speaks_of_when_counted_then_the_run_ends(load: Load) -> None:
    harness = load("harness")
    assert harness.check_count("rows", 20, 20) == 20
    with pytest.raises(RuntimeError, match="rows: 0 instead of 20"):
        harness.check_count("rows", 0, 20)


def test_given_figures_when_printed_then_each_says_goal_and_whether_it_is_met(load: Load) -> None:
    harness = load("harness")
    made = [
        harness.Figure(name="quick", unit="ms", ours=1, floor=2, note="a floor", goal=1.0),
        harness.Figure(name="slow", unit="ms", ours=3, floor=2, note="a floor", goal=1.0, why="it waits"),
        harness.Figure(name="many", unit="rows/s", ours=3, floor=2, note="a floor", at_least=4.0),
        harness.Figure(name="told", unit="MB", ours=3, floor=2, note="a floor"),
    ]
    head, *lines = harness.table(made).splitlines()
    assert head.split()[:6] == ["what", "figure", "floor", "ratio", "goal", "met"]
    assert [figure.met for figure in made] == ["met", "missed", "missed", ""]
    assert "ratio <= 1" in lines[0]
    assert ">= 4 rows/s" in lines[2]
    assert lines[4:] == ["missed: slow: it waits"]


def test_given_columns_that_say_nothing_when_printed_then_they_are_left_out(load: Load) -> None:
    harness = load("harness")
    made = [harness.Figure(name="rows", unit="rows/s", ours=3, floor=2, note="Another 1.0")]
    assert harness.table(made, "peer").splitlines() == [
        "what  figure    peer      ratio  the peer is",
        "rows  3 rows/s  2 rows/s  1.50   Another 1.0",
    ]


def test_given_no_npm_and_no_index_when_peers_are_asked_for_then_a_sentence_says_so(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "packaging/bench/beside.py"), "--cache", str(tmp_path)]
    nothing = {"PATH": str(tmp_path), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    given = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env={**given, **nothing}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "Anki was left out: its packages could not be fetched.",
        "PouchDB was left out: npm is not here or did not come to an end.",
        "No peer could be measured here; nothing was compared.",
    ]


def test_given_a_peer_that_moved_fewer_rows_when_measured_then_the_run_ends(
    load: Load, tmp_path: Path
) -> None:
    beside, scale = load("beside"), load("scale").Scale(0.001)
    told = {"name": "A", "rows": 0, "changed": 20, "initial_s": 1, "push_s": 1, "pull_s": 1, "no_op_s": 1}
    command = [sys.executable, "-c", f"print({json.dumps(json.dumps(told))})"]
    with pytest.raises(RuntimeError, match="rows of A"):
        beside._measure("A", command, {}, scale)
    with pytest.raises(beside.LeftOut, match="did not run to its end"):
        beside._measure("A", [sys.executable, "-c", "raise SystemExit(3)"], {}, scale)


@pytest.mark.parametrize(("text", "share"), [("full", 1.0), ("small", 0.0001), ("0.2", 0.2)])
def test_given_a_scale_when_read_then_it_is_a_share(load: Load, text: str, share: float) -> None:
    assert load("scale").share_of(text) == share


@pytest.mark.parametrize("text", ["", "big", "0", "-1", "2", "nan"])
def test_given_no_scale_when_read_then_it_is_refused(load: Load, text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        load("scale").share_of(text)


def test_given_a_delayed_line_when_bytes_go_both_ways_then_they_arrive_whole_and_it_ends(load: Load) -> None:
    sent = bytes(range(256)) * 2_000
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        load("delay").delayed(server.getsockname()[1], 0.001) as port,
        socket.create_connection(("127.0.0.1", port)) as near,
    ):
        far, _ = server.accept()
        near.sendall(sent)
        near.shutdown(socket.SHUT_WR)
        with far, far.makefile("rb") as stream:
            assert stream.read() == sent
            far.sendall(b"answer")
        with near.makefile("rb") as stream:
            assert stream.read() == b"answer"


def test_given_a_block_planted_in_the_event_loop_when_probed_then_it_is_seen_whole(
    figures: list[dict[str, Any]],
) -> None:
    (seen,) = [figure for figure in figures if figure["name"].startswith("planted block")]
    assert seen["ours"] >= seen["floor"] == 50.0


def test_given_a_case_that_fails_when_others_ran_before_then_their_figures_are_printed(
    load: Load, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run, harness = load("run"), load("harness")

    def failing(_stage: object) -> list[Any]:
        raise RuntimeError("rows: 0 instead of 20")

    figure = harness.Figure(name="rows", unit="rows/s", ours=3, floor=2, note="a floor")
    monkeypatch.setattr(run, "CASES", {"well": lambda _stage: [figure], "ill": failing})
    monkeypatch.setattr(run, "_settle", lambda: None)
    with pytest.raises(RuntimeError, match="rows: 0"):
        run.main(["--scale", "small"])
    assert capsys.readouterr().out.splitlines()[1].startswith("rows")
