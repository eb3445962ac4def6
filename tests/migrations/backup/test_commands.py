"""`pazpaz server backup` and `restore` as typed, and who may know a login's verifier."""

import io
import json
from dataclasses import asdict
from pathlib import Path

import pytest
import sqlalchemy as sa
from typing_extensions import override

from desktop.session.console import Console
from desktop.terminal.main import main
from migrations.operate import backup as backup_module
from migrations.operate.backup import backup
from migrations.operate.backup_file import BackupWriter
from migrations.operate.doctor import doctor
from migrations.operate.restore import restore
from tests.plugins_pg import TestClinic


def silent(what: str, done: int, total: int | None) -> None:
    """A progress that nobody watches."""


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(argv, console=Console(out, err, io.StringIO()))
    return status, out.getvalue(), err.getvalue()


def typed(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def test_given_a_clinic_when_saved_and_restored_by_command_then_both_tell_what_they_did(
    clinic18: TestClinic, tmp_path: Path
) -> None:
    owner, target = clinic18.owner, str(tmp_path / "clinic.backup")
    owner.remote().push(owner.workspace_id, clinic18.epoch(owner), [owner.client()])
    back = typed(clinic18.server.url(clinic18.database + "_back"))

    status, out, _ = run("server", "backup", "--url", typed(clinic18.url), "--to", target, "--json")
    assert (status, json.loads(out)["counts"]["clients"]) == (0, 1)
    status, out, _ = run("server", "restore", target, "--url", back, "--create-database", "--json")

    told = json.loads(out)
    assert (status, told["ok"], told["logins"]["kept"]) == (0, True, ["Test laptop"])
    assert "functions for all" in told["unhardened"]


def test_given_a_hardened_database_when_restored_then_it_is_told_what_is_open_in_the_new_one(
    clinic18: TestClinic, tmp_path: Path
) -> None:
    backup(clinic18.url, tmp_path / "clinic.backup", silent)
    back = clinic18.server.url(clinic18.database + "_back")

    status, out, _ = run(
        "server", "restore", str(tmp_path / "clinic.backup"), "--url", typed(back), "--create-database"
    )

    missing = {finding.name for finding in doctor(back) if not finding.well and "hardening" in finding.name}
    (line,) = (line for line in out.splitlines() if line.startswith("Not hardened"))
    assert status == 0
    assert "pazpaz server harden" in out
    assert {f"hardening: {each}" for each in line[:-1].partition(": ")[2].split(", ")} == missing


def test_given_no_file_or_no_backup_when_restored_then_one_sentence_and_status_one(
    clinic18: TestClinic, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("Dear all", encoding="utf-8")
    for name in ("missing", "letter.txt"):
        status, out, err = run("server", "restore", str(tmp_path / name), "--url", typed(clinic18.url))
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert "nothing was changed" in err


def test_given_ctrl_c_when_saving_then_the_command_says_so_and_leaves_no_file(
    clinic18: TestClinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(BackupWriter):
        @override
        def finish(self, manifest: object) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(backup_module, "BackupWriter", Interrupted)
    status, _, err = run("server", "backup", "--url", typed(clinic18.url), "--to", str(tmp_path / "f"))

    assert status == 1
    assert "Cancelled" in err
    assert list(tmp_path.iterdir()) == []


def test_given_a_superuser_when_saving_and_restoring_then_it_is_the_same(
    clinic18: TestClinic, tmp_path: Path
) -> None:
    everyday = backup(clinic18.url, tmp_path / "operator.backup", silent)
    by_superuser = clinic18.server.url(clinic18.database, superuser=True)

    made = backup(by_superuser, tmp_path / "superuser.backup", silent)
    target = clinic18.server.url(clinic18.database + "_again", superuser=True)

    assert made.manifest.tables == everyday.manifest.tables
    assert restore(target, made.path, silent, create_database=True).manifest == made.manifest


def test_given_an_enrolled_device_when_the_api_answers_then_no_verifier_is_in_it(clinic: TestClinic) -> None:
    owner = clinic.owner
    clinic.enrol(owner)
    remote = owner.remote()

    answers = [
        str(remote.hello()),
        *(str(asdict(entry)) for entry in remote.directory(owner.workspace_id)),
        str(remote.wrapped_keys(owner.workspace_id)),
    ]

    assert clinic.as_superuser("SELECT count(*) FROM pz.devices WHERE verifier LIKE 'SCRAM-SHA-256$%'") == [
        (2,)
    ]
    assert "SCRAM" not in "".join(answers)
