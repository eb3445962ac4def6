"""What desktops read of the package: checked by their own tools."""

import os
import shutil

import contents
import tree
from freeze import WORK
from telling import Problem, run, step

_QUICK = ("uses-no-compression-for-control-tarball", "uses-no-compression-for-data-tarball")
_MANIFEST = contents.ROOT / "packaging/linux/flatpak" / f"{tree.ID}.yml"


def prove(version: str) -> None:
    """Raises Problem with what a tool complains of."""
    share = WORK / "deb" / version / "usr/share"
    step("Desktop entry, metainfo, MIME type, manual")
    run(["desktop-file-validate", str(share / f"applications/{tree.ID}.desktop")])
    run(["appstreamcli", "validate", "--no-net", str(share / f"metainfo/{tree.ID}.metainfo.xml")])
    run(["bash", "-n", str(share / "bash-completion/completions/pazpaz")])
    complaints = run(["man", "--warnings", "-l", "-Tutf8", str(share / "man/man1/pazpaz.1.gz")])
    if "devices" not in complaints:
        raise Problem("The manual page does not name the commands.")
    step("lintian")
    # A package that is packed quickly (QUICK=1) is not compressed, and only tests install it.
    quick = ["--suppress-tags", ",".join(_QUICK)] if os.environ.get("PAZPAZ_QUICK") else []
    run(["lintian", "--fail-on", "error", "--quiet", *quick, str(WORK / f"{tree.NAME}_{version}_amd64.deb")])
    step("Flatpak manifest")
    prepare_flatpak(version)
    # It leaves a folder of its own where it runs.
    if tree.ID not in run(["flatpak-builder", "--show-manifest", str(_MANIFEST)], cwd=WORK):
        raise Problem("The Flatpak manifest was not understood.")


def prepare_flatpak(version: str) -> None:
    """Puts beside the bundle what the manifest installs with it."""
    share, target = WORK / "deb" / version / "usr/share", WORK / "flatpak-share"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for folder, name in (("applications", "desktop"), ("mime/packages", "xml"), ("metainfo", "metainfo.xml")):
        shutil.copyfile(share / folder / f"{tree.ID}.{name}", target / f"{tree.ID}.{name}")
