"""An update that lies on a stick or came through the clinic: verified, remembered, and never installed."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.domain.enums import Role
from core.domain.errors import BadInput, Cancelled, DiskFull, NotFound, NotHere, RuleBroken, Tampered
from core.domain.new_rows import ClientDraft
from core.release import clinic
from core.release.clinic import ClinicReleases
from core.release.manifest import MANIFEST, SIGNATURE, Release
from core.release.server_schema import note_server_schema
from core.release.updates import Offer, Updates
from core.store.attachments import blob_states
from core.store.attachments.chunk_store import Files
from core.store.practice.practice import Practice
from tests.core.store.conftest import clock, ids, me, practice, store
from tests.releases import INSTALLERS, LINUX, MAC, WINDOWS, Maker, release

__all__ = ["clock", "ids", "me", "practice", "store"]
DEB, EXE, DMG = INSTALLERS


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def updates(practice: Practice, maker: Maker) -> Updates:
    return Updates(practice, lambda: (maker.public,), LINUX, "9.0.0")


Stick = Callable[[Release], Path]


@pytest.fixture
def stick(maker: Maker, tmp_path: Path) -> Stick:
    folder = tmp_path / "stick"
    folder.mkdir()
    return lambda made: maker.put(folder, made)


def test_given_an_installer_on_a_stick_when_chosen_then_offered_with_what_is_new(
    updates: Updates, stick: Stick
) -> None:
    offer = updates.from_file(stick(release()) / DEB)
    assert (offer.is_news, offer.release, offer.path is not None) == (True, release(), True)
    assert [file.name for file in offer.files] == [DEB]


def test_given_the_manifest_when_chosen_then_the_installer_beside_it_is_verified(
    updates: Updates, stick: Stick
) -> None:
    folder = stick(release())
    assert updates.from_file(folder / MANIFEST).path == folder / DEB
    (folder / DEB).write_bytes(b"altered")
    with pytest.raises(Tampered):
        updates.from_file(folder / MANIFEST)
    (folder / DEB).unlink()
    assert updates.from_file(folder / MANIFEST).path is None


@pytest.mark.parametrize("missing", [MANIFEST, SIGNATURE])
def test_given_an_installer_alone_when_chosen_then_it_says_what_is_missing(
    updates: Updates, stick: Stick, missing: str
) -> None:
    folder = stick(release())
    (folder / missing).unlink()
    with pytest.raises(BadInput, match=missing) as caught:
        updates.from_file(folder / DEB)
    assert caught.value.code == "release_incomplete"


def test_given_a_newer_release_seen_when_the_program_starts_anew_then_an_older_one_is_refused(
    updates: Updates, practice: Practice, maker: Maker, stick: Stick
) -> None:
    updates.from_file(stick(release("9.3.0", date(2027, 5, 1))) / DEB)
    again = Updates(practice, lambda: (maker.public,), LINUX, "9.0.0")
    with pytest.raises(RuleBroken) as caught:
        again.from_file(stick(release()) / DEB)
    assert caught.value.code == "release_replayed"


def test_given_a_release_of_another_maker_when_refused_then_it_is_not_remembered(
    updates: Updates, stick: Stick, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    with pytest.raises(Tampered):
        updates.from_file(Maker().put(foreign, release("99.0.0", date(2099, 1, 1))) / DEB)
    assert updates.from_file(stick(release()) / DEB).is_news


@pytest.mark.parametrize(("newest", "too_old"), [(None, False), (1, True), (2, False), (3, False)])
def test_given_what_the_clinics_server_takes_when_an_update_needs_more_then_it_is_told(
    updates: Updates, practice: Practice, stick: Stick, newest: int | None, too_old: bool
) -> None:
    if newest is not None:
        with practice.store.write() as db:
            note_server_schema(db, newest)
    offer = updates.from_file(stick(release(minimum_schema=2)) / DEB)
    assert offer.server_is_too_old is too_old


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/release.json",
        "https://example.org/",
        "https://example.org/release.json?who=me",
        "https://example.org/release.json#x",
        "https://name:secret@example.org/release.json",
        "https:///release.json",
        "https://example.org:0/release.json",
        "https://example.org:x/release.json",
        "https://example.org/a b/release.json",
        "https://exämple.org/release.json",
        "https://[/release.json",
        "ftp://example.org/release.json",
        "https://example.org/" + "a" * 600 + "/release.json",
    ],
)
def test_given_an_address_that_is_not_plain_https_when_set_then_refused(
    updates: Updates, address: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        updates.set_address(address)
    assert (caught.value.code, updates.address) == ("update_address", "")


def test_given_no_setting_when_asked_then_nobody_is_ever_asked(updates: Updates) -> None:
    assert (updates.address, updates.has_keys) == ("", True)
    updates.set_address(" https://example.org:8443/pazpaz/release.json ")
    assert updates.address == "https://example.org:8443/pazpaz/release.json"
    updates.set_address("")
    assert updates.address == ""


def given(updates: Updates, folder: Path) -> Offer:
    offer = updates.from_file(folder / DEB)
    updates.give_to_clinic(offer, folder)
    return offer


def test_given_the_owner_when_a_release_is_given_to_the_clinic_then_every_installer_is_sealed_here(
    updates: Updates, practice: Practice, stick: Stick
) -> None:
    offer = updates.from_file(stick(release()) / DEB)
    names, _ = updates.give_to_clinic(offer, offer.path.parent if offer.path else Path())
    found = updates.from_clinic()
    assert found is not None
    assert (names, found[0].release) == (tuple(INSTALLERS), release())
    assert all(updates.clinic.carried(found[1], name) is not None for name in INSTALLERS)
    with practice.desk.read() as db:
        assert blob_states.orphans(db, Files(practice.store).blobs()) == []
        assert len(blob_states.living(db)) == 3
    assert practice.contents.moving().unsent == 3
    sealed = b"".join(path.read_bytes() for path in practice.store.path.parent.rglob("0*") if path.is_file())
    assert b"invented package for Debian" not in sealed


def test_given_the_clinics_release_when_taken_then_the_copy_is_verified_where_it_lies(
    updates: Updates, stick: Stick, tmp_path: Path
) -> None:
    given(updates, stick(release()))
    found = updates.from_clinic()
    assert found is not None
    offer = updates.take_from_clinic(*found, tmp_path)
    assert offer.path == tmp_path / DEB
    assert (tmp_path / DEB).read_bytes() == INSTALLERS[DEB][1]


def test_given_an_installer_that_is_not_here_yet_when_taken_then_it_says_so(
    updates: Updates, practice: Practice, stick: Stick, tmp_path: Path
) -> None:
    given(updates, stick(release()))
    found = updates.from_clinic()
    assert found is not None
    key, _ = found[1].blobs[DEB]
    Files(practice.store).drop(key)
    with pytest.raises(NotHere):
        updates.take_from_clinic(*found, tmp_path)
    assert updates.clinic.want(found[1], DEB)
    carried = updates.clinic.carried(found[1], DEB)
    assert carried is not None
    assert (carried.is_here, carried.wanted) == (False, True)


def test_given_other_content_than_the_manifest_says_when_taken_then_refused_and_taken_away_again(
    updates: Updates, practice: Practice, maker: Maker, stick: Stick, tmp_path: Path
) -> None:
    """A colleague's laptop, or the server's operator, put something else under the name."""
    folder = stick(release())
    offer = updates.from_file(folder / DEB)
    (folder / DEB).write_bytes(b"something else")
    practice_clinic = updates.clinic
    practice_clinic.publish(offer.manifest, offer.signature, [(offer.files[0], folder / DEB)])
    found = updates.from_clinic()
    assert found is not None
    with pytest.raises(Tampered):
        updates.take_from_clinic(*found, tmp_path)
    assert not (tmp_path / DEB).exists()


def test_given_an_altered_or_swapped_installer_when_given_to_the_clinic_then_nothing_is(
    updates: Updates, stick: Stick
) -> None:
    folder = stick(release())
    offer = updates.from_file(folder / DEB)
    (folder / EXE).write_bytes((folder / DMG).read_bytes())
    with pytest.raises(Tampered):
        updates.give_to_clinic(offer, folder)
    assert updates.from_clinic() is None


def test_given_no_installer_beside_when_given_to_the_clinic_then_it_says_so(
    updates: Updates, stick: Stick, tmp_path: Path
) -> None:
    offer = updates.from_file(stick(release()) / DEB)
    with pytest.raises(NotFound):
        updates.give_to_clinic(offer, tmp_path)


def test_given_a_stop_when_given_to_the_clinic_then_nothing_is(updates: Updates, stick: Stick) -> None:
    folder = stick(release())
    offer = updates.from_file(folder / DEB)
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        updates.give_to_clinic(offer, folder, cancel=stop)
    assert updates.from_clinic() is None


def test_given_a_therapist_who_is_no_owner_when_giving_then_refused(
    updates: Updates, practice: Practice, stick: Stick
) -> None:
    folder = stick(release())
    offer = updates.from_file(folder / DEB)
    with practice.desk.write() as writer:
        writer.update("users", practice.me.user_id, {"role": Role.THERAPIST})
    assert not updates.clinic.may_publish
    with pytest.raises(RuleBroken) as caught:
        updates.give_to_clinic(offer, folder)
    assert caught.value.code == "role"
    with pytest.raises(RuleBroken):
        updates.clinic.withdraw()


def test_given_a_newer_release_when_it_takes_the_place_then_the_files_of_the_old_one_go(
    updates: Updates, practice: Practice, stick: Stick
) -> None:
    given(updates, stick(release()))
    assert practice.contents.collect() == 0
    updates.clinic.withdraw()
    updates.clinic.withdraw()
    assert updates.from_clinic() is None
    assert practice.contents.collect() == 3


def test_given_other_settings_of_the_practice_when_a_release_is_given_then_they_stay(
    updates: Updates, practice: Practice, stick: Stick
) -> None:
    practice.settings.set(slot_minutes=30)
    given(updates, stick(release()))
    practice.settings.set(week_start=6)
    assert updates.from_clinic() is not None
    assert practice.settings.get("slot_minutes") == 30


def test_given_notes_as_long_as_a_book_when_given_to_the_clinic_then_refused(
    updates: Updates, practice: Practice, maker: Maker, stick: Stick
) -> None:
    notes = dict.fromkeys(("en", "he", "fr", "de"), "word " * 1500)
    folder = stick(replace(release(), notes=notes))
    offer = updates.from_file(folder / DEB)
    with pytest.raises(RuleBroken) as caught:
        updates.give_to_clinic(offer, folder)
    assert caught.value.code == "release_too_long"


@pytest.mark.parametrize(
    "odd",
    [
        None,
        3,
        "text",
        [],
        {},
        {"files": 3},
        {"files": [], "manifest": 3, "signature": ""},
        {"files": [{}], "manifest": "", "signature": ""},
        {"files": [{"name": "a", "blob_key": "zz", "chunk_count": 1}], "manifest": "", "signature": ""},
        {"files": [{"name": "a", "blob_key": "ab", "chunk_count": 1}], "manifest": "", "signature": ""},
        {
            "files": [{"name": "a", "blob_key": "ab" * 32, "chunk_count": 501}],
            "manifest": "",
            "signature": "",
        },
        {"files": [{"name": "a", "blob_key": "ab" * 32, "chunk_count": {}}], "manifest": "", "signature": ""},
    ],
)
def test_given_settings_that_make_no_sense_when_read_then_there_is_no_release(
    updates: Updates, practice: Practice, odd: object
) -> None:
    practice.settings.set(release=odd)
    assert updates.from_clinic() is None
    with practice.desk.read() as db:
        assert blob_states.released(db) == {}
        assert blob_states.living(db) == []


def test_given_a_release_by_nobody_when_it_stands_in_the_settings_then_it_is_refused(
    updates: Updates, practice: Practice
) -> None:
    made = release()
    foreign = {"manifest": made.text().decode(), "signature": "untrusted", "files": []}
    practice.settings.set(release=foreign)
    with pytest.raises(Tampered):
        updates.from_clinic()


def test_given_an_attachment_with_the_content_of_an_installer_when_listed_then_it_is_sent_once(
    updates: Updates, practice: Practice, stick: Stick
) -> None:
    folder = stick(release())
    given(updates, folder)
    client = practice.clients.add(ClientDraft(first_name="Moss", last_name="Testwood")).value
    practice.attachments.add(folder / DEB, client.id)
    with practice.desk.read() as db:
        assert len(blob_states.living(db)) == 3


@pytest.mark.parametrize("failure", [DiskFull(""), OSError(28, "full"), OSError(5, "broken")])
def test_given_a_folder_that_takes_nothing_when_taken_then_it_says_so(
    updates: Updates, stick: Stick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    given(updates, stick(release()))
    found = updates.from_clinic()
    assert found is not None

    def refuse(*_: object) -> None:
        raise failure

    monkeypatch.setattr(clinic, "write_all", refuse)
    with pytest.raises((DiskFull, BadInput), match="nothing was"):
        updates.take_from_clinic(*found, tmp_path)
    assert not (tmp_path / DEB).exists()


def test_given_another_system_than_the_clinic_was_given_when_taken_then_it_says_so(
    updates: Updates, practice: Practice, maker: Maker, stick: Stick, tmp_path: Path
) -> None:
    folder = stick(release())
    (folder / DMG).unlink()
    given(updates, folder)
    mac = Updates(practice, lambda: (maker.public,), MAC, "9.0.0")
    found = mac.from_clinic()
    assert found is not None
    assert mac.carried(*found) is None
    with pytest.raises(NotFound):
        mac.take_from_clinic(*found, tmp_path)
    windows = Updates(practice, lambda: (maker.public,), WINDOWS, "9.0.0")
    taken = windows.take_from_clinic(*(windows.from_clinic() or pytest.fail("none")), tmp_path)
    assert taken.path == tmp_path / EXE


def test_given_a_damaged_installer_when_wanted_anew_then_it_is_fetched_from_its_beginning(
    updates: Updates, practice: Practice, stick: Stick
) -> None:
    given(updates, stick(release()))
    found = updates.from_clinic()
    assert found is not None
    key, _ = found[1].blobs[DEB]
    with practice.store.write() as db:
        blob_states.set_problem(db, key, "damaged")
    updates.clinic.want(found[1], DEB)
    carried = updates.clinic.carried(found[1], DEB)
    assert carried is not None
    assert (carried.here, carried.problem, carried.wanted) == (0, None, True)


def test_given_a_store_when_asked_then_what_is_kept_of_releases_holds_no_text_of_theirs(
    updates: Updates, practice: Practice, stick: Stick
) -> None:
    updates.from_file(stick(release()) / DEB)
    assert json.dumps(practice.settings.local("release_seen")) == '{"date": "2027-03-01", "version": "9.1.0"}'


def test_given_a_clinic_made_by_hand_when_files_are_in_small_pieces_then_it_is_the_same(
    practice: Practice, maker: Maker, stick: Stick, tmp_path: Path
) -> None:
    folder = stick(release())
    made = release()
    releases = ClinicReleases(practice.desk, Files(practice.store, 100_000))
    releases.publish(made.text(), b"", [(made.files[0], folder / DEB)])
    published = releases.published()
    assert published is not None
    releases.save(published, DEB, tmp_path / "copy.deb")
    assert (tmp_path / "copy.deb").read_bytes() == INSTALLERS[DEB][1]
