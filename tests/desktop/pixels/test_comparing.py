"""Comparing sees what a person would see, and nothing else; it needs no stored picture for that."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.kit import tokens
from tests.desktop.pixels import references
from tests.desktop.pixels.calendar_states import CALENDAR
from tests.desktop.pixels.comparing import SHARE, compare
from tests.desktop.pixels.fingerprint import fingerprint
from tests.desktop.pixels.palette import EXACT, NEAR, distance, in_few_colours, points, save
from tests.desktop.pixels.renew import main
from tests.desktop.pixels.stage import grab, stage

WIDTH, HEIGHT = 300, 200


def picture(words: str = "Mira Talbot", ground: str = "#dff0ed", left: int = 20) -> QImage:
    """A ground, a line, and words, whose edges have many colours."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRect(left, 0, 2, HEIGHT), QColor("#0f6e63"))
    for row, colour in enumerate(("#0f6e63", "#1d4ed8", "#6d28d9", "#c2185b", "#8a5a00")):
        painter.setPen(QColor(colour))
        painter.drawText(left + 10, 30 * (row + 1), words)
        painter.drawEllipse(left + 150, 30 * row + 8, 17, 21)
    painter.end()
    return image


def test_given_a_picture_when_stored_and_read_again_then_the_same_one_is_the_same(
    qapp: QApplication, tmp_path: Path
) -> None:
    save(picture(), tmp_path / "one.png")
    result = compare(QImage(str(tmp_path / "one.png")), picture())
    assert result.share == 0
    assert result.is_same


def test_given_a_picture_in_few_colours_then_the_frequent_ones_are_exact_and_the_others_near(
    qapp: QApplication,
) -> None:
    before = picture()
    few = in_few_colours(before)
    assert few.colorCount() < len(set(points(before)))
    far = [distance(one, its) for one, its in zip(points(before), points(few), strict=True)]
    assert max(far) <= NEAR
    frequent = {colour & 0xFFFFFF for colour in few.colorTable()[:EXACT]}
    assert {QColor("#dff0ed").rgb() & 0xFFFFFF, QColor("#0f6e63").rgb() & 0xFFFFFF} <= frequent


def test_given_more_colours_than_a_palette_holds_when_stored_then_it_says_so(qapp: QApplication) -> None:
    image = QImage(32, 32, QImage.Format.Format_RGB32)
    for x in range(32):
        for y in range(32):
            image.setPixelColor(x, y, QColor(x * 8, y * 8, (x * y) % 256))
    with pytest.raises(ValueError, match="colours"):
        in_few_colours(image)


@pytest.mark.parametrize("other", [{"words": "Mira Talbott"}, {"ground": "#dbf0ed"}, {"left": 21}])
def test_given_a_letter_a_shade_or_a_pixel_more_then_it_is_another_picture_and_shown_where(
    qapp: QApplication, other: dict[str, str | int]
) -> None:
    result = compare(in_few_colours(picture()), picture(**other))  # type: ignore[arg-type]
    assert result.share > SHARE
    marked = sum(colour & 0xFFFFFF == 0xD0006F for colour in points(result.shown))
    assert marked == round(result.share * WIDTH * HEIGHT)


def test_given_no_picture_or_one_of_another_size_then_nothing_is_the_same(qapp: QApplication) -> None:
    assert not compare(QImage(), picture()).is_same
    assert not compare(in_few_colours(picture().scaled(100, 100)), picture()).is_same


@pytest.mark.parametrize(
    "changed",
    [
        ("LIGHT", replace(tokens.LIGHT, line="e0ddd4")),
        ("LIGHT", replace(tokens.LIGHT, accent="0f6f66")),
        ("M", tokens.M + 1),
    ],
    ids=["line", "accent", "spacing"],
)
def test_given_one_colour_or_one_spacing_changed_then_the_week_is_another_picture(
    qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch, changed: tuple[str, object]
) -> None:
    images = []
    for run in ("before", "after"):
        folder = home / run
        folder.mkdir()
        with stage(qapp, folder, CALENDAR[0].setting) as made:
            images.append(grab(CALENDAR[0].make(made)))
        monkeypatch.setattr(tokens, *changed)
    assert not compare(in_few_colours(images[0]), images[1]).is_same


def test_given_another_set_up_than_that_of_the_pictures_then_it_says_what_is_otherwise(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_on = tmp_path / "made_on.json"
    monkeypatch.setattr(references, "_MADE_ON", made_on)
    references.keep_set_up()
    assert references.differences() == []
    made_on.write_text(json.dumps(asdict(replace(fingerprint(), qt="6.0.0"))))
    (told,) = references.differences()
    assert told.startswith("qt was 6.0.0, is ")


def test_given_a_state_that_is_none_when_renewed_then_nothing_is_made_and_the_names_are_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["weak"]) == 2
    assert "week-dark" in capsys.readouterr().out
