"""`pazpaz new-practice`, and finding and unlocking what it made."""

import stat
import sys
from pathlib import Path

import pytest

from core.store.vault.listing import list_vaults
from core.store.vault.vault import open_with_either
from tests.desktop.terminal.conftest import PASSPHRASE, Terminal


def test_a_new_practice_holds_its_owner_and_is_private(laptop: Terminal) -> None:
    said = laptop.new_practice("--email", "dana@example.com")

    assert said.status == 0
    assert said.err == ""
    assert "Recovery code:" in said.out
    with laptop.open() as opened:
        practice = opened.practice
        assert practice.settings.workspace().name == "Demo Practice"
        assert practice.settings.workspace().timezone == "Europe/Berlin"
        assert practice.team.me().full_name == "Dana Demoson"
        assert opened.vault.initials == "DD"
        assert opened.enrolment() is None
        if sys.platform != "win32":
            assert stat.S_IMODE(opened.vault.store_path.stat().st_mode) == 0o600


def test_json_gives_one_document_with_the_recovery_code_that_opens_it(laptop: Terminal) -> None:
    said = laptop.new_practice("--json")
    document = said.document
    assert document["ok"] is True
    (vault,) = list_vaults(laptop.home)
    assert document["vault"] == vault.id.hex
    open_with_either(vault.path, document["recovery_code"]).close()


def test_options_may_stand_before_or_after_the_command(laptop: Terminal) -> None:
    laptop.new_practice()
    home, secret = str(laptop.home), str(laptop.secret)
    before = laptop.bare("--home", home, "--passphrase-file", secret, "--json", "doctor")
    after = laptop.bare("doctor", "--home", home, "--passphrase-file", secret, "--json")
    assert before.status == after.status == 0
    assert before.document.keys() == after.document.keys()


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("short", "Use at least 15 characters"),
        ("correct horse battery staple", "well-known phrase"),
        ("aaaaaaaaaaaaaaaaaaaa", "easy to guess"),
    ],
)
def test_a_weak_passphrase_makes_nothing(laptop: Terminal, phrase: str, sentence: str) -> None:
    laptop.secret.write_text(phrase, encoding="utf-8")
    assert sentence in laptop.new_practice().refusal()
    assert list_vaults(laptop.home) == []


def test_an_unknown_time_zone_or_an_empty_name_makes_nothing(laptop: Terminal) -> None:
    options = ["new-practice", "--therapist", "Dana Demoson"]
    assert "not a time zone" in laptop(*options, "--name", "Demo", "--timezone", "Mars/Base").refusal()
    assert "needs a name" in laptop(*options, "--name", " ").refusal()
    assert list_vaults(laptop.home) == []


def test_the_passphrase_may_come_on_stdin(laptop: Terminal) -> None:
    laptop.new_practice()
    said = laptop("doctor", "--passphrase-file", "-", asked=PASSPHRASE + "\n")
    assert said.status == 0


def test_a_wrong_passphrase_is_one_sentence(laptop: Terminal) -> None:
    laptop.new_practice()
    wrong = laptop.file("wrong", "another phrase altogether\n")
    said = laptop("doctor", secret=wrong)
    assert "passphrase" in said.refusal()


def test_the_code_of_a_refusal_is_in_the_document(laptop: Terminal) -> None:
    laptop.new_practice()
    wrong = laptop.file("wrong", "another phrase altogether\n")
    said = laptop("--json", "doctor", secret=wrong)
    assert said.document["code"] == "wrong_passphrase"
    assert said.document["sentence"] == said.refusal()


def test_no_passphrase_and_nobody_to_ask_is_one_sentence(laptop: Terminal) -> None:
    laptop.new_practice()
    assert "--passphrase-file" in laptop.bare("--home", laptop.home, "doctor").refusal()
    missing = laptop("doctor", secret=laptop.folder / "missing")
    assert "cannot be read" in missing.refusal()
    empty = laptop("doctor", secret=laptop.file("empty", ""))
    assert "empty" in empty.refusal()


def test_no_practice_says_how_to_make_one(laptop: Terminal) -> None:
    assert "pazpaz new-practice" in laptop("sync").refusal()


