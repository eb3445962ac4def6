"""Prints the bench tables: each case against a floor that was measured in the same run."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import bundled
import client_page
import digesting
import dragging
import edits
import far
import finding
import keying
import listing
import note
import policies
import probe
import pulls
import repeating
import searching
import seeds
import signing
import slots
import starting
import views
import week
from harness import Figure, as_json, table
from scale import Scale, share_of
from stage import Stage

from desktop.app import SWITCH_S

CASES: Mapping[str, Callable[[Stage], list[Figure]]] = {
    "full-notes": pulls.full_notes,
    "short-notes": pulls.short_notes,
    "changed-rows": edits.changed_rows,
    "no-op": edits.nothing_new,
    "digests": digesting.digests_after_a_pass,
    "far-pushes": far.far_pushes,
    "week": week.week_view,
    "note": note.open_note,
    "signing": signing.finalize_note,
    "typing": keying.type_on,
    "views": views.page_turns,
    "dragging": dragging.hand,
    "series": repeating.series_week,
    "slots": slots.find_slot,
    "clients": finding.client_search,
    "listing": listing.client_list,
    "timeline": client_page.scroll_timeline,
    "notes": finding.note_search,
    "finding": searching.as_typed,
    "start": starting.first_paint,
    "bundle": bundled.start,
    "memory": starting.memory,
    "pull-memory": starting.pull_memory,
    "seeds": seeds.seeds,
    "policies": policies.policies,
    "probe": probe.window_gaps,
}


def main(arguments: Sequence[str]) -> int:
    asked = _read(arguments)
    figures: list[Figure] = []
    _settle()
    try:
        with Stage(Scale(asked.scale), quiet=asked.json) as stage:
            for name in asked.only or CASES:
                figures += CASES[name](stage)
                gc.collect()
    finally:  # a case that fails late takes nothing with it
        if figures:
            sys.stdout.write((as_json if asked.json else table)(figures) + "\n")
    return 0


def _settle() -> None:
    """As the program settles before it syncs: see `desktop.shell.gc_control` and `desktop.app`.

    Left to itself the collector would end windows of earlier cases on the thread that allocates next.
    """
    gc.disable()
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_S)


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=CASES, metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--scale", type=share_of, default=1.0, help="full (by default), small, or a share")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
