"""The verifier's page in a real browser without a window, run on many files at once."""

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.crypto.verifier_page import verifier_page

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_RUN = """
<script>
(async () => {
  for (const [name, data] of Object.entries(FILES)) {
    const found = await check(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)), OWN);
    const told = found && {
      genuine: found.genuine, practiceCode: found.practiceCode, noteCode: found.noteCode,
      problems: found.versions.map((version) => version.problem !== ""),
    };
    console.log("TOLD " + btoa(JSON.stringify([name, told])) + " END");
  }
})().finally(() => console.log("TOLD ALL END"));
</script>
"""
_LINE = re.compile(r"TOLD ([A-Za-z0-9+/=]+) END")


def checked(folder: Path, files: Mapping[str, bytes], *, own: bool) -> dict[str, Any]:
    """What the page's `check` says of each file; `own`: by its own arithmetic instead of the browser's.

    The page is opened from the disk, as a person would, and keeps its rule that nothing may be loaded.
    """
    sent = json.dumps({name: base64.b64encode(data).decode() for name, data in files.items()})
    run = _RUN.replace("OWN", json.dumps(own)).replace("FILES", sent)
    at = folder / "page.html"
    at.write_text(verifier_page().decode() + run, encoding="utf-8")
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        "--enable-logging=stderr", "--log-level=0", at.as_uri(),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as browser:
        try:
            return _told(browser)
        finally:
            browser.kill()


def _told(browser: subprocess.Popen[str]) -> dict[str, Any]:
    """Reads the browser's log until the page has gone through all files."""
    found: dict[str, Any] = {}
    assert browser.stderr is not None
    for line in browser.stderr:
        told = _LINE.search(line)
        if told is not None and told[1] == "ALL":
            return found
        if told is not None:
            name, result = json.loads(base64.b64decode(told[1]))
            found[name] = result
    raise AssertionError("the browser ended before the page did")