def test_several_practices_are_told_apart_by_id(laptop: Terminal) -> None:
    laptop.new_practice()
    laptop.new_practice()
    one, two = list_vaults(laptop.home)
    sentence = laptop("sync").refusal()
    assert one.id.hex[:8] in sentence
    assert two.id.hex[:8] in sentence
    assert laptop("--vault", one.id.hex[:10], "doctor").status == 0
    assert "no such practice" in laptop("--vault", "zz", "doctor").refusal()


def test_a_practice_that_is_open_elsewhere_is_not_opened_twice(laptop: Terminal) -> None:
    laptop.new_practice()
    with laptop.open():
        assert laptop("doctor").status == 1
    assert laptop("doctor").status == 0


def test_a_store_that_is_no_store_is_one_sentence(laptop: Terminal) -> None:
    laptop.new_practice()
    (vault,) = list_vaults(laptop.home)
    (vault.path / "store.db").write_bytes(b"not a database at all" * 500)
    laptop("doctor").refusal()


def test_a_foreign_folder_is_not_a_practice(laptop: Terminal) -> None:
    folder: Path = laptop.home / "vaults" / "abc"
    folder.mkdir(parents=True)
    (folder / "vault.json").write_text("{}", encoding="utf-8")
    assert "no practice" in laptop("sync").refusal()


@pytest.mark.parametrize(("content", "said"), [(None, "is missing"), (b"{}", "is damaged")])
def test_given_a_lost_key_file_when_examined_then_the_practice_is_named_and_the_doctor_is_red(
    laptop: Terminal, content: bytes | None, said: str
) -> None:
    laptop.new_practice()
    (vault,) = list_vaults(laptop.home)
    (vault.path / "vault.json").unlink()
    if content is not None:
        (vault.path / "vault.json").write_bytes(content)
    for options in ((), ("--list",)):
        told = laptop("--json", "doctor", *options)
        assert told.status == 1
        findings = {one["name"]: one for one in told.documents[0]["findings"]}
        named = findings[f"practice {vault.id.hex[:8]}"]
        assert not named["ok"]
        assert said in named["sentence"]
        assert "practices" not in findings
    assert said in laptop("sync").refusal()


def test_given_a_missing_store_when_listed_then_the_doctor_is_red(laptop: Terminal) -> None:
    laptop.new_practice()
    (vault,) = list_vaults(laptop.home)
    (vault.path / "store.db").unlink()
    told = laptop("doctor", "--list")
    assert told.status == 1
    assert "its store is missing" in told.out


def test_given_a_lost_key_file_when_a_backup_brings_it_back_then_the_doctor_is_green(
    laptop: Terminal,
) -> None:
    laptop.new_practice()
    (vault,) = list_vaults(laptop.home)
    assert laptop("backup", "--to", laptop.folder / "b.pazpaz").status == 0
    (vault.path / "vault.json").unlink()
    done = laptop("restore", laptop.folder / "b.pazpaz", "--key-file")
    assert done.status == 0, done.err
    assert "all that was written in it is there" in done.out
    assert laptop("doctor").status == 0
    assert "has its key file" in laptop("restore", laptop.folder / "b.pazpaz", "--key-file").refusal()


def test_given_folders_that_others_may_read_when_examined_then_the_doctor_says_so(laptop: Terminal) -> None:
    laptop.new_practice()
    (laptop.home / "devices").chmod(0o755)
    told = laptop("doctor")
    assert told.status == 1
    assert "readable by others" in told.out


def test_given_an_older_key_file_put_back_when_examined_then_the_doctor_is_red_and_says_what_to_do(
    laptop: Terminal,
) -> None:
    laptop.new_practice()
    (vault,) = list_vaults(laptop.home)
    older = (vault.path / "vault.json").read_bytes()
    with laptop.open() as opened:
        opened.vault.renew_recovery()
    (vault.path / "vault.json").write_bytes(older)
    told = laptop("--json", "doctor")
    assert told.status == 1
    finding = told.documents[0]["findings"][-1]
    assert (finding["name"], finding["ok"]) == ("unlocking", False)
    assert "earlier key file" in finding["sentence"]
    assert "put back" in laptop("sync").refusal()
